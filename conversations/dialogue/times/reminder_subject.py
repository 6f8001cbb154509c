"""What a reminder is about: a game that is pointed at or named, or something in their own words."""

from __future__ import annotations

import re
from pathlib import Path

from django.db.models.functions import Length

from conversations import clocks
from conversations.dialogue.times.times_ahead import without_moment
from conversations.dialogue.types import Pointed, Turn
from conversations.understanding.phrase_files import phrases_of
from games.models import Game

_SAID = phrases_of("reminded_of", Path(__file__).parent / "phrases")

_ASKING_BACK = ("remind:when", "remind:where")
_LEAD = re.compile(_SAID["lead"])
_JOINTS = re.compile(_SAID["joints"])
_OCCASION = re.compile(r"\b(?:when|once|after|before|while|as soon as)\b.*$")
# How it is with them right now, said in passing, is nothing to be reminded of.
_IN_PASSING = re.compile(
    rf"(?:^|[\s,.;]+)(?<!\bthat )(?<!\bif )(?<!\bwhen )(?:{_SAID['because']} )?(?:i'?m|i am|we'?re) "
    rf"(?:{_SAID['just now']} )*{_SAID['busy']}\b.*$"
)
_POINTING = re.compile(rf"^(?:{_SAID['playing']} )?{_SAID['pointing']}?$")
_PLAYING = re.compile(r"^(?:to )?(?:play|try|check out|get|buy|start|download|look at|install|finish)\s+")


def subject_of(turn: Turn, words: str) -> tuple[str, Pointed | None]:
    """What it is about, and the game if it is one; the one that was meant when we had to ask back stays meant."""
    is_answer = turn.state.awaiting in _ASKING_BACK
    if is_answer and turn.state.request_about and (meant := _of_slug(turn.state.request_about, _impression(turn))):
        return meant.game.title, meant
    rest = _LEAD.sub(" ", clocks.without_zone(without_moment(words), now=turn.now))
    rest = " ".join(rest.split()).strip(" .!?,")
    rest = _IN_PASSING.sub("", _OCCASION.sub("", rest.replace("’", "'")))
    while (shorter := _JOINTS.sub("", rest).strip(" .!?,")) != rest:
        rest = shorter
    if _POINTING.match(rest):
        # Games that were offered since they asked are not what they meant.
        pointed = None if turn.state.awaiting == "remind:where" else turn.find_game()
        return (pointed.game.title, pointed) if pointed else ("playing something", None)
    bare = _PLAYING.sub("", rest)
    pointed = turn.find_game()
    if pointed and pointed.game.title.casefold() in (bare, rest):
        return pointed.game.title, pointed
    for offered in turn.state.offered:
        if offered.title.casefold() in rest:
            return offered.title, _of_slug(offered.slug, offered.impression_id)
    if hits := turn.knowledge.titles.find(bare):
        return _titled(hits[0].title, pointed)
    return rest[:100], None


def _impression(turn: Turn) -> int | None:
    same = (one for one in turn.state.offered if one.slug == turn.state.request_about)
    return next((one.impression_id for one in same), None)


def _of_slug(slug: str, impression_id: int | None) -> Pointed | None:
    game = Game.objects.filter(slug=slug).first()
    return Pointed(game, impression_id) if game else None


def _titled(title: str, pointed: Pointed | None) -> tuple[str, Pointed | None]:
    if pointed and pointed.game.title.casefold() == title.casefold():
        return pointed.game.title, pointed
    game = Game.objects.published().titled(title).order_by(Length("title"), "-popularity", "pk").first()
    return (game.title, Pointed(game)) if game else (title, None)
