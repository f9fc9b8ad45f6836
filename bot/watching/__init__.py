"""How the bot is, for whoever watches it from outside: counts, signs of life, and whether that is good enough."""
