"""The screens that join everything: my day, the command line."""
