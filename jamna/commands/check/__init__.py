"""`jamna check`: everything that is wrong, all at once."""
