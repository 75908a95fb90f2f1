"""The client base: organizations, persons, legal entities."""
