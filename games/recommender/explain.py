"""Why this game: one short line, made only of facts in its record and of what was asked. Pure.

The editor's "how it feels" speaks first where there is one; then comes a fact that answers a wish.
Wordings vary with the game and the slot, and a slate does not say the same thing twice; the same slate
always reads the same.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from games.moods import mood_profiles
from games.recommender.kinship import SAYS_LITTLE
from games.recommender.types import GameFacts
from games.recommender.wishes import LikedGame, Wishes
from games.vocabulary import TOGETHER

LONGEST = 150
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
_ACCLAIMED = 80
_MADE_FOR = 0.7
_EASY, _HARD = 2, 4

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
_MOOD_WORDS = {
    "chill": "chill nights", "tired": "tired nights", "stressed": "stressful days", "sad": "sad days",
    "lonely": "lonely evenings", "angry": "letting off steam", "bored": "getting out of a rut",
    "happy": "a good mood", "hyped": "when you’re hyped", "competitive": "playing to win",
    "adventurous": "getting lost in a world", "nostalgic": "nostalgia", "creative": "making things",
    "spooky": "a good scare", "brainy": "a busy brain", "silly": "pure silliness",
}  # fmt: skip


def reasons_for(games: Sequence[GameFacts], wishes: Wishes) -> tuple[str, ...]:
    """A line for each game of a slate, in its order. What one line has said of one kind, the next leave out."""
    said: set[str] = set()
    return tuple(_line(facts, wishes, slot, said) for slot, facts in enumerate(games))


def _line(facts: GameFacts, wishes: Wishes, slot: int, said: set[str]) -> str:
    """Never empty: a record that says nothing else still has a title and a place in the catalogue."""
    turn = zlib.crc32(facts.slug.encode()) + slot
    opening = _opening(facts, wishes, turn)
    answers = _answers(facts, wishes, opening, turn)
    fresh = {kind: words for kind, words in answers.items() if kind not in said}
    # Where the editor's words lead, one fact is enough; a bare kind of game wants two.
    told = dict(list((fresh or ({} if opening else answers)).items())[: 1 if facts.feel and opening else 2])
    said.update(told)
    pieces = [piece for piece in (opening, *told.values()) if piece] or [_fallback(facts, turn)]
    line = pieces[0]
    for piece in pieces[1:]:
        if len(line) + len(piece) + 2 <= LONGEST:
            line += f", {piece}"
    return line


def first_clause(text: str, longest: int = 95) -> str:
    """The first sentence, or as much of it as ends at a natural pause; "" if that is too long to be quoted."""
    flat = " ".join(text.split())
    for pause in _PAUSES:
        found = pause.search(flat)
        clause = (flat[: found.start()] if found else flat).strip(" ,.;:!–—-")
        if len(clause) <= longest:
            return clause if len(clause.split()) > 1 else ""
    return ""


def _opening(facts: GameFacts, wishes: Wishes, turn: int) -> str:
    if feel := first_clause(facts.feel):
        return _lower_first(feel)
    kind = _kind(facts, wishes)
    if not kind:
        return ""
    return (
        _pick(turn, (f"{_article(kind)} {kind}", f"solid {kind}", kind))
        if _is_acclaimed(facts)
        else f"{_article(kind)} {kind}"
    )


def _answers(facts: GameFacts, wishes: Wishes, opening: str, turn: int) -> dict[str, str]:
    """The facts that answer what was asked by their kind, the most telling first."""
    answers = {
        "like": _like(facts, wishes.liked, turn),
        "length": _length(facts, wishes, turn),
        "ease": _ease(facts, wishes),
        "company": _company(facts, wishes, turn),
        "genre": _asked_genre(facts, wishes.genres, opening),
        "mood": _mood(facts, wishes, turn),
        "acclaim": _acclaim(facts, turn),
    }
    return {kind: words for kind, words in answers.items() if words}


def _like(facts: GameFacts, liked: Sequence[LikedGame], turn: int) -> str:
    for game in liked:
        if facts.studio and facts.studio.casefold() == game.studio.casefold():
            return f"from the makers of {game.title}"
        ours = [word for word in (*facts.genres, *facts.tags) if word not in SAYS_LITTLE]
        shared = [word for word in ours if word in game.tags or word in game.genres]
        if shared:
            word = _label(shared[0])
            return _pick(turn, (f"{word} like {game.title}", f"shares the {word} side of {game.title}"))
    return ""


def _length(facts: GameFacts, wishes: Wishes, turn: int) -> str:
    sitting = facts.session_minutes
    if sitting is None:
        return ""
    asked = wishes.minutes is not None and sitting <= wishes.minutes
    shorter = wishes.wants_shorter_than is not None and sitting < wishes.wants_shorter_than
    if asked or shorter or (wishes.mood in {"tired", "stressed"} and sitting <= 20):
        return _pick(
            turn, (f"good in {sitting}-minute sittings", f"{sitting} minutes is enough", f"fits into {sitting} minutes")
        )
    return ""


def _ease(facts: GameFacts, wishes: Wishes) -> str:
    if facts.difficulty is None:
        return ""
    if facts.difficulty <= _EASY and (wishes.wants_easier or wishes.mood in {"tired", "stressed", "chill"}):
        return "easy on you"
    if facts.difficulty >= _HARD and wishes.mood in {"competitive", "brainy"}:
        return "properly tough"
    return ""


def _company(facts: GameFacts, wishes: Wishes, turn: int) -> str:
    if wishes.player_mode == TOGETHER and not {"coop", "versus"}.isdisjoint(facts.player_modes):
        return "made for more than one" if "solo" not in facts.player_modes else "fun with others"
    if not wishes.player_mode or wishes.player_mode not in facts.player_modes:
        return ""
    return {
        "coop": _pick(turn, ("has co-op", "you can play it together")),
        "versus": _pick(turn, ("has versus", "you can face each other")),
        "solo": "works solo",
    }.get(wishes.player_mode, "")


def _asked_genre(facts: GameFacts, asked: Sequence[str], opening: str) -> str:
    for genre in asked:
        if (genre in facts.genres or genre in facts.tags) and _label(genre) not in opening:
            return f"{_label(genre)} as asked"
    return ""


def _mood(facts: GameFacts, wishes: Wishes, turn: int) -> str:
    if facts.mood_fit.get(wishes.mood, 0) < _MADE_FOR:
        return ""
    words = _MOOD_WORDS[wishes.mood]
    if wishes.mood == "hyped":
        return f"great {words}"
    return _pick(turn, (f"great for {words}", f"our pick for {words}"))


def _acclaim(facts: GameFacts, turn: int) -> str:
    if not _is_acclaimed(facts):
        return ""
    score = facts.critic_score
    return _pick(turn, (f"critics gave it {score}", f"{score}/100 with critics", f"sits at {score} with critics"))


def _fallback(facts: GameFacts, turn: int) -> str:
    if facts.studio:
        return f"by {facts.studio}"
    return _pick(turn, (f"{facts.title} fits what you told me", f"{facts.title} is close to what you asked for"))


def _kind(facts: GameFacts, wishes: Wishes) -> str:
    """ "farming sim" and the like: the two genres that speak most to the wish, said as a person would."""
    profile = mood_profiles().get(wishes.mood)
    weights = profile.genres if profile else {}
    telling = sorted(facts.genres, key=lambda genre: (genre not in wishes.genres, -weights.get(genre, 0.0)))[:2]
    # What a thing is comes last in English: a "puzzle platformer", a "farming sim".
    labels = sorted((_label(genre) for genre in telling), key=lambda label: label in _NOUNS)
    if not labels:
        return ""
    kind = " ".join(labels)
    return kind if labels[-1] in _NOUNS else f"{kind} game"


def _label(word: str) -> str:
    return _LABELS.get(word, word.replace("-", " "))


def _article(words: str) -> str:
    return "an" if words[:1].lower() in "aeiou" or words.startswith(("RPG", "MMO", "MOBA")) else "a"


def _is_acclaimed(facts: GameFacts) -> bool:
    return facts.critic_score is not None and facts.critic_score >= _ACCLAIMED


def _lower_first(text: str) -> str:
    """Into the middle of a sentence, unless the first word is a name or an abbreviation."""
    first, _, rest = text.partition(" ")
    if first in {"I", "I’m", "I'm"} or not first[1:].islower():
        return text if len(first) > 1 else f"{first.lower()} {rest}"
    return f"{first.lower()} {rest}".strip()


def _pick(turn: int, wordings: Sequence[str]) -> str:
    return wordings[turn % len(wordings)]
