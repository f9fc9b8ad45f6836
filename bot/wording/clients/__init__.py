"""What is said of a client as a whole, and of all clients together."""
