"""Guards of the house and journeys in a browser."""
