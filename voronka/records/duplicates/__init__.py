"""Duplicates: what speaks for two records being one, which pairs to look at, what was decided of them."""
