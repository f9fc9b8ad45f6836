"""The rights of people over what is kept of theirs, and how long anything is."""
