"""One file per command: it reads the workspace, does one thing, and says what it made."""
