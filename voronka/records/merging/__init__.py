"""Merging: what points to a record and moves with it, what the merged card says, where old ids lead."""
