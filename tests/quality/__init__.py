"""How good the answers are, over labelled sets."""
