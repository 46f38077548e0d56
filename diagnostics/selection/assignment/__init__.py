"""Seats filled by an exact integer programme."""
