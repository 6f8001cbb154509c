"""What is done for each intent. A handler reads a Turn and answers with an Outcome; it writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conversations.dialogue.handlers import (
    details,
    dislike,
    erase,
    greet,
    help,
    human,
    like,
    more,
    other,
    played,
    profile,
    recommend,
    refine,
    smalltalk,
    start,
    stop,
    why,
)
from conversations.dialogue.types import Handler

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "greet": greet.handle,
        "recommend": recommend.handle,
        "refine": refine.handle,
        "more": more.handle,
        "why": why.handle,
        "like": like.handle,
        "dislike": dislike.handle,
        "played": played.handle,
        "details": details.handle,
        "profile": profile.handle,
        "smalltalk": smalltalk.handle,
        "stop": stop.handle,
        "start": start.handle,
        "help": help.handle,
        "human": human.handle,
        "erase": erase.handle,
        "other": other.handle,
    }
)
