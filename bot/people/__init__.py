"""What happens when somebody comes back, is locked out, leaves, or takes over: the same by tap and at the machine."""
