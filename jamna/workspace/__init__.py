"""The files of one programme."""
