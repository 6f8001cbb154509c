"""Lasting facts: noted and said back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from conversations.dialogue.handlers import forget, greet, recommend
from conversations.dialogue.offers import references, wishes
from conversations.dialogue.offers.offering import MOOD_PROMPTS, offer
from conversations.dialogue.said import own_words
from conversations.dialogue.state import DialogueState, Offered
from conversations.dialogue.types import Draft, Outcome, Prompt, Reaction, StoreLink, Turn
from conversations.dialogue.wording import naming
from conversations.dialogue.wording.onboarding import ask_next
from games.catalogue.offers import current_rates
from games.models import Game
from games.recommender.limits import Profile, limits_for
from games.recommender.types import Money


def handle(turn: Turn) -> Outcome:
    if own_words.asks_what_we_know(turn.text):
        return forget.tell(turn)
    facts, noted = _lasting(turn)
    loved, hated = ((), ()) if turn.is_child else _games_told(turn)
    noted += [f"you love {naming.joined(game.title for game in loved)}"] if loved else []
    noted += [f"{naming.joined(game.title for game in hated)} is not for you"] if hated else []
    name = name_told(turn)
    if name:
        noted.append(f"you're {name}")
    if noted:
        turn = replace(turn, state=_without(turn.state, (*loved, *hated)))
        # Who loves a game has played it, and wants others like it.
        reactions = [Reaction(kind, game.pk) for game in loved for kind in ("played", "like")]
        reactions += [Reaction("dislike", game.pk) for game in hated]
        return note(turn, facts, noted, name=name).with_effects(reactions=tuple(reactions))
    if turn.reading.slots.like_titles:
        return recommend.handle(turn)  # of a series, or of a child, nothing is kept, and what is like it is still known
    if turn.own_age is not None and not turn.state.offered:
        return greet.handle(turn)  # of a child's age nothing is said, and nothing else was to be noted
    return turn.answer("profile.nothing_noted", prompts=MOOD_PROMPTS)


def note(turn: Turn, facts: dict[str, Any], noted: list[str], *, name: str = "") -> Outcome:
    """Say back what was noted; where nothing of the last offer fits any more, offer again."""
    state = turn.state.with_wish(_without_what_is_lasting(turn, facts))
    words = turn.say("profile.noted", facts=naming.joined(noted), name=name)
    fitting = _first_that_fits(turn, state)
    if fitting is None and state.offered:
        outcome = offer(turn, state, lead="profile.offer_again").led_by(words)
    else:
        if fitting is not None:
            state = state.led_by(fitting)
        answered = replace(state, awaiting="" if turn.state.awaiting in ("platforms", "name") else turn.state.awaiting)
        outcome = Outcome(_confirmation(turn, words, fitting), answered)
    outcome = outcome.with_effects(facts=facts, display_name=name)
    # Who is in the middle of a story tells it in passing, and is asked nothing.
    return outcome if turn.state.company.is_on and outcome.slate is None else ask_next(turn, outcome)


def _confirmation(turn: Turn, words: str, fitting: Offered | None) -> Draft:
    if turn.state.company.is_on:
        return Draft((words,))
    if fitting is None:
        return Draft((words, turn.say("profile.mood")), MOOD_PROMPTS)
    is_lead = fitting == turn.lead
    links = (StoreLink(fitting.impression_id),) if fitting.impression_id and not is_lead else ()
    about = str(fitting.impression_id or "")
    prompts = (
        Prompt("more", "more like this", about),
        Prompt("why", "why this one?", about),
        Prompt("dislike", "not for me", about),
    )
    return Draft((words, turn.say("profile.still_stands", title=fitting.title), *links), prompts)


def _lasting(turn: Turn) -> tuple[dict[str, Any], list[str]]:
    """The facts for ``remember`` and the words to confirm them. Of a child only the platforms."""
    slots = turn.reading.slots
    facts: dict[str, Any] = {}
    noted: list[str] = []
    if slots.platforms:
        facts["platforms" if own_words.says_only(turn.text) else "add_platforms"] = slots.platforms
        noted.append(f"you play on {naming.joined(map(naming.platform, slots.platforms))}")
    if turn.is_child:
        return facts, noted
    liked = tuple(genre for genre in slots.genres if genre not in slots.left_out)
    if liked and turn.reading.sentiment != "negative":
        facts["liked_genres"] = liked
        noted.append(f"you're into {naming.joined(map(naming.genre, liked))}")
    avoided = slots.left_out or (liked if turn.reading.sentiment == "negative" else ())
    if avoided:
        facts["avoided_genres"] = avoided
        noted.append(f"no {naming.joined(map(naming.genre, avoided), 'or')}")
    if slots.session_minutes:
        facts["usual_minutes"] = slots.session_minutes
        noted.append(f"you usually have {slots.session_minutes} minutes")
    if slots.price_max is not None:
        currency = slots.currency or turn.player.budget_currency or turn.default_currency
        facts["budget"] = Money(Decimal(str(slots.price_max)), currency)
        noted.append(f"up to {slots.price_max:g} {currency} a game")
    if turn.own_age is not None and turn.own_age >= 13:
        noted.append(f"you're {turn.own_age}")
    return facts, noted


def _games_told(turn: Turn) -> tuple[tuple[Game, ...], tuple[Game, ...]]:
    """Games they say they love, and those they can't stand; of several of one name the best known."""
    slots = turn.reading.slots
    loved, hated = (
        tuple(max(games, key=lambda game: game.popularity) for title in titles if (games := references.called([title])))
        for titles in (slots.like_titles, slots.dislike_titles)
    )
    return loved, tuple(game for game in hated if game not in loved)


