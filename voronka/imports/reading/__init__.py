"""Files of rows, read by `sheet` in a child process with limits; the child needs no Django and loads none."""
