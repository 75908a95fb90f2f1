"""Tests of the whole house: its rules, its tools, its journeys."""
