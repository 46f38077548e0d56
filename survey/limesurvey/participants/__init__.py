"""The companies as participants of the survey on the server."""
