"""Which side of an experiment somebody is on who is written to first, and what that side says.

Asked when a message is planned; the answer stays on the row, so that whoever releases it later, in whatever process,
sends what was planned. A process reads the experiments in force once a batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engagement.campaign_copy import FrozenCampaign, FrozenStep
from engagement.models import Experiment, MessageTemplate, Variant
from games.buckets import bucket_of
from games.models import Player
from games.policy.overrides import takes_part

Kind = Experiment.Kind
_ON_CAMPAIGNS = (Kind.CAMPAIGN, Kind.TIME)


@dataclass(frozen=True)
class _Running:
    salt: str
    campaign_id: int | None
    step: int
    kind: str
    sides: tuple[Variant, ...]  # one alone: the winner, which is everybody's


class InForce:
    """The experiments on messages that we start, as they were when this was made."""

    def __init__(self) -> None:
        self._templates: dict[int, MessageTemplate | None] = {}
        rows = Experiment.objects.in_force().filter(kind__in=(Kind.CHECK_IN, *_ON_CAMPAIGNS), is_demo=False)
        self._running = [
            _Running(
                row.salt,
                row.campaign_id,
                row.step,
                row.kind,
                tuple(side for side in row.variants.all() if row.winner_id in (None, side.pk)),
            )
            for row in _still_said(list(rows.select_related("winner").prefetch_related("variants")))
        ]

    def on_step(self, player: Player, *, campaign_id: int, step: int) -> tuple[Variant, ...]:
        """The sides of this person for this message, at most one of each experiment."""
        mine = [one for one in self._running if one.campaign_id == campaign_id and one.step == step]
        return self._sides(player, mine)

    def on_check_in(self, player: Player, *, tone: str, by_template: bool) -> Variant | None:
        """Their side of the experiment on check-ins in this tone, where the sides differ in what now leaves: the
        text, or outside the reply window the template."""
        name = "templates" if by_template else "texts"
        mine = [
            one
            for one in self._running
            if one.kind == Kind.CHECK_IN and any(tone in side.config.get(name, {}) for side in one.sides)
        ]
        return next(iter(self._sides(player, mine)), None)

    def template_of(self, side: Variant, *, tone: str) -> MessageTemplate | None:
        """The one that a side has for this tone, if it may leave; each is read once."""
        pk = side.config.get("templates", {}).get(tone)
        if pk is None:
            return None
        if pk not in self._templates:
            self._templates[pk] = MessageTemplate.objects.approved().filter(pk=pk).first()
        return self._templates[pk]

    def _sides(self, player: Player, running: Sequence[_Running]) -> tuple[Variant, ...]:
        if not running or not takes_part(player):
            return ()
        found = []
        for one in running:
            bucket = bucket_of(player.public_id, salt=one.salt)
            found += [side for side in one.sides if side.bucket_from <= bucket < side.bucket_to]
        return tuple(found)


def _still_said(rows: list[Experiment]) -> list[Experiment]:
    """The oldest first, for what is said later goes over it; without those of which nothing is left to say.

    A check-in that won is what check-ins say: it stands with the other texts. What won on a step of a campaign is
    said until something of the same kind wins over it.
    """
    kept: list[Experiment] = []
    won: dict[tuple[str, int | None, int], set[str]] = {}
    for row in sorted(rows, key=lambda row: (row.launched_at or row.created_at, row.pk), reverse=True):
        if row.winner is not None:
            said = won.setdefault((row.kind, row.campaign_id, row.step), set())
            if row.kind == Kind.CHECK_IN or said.issuperset(row.winner.config):
                continue
            said.update(row.winner.config)
        kept.append(row)
    return kept[::-1]


def labels(sides: Sequence[Variant]) -> str:
    """What a planned message keeps of it."""
    return " ".join(side.label for side in sides)


def configs_of(kept: str) -> list[Mapping[str, Any]]:
    """What the sides on a planned message say now; nothing of experiments that were stopped meanwhile."""
    wanted = kept.split()
    if not wanted:
        return []
    ids = [label.removeprefix("x").partition(".")[0] for label in wanted]
    sides = Variant.objects.filter(
        experiment__in=[int(one) for one in ids if one.isdigit()],
        experiment__state__in=(Experiment.State.RUNNING, Experiment.State.SHIPPED),
    ).order_by("experiment__launched_at", "experiment_id")
    return [side.config for side in sides if side.label in wanted]


def worded(step: FrozenStep, configs: Sequence[Mapping[str, Any]]) -> FrozenStep:
    """The step in the words, or with the template, of these sides."""
    for config in configs:
        if "text" in config:
            step = replace(step, text=config["text"])
        template = MessageTemplate.objects.filter(pk=config["template"]).first() if "template" in config else None
        if template is not None:
            step = replace(
                step, template_id=template.pk, template_sid=template.content_sid, template_body=template.body
            )
    return step


def timed(copy: FrozenCampaign, configs: Sequence[Mapping[str, Any]]) -> FrozenCampaign:
    """The campaign at the hour of these sides."""
    wanted = [config["send_time"] for config in configs if "send_time" in config]
    return replace(copy, send_time=wanted[-1]) if wanted else copy
