"""Tests of what the makers run."""
