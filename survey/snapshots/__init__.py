"""Answers pulled from a server, kept as they came and never changed."""
