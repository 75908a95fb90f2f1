"""A whole folder of exports of another program: its files are told apart and put as the targets read them."""
