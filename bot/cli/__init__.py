"""`python -m bot ...`: what is done at the machine the bot runs on, one file for each thing."""
