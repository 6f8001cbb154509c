"""The nouns of conversation: who somebody is, what was said, what is remembered."""

from conversations.models.identity import ConsentChange, Contact, ContactAddress, SenderWindow, SuppressedAddress
from conversations.models.messages import Message
from conversations.models.sessions import MoodReading, Session

__all__ = [
    "ConsentChange",
    "Contact",
    "ContactAddress",
    "Message",
    "MoodReading",
    "SenderWindow",
    "Session",
    "SuppressedAddress",
]
