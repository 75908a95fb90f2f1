"""What the machine room asks: is it alive, is it ready, how busy is it, what happened."""
