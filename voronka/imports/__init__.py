"""Files of rows become records."""
