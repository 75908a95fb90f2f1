"""The history of work with a client: interactions and tasks."""
