"""The instrument: what each question measures, as records, and everything that can be wrong with its file."""
