"""Simulated programmes whose truth is known, and how often Jamna finds it."""
