"""Did it fit? The answer to what was asked once, kept beside the suggestion for later learning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db.models import QuerySet

from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.said.fit_words import KINDA, NO, VALUES, read_fit
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.models import Message
from games.models import Impression

_ANSWERABLE_FOR = timedelta(hours=48)


def tapped(turn: Turn, argument: str) -> Outcome | None:
    """ "yes-123": only of what this person was asked."""
    word, _, number = argument.partition("-")
    if word not in VALUES or not number.isdecimal() or len(number) > 15:
        return None
    asked = _asked(turn).filter(pk=int(number)).first()
    return _noted(turn, asked, VALUES[word]) if asked else None


def answer(turn: Turn) -> Outcome | None:
    """Free words right after the question; None where it was not asked last, or they speak of something else."""
    said = read_fit(turn.text)
    if said is None or turn.state.awaiting or turn.is_child:
        return None
    last = turn.contact.messages.filter(direction=Message.Direction.OUTBOUND, pk__lt=turn.message.pk)
    question = last.exclude(status=Message.Status.WITHHELD).order_by("-pk").first()
    if question is None or question.origin != Message.Origin.FOLLOW_UP:
        return None
    asked = _asked(turn).filter(pk=question.content.get("fit"), fit_asked_at__gt=turn.now - _ANSWERABLE_FOR).first()
    if asked is None:
        return None
    if isinstance(said, str):
        return turn.answer("fit.not_yet", title=asked.game.title)
    return _noted(turn, asked, said)


def _noted(turn: Turn, asked: Impression, fit: float) -> Outcome:
    key = "fit.no" if fit == NO else "fit.kinda" if fit == KINDA else "fit.yes"
    about = str(asked.pk)
    prompts = MOOD_PROMPTS if fit == NO else (Prompt("more", "more like this", about), *MOOD_PROMPTS[:2])
    state = replace(turn.state, awaiting="mood", misunderstood_in_a_row=0)
    words = turn.say(key, title=asked.game.title)
    return Outcome(Draft((words,), prompts), state).remembering(fit=(asked.pk, fit))


def _asked(turn: Turn) -> QuerySet[Impression]:
    return Impression.objects.filter(player=turn.player, fit_asked_at__isnull=False).select_related("game")
