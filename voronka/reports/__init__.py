"""Questions a head asks, answered in numbers that open their rows."""
