"""The roof: a workspace and a command tie the floors together."""
