"""What is said of the practice and its directory of services."""
