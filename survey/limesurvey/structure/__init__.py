"""The survey on the server compared with the instrument."""
