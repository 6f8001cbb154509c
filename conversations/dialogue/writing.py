"""A planned turn, written: every row that follows from one message, in the caller's transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conversations import consent, sessions
from conversations.accounts import sign_in_codes
from conversations.channels.registry import channel_for
from conversations.dialogue.said.own_words import usable_name
from conversations.dialogue.state import DialogueState
from conversations.dialogue.types import Outcome
from conversations.dialogue.wording.replies import Reply, compose
from conversations.knowledge.misses import record_miss
from conversations.links import store_link
from conversations.memory import writing as memory_writing
from conversations.models import Contact, Message, MoodReading, Session
from conversations.moderation import looking
from conversations.operators import handover
from conversations.privacy import of_children, own_data
from conversations.sending.replies import Part, enqueue_reply
from conversations.sessions import DEEP_INTENTS, Opening
from conversations.understanding.types import Understanding
from games import models, recommender
from games.interactions.recording import drop_what_a_child_said, record_interaction, record_lean
from games.players import facts as player_facts
from games.recommender.types import Context, Slate

logger = logging.getLogger(__name__)

SURFACE = "chat"
_SURE_OF_MOOD = 0.25


@dataclass(frozen=True)
class TurnPlan:
    """All that a turn will write, decided before anything is written.

    ``state`` is what the dialogue knew before; ``english``, ``tone`` and ``wordings`` are how the answer is said,
    ``asked`` is what the recommender found on the way, offered or not.
    """

    contact: Contact
    message: Message
    opening: Opening
    state: DialogueState
    reading: Understanding
    outcome: Outcome
    english: str
    tone: str
    tone_labels: tuple[str, ...]
    spoken: Mapping[str, str | int]  # whose words, at which level, and which change of their text
    wordings: Mapping[str, str]
    asked: tuple[Slate, ...]
    clock: str  # the zone they live by; empty where nobody knows
    is_child: bool
    is_held: bool
    age_band: str | None
    introduces: bool

    @property
    def was_led_by_a_person(self) -> bool:
        """As it was when the plan was made."""
        return self.contact.held_by_human_at is not None


def write_turn(plan: TurnPlan, *, now: datetime) -> dict[str, Any]:
    """Returns what is left to change on the contact's own row."""
    outcome, effects = plan.outcome, plan.outcome.effects
    if effects.erase and outcome.draft:
        farewell = compose(outcome.draft, impressions={}, store_link=store_link).text
        own_data.erase(contact=plan.contact, now=now, farewell=farewell, answering=plan.message, asked="chat")
        return {}
    _write_consent(plan, now)
    _write_facts(plan, now)
    memory_writing.write(outcome.effects.memory, contact=plan.contact, now=now)
    slate, impressions = _record(plan, now)
    reply = compose(outcome.draft, impressions=impressions, store_link=store_link) if outcome.draft else None
    state = outcome.state.with_impressions(impressions)
    if reply:
        state = replace(state, buttons=tuple((button.id, button.title) for button in reply.buttons))
    session = sessions.enter(
        opening=plan.opening,
        contact_id=plan.contact.pk,
        channel=plan.message.channel,
        at=plan.message.created_at,
        state=state.as_json(),
        is_deep=plan.reading.intent in DEEP_INTENTS,
        mode=outcome.state.company.mode if outcome.state.company.is_on else "",
    )
    _write_reading(plan, session)
    looking.look_at(plan.message, text=plan.message.body, now=now)
    _write_reactions(plan, now)
    _write_leanings(plan, now)
    for planned in () if plan.is_child else effects.planned:
        planned.write(contact=plan.contact, message=plan.message, session=session, now=now)
    if reply:
        _enqueue(plan, reply, session=session, slate=slate, now=now)
    return _write_contact(plan, now)


def _write_consent(plan: TurnPlan, now: datetime) -> None:
    """Before the reply is stored: STOP withholds all that is queued, but not its own confirmation."""
    wanted = plan.outcome.effects.consent
    source = "provider" if plan.message.content.get("opt_out") else plan.message.channel
    if wanted == "stop":
        consent.stop(contact=plan.contact, evidence=plan.message, source=source, now=now)
    elif wanted == "start":
        consent.start(contact=plan.contact, evidence=plan.message, source=source, now=now)
    elif not plan.contact.replies_allowed:
        consent.wrote_again(contact=plan.contact, evidence=plan.message, now=now)
    for topics, change in (
        (plan.outcome.effects.topics_off, consent.refuse_topics),
        (plan.outcome.effects.topics_on, consent.allow_topics),
    ):
        if topics:
            change(contact=plan.contact, topics=topics, evidence=plan.message, source=source, now=now)


def _write_facts(plan: TurnPlan, now: datetime) -> None:
    facts: dict[str, Any] = dict(plan.outcome.effects.facts)
    if plan.age_band is not None:
        facts["age_band"] = plan.age_band
    if plan.clock != plan.contact.player.time_zone and not plan.is_child:
        facts["time_zone"] = plan.clock
    if facts:
        player_facts.remember(player_id=plan.contact.player_id, at=now, **facts)
    if plan.is_child and plan.contact.player.age_band != models.Player.AgeBand.UNDER_13:
        of_children.forget_words(contact=plan.contact, but=plan.message)
        of_children.take_back_reminders(contact=plan.contact, now=now)
        drop_what_a_child_said(player_id=plan.contact.player_id)


