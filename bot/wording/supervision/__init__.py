"""What is said around supervision."""
