"""How games are named in passing: their kind, a clause of what an editor wrote of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from games.moods.profiles import mood_profiles
from games.recommender.types import GameFacts

# Tried in turn, from the fullest quotation to the shortest.
_PAUSES = tuple(
    re.compile(pause)
    for pause in (
        r"(?<=[a-z0-9’')])[.!?](?:\s|$)",
        r"[;:]\s|\s[-–—]\s",
        r",\s(?=(?:but|so|then|with|while|until|where|which|because|as)\b)",
        r",\s(?=and\b)",
        r",\s",
    )
)
_LABELS = {
    "simulation": "sim",
    "rpg": "RPG", "mmo": "MMO", "moba": "MOBA", "card": "card game", "city-builder": "city builder",
    "tower-defense": "tower defense", "battle-royale": "battle royale", "visual-novel": "visual novel",
    "open-world": "open world", "story-rich": "story-rich",
}  # fmt: skip
_NOUNS = {
    "sim", "RPG", "MMO", "MOBA", "card game", "city builder", "visual novel", "platformer", "shooter", "roguelike",
    "metroidvania", "soulslike", "sandbox",
}  # fmt: skip


def first_clause(text: str, longest: int = 95) -> str:
    """The first sentence, or as much of it as ends at a natural pause; "" if that is too long to be quoted."""
    flat = " ".join(text.split())
    for pause in _PAUSES:
        found = pause.search(flat)
        clause = (flat[: found.start()] if found else flat).strip(" ,.;:!–—-")
        if len(clause) <= longest:
            return clause if len(clause.split()) > 1 else ""
    return ""


def kind_of(facts: GameFacts, *, mood: str, asked: Sequence[str]) -> str:
    """ "farming sim" and the like: the two genres that speak most to the wish, said as a person would."""
    profile = mood_profiles().get(mood)
    weights = profile.genres if profile else {}
    telling = sorted(facts.genres, key=lambda genre: (genre not in asked, -weights.get(genre, 0.0)))[:2]
    # What a thing is comes last in English: a "puzzle platformer", a "farming sim".
    labels = sorted((label(genre) for genre in telling), key=lambda label: label in _NOUNS)
    if not labels:
        return ""
    kind = " ".join(labels)
    return kind if labels[-1] in _NOUNS else f"{kind} game"


def label(word: str) -> str:
    return _LABELS.get(word, word.replace("-", " "))


def named_in_plural(genre: str) -> str:
    """ "soulslikes", "fighting games"."""
    word = label(genre)
    return f"{word}s" if word in _NOUNS or word.endswith("game") else f"{word} games"


def article(words: str) -> str:
    return "an" if words[:1].lower() in "aeiou" or words.startswith(("RPG", "MMO", "MOBA")) else "a"


def lower_first(text: str) -> str:
    """Into the middle of a sentence, unless the first word is a name or an abbreviation."""
    first, _, rest = text.partition(" ")
    if first in {"I", "I’m", "I'm"} or not first[1:].islower():
        return text if len(first) > 1 else f"{first.lower()} {rest}"
    return f"{first.lower()} {rest}".strip()
