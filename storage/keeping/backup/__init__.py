"""Backups: what is in one, taking one, putting one back, and the list of what must not come back."""
