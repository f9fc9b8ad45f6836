"""Supervision: her cases before and after it, a reflection in between, and what her supervisor sees and does."""
