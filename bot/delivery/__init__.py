"""The one way out: outbox rows become Telegram messages, in order within a chat, at a considerate pace."""
