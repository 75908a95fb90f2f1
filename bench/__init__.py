"""How fast the pages are, beside the least that the machine could do."""
