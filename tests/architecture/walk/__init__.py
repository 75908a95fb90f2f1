"""The walk over every route with every method and every role: where the addresses and the canaries come from."""
