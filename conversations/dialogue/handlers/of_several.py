"""Questions about several of the games before them: which, the cheapest, is it like another. From records alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from conversations.dialogue.offers import references
from conversations.dialogue.state import Offered
from conversations.dialogue.types import Outcome, Turn
from conversations.dialogue.wording import naming
from games.catalogue.offers import cheapest
from games.models import Game
from games.vocabulary import families_of

_WHICH = re.compile(
    r"\b(?:which|what) (?:one|ones|of (?:them|these|those|the three)|game|games)\b"
    r"|\b(?:any|one|are any|is any|do any) of (?:them|these|those)\b"
)
_THE_MOST: Mapping[str, re.Pattern[str]] = {
    "cheapest": re.compile(r"\b(?:cheapest|least expensive|costs? (?:the )?least|most affordable)\b"),
    "shortest": re.compile(r"\b(?:shortest|quickest|takes? (?:the )?least(?: time)?)\b"),
    "longest": re.compile(r"\b(?:longest|takes? (?:the )?longest|most hours)\b"),
    "easiest": re.compile(r"\b(?:easiest|simplest|least difficult)\b"),
    "hardest": re.compile(r"\b(?:hardest|toughest|most (?:difficult|challenging))\b"),
    "newest": re.compile(r"\b(?:newest|most recent|latest)\b"),
    "best with critics": re.compile(
        r"\b(?:best rated|highest rated|best reviewed|best reviews|highest score|top rated)\b"
    ),
}
_ASKED = re.compile(r"^(?:(?:ok(?:ay)?|and|so|hm+|but)[ ,]+)*(?:wh(?:at|ich)|whats|tell me)\b|\?")
_OTHERS = re.compile(r"\b(?:got|any(?:thing)?|something|some|give|show|find|more|another|have you)\b")
_LIKE_IT = re.compile(
    r"^(?:(?:ok(?:ay)?|and|so|hm+|but)[ ,]+)*(?:is|are) (?:it|this|that|this one|that one|they)(?: \w+)? "
    r"(?:like|similar to)\b"
)
_MOST_SHARED = 3


def which_of_them(turn: Turn) -> Outcome | None:
    """ "Which one is co-op?", "which of these is on PC?": asked of all that lies before them, from records."""
    slots = turn.reading.slots
    if len(turn.state.offered) < 2 or not _WHICH.search(turn.text.lower()):
        return None
    if not (slots.player_mode or slots.platforms):
        return None
    games = {game.slug: game for game in Game.objects.filter(slug__in=[one.slug for one in turn.state.offered])}
    fitting = [
        offered
        for offered in turn.state.offered
        if (game := games.get(offered.slug))
        and (not slots.player_mode or slots.player_mode in game.player_modes)
        and (not slots.platforms or set(slots.platforms) & set(game.platforms))
    ]
    if not fitting:
        return turn.answer("details.none_of_them", state=turn.state)
    titles = naming.joined(offered.title for offered in fitting)
    return turn.answer("details.which", state=turn.state.about(fitting[0].slug), titles=titles)


def the_most(turn: Turn) -> Outcome | None:
    """ "What's the cheapest?" of them, where the records of at least two of them tell."""
    text = turn.text.lower().replace("’", "'")
    which = next((name for name, words in _THE_MOST.items() if words.search(text)), "")
    if not which or len(turn.state.offered) < 2 or not _ASKED.search(text) or _OTHERS.search(text):
        return None
    games = {game.slug: game for game in Game.objects.filter(slug__in=[one.slug for one in turn.state.offered])}
    measured = [
        (value, one)
        for one in turn.state.offered
        if one.slug in games and (value := _MEASURES[which](turn, games[one.slug])) is not None
    ]
    if len(measured) < 2:
        return None
    best: tuple[Decimal | float, Offered] = min(measured, key=lambda pair: pair[0])
    state = turn.state.about(best[1].slug)
    return turn.answer("details.the_most", state=state, title=best[1].title, which=which)


def whether_it_is_like(turn: Turn) -> Outcome | None:
    """ "Is it like Celeste?": what the two records share; "it" stays what it was."""
    lead = turn.lead
    if lead is None or not _LIKE_IT.search(turn.text.lower()):
        return None
    other = next(iter(references.called(turn.reading.slots.like_titles)), None)
    game = Game.objects.filter(slug=lead.slug).first()
    if other is None or game is None or other.pk == game.pk:
        return None
    shared = [key for key in (*game.genres, *game.tags) if key in {*other.genres, *other.tags}]
    named = naming.joined(naming.genre(key) for key in list(dict.fromkeys(shared))[:_MOST_SHARED])
    key = "details.alike" if named else "details.not_alike"
    return turn.answer(key, state=turn.state, title=game.title, other=other.title, shared=named)


def _price(turn: Turn, game: Game) -> Decimal | None:
    families = families_of(tuple(turn.platforms))
    price = cheapest(game=game, **({"family__in": families} if families else {})).first()
    return None if price is None else price.dollars


def _less(value: float | Decimal | None) -> float | None:
    return None if value is None else -float(value)


_MEASURES: Mapping[str, Callable[[Turn, Game], Decimal | float | None]] = {
    "cheapest": _price,
    "shortest": lambda _, game: game.hours_to_finish or None,
    "longest": lambda _, game: _less(game.hours_to_finish or None),
    "easiest": lambda _, game: game.difficulty,
    "hardest": lambda _, game: _less(game.difficulty),
    "newest": lambda _, game: _less(game.release_date.toordinal() if game.release_date else None),
    "best with critics": lambda _, game: _less(game.critic_score),
}
