"""Erasing of personal data: what hangs on a human being, what becomes of each of it, and the writing."""
