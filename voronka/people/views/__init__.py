"""Screens of the client base beyond those that every kind has."""
