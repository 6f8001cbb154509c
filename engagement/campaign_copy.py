"""The frozen copy of a campaign: made when it is submitted, read by everything that sends. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, Self

# Without a threshold of its own: how long after it happened, or how long they were silent.
_USUAL_HOURS = {"idle": 11, "cold": 48, "mood": 3, "new_title": 0, "price_drop": 0, "after_like": 24}


@dataclass(frozen=True)
class FrozenStep:
    position: int
    text: str
    wait_hours: int = 0
    condition: str = "always"
    picks_a_game: bool = True
    template_id: int | None = None
    template_sid: str = ""
    template_body: str = ""
    template_variables: Mapping[str, str] = field(default_factory=dict)
    brings_letter: bool = False

    @property
    def wait(self) -> timedelta:
        return timedelta(hours=self.wait_hours)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        return cls(**_known(cls, raw))


@dataclass(frozen=True)
class FrozenCampaign:
    """Everything that decides who gets what and when. Times are ISO 8601."""

    kind: str
    topic: str
    steps: tuple[FrozenStep, ...]
    segment_id: int | None = None
    segment_rules: Mapping[str, Any] | None = None
    starts_at: str = ""
    ends_at: str = ""
    recurs: str = ""
    trigger: str = ""
    threshold_hours: int | None = None
    moods: tuple[str, ...] = ()
    least_readings: int = 1
    drop_percent: int = 20
    re_entry: str = "never"
    re_entry_days: int | None = None
    send_time: str = "at_once"
    holdout_percent: int = 0
    attribution_hours: int = 72
    failed_limit_percent: int = 10
    opt_out_limit_percent: int = 3

    @property
    def threshold(self) -> timedelta:
        """How long after it happened, or how long somebody must have been silent."""
        hours = self.threshold_hours if self.threshold_hours is not None else _USUAL_HOURS.get(self.trigger, 0)
        return timedelta(hours=hours)

    @property
    def starts(self) -> datetime | None:
        return datetime.fromisoformat(self.starts_at) if self.starts_at else None

    @property
    def ends(self) -> datetime | None:
        return datetime.fromisoformat(self.ends_at) if self.ends_at else None

    @property
    def attribution(self) -> timedelta:
        return timedelta(hours=self.attribution_hours)

    @property
    def wait_before_again(self) -> timedelta | None:
        """None: nobody comes in a second time."""
        if self.re_entry == "never":
            return None
        return timedelta(days=self.re_entry_days or 0) if self.re_entry == "after_days" else timedelta()

    def step(self, position: int) -> FrozenStep | None:
        return next((step for step in self.steps if step.position == position), None)

    def step_after(self, position: int) -> FrozenStep | None:
        later = (step for step in self.steps if step.position > position)
        return min(later, key=lambda step: step.position, default=None)

    @property
    def first_step(self) -> FrozenStep | None:
        return self.step_after(0)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        known = _known(cls, raw)
        known["steps"] = tuple(FrozenStep.from_json(step) for step in known.get("steps", ()))
        known["moods"] = tuple(known.get("moods", ()))
        return cls(**known)


def _known(cls: type[Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    """What an older or newer deployment stored besides is left out."""
    names = {one.name for one in fields(cls)}
    return {name: value for name, value in raw.items() if name in names}


def re_entry_in_words(copy: FrozenCampaign) -> str:
    if copy.wait_before_again is None:
        return "Who was in it once never comes in again."
    if copy.re_entry == "after_days":
        return f"Who was in it comes in again, at the soonest {copy.re_entry_days} days after they came in last."
    return "Who was in it comes in again as soon as they are through and it happens anew."
