"""What is worth telling a company, and the actions that fit."""
