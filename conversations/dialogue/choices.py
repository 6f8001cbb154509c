"""Button ids: made when a reply is composed, read when a tap comes back."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.dialogue.state import DialogueState

# What a tap may ask for. "platform", "mood" and "loosen" carry a word, "erase" an answer; the rest
# may carry the number of the impression that they are about.
ABOUT_A_GAME = ("more", "why", "like", "dislike", "played", "details", "save", "remind")
WITH_A_WORD = (
    "platform",
    "mood",
    "loosen",
    "erase",
    "name",
    "persona",
    "list",
    "zone",
    "snooze",
    "fit",
    "topic",
    "companion",
    "heard",
)
PLAIN = ("human", "help", "surprise", "start", "over", "undo", "card", "search", "reminders")

# Asked to choose between buttons, people answer with a button's number, whatever games stand above.
_CHOOSING = ("choice", "person")


@dataclass(frozen=True)
class Choice:
    action: str
    argument: str = ""

    @property
    def impression_id(self) -> int | None:
        return int(self.argument) if self.action in ABOUT_A_GAME and self.argument.isdecimal() else None


def make_id(action: str, argument: object = "") -> str:
    return f"{action}:{argument}" if argument not in ("", None) else action


def read_id(raw: str) -> Choice | None:
    """The choice behind an id, or None for one that we never made."""
    action, _, argument = raw.strip().partition(":")
    if action in ABOUT_A_GAME:
        # Fifteen digits stay within a bigint.
        return Choice(action, argument) if not argument or (_is_number(argument) and len(argument) <= 15) else None
    if action in WITH_A_WORD:
        return Choice(action, argument) if argument else None
    return Choice(action) if action in PLAIN and not argument else None


def typed_choice(text: str, state: DialogueState) -> str:
    """The id of the quick reply whose title was typed instead of tapped, else an empty string.

    A bare number means the game of that number when games were offered, and the button else.
    """
    typed = _folded(text)
    if not typed or len(typed) > 24:
        return ""
    for button_id, title in state.buttons:
        if _folded(title) == typed:
            return button_id
    means_a_button = not state.offered or state.awaiting in _CHOOSING or state.company.is_on
    if typed.isdecimal() and len(typed) == 1 and means_a_button and 0 < int(typed) <= len(state.buttons):
        return state.buttons[int(typed) - 1][0]
    return ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum() or char == " ").strip()
