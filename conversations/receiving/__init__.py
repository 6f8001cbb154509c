"""Messages come in: whose they are, and each stored and queued once. The other way is ``conversations.sending``."""
