"""The screens that every kind of record has."""
