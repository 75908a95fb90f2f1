"""What a human being may ask for: everything that is kept of them, to be read and as a file for programs."""
