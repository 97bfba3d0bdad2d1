"""A strict Bot API server on loopback, its users, and what is promised about the Telegram door."""
