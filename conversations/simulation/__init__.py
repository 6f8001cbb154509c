"""Chats that never happened: a script is played through the real journey, shown with its reasons, and rolled back."""
