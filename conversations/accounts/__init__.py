"""Accounts and how they are opened: passwords, codes told in chat, and what a partner's server shows."""
