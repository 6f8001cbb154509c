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
from conversations.dialogue import (
    corrections,
    critiques,
    distress,
    foreign,
    grief,
    loops,
    openings,
    own_words,
    references,
    routing,
    said_first,
    speaking,
    whereabouts,
    wishes,
)
from conversations.dialogue.choices import Choice, read_id, typed_choice
from conversations.dialogue.handlers import allow, memories
from conversations.dialogue.languages import language_of
from conversations.dialogue.state import DialogueState
from conversations.dialogue.types import Outcome, Turn
from conversations.dialogue.voice import has_slang
from conversations.dialogue.writing import TurnPlan, write_turn
from conversations.english_buddy import buddy
from conversations.memory import last_days as memory
from conversations.models import Contact, Message
from conversations.operators import handover
from conversations.sessions import Opening
from conversations.understanding import understand
from conversations.understanding.themes import let_in
from conversations.understanding.types import Knowledge, ReadingContext, Slots, Understanding
from games import recommender
from games.models import Player
from games.recommender.types import Context, Slate
from games.vocabulary import MOODS

__all__ = ["TurnPlan", "commit_turn", "plan_turn"]

_NEVER_A_NAME = ("more", "why", "like", "dislike", "refine", "details", "played", "help", "human", "erase")
_SURE_OF_NO_NAME = 0.75

_INTENT_OF_TAP = {
    "mood": "recommend", "surprise": "recommend", "platform": "profile", "loosen": "refine", "over": "greet",
    "persona": "smalltalk", "save": "like", "remind": "like", "search": "recommend", "list": "profile",
    "zone": "profile", "snooze": "profile", "fit": "profile", "card": "profile", "reminders": "profile",
    "topic": "profile", "companion": "smalltalk", "heard": "smalltalk",
}  # fmt: skip


def plan_turn(
    *, contact: Contact, message: Message, now: datetime, rng: np.random.Generator, knowledge: Knowledge
) -> TurnPlan:
    """Read the message and decide on the answer. ``contact`` comes with its player; writes nothing."""
    opening = sessions.find_opening(contact=contact, at=message.created_at)
    state = DialogueState.at_opening(opening.last_state, kind=opening.kind, is_new=opening.is_new)
    state = said_first.heard(state, contact=contact, message=message)
    message, state = hearing.meant(message, state)
    choice = _choice(message, state)
    reading = _read(contact, message, state, choice, knowledge)
    is_unsure = hearing.is_unsure_of(message)
    if is_unsure:
        reading = _only_what_cannot_wait(reading)
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


def _only_what_cannot_wait(reading: Understanding) -> Understanding:
    """Of words that we may have misheard STOP counts at once; all else when they say that we heard right."""
    intent = reading.intent if reading.intent == "stop" else "other"
    return Understanding(text=reading.text, intent=intent, intent_confidence=reading.intent_confidence, sure_by="voice")


def _choice(message: Message, state: DialogueState) -> Choice | None:
    if message.kind == "choice" or message.choice:
        return read_id(message.choice) or Choice("unknown")
    typed = typed_choice(message.body, state)
    return read_id(typed) if typed else None


def _read(
    contact: Contact, message: Message, state: DialogueState, choice: Choice | None, knowledge: Knowledge
) -> Understanding:
    """The message's one reading; a tap and a picture without words need no understanding."""
    if choice is not None:
        mood = choice.argument if choice.action == "mood" and choice.argument in MOODS else ""
        intent = _INTENT_OF_TAP.get(choice.action, choice.action if choice.action != "unknown" else "other")
        return Understanding(
            text="", intent=intent, intent_confidence=1.0, mood=mood, mood_confidence=1.0 if mood else 0.0,
            sure_by=f"tap:{choice.action}",
        )  # fmt: skip
    if message.kind != "text" and not message.body.strip():
        return Understanding(text="", intent="other", intent_confidence=1.0, sure_by=f"kind:{message.kind}")
    last_game = references.quoted_title(contact, message) or (state.lead.title if state.lead else None)
    context = ReadingContext(
        last_game=last_game,
        known_platforms=state.tonight.platforms or tuple(contact.player.platforms),
        awaiting=state.awaiting,
    )
    reading = understand(message.body, context, knowledge=knowledge)
    if reading.sure_by == "rule:answer: name":
        # We asked for a name, but "more" and "cheaper" are none.
        unasked = understand(message.body, replace(context, awaiting=""), knowledge=knowledge)
        is_sure = unasked.intent in _NEVER_A_NAME and unasked.intent_confidence >= _SURE_OF_NO_NAME
        # A mood alone decides nothing: Joy and Faith are names.
        is_critique = bool(critiques.read_critiques(message.body) or critiques.read_fame(message.body))
        is_no_name = not own_words.name_in_answer(message.body)
        if is_sure or is_critique or is_no_name or wishes.says_something(replace(unasked, mood="")):
            reading = unasked
    if changed := corrections.after_a_change_of_mind(message.body):
        reading = corrections.corrected(reading, understand(changed, context, knowledge=knowledge))
    youngest = own_words.youngest_of_children(message.body)
    if youngest is not None and (reading.slots.youngest_age or 99) > youngest:
        reading = replace(reading, slots=replace(reading.slots, youngest_age=youngest))
    if back := let_in(message.body, (*state.tonight.excluded_genres, *contact.player.avoided_genres)):
        allowed = (*reading.slots.allow_genres, *back)
        reading = replace(reading, slots=replace(reading.slots, allow_genres=allowed))
    reading = foreign.clarified(reading, language_of(message.body))
    typed = message.body.strip()
    if distress.is_serious(message.body):
        # No mood to remember, and none to pick a game by.
        return replace(reading, mood="", secondary_mood="", mood_confidence=0.0)
    if state.offered and len(typed) == 1 and typed in "123456789":
        # A bare number is the game of that number.
        return replace(reading, intent="like", intent_confidence=1.0, is_unsure=False, slots=Slots(ordinal=int(typed)))
    return reading


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
