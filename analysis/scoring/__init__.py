"""From answers to points, domains and the index."""
