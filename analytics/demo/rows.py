"""A made-up life as rows of games and conversations, in the order in which they are written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import numpy as np
from django.conf import settings

from analytics.demo import lines
from analytics.demo.candidates import candidates_of
from analytics.demo.life import Life
from analytics.demo.people import CIRCLES, Person, drawn
from analytics.demo.shelf import Shelf
from analytics.demo.tables import Rows
from analytics.demo.talks import Shown, Talk, Turn, reading_of
from conversations.models import (
    PROACTIVE_TOPICS,
    ConsentChange,
    Contact,
    ContactAddress,
    HandOver,
    Message,
    Miss,
    MoodReading,
    Session,
)
from conversations.sessions import DEEP_INTENTS
from engagement.decision_sql import HELD_OUT_OCCASION
from engagement.models import Touch
from games.interactions.outcomes import ANSWERED_WITHIN
from games.models import Impression, Interaction, Player, Slate
from games.vocabulary import GENRES

ORIGIN: Final = "demo"
ADDRESS: Final = "demo-{}"
_LEARNT_AFTER: Final = timedelta(days=28)
# So far back reports on the ranking look, and a little further.
_REPORTED: Final = timedelta(days=32)
# What a provider says now and then, as it does in life: mostly a window that has closed.
_ERRORS = ("63016", "63024", "63012", "63018")
_ERROR_SUMS = np.cumsum((0.5, 0.25, 0.15, 0.1))


class Teller:
    """Tells lives as rows. ``since`` and ``now`` bound the past."""

    def __init__(self, shelf: Shelf, *, since: datetime, now: datetime, rng: np.random.Generator) -> None:
        self.rows, self._shelf, self._since, self._now, self._rng = Rows(), shelf, since, now, rng
        self.groups: dict[str, list[Miss]] = {guess: [] for guess in lines.LOST}

    def tell(self, life: Life) -> None:
        contact = self._person(life)
        for talk in life.talks:
            self._talk(talk, contact)
        for number, asked in enumerate(life.asked):
            self._asked(life, contact, number, asked.at, is_held_out=asked.is_held_out, is_read=asked.is_read)
        if life.said_no_at is not None:
            self._consent(contact, "proactive", False, life.said_no_at)
        contact.inbound_seq = contact.answered_seq = sum(len(talk.turns) for talk in life.talks)
        contact.last_inbound_at = life.talks[-1].turns[-1].at

    def _person(self, life: Life) -> Contact:
        person, circle = life.person, CIRCLES[life.person.circle]
        talked = len(life.talks)
        player = Player(
            origin=ORIGIN,
            platforms=list(person.platforms),
            cold_start_done=talked > 2,
            profile_version=talked,
            scores={
                f"{'genre' if name in GENRES else 'tag'}:{name}": round(0.7 * love * min(talked / 6, 1), 3)
                for name, love in circle.loves.items()
            },
            scores_at=life.talks[-1].turns[-1].at,
            usual_minutes=circle.minutes,
            time_zone=person.zone,
            liked_genres=[name for name in circle.loves if name in GENRES][:2],
            age_band="adult",
            created_at=person.came_at,
        )
        said_yes = person.said_yes and life.said_no_at is None and life.said_stop_at is None
        contact = Contact(
            player=player,
            display_name=person.name,
            time_zone=person.zone,
            replies_allowed=life.said_stop_at is None,
            proactive_allowed=said_yes,
            topics=list(PROACTIVE_TOPICS) if said_yes else [],
            introduced_at=person.came_at,
            created_at=person.came_at,
        )
        self.rows.players.append(player)
        self.rows.contacts.append(contact)
        self.rows.addresses.append(ContactAddress(contact=contact, kind="demo", value=ADDRESS.format(person.number)))
        if person.said_yes:
            self._consent(contact, "proactive", True, person.came_at + timedelta(minutes=2))
        return contact

    def _talk(self, talk: Talk, contact: Contact) -> None:
        last = talk.turns[-1].at + timedelta(seconds=3)
        is_over = last + settings.SESSION_SILENCE < self._now
        moods = [turn.mood for turn in talk.turns if turn.mood]
        session = Session(
            contact=contact,
            kind=talk.kind,
            channel=talk.person.channel,
            opened_at=talk.opened_at,
            last_message_at=last,
            closed_at=last + settings.SESSION_SILENCE if is_over else None,
            turns=len(talk.turns),
            depth=sum(turn.intent in DEEP_INTENTS for turn in talk.turns),
            mood_at_start=moods[0] if moods else "",
            mood_at_end=moods[-1] if moods else "",
            sentiment=round(float(np.mean([turn.tone for turn in talk.turns])), 3),
        )
        self.rows.sessions.append(session)
        for number, turn in enumerate(talk.turns):
            self._turn(turn, talk, contact, session, is_last=number == len(talk.turns) - 1)
        if talk.said_stop:
            self._consent(contact, "replies", False, talk.turns[-1].at)
        if talk.wants_person:
            self._hand_over(contact, talk.turns[-1].at)

    def _turn(self, turn: Turn, talk: Talk, contact: Contact, session: Session, *, is_last: bool) -> None:
        sure = float(self._rng.beta(2, 4) if turn.is_unsure else self._rng.beta(14, 2))
        said = Message(
            contact=contact,
            session=session,
            channel=talk.person.channel,
            direction="inbound",
            origin="player",
            status="handled",
            body=turn.body,
            created_at=turn.at,
            understanding=reading_of(turn, sure),
        )
        self.rows.said.append(said)
        if turn.mood:
            self.rows.readings.append(
                MoodReading(
                    contact=contact,
                    message=said,
                    mood=turn.mood,
                    secondary=turn.second,
                    at=turn.at,
                    confidence=round(float(self._rng.beta(9, 2.4)), 3),
                )
            )
        if turn.guess:
            miss = Miss(message=said, guess=turn.guess, confidence=round(sure, 3), at=turn.at)
            self.groups[turn.guess].append(miss)
            self.rows.misses.append(miss)
        waited = timedelta(seconds=float(self._rng.lognormal(0.05, 0.5)))
        answer = Message(
            contact=contact,
            session=session,
            channel=talk.person.channel,
            direction="outbound",
            origin="reply",
            body=turn.answer,
            in_reply_to=said,
            created_at=turn.at + waited * 0.4,
            due_at=turn.at + waited * 0.4,
            attempts=1,
            slate=self._slate(turn.shown, talk.person, contact, turn.at + waited) if turn.shown else None,
        )
        self._carry(answer, talk.person.channel, turn.at + waited, is_read=not is_last or self._rng.random() < 0.5)
        self.rows.answered.append(answer)

    def _carry(self, message: Message, channel: str, at: datetime, *, is_read: bool) -> None:
        """What became of a message of ours on its way."""
        if channel == "web":
            message.status, message.sent_at = "delivered", at
            message.delivered_at = at
            return
        if not is_read and self._rng.random() < 0.05:
            message.status, message.error_code = "failed", _ERRORS[drawn(_ERROR_SUMS, self._rng)]
            return
        message.sent_at, message.delivered_at = at, at + timedelta(seconds=float(self._rng.gamma(2, 1.2)))
        message.status = "read" if is_read else "delivered"
        message.read_at = message.delivered_at + timedelta(seconds=float(self._rng.gamma(1, 4))) if is_read else None

    def _slate(self, shown: Shown, person: Person, contact: Contact, at: datetime) -> Slate:
        policy = "static-1"
        if at > self._since + _LEARNT_AFTER:
            policy = "held back: static-1" if person.is_held_back else "learnt-demo"
        slate = Slate(
            player=contact.player,
            surface="chat",
            context={"mood": shown.mood, "secondary_mood": ""},
            policy_version=policy,
            seed=int(self._rng.integers(2**31)),
            created_at=at,
            candidates=candidates_of(shown, person, self._shelf, with_others=at > self._now - _REPORTED),
        )
        self.rows.slates.append(slate)
        for slot, pick in enumerate(shown.picks):
            kind, minutes = shown.reactions[slot]
            told_at = at + timedelta(minutes=minutes)
            outcome, fit = shown.outcomes[slot], shown.fits[slot]
            if (told_at > self._now and kind) or (outcome == "ignored" and at > self._now - ANSWERED_WITHIN):
                outcome, kind = "pending", ""
            title = self._shelf.titles[pick.place]
            asked_at = at + timedelta(hours=26)
            self.rows.impressions.append(
                Impression(
                    slate=slate,
                    player=contact.player,
                    game_id=title.pk,
                    slot=slot,
                    score=round(pick.score, 4),
                    confidence=round(pick.confidence, 4),
                    strategy=pick.strategy,
                    propensity=round(pick.propensity, 4),
                    reason=f"It fits a {shown.mood} mood.",
                    shown_at=at,
                    outcome=outcome,
                    fit_asked_at=asked_at if fit is not None and asked_at < self._now else None,
                    fit=fit if asked_at < self._now else None,
                )
            )
            if kind:
                self.rows.interactions.append(
                    Interaction(
                        player=contact.player,
                        game_id=title.pk,
                        kind=kind,
                        at=told_at,
                        source="link" if kind == "click" else "chat",
                    )
                )
        return slate

    def _asked(
        self, life: Life, contact: Contact, number: int, at: datetime, *, is_held_out: bool, is_read: bool
    ) -> None:
        occasion = f"{HELD_OUT_OCCASION if is_held_out else ''}demo-{number}"
        touch = Touch(contact=contact, kind="cycle", occasion=occasion, topic="check_ins", planned_at=at, decided_at=at)
        self.rows.touches.append(touch)
        if is_held_out:
            touch.state, touch.reason = "refused", "holdout"
            return
        body = lines.say(lines.CHECK_INS, self._rng, name=life.person.name)
        touch.message = Message(
            contact=contact,
            channel=life.person.channel,
            direction="outbound",
            origin="proactive",
            body=body,
            content={"topic": "check_ins", "type": "check_in"},
            created_at=at,
            due_at=at,
            attempts=1,
        )
        self._carry(touch.message, life.person.channel, at + timedelta(seconds=2), is_read=is_read)
        self.rows.first_words.append(touch.message)
        touch.tries, touch.said = 1, "Hey {name}, how is your evening going?"
        touch.state = "failed" if touch.message.status == "failed" else "sent"
        touch.sent_at, touch.reason = touch.message.sent_at, touch.message.error_code

    def _hand_over(self, contact: Contact, at: datetime) -> None:
        came = self._rng.random() < 0.85
        first = at + timedelta(minutes=float(self._rng.gamma(2, 3)) + 0.5) if came else None
        ended = (first or at) + timedelta(minutes=float(self._rng.uniform(4, 20)) if came else 30)
        self.rows.hand_overs.append(
            HandOver(
                contact=contact,
                because="asked",
                opened_at=at,
                first_answer_at=first,
                last_answer_at=first,
                last_activity_at=first or at,
                closed_at=ended,
                ending="handed_back" if came else "timed_out",
            )
        )

    def _consent(self, contact: Contact, topic: str, granted: bool, at: datetime) -> None:
        self.rows.consents.append(ConsentChange(contact=contact, topic=topic, granted=granted, source="chat", at=at))
