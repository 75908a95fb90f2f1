"""How well duplicates are found: labelled sets, generated ones, precision and recall."""
