"""Imports are uploaded, checked and carried out."""
