"""A big base to measure on: a million persons and all that was done about them."""
