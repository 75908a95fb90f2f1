"""The catalogues of messages: extraction, update, check and compilation, app by app."""