def _record(plan: TurnPlan, now: datetime) -> tuple[models.Slate | None, dict[str, int]]:
    slate = plan.outcome.slate
    if slate is None:
        return None, {}
    stored = _of_a_child(slate) if plan.is_child else slate
    is_fetched = plan.outcome.draft is not None and not channel_for(plan.message.channel).is_pushed
    ((row, shown),) = recommender.record_all(
        [(stored, plan.contact.player)], surface=SURFACE, now=now, shown_at=now if is_fetched else None
    )
    ids = {impression.game_id: impression.pk for impression in shown}
    return row, {pick.facts.slug: ids[pick.facts.game_id] for pick in slate.picks}


def _of_a_child(slate: Slate) -> Slate:
    """Of the wish only mood and platforms are kept."""
    context = slate.context
    return replace(slate, context=Context(mood=context.mood, platforms=context.platforms))


def _write_reading(plan: TurnPlan, session: Session) -> None:
    reading, stored = plan.reading, plan.reading.as_json()
    if plan.tone_labels:
        stored["experiments"] = list(plan.tone_labels)
    if plan.outcome.draft is not None:
        stored["spoken"] = dict(plan.spoken)
    changes: dict[str, Any] = {"status": Message.Status.HANDLED, "session": session, "understanding": stored}
    if plan.is_child:
        changes |= {"understanding": of_children.what_is_kept(stored), "body": "", "raw": None, "content": {}}
    Message.objects.filter(pk=plan.message.pk).update(**changes)
    if plan.outcome.effects.is_missed and reading.text.strip() and not plan.is_child:
        record_miss(message=plan.message, reading=reading, now=plan.message.created_at)
    if reading.mood and reading.mood_confidence >= _SURE_OF_MOOD:
        MoodReading.objects.create(
            contact=plan.contact,
            message=plan.message,
            mood=reading.mood,
            secondary=reading.secondary_mood,
            confidence=reading.mood_confidence,
            at=plan.message.created_at,
        )


def _write_reactions(plan: TurnPlan, now: datetime) -> None:
    reactions = plan.outcome.effects.reactions
    games = models.Game.objects.in_bulk([reaction.game_id for reaction in reactions]) if reactions else {}
    for reaction in reactions:
        if reaction.game_id in games:
            record_interaction(
                player=plan.contact.player,
                game=games[reaction.game_id],
                kind=reaction.kind,
                source=SURFACE,
                at=now,
                key=f"message:{plan.message.pk}:{reaction.kind}:{reaction.game_id}",
                sentiment=plan.reading.sentiment_score,
            )


def _write_leanings(plan: TurnPlan, now: datetime) -> None:
    if plan.outcome.effects.leanings and not plan.is_child:
        record_lean(
            player=plan.contact.player,
            names=plan.outcome.effects.leanings,
            source=SURFACE,
            at=now,
            key=f"message:{plan.message.pk}:lean",
        )


def _enqueue(plan: TurnPlan, reply: Reply, *, session: Session, slate: models.Slate | None, now: datetime) -> None:
    last = len(reply.parts) - 1
    effects = plan.outcome.effects
    # Whom STOP or a person has just silenced us for still gets its confirmation; the claim lets system messages pass.
    is_last_word = effects.consent == "stop" or bool(effects.hand_over) or plan.is_held
    parts = [
        Part(
            body=body,
            buttons=reply.buttons if part == last else (),
            cards=reply.cards if part == last else (),
            image_url=reply.image_url if part == 0 else "",
        )
        for part, body in enumerate(reply.parts)
    ]
    sent = enqueue_reply(
        parts,
        contact=plan.contact,
        origin=Message.Origin.SYSTEM if is_last_word else Message.Origin.REPLY,
        to=plan.message,
        session=session,
        slate=slate,
        now=now,
    )
    # What we wrote ourselves is trusted and goes; a name or a wish of theirs in it is looked at.
    if sent:
        looking.look_at(sent[0], text="\n".join(reply.parts), now=now)


def _write_contact(plan: TurnPlan, now: datetime) -> dict[str, Any]:
    """What follows for the person; of their own row only what is left to change."""
    effects = plan.outcome.effects
    changes: dict[str, Any] = dict(effects.manner)
    if plan.introduces:
        changes["introduced_at"] = now
    if effects.hand_over:
        handover.begin(contact_id=plan.contact.pk, because=effects.hand_over, now=now)
    if effects.in_distress:
        logger.warning("contact %s may be in danger: an operator should look", plan.contact.pk)
        changes |= {"distress_at": now, "distress_seen_at": None}
    if effects.looping:
        logger.warning("contact %s writes like a machine: the bot is quiet until a person hands back", plan.contact.pk)
        changes["looping_at"] = now
    if effects.display_name and not plan.is_child:
        changes["display_name"] = usable_name(effects.display_name)
    if effects.sign_in_code:
        sign_in_codes.keep(effects.sign_in_code, contact=plan.contact, now=now)
    return changes
