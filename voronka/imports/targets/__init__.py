"""Everything that a file can become."""
