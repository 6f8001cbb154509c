"""What a reminder is about: a game that is pointed at or named, or something in their own words."""

from __future__ import annotations

import re

from django.db.models.functions import Length

from conversations import clocks
from conversations.dialogue.times_ahead import without_moment
from conversations.dialogue.types import Pointed, Turn
from games.models import Game

_ASKING_BACK = ("remind:when", "remind:where")
_LEAD = re.compile(
    r"\b(?:(?:can|could|would|will) (?:you|u) )?(?:please |pls |plz )?(?:remind(?:er)?|ping|nudge|poke|text|message|msg|bug|buzz|hit|write|write to|dm|alert|notify|let|hmu)\b(?: (?:me|us|up|know))*"
    r"|\b(?:i (?:want|need|would like)|i'?d like|set|make|give|create|add|put)(?: (?:me|us|up|a|an|another|one|the))*(?= *(?:$|remind))|\breminders?\b|\b(?:please|pls|plz|thanks|thx|ok|okay|yes|again|later|instead|about it then)\b"
)
_JOINTS = re.compile(
    r"^(?:(?:to|about|of|that|for|on|at|in|by|so|and|the|a|i|should|can|need|have|want|me|is|it'?s|,|-)\s+)+|^(?:to|about|of|that|for|on|at|in|by|a|an|the)$|\s+(?:on|at|in|by|for|to|the|about|and)$"
)
_OCCASION = re.compile(r"\b(?:when|once|after|before|while|as soon as)\b.*$")
# How it is with them right now, said in passing, is nothing to be reminded of.
_IN_PASSING = re.compile(
    r"(?:^|[\s,.;]+)(?<!\bthat )(?<!\bif )(?<!\bwhen )(?:(?:and|but|cause|cuz|bc|because|since|as) )?(?:i'?m|i am|we'?re) (?:(?:now|currently|still|already|just|so|too|really|gonna be) )*"
    r"(?:in bed|in the|in a|at|on the|on my|off to|off|busy|asleep|tired|sleepy|sleeping|working|driving|out|away|heading|going to|about to)\b.*$"
)
_POINTING = re.compile(
    r"^(?:(?:to )?(?:play|try|check out|check|get|buy|start|download|look at|install|finish) )?(?:(?:it|this|that|dis|dat)(?: (?:one|game))?|the (?:game|one)|(?:the )?(?:first|second|third|last|1st|2nd|3rd)(?: one| game)?|(?:number |#)?[1-9])?$"
)
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
