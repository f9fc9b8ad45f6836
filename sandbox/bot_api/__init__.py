"""The Bot API side: Telegram's methods over HTTP, as strict as the original."""
