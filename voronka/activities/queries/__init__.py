"""Reads over activities: the history of a card, next steps, titles of subjects, tasks."""
