"""What the command `voronka` does; thin like views: prepare the place, call, print."""
