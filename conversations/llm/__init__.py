"""A language model, where one is set up: any server that speaks the API of OpenAI. Everything works without it."""

from conversations.llm.asking import ask, is_configured, nobody_asked
from conversations.llm.speech import can_talk_live, can_transcribe, transcribe, voice_token
from conversations.llm.types import Answer, EphemeralToken, NoAnswer, Reason, Transcript

__all__ = [
    "Answer",
    "EphemeralToken",
    "NoAnswer",
    "Reason",
    "Transcript",
    "ask",
    "can_talk_live",
    "can_transcribe",
    "is_configured",
    "nobody_asked",
    "transcribe",
    "voice_token",
]
