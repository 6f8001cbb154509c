"""One talk of one made-up person: what they say, what they are shown and take up, and how it leaves them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from analytics.demo import lines
from analytics.demo.people import CIRCLES, Person, drawn, mood_of
from analytics.demo.shelf import PICKS, Pick, Shelf
from games.recommender.exploration import SPARED_MOODS
from games.vocabulary import GENRES

_ACCEPTING = ("like", "click", "save", "will_play")
_ACCEPTING_SUMS = np.cumsum((0.52, 0.22, 0.16, 0.1))
_LOST_SUMS = np.cumsum((0.45, 0.25, 0.15, 0.15))
_MOST_TURNS = 9


@dataclass
class Shown:
    """One slate; the outcome of each pick is decided as soon as it is shown."""

    picks: list[Pick]
    outcomes: list[str]
    reactions: list[tuple[str, float]]  # kind and how many minutes after; "" for nothing
    fits: list[float | None]
    mood: str


@dataclass
class Turn:
    """A message of a player and what it was answered."""

    at: datetime
    body: str
    intent: str
    answer: str
    mood: str = ""
    second: str = ""
    tone: float = 0.0
    told: dict[str, Any] = field(default_factory=dict)
    is_unsure: bool = False
    shown: Shown | None = None
    guess: str = ""  # of what was not understood


@dataclass
class Talk:
    person: Person
    kind: str
    turns: list[Turn]
    wants_person: bool = False
    said_stop: bool = False
    took_one: bool = False

    @property
    def opened_at(self) -> datetime:
        return self.turns[0].at


def talk_of(
    person: Person, at: datetime, *, kind: str, shelf: Shelf, seen: set[int], knows: float, rng: np.random.Generator
) -> Talk:
    """Adds what it showed to ``seen``."""
    talk = Talk(person, kind, [])
    clock, mood = at, mood_of(person.circle, at, rng)
    telling = {"name": person.name, "platform": person.platforms[0], "minutes": CIRCLES[person.circle].minutes}
    telling |= {"genre": _a_genre(person, rng), "price": 5 * int(rng.integers(1, 5)), "mood": mood, "game": "it"}

    def take(intent: str, body: str, answer: str, **about: Any) -> Turn:
        nonlocal clock
        turn = Turn(clock, body, intent, answer, **about)
        talk.turns.append(turn)
        clock += timedelta(seconds=float(rng.gamma(2.2, 24)) + 6)
        return turn

    def offer(intent: str, body: str, **about: Any) -> Shown:
        shown = _shown(person, mood, shelf=shelf, seen=seen, knows=knows, rng=rng)
        seen.update(pick.place for pick in shown.picks)
        telling["game"] = shelf.titles[shown.picks[0].place].title
        take(intent, body, lines.answer("dislike" if intent == "dislike" else "picks", rng, **telling), shown=shown,
             **about)  # fmt: skip
        return shown

    if kind == "onboarding" or rng.random() < 0.18:
        take("greet", lines.say(lines.GREET, rng), lines.answer("greet", rng, **telling), tone=_tone(0.25, rng))
        if kind == "onboarding" and rng.random() < 0.16:
            return talk  # had a look and left
    if kind != "onboarding" and rng.random() < 0.12:
        take("played", lines.say(lines.PLAYED, rng, **{**telling, "game": _a_game(seen, shelf, rng)}),
             lines.answer("like", rng, **{**telling, "game": "it"}), tone=_tone(0.5, rng))  # fmt: skip
    second = mood_of(person.circle, clock, rng, after=mood) if rng.random() < 0.11 else ""
    body = lines.say(lines.MOOD[mood], rng, **telling)
    if second:
        body = f"{body}, {lines.say(lines.SECOND, rng, mood=second)}"
    told = {"platforms": [telling["platform"]] if str(telling["platform"]) in body else [],
            "genres": [telling["genre"]] if str(telling["genre"]) in body else [],
            "session_minutes": telling["minutes"] if "min" in body else None}  # fmt: skip
    if rng.random() < 0.045:
        _lost(take, telling, rng)
    shown = offer("recommend", body, mood=mood, second=second, tone=_tone(_MOODS_TONE.get(mood, 0.1), rng), told=told)
    soured = 0.0
    while len(talk.turns) < _MOST_TURNS:
        telling["game"] = shelf.titles[shown.picks[0].place].title
        best = next((slot for slot, outcome in enumerate(shown.outcomes) if outcome == "accepted"), None)
        worst = next((slot for slot, outcome in enumerate(shown.outcomes) if outcome == "rejected"), None)
        if rng.random() < 0.1 * person.chattiness:
            key = "why" if rng.random() < 0.5 else "details"
            take(key, lines.say(lines.WHY if key == "why" else lines.DETAILS, rng, **telling),
                 lines.answer(key, rng, **telling), tone=_tone(0.05, rng))  # fmt: skip
        if best is not None:
            talk.took_one = True
            telling["game"] = shelf.titles[shown.picks[best].place].title
            take("like", lines.say(lines.LIKE, rng, **telling), lines.answer("like", rng, **telling),
                 tone=_tone(0.62, rng), told={"like_titles": [telling["game"]]})  # fmt: skip
            if rng.random() > 0.28 * person.chattiness:
                break
            soured = 0.0
            mood = mood_of(person.circle, clock, rng, after=mood) if rng.random() < 0.6 else mood
            telling["mood"] = mood
            shown = offer("recommend", lines.say(lines.MOOD[mood], rng, **telling), mood=mood, tone=_tone(0.3, rng))
            continue
        soured += 0.33
        if rng.random() < 0.05:
            _lost(take, telling, rng)
        dice = rng.random()
        if dice < 0.02 * soured:
            talk.wants_person = True
            take("human", lines.say(lines.HUMAN, rng), lines.answer("human", rng), tone=_tone(-0.35, rng))
            break
        if dice < 0.035 * soured:
            talk.said_stop = True
            take("stop", lines.say(lines.STOP, rng), lines.answer("stop", rng), tone=_tone(-0.45, rng))
            break
        if dice > 0.42 + 0.25 * person.patience + 0.12 * min(person.chattiness, 1.5) - 0.12 * soured:
            if soured > 0.6 and rng.random() < 0.4:
                take("smalltalk", lines.say(lines.SOUR, rng), lines.answer("smalltalk", rng), tone=_tone(-0.6, rng))
            break
        if worst is not None:
            telling["game"] = shelf.titles[shown.picks[worst].place].title
            shown = offer("dislike", lines.say(lines.DISLIKE, rng, **telling), tone=_tone(-0.35 - 0.2 * soured, rng),
                          told={"dislike_titles": [telling["game"]]})  # fmt: skip
        elif rng.random() < 0.5:
            shown = offer("more", lines.say(lines.MORE, rng), tone=_tone(0.02 - 0.15 * soured, rng))
        else:
            telling["genre"] = _a_genre(person, rng)
            shown = offer("refine", lines.say(lines.REFINE, rng, **telling), tone=_tone(-0.05 - 0.1 * soured, rng),
                          told={"genres": [telling["genre"]]})  # fmt: skip
    if talk.took_one and rng.random() < 0.2:
        take("smalltalk", lines.say(lines.SMALLTALK, rng), lines.answer("smalltalk", rng), tone=_tone(0.4, rng))
    return talk


_MOODS_TONE = {
    "sad": -0.35, "lonely": -0.3, "angry": -0.5, "stressed": -0.3, "tired": -0.15, "bored": -0.1, "happy": 0.6,
    "hyped": 0.5, "silly": 0.35, "adventurous": 0.25,
}  # fmt: skip


def _shown(person: Person, mood: str, *, shelf: Shelf, seen: set[int], knows: float, rng: np.random.Generator) -> Shown:
    if person.is_held_back:
        knows *= 0.35  # what was learnt is not used for them
    picks = shelf.pick(
        circle=person.circle, mood=mood, platforms=person.platforms, seen=seen, knows=knows,
        may_draw=not person.is_held_back and mood not in SPARED_MOODS, rng=rng,
    )  # fmt: skip
    outcomes, reactions, fits = [], [], []
    for pick in picks:
        dice = rng.random()
        outcome = "accepted" if dice < pick.chance else "rejected" if dice > 0.84 else "ignored"
        kind = _ACCEPTING[drawn(_ACCEPTING_SUMS, rng)] if outcome == "accepted" else ""
        if outcome == "rejected":
            kind = "dislike" if rng.random() < 0.7 else "skip"
        fit = float(rng.normal(0.35 + 0.6 * pick.chance, 0.22)) if outcome == "accepted" else None
        outcomes.append(outcome)
        reactions.append((kind, float(rng.gamma(1.4, 2.5) + 0.3)))
        fits.append(_told_fit(fit) if fit is not None and rng.random() < 0.22 else None)
    return Shown(picks[:PICKS], outcomes, reactions, fits, mood)


def _told_fit(fit: float) -> float:
    return 1.0 if fit > 0.66 else 0.5 if fit > 0.33 else 0.0


def _lost(take: Any, telling: dict[str, Any], rng: np.random.Generator) -> None:
    guess = list(lines.LOST)[drawn(_LOST_SUMS, rng)]
    take("other", lines.say(lines.LOST[guess], rng, **telling), lines.answer("lost", rng), tone=_tone(-0.1, rng),
         is_unsure=True, guess=guess)  # fmt: skip


def _tone(middle: float, rng: np.random.Generator) -> float:
    return float(min(max(rng.normal(middle, 0.22), -1.0), 1.0))


def _a_genre(person: Person, rng: np.random.Generator) -> str:
    loved = [genre for genre in CIRCLES[person.circle].loves if genre in GENRES]
    return loved[int(rng.integers(len(loved)))]


def _a_game(seen: set[int], shelf: Shelf, rng: np.random.Generator) -> str:
    return shelf.titles[sorted(seen)[int(rng.integers(len(seen)))]].title if seen else "it"


def reading_of(turn: Turn, sure: float) -> dict[str, object]:
    """In the form in which a real reading is kept."""
    tone = "positive" if turn.tone > 0.25 else "negative" if turn.tone < -0.25 else "neutral"
    return {
        "intent": turn.intent,
        "mood": turn.mood or None,
        "platforms": [],
        "genres": [],
        "exclude_genres": [],
        "price_max": None,
        "like_titles": [],
        "session_minutes": None,
        "multiplayer": None,
        "sentiment": tone,
        "intent_confidence": round(sure, 3),
        "secondary_mood": turn.second or None,
        "mood_confidence": round(sure, 3) if turn.mood else 0.0,
        "sentiment_score": round(turn.tone, 3),
        "currency": None,
        "dislike_titles": [],
        "is_unsure": turn.is_unsure,
        "sure_by": "meaning",
        **turn.told,
    }
