"""What people do: log an interaction, plan a task, complete it."""
