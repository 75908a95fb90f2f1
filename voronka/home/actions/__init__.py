"""What is done over all apps at once."""
