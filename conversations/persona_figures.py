"""What became of talks under each persona and each change of its text: turns, what was said next, picks taken up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.models import Message
from games.models import Impression
from games.recommender.policy.intervals import Interval, mean_by_cluster, wilson

WINDOW = timedelta(days=28)
MOST_TURNS = 20_000  # the newest, so that the page stays quick
_Turn = tuple[int, int, float | None]  # message, contact, how their next message sounded


@dataclass(frozen=True)
class Figures:
    """``sentiment`` runs from -1 to 1, a player's messages as a cluster; ``accepted`` is of slates with an outcome."""

    persona: str
    level: str
    number: int  # of the change; 0: the project's file
    turns: int
    people: int
    sentiment: Interval | None
    slates: int
    accepted: Interval | None

    @property
    def accepted_percent(self) -> str:
        told = self.accepted
        return f"{told.value:.0%} ({told.low:.0%} to {told.high:.0%})" if told else ""


def figures_by_version(*, now: datetime, persona: str = "", level: str = "") -> list[Figures]:
    """The newest change of each persona first. How an answer was felt is told by their next message."""
    rows = Message.objects.filter(
        direction=Message.Direction.INBOUND, created_at__gte=now - WINDOW, understanding__has_key="spoken"
    )
    if persona:
        rows = rows.filter(understanding__spoken__persona=persona, understanding__spoken__level=level)
    told = list(
        rows.order_by("-pk").values_list("pk", "contact_id", "understanding__spoken", "understanding__sentiment_score")[
            :MOST_TURNS
        ]
    )
    groups: dict[tuple[str, str, int], list[_Turn]] = defaultdict(list)
    next_score: dict[int, float] = {}
    for pk, contact, spoken, score in told:  # the newest first
        key = str(spoken["persona"]), str(spoken["level"]), int(spoken["number"])
        groups[key].append((pk, contact, next_score.get(contact)))
        next_score[contact] = float(score or 0.0)
    outcomes = _outcomes([pk for pk, *_ in told])
    return [_figures(key, turns, outcomes) for key, turns in sorted(groups.items(), key=lambda one: _order(one[0]))]


def _order(key: tuple[str, str, int]) -> tuple[str, str, int]:
    return key[0], key[1], -key[2]


def _figures(key: tuple[str, str, int], turns: list[_Turn], outcomes: dict[int, bool]) -> Figures:
    slates = [outcomes[pk] for pk, *_ in turns if pk in outcomes]
    heard = [(contact, score) for _, contact, score in turns if score is not None]
    clusters = [contact for contact, _ in heard]
    return Figures(
        *key,
        turns=len(turns),
        people=len({contact for _, contact, _ in turns}),
        sentiment=mean_by_cluster([score for _, score in heard], clusters) if len(set(clusters)) > 1 else None,
        slates=len(slates),
        accepted=wilson(sum(slates), len(slates)),
    )


def _outcomes(message_ids: list[int]) -> dict[int, bool]:
    """By message: whether a pick of its slate was taken; without those of which nobody knows yet."""
    replies = Message.objects.filter(in_reply_to__in=message_ids, slate__isnull=False)
    slates = dict(replies.values_list("slate_id", "in_reply_to_id"))
    found: dict[int, bool] = {}
    picks = Impression.objects.filter(slate__in=slates).exclude(outcome="").values_list("slate_id", "outcome")
    for slate, outcome in picks:
        message = slates[slate]
        if outcome != "pending":
            found[message] = found.get(message, False) or outcome == "accepted"
    return found
