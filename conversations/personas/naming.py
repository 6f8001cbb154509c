"""What staff read in the place of a text's key."""

from __future__ import annotations

from conversations.dialogue.wording.prompt_text import PromptName
from conversations.personas import in_use as personas


def in_words(key: str) -> str:
    """``librarian_easy_hint``: "the librarian, easy English, for who is stuck"."""
    name = PromptName.read(key)
    if name is None:
        return key.replace("_", ", ")
    who = personas.current().names.get(name.persona, name.persona)
    return f"{who}, {name.level} English{', for who is stuck' if name.is_hint else ''}"
