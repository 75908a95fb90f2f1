"""Runs the tests: brings what they need, then the whole suite on two kinds of database."""
