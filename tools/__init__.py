"""What the makers of Voronka run: checks and the catalogue of messages, never imported by the product."""
