"""Tests of the ground that has no business words."""
