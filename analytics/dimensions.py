"""What metrics may be broken down by, and how the values are called on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from analytics.asked_once import once
from conversations.channels.registry import channel_for
from conversations.knowledge.intent_words import MEANINGS
from conversations.models import ConsentChange, HandOver, Message, MissGroup, Session
from engagement.models import Campaign, Segment, Variant
from games.models import Genre, Interaction, Mood, PlayerCluster
from games.vocabulary import MOODS

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS: Final = tuple(f"{hour:02d}" for hour in range(24))
_DECILES: Final = tuple(str(tenth) for tenth in range(10))


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Dimension:
    """``order`` lists values that have one; others come by size. ``read`` gives their names where they are rows.

    ``name`` makes one of the value itself; ``nothing`` is said of rows of which the value is not known.
    """

    key: str
    label: str
    order: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[], Mapping[str, str]] = _nothing
    name: Callable[[str], str] | None = None
    nothing: str = "not known"

    def labels(self) -> Mapping[str, str]:
        read = once(self.read, self.read)
        return {"": self.nothing, **self.names, **read}

    def label_of(self, value: str, known: Mapping[str, str]) -> str:
        if value and self.name is not None:
            return self.name(value)
        return known.get(value) or value.replace("_", " ")


def _moods() -> Mapping[str, str]:
    return dict(Mood.objects.values_list("key", "label"))


def _error(code: str) -> str:
    """In plain words."""
    return f"{code}: {channel_for('whatsapp').verdict_for(code).reason}"


def _groups_of_misses() -> Mapping[str, str]:
    """They have no name, and what players wrote is for those alone who may read it."""
    return {str(pk): f"group {pk}" for pk in MissGroup.objects.values_list("pk", flat=True)[:500]}


def _by_number(rows: Mapping[int, str]) -> Mapping[str, str]:
    return {str(pk): name for pk, name in rows.items()}


_ALL: Final = (
    Dimension("channel", "channel", ("whatsapp", "web", "cli"),
              {"whatsapp": "WhatsApp", "web": "web chat", "cli": "command line", "api": "partner app", "feed": "feed"}),
    Dimension("segment", "segment", read=lambda: _by_number(dict(Segment.objects.values_list("pk", "name")))),
    Dimension("cluster", "group of one taste", nothing="of no group",
              read=lambda: _by_number(dict(PlayerCluster.objects.values_list("pk", "label")))),
    Dimension("campaign", "campaign", nothing="no campaign",
              read=lambda: _by_number(dict(Campaign.objects.values_list("pk", "name")))),
    Dimension("variant", "variant", nothing="no experiment", read=lambda: {
        one.label: f"{one.experiment.name}: {one}" for one in Variant.objects.select_related("experiment")}),
    Dimension("mood", "mood", MOODS, read=_moods, nothing="none told"),
    Dimension("mood_after", "mood afterwards", MOODS, read=_moods),
    Dimension("secondary", "second mood", MOODS, read=_moods, nothing="none"),
    Dimension("hour", "hour", _HOURS, {hour: f"{hour}:00" for hour in _HOURS}),
    Dimension("weekday", "day of the week", tuple("1234567"),
              {str(number): name for number, name in enumerate(WEEKDAYS, start=1)}),
    Dimension("session_kind", "kind of session", tuple(Session.Kind.values),
              {key: str(name).capitalize() for key, name in Session.Kind.choices}),
    Dimension("strategy", "strategy", ("best_fit", "discovery", "fair_start"),
              {"best_fit": "best fit", "discovery": "discovery", "fair_start": "fair start"}),
    Dimension("slot", "position", tuple("0123456789"), {str(place): f"{place + 1}." for place in range(10)}),
    Dimension("confidence", "confidence", _DECILES,
              {tenth: f"{tenth}0–{int(tenth) + 1}0 %" for tenth in _DECILES}),
    Dimension("surface", "where", names={"chat": "in a talk", "campaign": "in a campaign", "feed": "in a feed"}),
    Dimension("policy", "ranking", ("learnt", "held back", "as built"),
              {"learnt": "learnt", "held back": "held back", "as built": "as built"}),
    Dimension("genre", "genre", read=lambda: dict(Genre.objects.values_list("key", "label")), nothing="no genre"),
    Dimension("reaction", "reaction", tuple(Interaction.Kind.values), dict(Interaction.Kind.choices)),
    Dimension("source", "where it was done"),
    Dimension("sentiment", "tone", ("positive", "neutral", "negative")),
    Dimension("intent", "what it was about", names=MEANINGS, nothing="not read"),
    Dimension("after", "in reply to", names=MEANINGS, nothing="the first message"),
    Dimension("status", "status", tuple(Message.Status.values), dict(Message.Status.choices)),
    Dimension("origin", "kind of message", names=dict(Message.Origin.choices)),
    Dimension("withheld", "withheld because", names=dict(Message.Withheld.choices)),
    Dimension("error", "error", name=_error, nothing="none"),
    Dimension("because", "because", names=dict(HandOver.Because.choices)),
    Dimension("guess", "nearest to", names=MEANINGS),
    Dimension("miss_group", "group of misses", nothing="not grouped yet", read=_groups_of_misses),
    Dimension("kind", "kind of message", names={
        "campaign": "campaign", "trigger": "trigger", "cycle": "check-in", "follow_up": "question about a pick",
        "letter": "word that a letter waits"}),
    Dimension("topic", "topic", names=dict(ConsentChange.Topic.choices)),
    Dimension("queue", "queue", ("talk", "work"), {"talk": "talk: answers, sends", "work": "work: imports, learns"}),
    Dimension("task", "task", name=str),
    Dimension("gap", "what is missing", names={
        "summary": "no summary", "price": "no price", "vector": "no vector", "rating": "no age rating",
        "feel": "no “how it feels”", "image": "no picture"}),
    Dimension("came_by", "came by", names={"whatsapp": "WhatsApp", "web": "web chat", "cli": "command line"}),
    Dimension("cohort", "week in which they came"),
    Dimension("webhook", "webhook", names={"inbound": "messages", "status": "delivery reports"}),
)  # fmt: skip

DIMENSIONS: Final[Mapping[str, Dimension]] = {dimension.key: dimension for dimension in _ALL}
