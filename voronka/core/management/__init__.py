"""Django commands of core."""
