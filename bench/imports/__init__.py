"""How many rows a second an import takes into the base, beside the floor: reading the file and a bare COPY."""
