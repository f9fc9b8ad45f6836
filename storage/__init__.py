"""The memory: models, repositories, the unit of work, inbox and outbox, migrations. Knows the rules, no Telegram."""
