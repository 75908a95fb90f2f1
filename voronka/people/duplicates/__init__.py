"""What tells two persons or two organizations from each other."""
