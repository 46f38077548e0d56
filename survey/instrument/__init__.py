"""The instrument: what is asked, what each answer measures, and what can be wrong with its file."""
