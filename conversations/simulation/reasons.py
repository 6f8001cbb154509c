"""Why a message was answered so: a turn's plan, opened up for people and for comparing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from conversations.dialogue.types import Effects
from conversations.dialogue.writing import TurnPlan
from conversations.personas import in_use as personas
from conversations.simulation.fitting import misfits
from conversations.simulation.talk import Candidate, Picked, Why
from conversations.understanding.types import Slots
from games.catalogue import offers
from games.recommender import types
from games.recommender.profiles import profile_of
from games.recommender.types import Slate

# Shown on their own, or noise beside the rest ("before" is tonight once more, for undoing).
_LEFT_OUT_OF_STATE = ("wordings", "seen", "before", "buttons")
_NO_WISHES: tuple[object, ...] = (None, "", [], [None, None])
_LONGEST_VALUE = 160


def reasons_of(plan: TurnPlan) -> Why:
    reading, outcome = plan.reading, plan.outcome
    before, after = _state(plan.state.as_json()), _state(outcome.state.as_json())
    slate = outcome.slate or next(iter(plan.asked), None)
    return Why(
        intent=reading.intent,
        intent_confidence=round(reading.intent_confidence, 3),
        is_unsure=reading.is_unsure,
        sure_by=reading.sure_by,
        mood=reading.mood,
        secondary_mood=reading.secondary_mood,
        mood_confidence=round(reading.mood_confidence, 3),
        sentiment=reading.sentiment,
        slots=told(reading.slots),
        session_kind=plan.opening.kind,
        opens_session=plan.opening.is_new,
        persona=personas.current().speaker(plan.contact.persona, plan.english).persona,
        english=plan.english,
        tone=plan.tone,
        answers=tuple(plan.wordings),
        wordings=dict(plan.wordings),
        effects=tuple(_effects(outcome.effects)),
        before=before,
        after=after,
        changes=tuple(_changes(before, after)),
        is_silent=outcome.draft is None,
        **_considered(plan, slate) if slate is not None else {},
    )


def told(slots: Slots) -> dict[str, Any]:
    """The wishes that were read, as JSON knows them; what was not said is left out."""
    blank = Slots()
    return {
        entry.name: list(value) if isinstance(value, tuple) else value
        for entry in fields(slots)
        if (value := getattr(slots, entry.name)) != getattr(blank, entry.name)
    }


def _considered(plan: TurnPlan, slate: Slate) -> dict[str, Any]:
    """What the recommender was asked and weighed; where nothing was offered, what it found for the wish as it stood."""
    picks = plan.outcome.slate.picks if plan.outcome.slate else ()
    slots = {pick.facts.slug: pick.slot + 1 for pick in picks}
    profile = profile_of(plan.contact.player, now=plan.message.created_at)
    needs_rates = slate.context.price is not None or profile.budget is not None
    return {
        "wishes": {key: value for key, value in slate.as_context_json().items() if value not in _NO_WISHES},
        "picks": tuple(map(_picked, picks)),
        "candidates": tuple(_candidate(one, slots.get(one.facts.slug)) for one in slate.candidates),
        "misfits": misfits(slate, profile, rates=offers.current_rates() if needs_rates else {}) if picks else (),
    }


def _picked(pick: types.Pick) -> Picked:
    return Picked(
        slug=pick.facts.slug,
        title=pick.facts.title,
        score=round(pick.score, 4),
        confidence=round(pick.confidence, 3),
        strategy=pick.strategy,
        propensity=round(pick.propensity, 4),
        reason=pick.reason,
    )


def _candidate(one: types.Candidate, slot: int | None) -> Candidate:
    return Candidate(
        slug=one.facts.slug,
        title=one.facts.title,
        source=one.source,
        score=round(one.score, 4),
        parts={name: round(part, 3) for name, part in one.parts.items()},
        dropped_because=one.dropped_because,
        slot=slot,
    )


def _state(whole: Mapping[str, Any]) -> dict[str, Any]:
    """One flat mapping of what is set, with dotted names."""
    flat: dict[str, Any] = {}
    for name, value in whole.items():
        if name in _LEFT_OUT_OF_STATE:
            continue
        if name == "offered":
            value = [one["slug"] for one in value]
        if isinstance(value, Mapping):
            flat |= {f"{name}.{key}": part for key, part in value.items()}
        else:
            flat[name] = value
    return flat


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield name, as_text(before.get(name)), as_text(after.get(name))


def as_text(value: Any) -> str:
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, list | tuple):
        text = ", ".join(map(as_text, value))
    elif isinstance(value, Mapping):
        text = ", ".join(f"{key} {as_text(part)}" for key, part in value.items() if part not in (None, "", [], ()))
    else:
        text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _effects(effects: Effects) -> Iterator[str]:
    """What the turn changes beside its words: name, and the value where it says more than yes."""
    blank = Effects()
    for entry in fields(effects):
        value = getattr(effects, entry.name)
        if value == getattr(blank, entry.name):
            continue
        if entry.name == "reactions":
            yield from (f"reaction: {reaction.kind}" for reaction in value)
        elif isinstance(value, Mapping):
            yield from (f"{entry.name}: {key} = {as_text(_plain(part))}" for key, part in value.items())
        elif value is True:
            yield entry.name.replace("_", " ")
        else:
            yield f"{entry.name.replace('_', ' ')}: {as_text(_plain(value))}"


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)
    return str(value) if isinstance(value, Decimal) else value
