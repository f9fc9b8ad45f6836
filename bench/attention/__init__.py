"""Are the bot's messages few, and is nothing forgotten? A year of one therapist's work, simulated: see `__main__`."""