def _without(state: DialogueState, games: tuple[Game, ...]) -> DialogueState:
    for game in games:
        state = state.with_refused(game.slug)
    return state


def name_told(turn: Turn) -> str:
    if turn.is_child:
        return ""
    if turn.reading.slots.name:
        return own_words.usable_name(turn.reading.slots.name)
    return own_words.name_in_answer(turn.text) if turn.state.awaiting == "name" else ""


def _without_what_is_lasting(turn: Turn, facts: dict[str, Any]) -> Any:
    """A machine that is owned from now on is no longer only tonight's."""
    tonight = turn.state.tonight
    platforms = facts.get("platforms") or facts.get("add_platforms")
    if platforms:
        left = tuple(key for key in tonight.excluded_platforms if key not in platforms)
        tonight = replace(tonight, platforms=tuple(platforms), excluded_platforms=left)
    if budget := facts.get("budget"):
        tonight = replace(tonight, price_max=str(budget.amount), currency=budget.currency)
    if minutes := facts.get("usual_minutes"):
        tonight = replace(tonight, minutes=minutes, shorter_than=None)
    if avoided := facts.get("avoided_genres"):
        tonight = wishes.loosened(tonight, "genres") if set(avoided) & set(tonight.genres) else tonight
        tonight = replace(tonight, excluded_genres=tuple(dict.fromkeys((*tonight.excluded_genres, *avoided))))
    return tonight


def _first_that_fits(turn: Turn, state: DialogueState) -> Offered | None:
    """The first of the games just offered that what they have told now does not rule out.

    The same limits as for a new list: a game stands only where it could be offered again.
    """
    if not state.offered:
        return None
    context = wishes.as_context(
        state,
        own_platforms=turn.platforms,
        vector=None,
        default_currency=turn.currency,
        own_age=turn.own_age if turn.own_age is not None and turn.own_age < 18 else None,
        again=True,
    )
    limits = limits_for(
        context, Profile(age_band=turn.player.age_band), excluded_ids=frozenset(), rates=current_rates()
    )
    slugs = [one.slug for one in state.offered]
    fitting = set(Game.objects.within(limits).filter(slug__in=slugs).values_list("slug", flat=True))
    return next((one for one in state.offered if one.slug in fitting), None)
