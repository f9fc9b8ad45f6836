"""A client as a whole: her page, sessions, history, goodbye; and all clients together."""
