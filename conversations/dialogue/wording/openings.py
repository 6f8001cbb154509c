"""First words: by the gap since last time, with what we remember."""

from __future__ import annotations

from conversations.dialogue.said.own_words import usable_name
from conversations.dialogue.types import Turn
from conversations.dialogue.wording.voice import vibe_of
from conversations.models import Session


def hello(turn: Turn) -> str:
    """The answer to a bare hello; it ends by asking how they feel."""
    kind = turn.opening.kind if turn.opening.is_new else Session.Kind.RETURNING
    name = name_of(turn)
    if kind == Session.Kind.ONBOARDING:
        return turn.say("hello.first", name=name)
    if kind == Session.Kind.RETURNING:
        return turn.say("hello.again", name=name)
    return f"{_welcome(turn, kind, name)} {turn.say('hello.how_now')}"


def prefix(turn: Turn) -> str:
    """What leads in an answer that opens a session after a real gap; empty else."""
    if not turn.opening.is_new or turn.opening.kind not in (Session.Kind.IDLE_RETURN, Session.Kind.COLD_RETURN):
        return ""
    return turn.say(f"back.{turn.opening.kind}", name=name_of(turn))


def acknowledge(turn: Turn, mood: str) -> str:
    """Half a sentence that shows we heard how they feel."""
    heard = turn.reading.mood
    return turn.say(f"ack.{heard}") if heard and heard == mood else turn.say("ack.plain")


def name_of(turn: Turn) -> str:
    return "" if turn.is_child else usable_name(turn.contact.display_name)


def _welcome(turn: Turn, kind: str, name: str) -> str:
    memory = turn.recall()
    vibe = vibe_of(memory.last_mood)
    if memory.last_loved and vibe:
        return turn.say(f"{kind}.loved_mood", name=name, title=memory.last_loved, vibe=vibe)
    if memory.last_loved:
        return turn.say(f"{kind}.loved", name=name, title=memory.last_loved)
    if memory.last_unanswered:
        return turn.say(f"{kind}.tried", name=name, title=memory.last_unanswered)
    return turn.say(f"{kind}.plain", name=name)
