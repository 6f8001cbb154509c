"""One message, one answer: planned without writing, then written in the caller's transaction.

``plan_turn`` does the slow work (reading, recommending) and touches no row; ``commit_turn`` writes
all that follows from the plan, or nothing. Between the two the lease may be lost; then the
plan is thrown away.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from conversations import hearing, sessions
from conversations.channels.registry import channel_for
from conversations.dialogue import loops, routing
from conversations.dialogue.care import distress, grief
from conversations.dialogue.choices import Choice
from conversations.dialogue.handlers import allow, memories
from conversations.dialogue.offers import references, said_first
from conversations.dialogue.reading import choice_of, only_what_cannot_wait, read_in_context
from conversations.dialogue.said import own_words
from conversations.dialogue.state import DialogueState
from conversations.dialogue.times import whereabouts
from conversations.dialogue.types import Outcome, Turn
from conversations.dialogue.wording import openings, speaking
from conversations.dialogue.wording.voice import has_slang
from conversations.dialogue.writing import TurnPlan, write_turn
from conversations.english_buddy import buddy
from conversations.memory import last_days as memory
from conversations.models import Contact, Message
from conversations.operators import handover
from conversations.sessions import Opening
from conversations.understanding.types import Knowledge, Understanding
from games import recommender
from games.models import Player
from games.recommender.types import Context, Slate

__all__ = ["TurnPlan", "commit_turn", "plan_turn"]


def plan_turn(
    *, contact: Contact, message: Message, now: datetime, rng: np.random.Generator, knowledge: Knowledge
) -> TurnPlan:
    """Read the message and decide on the answer. ``contact`` comes with its player; writes nothing."""
    opening = sessions.find_opening(contact=contact, at=message.created_at)
    state = DialogueState.at_opening(opening.last_state, kind=opening.kind, is_new=opening.is_new)
    state = said_first.heard(state, contact=contact, message=message)
    message, state = hearing.meant(message, state)
    choice = choice_of(message, state)
    reading = read_in_context(contact, message, state, choice, knowledge)
    is_unsure = hearing.is_unsure_of(message)
    if is_unsure:
        reading = only_what_cannot_wait(reading)
    state = replace(state, uses_slang=state.uses_slang or has_slang(message.body))
    if own_words.wants_no_questions(message.body) and not is_unsure:
        state = replace(state, asked=tuple(dict.fromkeys((*state.asked, "platforms", "name"))))
    age = own_words.own_age(message.body) if choice is None and not is_unsure else None
    if choice is None and not is_unsure and not _is_known_child(contact, age):
        state = speaking.listen(state, message.body)
    asked: list[Slate] = []
    turn = _turn(
        contact, message, opening, state, reading, choice, age, asked, now=now, rng=rng, knowledge=knowledge
    )  # fmt: skip
    outcome = _finish(turn, routing.answer(turn))
    if outcome.effects.is_about_memory or outcome.effects.is_in_character:
        reading = replace(reading, mood="", secondary_mood="", mood_confidence=0.0)
    return TurnPlan(
        contact=contact,
        message=message,
        opening=opening,
        state=state,
        reading=reading,
        outcome=outcome,
        english=turn.english_level,
        tone=turn.voice.tone,
        tone_labels=turn.voice.style.labels,
        spoken=speaking.spoken_by(contact, turn.english_level, outcome, used=turn.voice.used),
        wordings=dict(turn.voice.used),
        asked=tuple(asked),
        clock=whereabouts.zone_of(turn),
        is_child=turn.is_child,
        is_held=turn.is_held,
        age_band=_age_band(age),
        introduces=_introduces(turn, outcome),
    )


def commit_turn(plan: TurnPlan, *, now: datetime) -> dict[str, Any]:
    """Write the plan: session, reading, slate, reactions, facts, consent and the reply; the message is HANDLED.

    What is left to change on the contact's own row is returned, for whoever holds the lease writes there last.
    """
    return write_turn(plan, now=now)


def _turn(
    contact: Contact, message: Message, opening: Opening, state: DialogueState, reading: Understanding,
    choice: Choice | None, age: int | None, asked: list[Slate],
    *, now: datetime, rng: np.random.Generator, knowledge: Knowledge,
) -> Turn:  # fmt: skip
    zone = whereabouts.zone_for(contact, message, now=now)
    local = now.astimezone(ZoneInfo(zone)) if zone else now

    def recommend(context: Context, *, limit: int = 3, explore: bool = True) -> Slate:
        slate = recommender.recommend(
            player=contact.player, context=context, limit=limit, rng=rng, now=local, explore=explore
        )
        asked.append(slate)
        return slate

    level = speaking.level_for(contact, state, reading.text)
    mood = reading.mood or state.tonight.mood
    is_low = state.tonight.sorrow or grief.sorrow_in(reading.text) or own_words.sounds_low(reading.text)
    if is_low or distress.is_recent(contact.distress_at, now=now):
        mood = "sad"  # it sets the tone alone
    return Turn(
        contact=contact,
        player=contact.player,
        message=message,
        reading=reading,
        state=state,
        opening=opening,
        voice=speaking.voice_for(contact=contact, state=state, mood=mood, level=level, now=now, rng=rng),
        english_level=level,
        knowledge=knowledge,
        now=now,
        rng=rng,
        recommend=recommend,
        any_match=lambda contexts: recommender.any_match(player=contact.player, contexts=contexts, now=now),
        is_loop=functools.partial(_is_loop, contact, message),
        recall=functools.cache(functools.partial(memory.recall, contact=contact, now=now)),
        find_game=functools.cache(
            functools.partial(
                references.find,
                contact=contact,
                message=message,
                slots=reading.slots,
                text=reading.text,
                state=state,
                choice=choice,
            )
        ),
        default_currency=settings.DEFAULT_CURRENCY,
        own_age=age,
        is_held=handover.was_held(contact=contact, at=message.created_at),
        choice=choice,
    )


def _is_loop(contact: Contact, message: Message) -> bool:
    """Only where we push: who fetches the answer is no machine that answers us."""
    most, minutes = settings.LOOP_MESSAGES, settings.LOOP_MINUTES
    if not channel_for(message.channel).is_pushed:
        return False
    since = message.created_at - loops.reach_back(minutes=minutes)
    heard = Message.objects.filter(
        contact=contact, channel=message.channel, direction=Message.Direction.INBOUND, seq__lte=message.seq,
        created_at__gt=max(since, contact.handed_back_at or since),
    ).exclude(kind="choice")  # fmt: skip
    rows = heard.order_by("-seq").values_list("created_at", "body")[: most + 1]
    return loops.is_loop([loops.Heard(at, body) for at, body in rows], messages=most, minutes=minutes)


def _finish(turn: Turn, outcome: Outcome) -> Outcome:
    """What every answer gets: a word to who returns, the first-time line, the voice's memory."""
    if outcome.slate is not None and outcome.introduces:
        outcome = outcome.led_by(openings.prefix(turn))
    outcome = memories.own_up(turn, outcome)
    if outcome.draft is not None and _introduces(turn, outcome):
        link = f"{settings.PUBLIC_BASE_URL}/privacy/"
        outcome = replace(outcome, draft=outcome.draft.followed_by(turn.say("intro.line", link=link)))
    outcome = allow.after(turn, buddy.after(turn, outcome))
    state = speaking.after_speaking(outcome.state, turn, outcome)
    if speaking.is_stuck(state, turn.state) and outcome.slate is not None:
        outcome = replace(outcome, draft=outcome.draft and outcome.draft.followed_by(turn.say("hint.refused")))
    state = replace(state, wordings={**turn.state.wordings, **turn.voice.used}, uses_slang=turn.state.uses_slang)
    outcome = outcome.with_effects(manner={**speaking.new_manner(turn), **outcome.effects.manner})
    return replace(outcome, state=state.for_a_child() if turn.is_child else state)


def _introduces(turn: Turn, outcome: Outcome) -> bool:
    return turn.contact.introduced_at is None and outcome.introduces and outcome.draft is not None


def _is_known_child(contact: Contact, age: int | None) -> bool:
    return contact.player.age_band == Player.AgeBand.UNDER_13 if age is None else age < 13


def _age_band(age: int | None) -> str | None:
    if age is None:
        return None
    band = Player.AgeBand.UNDER_13 if age < 13 else Player.AgeBand.TEEN if age < 18 else Player.AgeBand.ADULT
    return str(band)
