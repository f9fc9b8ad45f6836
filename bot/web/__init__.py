"""What the bot serves: the door Telegram knocks at, and pages that say how it is."""
