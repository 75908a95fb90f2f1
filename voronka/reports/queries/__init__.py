"""Questions answered in numbers."""
