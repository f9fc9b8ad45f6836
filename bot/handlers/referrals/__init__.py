"""One referral, once it is logged: how far it came, and everything a therapist may note of it."""
