"""Journeys through the whole of Voronka in a real browser."""
