"""What a letter of ours says: which game it brings, and its words. Reads only.

Written from our own paragraphs, or by a language model where one is set up and what it wrote holds (its quotes are
theirs, the game is the pick, no figures, moderation silent).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from conversations import llm
from conversations.companions import letter_text
from conversations.companions.letter_text import Sheet
from conversations.dialogue.care import distress, grief
from conversations.knowledge import in_use as knowledge
from conversations.models import Letter, Message, MoodReading
from conversations.moderation import stage_one
from games import recommender
from games.models import Game
from games.recommender.types import Context, Slate

_FILES = Path(__file__).resolve().parents[1] / "penpal"
_CALM = "chill"
# Nothing of these goes into an envelope, whatever the mood.
_TOO_LOUD = ("shooter", "horror", "gore", "violent", "fighting", "battle-royale", "moba", "action")
_MOOD_COUNTS_FOR = timedelta(days=7)
_SECONDS_TO_WRITE = 8.0
_SHAPE: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"letter": {"type": "string", "minLength": 600, "maxLength": 2400}},
    "required": ["letter"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Written:
    """``writer`` is one of Letter.Writer; the slate holds the one game, or none where nothing fits."""

    words: str
    writer: str
    slate: Slate


@functools.cache
def sheet() -> Sheet:
    return letter_text.read_sheet((_FILES / "letter.txt").read_text(encoding="utf-8"))


@functools.cache
def waiting_letters() -> tuple[str, ...]:
    """What campaigns tell people of: whole letters, in the order in which somebody gets them."""
    return letter_text.read_waiting((_FILES / "waiting.txt").read_text(encoding="utf-8"))


def write(letter: Letter, *, now: datetime, rng: np.random.Generator) -> Written:
    """An answer to what they wrote, or the next of those that wait, with one game."""
    message = letter.message if letter.kind == Letter.Kind.ANSWER else None
    slate = _pick(letter, message.body if message else "", now=now, rng=rng)
    title = slate.picks[0].facts.title if slate.picks else ""
    reason = slate.picks[0].reason if slate.picks else ""
    if message is None:
        words = letter_text.compose_waiting(
            waiting_letters(), sheet(), number=_had_before(letter), title=title, reason=reason
        )
        return Written(words, Letter.Writer.SHEET, slate)
    freer = _freer(message, title=title, reason=reason, now=now)
    if freer and not letter_text.problem_with(freer, letter=message.body, title=title, reason=reason):
        return Written(freer, Letter.Writer.MODEL, slate)
    mood = _mood_of(letter.mood)
    words = letter_text.compose(
        message.body, sheet(), mood=mood, title=title, reason=reason, seed=letter.pk, may_quote=_is_clean
    )
    return Written(words, Letter.Writer.SHEET, slate)


def _had_before(letter: Letter) -> int:
    """So that nobody gets the same one twice before they had them all."""
    before = Letter.objects.filter(contact=letter.contact, kind=Letter.Kind.CAMPAIGN, state=Letter.State.ANSWERED)
    return before.count()


def _pick(letter: Letter, text: str, *, now: datetime, rng: np.random.Generator) -> Slate:
    """One game in the mood of the letter, else a calm one; none about loss for who lost somebody."""
    player = letter.contact.player
    of_loss: frozenset[str] = frozenset()
    if any(one.theme == "loss" for one in letter_text.hear(text, sheet())):
        sad = Game.objects.published().filter(tags__overlap=list(grief.TAGS_OF_LOSS))
        of_loss = frozenset(sad.values_list("slug", flat=True))
    context = Context(
        mood=letter.mood or (_CALM if text else _mood_told(letter, now=now)), text=text[:300],
        vector=knowledge.current().embed(text[:1_000]) if text else None,
        platforms=tuple(player.platforms), exclude_slugs=of_loss, excluded_genres=_TOO_LOUD, needs_care=True,
    )  # fmt: skip
    slate = recommender.recommend(player=player, context=context, limit=1, rng=rng, now=now, explore=False)
    if slate.picks:
        return slate
    calm = replace(context, mood=_CALM, text="", vector=None)
    return recommender.recommend(player=player, context=calm, limit=1, rng=rng, now=now, explore=False)


def _mood_told(letter: Letter, *, now: datetime) -> str:
    told = MoodReading.objects.filter(contact=letter.contact, at__gt=now - _MOOD_COUNTS_FOR, at__lte=now)
    return told.order_by("-at", "-pk").values_list("mood", flat=True).first() or ""


def _freer(message: Message, *, title: str, reason: str, now: datetime) -> str:
    if not llm.is_configured():
        return ""
    told = llm.ask(
        purpose="letters",
        instructions=(
            "You are Marlow, a bot who sorts the late post and answers letters. Answer this letter in 170 to 260 words:"
            " warm, plain, unhurried, in the first person, no advice, no diagnosis, no promises, no digits. Quote two"
            " or three short pieces of the letter word for word in double quotes, and quote nothing else."
            + (f" Mention one game for the weekend, {title}, and of it nothing but this: {reason}." if title else "")
            + " Say that you are a bot, and sign as Marlow."
        ),
        player_text=message.body,
        shape=_SHAPE,
        session_id=message.session_id,
        seconds=_SECONDS_TO_WRITE,
        now=now,
    )
    return str(told.value["letter"]).strip() if isinstance(told, llm.Answer) else ""


def _mood_of(mood: str) -> str:
    if mood in ("sad", "lonely", "tired", "stressed", "angry"):
        return "sad"
    return "nostalgic" if mood == "nostalgic" else "other"


def _is_clean(quote: str) -> bool:
    return not stage_one.look(quote) and not distress.is_serious(quote)
