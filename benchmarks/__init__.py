"""What `make bench` measures; no test asserts a time."""
