"""What is said at risk and around a stay in hospital."""
