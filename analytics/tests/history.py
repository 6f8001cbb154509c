"""A small past made by hand: people, talks, picks and reactions at exact moments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from conversations.models import Contact, Message, MoodReading, Session
from games.models import Game, Impression, Interaction, Player, Slate

MONDAY = datetime(2026, 6, 1, tzinfo=UTC)  # midnight in the reporting zone of the tests


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """So many days after that Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def person(name: str = "Ada", *, came: datetime, origin: str = "whatsapp") -> Contact:
    player = Player.objects.create(origin=origin)
    Player.objects.filter(pk=player.pk).update(created_at=came)
    return Contact.objects.create(player=player, display_name=name)


def talk(
    contact: Contact,
    when: datetime,
    lines: Sequence[dict[str, Any]] = ({},),
    *,
    channel: str = "whatsapp",
    kind: str = "returning",
    closed: bool = True,
) -> Session:
    """A line a minute, each answered two seconds later. A line may tell mood, secondary, intent, tone, body …"""
    last = when + timedelta(minutes=len(lines) - 1, seconds=2)
    session = Session.objects.create(
        contact=contact, kind=kind, channel=channel, opened_at=when, last_message_at=last,
        closed_at=last + timedelta(minutes=30) if closed else None, turns=len(lines),
        depth=sum(line.get("intent") == "recommend" for line in lines),
        mood_at_start=next((line["mood"] for line in lines if line.get("mood")), ""),
    )  # fmt: skip
    for number, line in enumerate(lines):
        said_at = when + timedelta(minutes=number)
        tone = line.get("tone", 0.0)
        said = Message.objects.create(
            contact=contact, session=session, channel=channel, direction="inbound", origin="player", status="handled",
            body=line.get("body", "hello"), created_at=said_at,
            understanding={
                "intent": line.get("intent", "recommend"), "mood": line.get("mood"), "is_unsure": line.get("unsure", False),
                "sentiment": "positive" if tone > 0.2 else "negative" if tone < -0.2 else "neutral",
                "sentiment_score": tone, **line.get("told", {}),
            },
        )  # fmt: skip
        if line.get("mood"):
            MoodReading.objects.create(
                contact=contact, message=said, mood=line["mood"], secondary=line.get("secondary", ""), confidence=0.8,
                at=said_at,
            )  # fmt: skip
        Message.objects.create(
            contact=contact, session=session, channel=channel, direction="outbound", origin="reply",
            status=line.get("status", "delivered"), error_code=line.get("error", ""), in_reply_to=said,
            created_at=said_at + timedelta(seconds=1), due_at=said_at + timedelta(seconds=1),
            sent_at=said_at + timedelta(seconds=2),
        )  # fmt: skip
    return session


def pick(
    contact: Contact, game: Game, when: datetime, outcome: str = "pending", *, reaction: str = "", **about: Any
) -> Impression:
    """Shown in a talk; the reaction comes a minute later."""
    slate = Slate.objects.create(
        player=contact.player, surface="chat", policy_version=about.pop("policy", "static-1"), seed=1, created_at=when,
        context={"mood": about.pop("mood", "")},
    )  # fmt: skip
    told = {
        "slot": 0,
        "score": 1,
        "confidence": 0.55,
        "strategy": "best_fit",
        "propensity": 1,
        "reason": "calm",
        **about,
    }
    if reaction:
        Interaction.objects.create(
            player=contact.player, game=game, kind=reaction, source="chat", at=when + timedelta(minutes=1)
        )
    return Impression.objects.create(
        slate=slate, player=contact.player, game=game, shown_at=when, outcome=outcome, **told
    )
