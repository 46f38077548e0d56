"""Read the survey on the server and compare it with the instrument."""
