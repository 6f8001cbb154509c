"""What was that one with the ghost? Found among the games that this very person was shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conversations.dialogue.offers.known_games import Again, lay_out
from conversations.dialogue.offers.offering import offer
from conversations.dialogue.offers.recollection import Known, best_matches, describing_words
from conversations.dialogue.said.memory_words import Asked
from conversations.dialogue.times import days_past, whereabouts
from conversations.dialogue.times.days_past import Days
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.memory import shown_games
from games.models import Game

AWAITING = "search"
_MOST = 3
_MOST_OF_A_DAY = 5


def handle(turn: Turn, asked: Asked) -> Outcome | None:
    """None where the words may mean a game they were never shown."""
    now = turn.now.astimezone(whereabouts.clock_of(turn))
    days = days_past.read_days(asked.what, now=now)
    described = days_past.without_days(asked.what)
    words = describing_words(described)
    if not words and days is None and (edge := _edge(turn, asked.what, now)):
        return edge
    vector = turn.knowledge.embed(" ".join(words)) if words and asked.is_sure else None
    shown = shown_games.shown_to(
        turn.player, vector=vector, since=days.since if days else None, until=days.until if days else None
    )
    matches = best_matches(shown, words, by_words_only=not asked.is_sure) if words else []
    found = [match.game for match in matches] if words else shown
    if not found and not asked.is_sure:
        return None
    if not found and days and shown:
        listed = _answer(turn, shown, now, most=_MOST_OF_A_DAY)
        return _led_anew(listed, turn.say("recall.none_of_them", what=" ".join(words), when=days.words))
    if not found:
        return _nothing(turn, " ".join(words), days)
    if not words and days is None:
        found = _of_last_time(turn, found, asked.what)
    is_guess = any(match.is_guess for match in matches[:1])
    return _answer(turn, found, now, most=_MOST if words else _MOST_OF_A_DAY, is_guess=is_guess)


def search(turn: Turn) -> Outcome:
    """They want one like it, since we never showed them one: the description is tonight's wish."""
    return offer(turn, turn.state, lead="offer.loosened")


def _edge(turn: Turn, text: str, now: datetime) -> Outcome | None:
    """The very first, or the very last."""
    said = set(text.split())
    if said & {"first", "earliest"}:
        impression = shown_games.first_shown(turn.player)
        found = [one for one in shown_games.shown_to(turn.player, vector=None)
                 if impression and one.slug == impression.game.slug]  # fmt: skip
        if found and impression and impression.shown_at:
            first = replace(found[0], impression_id=impression.pk, last_shown_at=impression.shown_at)
            return _answer(turn, [first], now, most=1)
    if said & {"last", "latest", "previous"} and not said & {"games", "ones", "picks", "suggestions", "recs", "time"}:
        found = shown_games.shown_to(turn.player, vector=None)
        lead = turn.state.offered[0].slug if turn.state.offered else ""
        same = [one for one in found if one.slug == lead]
        return _answer(turn, (same or found)[:1], now, most=1) if found else None
    return None


def _of_last_time(turn: Turn, found: list[Known], text: str) -> list[Known]:
    """Without a word about which one: those of the last time that games were shown."""
    if any(word in text.split() for word in ("all", "everything", "history", "games")):
        return found
    latest = found[0].last_shown_at
    return [one for one in found if (latest - one.last_shown_at).total_seconds() < 1]


def _answer(turn: Turn, found: list[Known], now: datetime, *, most: int, is_guess: bool = False) -> Outcome:
    shown = found[:most]
    games = Game.objects.in_bulk([one.slug for one in shown], field_name="slug")
    when = {one.slug: days_past.day_in_words(one.last_shown_at.astimezone(now.tzinfo), now=now) for one in shown}
    is_one = len(shown) == 1
    words = {slug: "" if is_one else f"shown {day}" for slug, day in when.items()}
    lines, offered = lay_out(
        turn, [Again(games[one.slug], one.impression_id, words[one.slug]) for one in shown if one.slug in games]
    )
    state = replace(turn.state, offered=offered, leading=0, awaiting="", misunderstood_in_a_row=0)
    first = shown[0]
    if is_one:
        lead = turn.say("recall.guess" if is_guess else "recall.one", title=first.title, when=when[first.slug])
        about = str(first.impression_id)
        prompts: tuple[Prompt, ...] = (
            Prompt("save", "save it", about), Prompt("details", "tell me more", about),
            Prompt("more", "more like this", about),
        )  # fmt: skip
    else:
        lead = turn.say("recall.several", count=len(shown), left=len(found) - len(shown))
        prompts = (Prompt("surprise", "something new"),)
    return Outcome(Draft((lead, *lines), prompts), state)


def _led_anew(outcome: Outcome, words: str) -> Outcome:
    """The same games with another first line."""
    draft = outcome.draft
    return replace(outcome, draft=draft and replace(draft, paragraphs=(words, *draft.paragraphs[1:])))


def _nothing(turn: Turn, described: str, days: Days | None) -> Outcome:
    """An honest no, and an offer."""
    if not described:
        key = "recall.nothing_then" if days else "recall.nothing_ever"
        return turn.answer(key, when=days.words if days else "", prompts=(Prompt("surprise", "surprise me"),))
    tonight = replace(turn.state.tonight, wish=described, mood="", secondary_mood="", genres=(), like_titles=())
    state = replace(turn.state.with_wish(tonight), awaiting=AWAITING)
    when = days.words if days else ""
    words = turn.say("recall.none", what=described, when=when)
    return Outcome(Draft((words,), (Prompt("search", "yes, find one"), Prompt("over", "no, something else"))), state)
