"""What became of talks under each change of a persona's text: turns, what was said next, picks taken up.

Each answered message notes the texts that it was answered in (``understanding.spoken``: persona, level, number of the
change, and for a nudge the number of the hint text's change). Two partial indexes of ``Message`` follow what is asked
here, and nothing else of a message is read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import F, OuterRef, Q, Subquery

from conversations.dialogue.wording.prompt_text import PromptName
from conversations.models import Message
from games.models import Impression
from games.recommender.policy.intervals import Interval, mean_by_cluster, wilson

WINDOW = timedelta(days=28)
MOST_TURNS = 20_000  # the newest, so that the page stays quick


@dataclass(frozen=True)
class _Turn:
    contact: int
    next_score: float | None  # how their next message sounded
    taken: bool | None  # whether a pick of its slate was; None: no slate, or nobody knows yet


@dataclass(frozen=True)
class Figures:
    """``sentiment`` runs from -1 to 1, a player's messages as a cluster; ``accepted`` is of slates with an outcome."""

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


def figures_by_change(name: PromptName, *, now: datetime) -> list[Figures]:
    """The newest change first. How an answer was felt is told by their next message, whatever that was answered in."""
    rows = Message.objects.filter(
        direction=Message.Direction.INBOUND, understanding__spoken__persona=name.persona,
        understanding__spoken__level=name.level, created_at__gte=now - WINDOW,
    )  # fmt: skip
    if name.is_hint:
        rows, number = rows.filter(understanding__spoken__has_key="hint"), "understanding__spoken__hint"
    else:
        rows, number = rows.filter(understanding__has_key="spoken"), "understanding__spoken__number"
    following = Message.objects.filter(contact=OuterRef("contact"), seq=OuterRef("seq") + 1)
    picks = Impression.objects.filter(slate__messages__in_reply_to=OuterRef("pk")).exclude(outcome="pending")
    taken = picks.order_by().values("slate__messages__in_reply_to").annotate(any=BoolOr(Q(outcome="accepted")))
    told = rows.order_by("-pk").annotate(
        number=F(number), next_score=Subquery(following.values("understanding__sentiment_score")[:1]),
        taken=Subquery(taken.values("any")),
    )  # fmt: skip
    groups: dict[int, list[_Turn]] = defaultdict(list)
    for change, *turn in told.values_list("number", "contact_id", "next_score", "taken")[:MOST_TURNS]:
        groups[int(change)].append(_Turn(*turn))
    return [_figures(change, turns) for change, turns in sorted(groups.items(), reverse=True)]


def _figures(number: int, turns: list[_Turn]) -> Figures:
    outcomes = [turn.taken for turn in turns if turn.taken is not None]
    heard = [(turn.contact, float(turn.next_score)) for turn in turns if turn.next_score is not None]
    clusters = [contact for contact, _ in heard]
    return Figures(
        number=number,
        turns=len(turns),
        people=len({turn.contact for turn in turns}),
        sentiment=mean_by_cluster([score for _, score in heard], clusters) if len(set(clusters)) > 1 else None,
        slates=len(outcomes),
        accepted=wilson(sum(outcomes), len(outcomes)),
    )
