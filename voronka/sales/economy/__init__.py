"""What a deal costs to sell and what it may bring: facts out of the base, and what they mean."""
