"""What was pulled from a server: kept as it came, never changed."""
