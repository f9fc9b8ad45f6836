"""The voice: Telegram in and out, the conversation, and what time brings."""
