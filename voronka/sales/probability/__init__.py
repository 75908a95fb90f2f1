"""The probability of a win learned from the company's own deals: moments, learning, quality, applying."""
