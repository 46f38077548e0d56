"""Files of answers: how they are encoded, read and written."""
