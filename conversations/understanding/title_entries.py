"""What is known of titles and what is found of them in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TitleEntry:
    """One title of our own list or of the catalogue, as it is known."""

    title: str
    aliases: tuple[str, ...] = ()
    risky_aliases: tuple[str, ...] = ()  # also ordinary words or letters; they need support
    is_common_word: bool = False


@dataclass(frozen=True)
class TitleHit:
    """A title found in a text, at characters ``start`` to ``end`` of the folded words."""

    title: str
    start: int
    end: int
    is_exact: bool


@dataclass(frozen=True)
class Name:
    title: str
    needs_support: bool
    is_seldom_said: bool = False  # of anything else; being spoken of as a game supports it


# Names that are also kinds of games or everyday words of another language.
AMBIGUOUS = frozenset(
    {"sims", "farming sim", "farming sims", "farm sim", "oras", "skate game", "fear game", "peak game", "sky game", "farm together"}
    | {"chess", "sudoku", "snake", "solitaire", "mahjong", "minesweeper"}
)  # fmt: skip
