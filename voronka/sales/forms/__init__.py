"""The shape of what people send to the screens of sales."""
