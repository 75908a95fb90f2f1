"""What every record shares: kinds, fields, filters, access, history, search."""
