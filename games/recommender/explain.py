"""Why this game: one short line, made only of facts in its record that moved its score. Pure.

It opens with what the game is: the editor's "how it feels" where there is one, else its kind. Each fact
that follows belongs to parts of the score and is told only if one of them moved it, or answers a hard
wish, without which the game would not be here. Wordings vary with the game and the slot, and a slate
does not say the same thing twice; the same slate always reads the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from games import themes
from games.recommender.explain_words import article, first_clause, kind_of, label, lower_first, named_in_plural
from games.recommender.kinship import SAYS_LITTLE
from games.recommender.types import GameFacts
from games.recommender.wishes import LikedGame, Wishes
from games.vocabulary import TOGETHER

LONGEST = 150
# A part moved the score if so much of the score is its own.
LEAST_SHARE = 0.05
# What people who share their games play: the part behind "because you liked …".
BY_KIN = "collaborative"
# Up to here a part says only that nothing is known.
_NEUTRAL = {"taste": 0.5, BY_KIN: 0.0}
_LONGEST_AFTER_BECAUSE = 60
_ACCLAIMED = 80
_MADE_FOR = 0.7
_EASY, _HARD = 2, 4
_GENTLE = 3
_HARDLY_KNOWN, _WELL_KNOWN = 0.3, 0.7
_LOVED = 0.5
_MOOD_WORDS = {
    "chill": "chill nights", "tired": "tired nights", "stressed": "stressful days", "sad": "sad days",
    "lonely": "lonely evenings", "angry": "letting off steam", "bored": "getting out of a rut",
    "happy": "a good mood", "hyped": "when you’re hyped", "competitive": "playing to win",
    "adventurous": "getting lost in a world", "nostalgic": "nostalgia", "creative": "making things",
    "spooky": "a good scare", "brainy": "a busy brain", "silly": "pure silliness",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A game to give a reason for. ``moved`` names the parts that moved its score; ``kin`` is the game that the
    player liked and that the collaborative part drew on most."""

    facts: GameFacts
    moved: frozenset[str]
    kin: LikedGame | None = None


