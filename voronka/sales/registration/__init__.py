"""Who brought a client or a deal: whose protection stands, and who decides about it."""
