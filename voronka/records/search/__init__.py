"""The search index: one table, written set by set."""
