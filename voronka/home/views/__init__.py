"""My day, the command line, quick create."""
