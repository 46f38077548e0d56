"""Simulated programmes whose truth is known, and how often we find it."""
