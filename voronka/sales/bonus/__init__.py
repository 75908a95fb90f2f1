"""Who gets which share of a payment, when, and who may see it: rules and arithmetic of bonuses (docs/adr/0036)."""
