"""Where clients come from: campaigns."""
