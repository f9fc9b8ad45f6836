"""What is said about people of the practice."""
