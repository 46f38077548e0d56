"""Estimators of the effect that rest on a model, one per module."""