def contributions(parts: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """What each part adds to the weighted mean; together they are the score."""
    total = sum(weights.get(name, 0.0) for name in parts)
    return {name: weights.get(name, 0.0) * value / total for name, value in parts.items()} if total else {}


def moved_by(parts: Mapping[str, float], weights: Mapping[str, float]) -> frozenset[str]:
    """The parts that speak for the game and hold at least ``LEAST_SHARE`` of its score."""
    added = {name: weights.get(name, 0.0) * value for name, value in parts.items()}
    # Learnt weights may be below zero: what speaks against a game is no reason, nor does it make others weigh more.
    least = LEAST_SHARE * sum(share for share in added.values() if share > 0)
    return frozenset(
        name for name, share in added.items() if share > 0 and share >= least and parts[name] > _NEUTRAL.get(name, 0.0)
    )


def reasons_for(games: Sequence[Told], wishes: Wishes) -> tuple[str, ...]:
    """A line for each game of a slate, in its order. What one line has said of one kind, the next leave out."""
    said: set[str] = set()
    return tuple(_line(told, wishes, slot, said) for slot, told in enumerate(games))


def _line(told: Told, wishes: Wishes, slot: int, said: set[str]) -> str:
    """Never empty: a record that says nothing else still has a title and a place in the catalogue."""
    facts = told.facts
    turn = zlib.crc32(facts.slug.encode()) + slot
    because = _because(told, wishes, said)
    opening = because or _opening(facts, wishes, turn)
    answers = _answers(told, wishes, opening, turn)
    fresh = {kind: words for kind, words in answers.items() if kind not in said}
    # Where the editor's words or a loved game lead, one fact is enough; a bare kind of game wants two.
    most = 1 if because or (facts.feel and opening) else 2
    chosen = dict(list((fresh or ({} if opening else answers)).items())[:most])
    said.update(chosen)
    pieces = [piece for piece in (opening, *chosen.values()) if piece] or [_fallback(facts, wishes, turn)]
    line = pieces[0]
    for piece in pieces[1:]:
        if because:
            piece = f"and it {piece}" if piece.startswith("fits ") else f"and {piece}"
        if len(line) + len(piece) + 2 <= LONGEST:
            line += f", {piece}"
    return line


def _because(told: Told, wishes: Wishes, said: set[str]) -> str:
    """ "because you liked Hades: fast runs": the liked game that the score really drew on."""
    kin, facts = told.kin, told.facts
    if kin is None or BY_KIN not in told.moved or f"kin {kin.game_id}" in said:
        return ""
    feel = first_clause(facts.feel, _LONGEST_AFTER_BECAUSE)
    shared = _shared(facts, kin)
    kind = kind_of(facts, mood=wishes.mood, asked=wishes.genres)
    what = lower_first(feel) if feel else f"the same {label(shared)} side" if shared else f"{article(kind)} {kind}"
    line = f"because you liked {kin.title}" + (f": {what}" if feel or shared or kind else "")
    if len(line) > LONGEST:
        return ""
    said.add(f"kin {kin.game_id}")
    return line


def _opening(facts: GameFacts, wishes: Wishes, turn: int) -> str:
    if feel := first_clause(facts.feel):
        return lower_first(feel)
    kind = kind_of(facts, mood=wishes.mood, asked=wishes.genres)
    return f"{article(kind)} {kind}" if kind else ""


def _answers(told: Told, wishes: Wishes, opening: str, turn: int) -> dict[str, str]:
    """The facts that may be told, by their kind, the most telling first. Named beside each: its parts, one of which
    must have moved the score; none for a hard wish."""
    facts = told.facts
    answers = {
        "like": (("like",), _like(facts, wishes.liked, turn)),
        "length": (("minutes", "length", "mood"), _length(told, wishes, turn)),
        "ease": (("ease", "mood"), _ease(told, wishes)),
        "skill": ((), _gentle_start(facts, wishes)),
        "company": ((), _company(facts, wishes, turn)),
        "genre": (("genre",), _asked_genre(facts, wishes.genres, opening)),
        "mood": (("mood",), _mood(facts, wishes, turn)),
        "without": ((), _without(wishes, turn)),
        "fame": (("fame",), _fame(facts, wishes)),
        "taste": (("taste",), _taste(facts, wishes, opening)),
        "nearby": (("nearby",), "loved around you lately"),
        "age_group": (("age_group",), "a favourite with people your age"),
        "acclaim": (("quality",), _acclaim(facts, turn)),
    }
    return {
        kind: words
        for kind, (parts, words) in answers.items()
        if words and (not parts or not told.moved.isdisjoint(parts))
    }


def _like(facts: GameFacts, liked: Sequence[LikedGame], turn: int) -> str:
    for game in liked:
        if facts.studio and facts.studio.casefold() == game.studio.casefold():
            return f"from the makers of {game.title}"
        if shared := _shared(facts, game):
            word = label(shared)
            return _pick(turn, (f"{word} like {game.title}", f"shares the {word} side of {game.title}"))
    return ""


def _shared(facts: GameFacts, liked: LikedGame) -> str:
    """A genre or tag that both have and that says something; "" if there is none."""
    ours = (word for word in (*facts.genres, *facts.tags) if word not in SAYS_LITTLE)
    return next((word for word in ours if word in liked.tags or word in liked.genres), "")


def _length(told: Told, wishes: Wishes, turn: int) -> str:
    sitting = told.facts.session_minutes
    if sitting is None:
        return ""
    asked = "minutes" in told.moved and wishes.minutes is not None and sitting <= wishes.minutes
    shorter = "length" in told.moved and wishes.wants_shorter_than is not None and sitting < wishes.wants_shorter_than
    by_mood = "mood" in told.moved and wishes.mood in {"tired", "stressed"} and sitting <= 20
    if not (asked or shorter or by_mood):
        return ""
    wordings = (f"good in {sitting}-minute sittings", f"{sitting} minutes is enough", f"fits into {sitting} minutes")
    return _pick(turn, (*wordings, f"fits your {wishes.minutes} minutes") if asked else wordings)


def _ease(told: Told, wishes: Wishes) -> str:
    difficulty = told.facts.difficulty
    if difficulty is None:
        return ""
    wished = "ease" in told.moved and wishes.wants_easier
    soft = "mood" in told.moved and wishes.mood in {"tired", "stressed", "chill"}
    if difficulty <= _EASY and (wished or soft):
        return "easy on you"
    hard = "ease" in told.moved and wishes.wants_harder
    keen = "mood" in told.moved and wishes.mood in {"competitive", "brainy"}
    return "properly tough" if difficulty >= _HARD and (hard or keen) else ""


def _gentle_start(facts: GameFacts, wishes: Wishes) -> str:
    """It is here because harder ones of its genre were left out."""
    genre = next((genre for genre in wishes.new_to if genre in facts.words), "")
    if not genre or facts.difficulty is None or facts.difficulty > _GENTLE:
        return ""
    return f"a gentle start for somebody new to {named_in_plural(genre)}"


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


def _without(wishes: Wishes, turn: int) -> str:
    """What was ruled out last. All that we know is what the record says; the kind of game stands in the line anyway."""
    theme = next((themes.label_of(key) for key in reversed(wishes.left_out) if themes.is_key(key)), "")
    return _pick(turn, (f"no {theme} that I know of", f"no {theme} as far as I know")) if theme else ""


def _asked_genre(facts: GameFacts, asked: Sequence[str], opening: str) -> str:
    for genre in asked:
        if (genre in facts.genres or genre in facts.tags) and label(genre) not in opening:
            return f"{label(genre)} as asked"
    return ""


def _mood(facts: GameFacts, wishes: Wishes, turn: int) -> str:
    if facts.mood_fit.get(wishes.mood, 0) < _MADE_FOR:
        return ""
    words = _MOOD_WORDS[wishes.mood]
    if wishes.mood == "hyped":
        return f"great {words}"
    return _pick(turn, (f"great for {words}", f"our pick for {words}"))


def _fame(facts: GameFacts, wishes: Wishes) -> str:
    if wishes.fame == "hidden" and facts.popularity <= _HARDLY_KNOWN:
        return "still a secret"
    return "a household name" if wishes.fame == "known" and facts.popularity >= _WELL_KNOWN else ""


def _taste(facts: GameFacts, wishes: Wishes, opening: str) -> str:
    """What it has that they have come to like, the best loved."""
    names = [f"genre:{genre}" for genre in facts.genres] + [f"tag:{tag}" for tag in facts.tags]
    loved = [name for name in names if wishes.taste.get(name, 0.0) >= _LOVED]
    for name in sorted(loved, key=lambda name: -wishes.taste[name]):
        word = name.partition(":")[2]
        if word not in SAYS_LITTLE:
            return f"{label(word)} is your thing"
    return ""


def _acclaim(facts: GameFacts, turn: int) -> str:
    score = facts.critic_score
    if score is None or score < _ACCLAIMED:
        return ""
    return _pick(turn, (f"critics gave it {score}", f"{score}/100 with critics", f"sits at {score} with critics"))


def _fallback(facts: GameFacts, wishes: Wishes, turn: int) -> str:
    if facts.studio:
        return f"by {facts.studio}"
    if not wishes.told:
        return _pick(turn, ("one to try", "worth a look"))
    return _pick(turn, (f"{facts.title} fits what you told me", f"{facts.title} is close to what you asked for"))


def _pick(turn: int, wordings: Sequence[str]) -> str:
    return wordings[turn % len(wordings)]
