"""Screens of sales that the general ones do not give."""
