"""What is said of one referral."""
