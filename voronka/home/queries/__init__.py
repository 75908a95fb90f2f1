"""What My day is made of."""
