"""Guards: the rules of the house, checked on every file, each shown to bite on a bad sample."""
