"""`jamna decide` and `jamna decisions`."""
