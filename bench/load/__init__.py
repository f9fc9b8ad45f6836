"""A Telegram made for load: it plays the Bot API for any bot, offers updates and times the answers. See `__main__`."""
