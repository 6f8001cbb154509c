"""Editors' rules: drafts, publishing, history, and the snapshot that serving reads.

A draft changes nothing for players. Publishing copies it to ``live``; every process then takes it over
within a second, for the version is asked for at most once a second and the rules are kept in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.dateparse import parse_date, parse_datetime

from games import versions
from games.catalogue import offers
from games.models import DataVersion, RankingRule, RankingRuleChange
from games.recommender.rules import Filter, Rule

# What a rule says; everything else about the row is bookkeeping.
FIELDS = (
    "name", "kind", "strength", "platforms", "genres", "tags", "studios", "titles", "released_from", "released_to",
    "price_from", "price_to", "price_currency", "fits_moods", "rated_from", "rated_to", "said_moods",
    "starts_at", "ends_at",
)  # fmt: skip
Did = RankingRuleChange.Did

_snapshot: tuple[int, tuple[Rule, ...]] | None = None


class StaleRuleError(RuntimeError):
    """Somebody changed the draft after it was looked at."""


def in_use() -> tuple[Rule, ...]:
    """Every published rule, also those that begin later or are over: ``Rule.is_in_force`` tells."""
    global _snapshot
    version = versions.current(DataVersion.Kind.RULES)
    if _snapshot is None or _snapshot[0] != version:
        published = {row.pk: row.live for row in RankingRule.objects.exclude(live=None) if row.live}
        rates = offers.current_rates() if any(map(_names_a_price, published.values())) else {}
        _snapshot = (version, tuple(as_rule(pk, live, rates) for pk, live in published.items()))
    return _snapshot[1]


def forget() -> None:
    """Read the rules anew at the next question, if there were any."""
    global _snapshot
    if _snapshot is not None and _snapshot[1]:
        versions.forget()
        _snapshot = None


def as_told(rule: RankingRule) -> dict[str, Any]:
    """What the draft says, as it is stored in ``live`` and in the history."""
    return {name: _plain(getattr(rule, name)) for name in FIELDS}


def as_rule(rule_id: int, told: Mapping[str, Any], rates: Mapping[str, Decimal]) -> Rule:
    """The rule as the recommender applies it. Prices are worth the same in every currency with a rate."""
    return Rule(
        rule_id=rule_id,
        name=told["name"],
        kind=told["kind"],
        strength=told["strength"],
        said_moods=tuple(told["said_moods"]),
        starts_at=parse_datetime(told["starts_at"] or ""),
        ends_at=parse_datetime(told["ends_at"] or ""),
        filter=Filter(
            platforms=tuple(told["platforms"]),
            genres=tuple(told["genres"]),
            tags=tuple(told["tags"]),
            studios=tuple(told["studios"]),
            slugs=frozenset(told["titles"]),
            released_from=parse_date(told["released_from"] or ""),
            released_to=parse_date(told["released_to"] or ""),
            price_from=_worth(told["price_from"], told["price_currency"], rates),
            price_to=_worth(told["price_to"], told["price_currency"], rates),
            fits_moods=tuple(told["fits_moods"]),
            rated_from=told["rated_from"],
            rated_to=told["rated_to"],
        ),
    )


def rule_of(row: RankingRule) -> Rule:
    """The draft as a rule, for a preview."""
    return as_rule(row.pk or 0, as_told(row), offers.current_rates())


@transaction.atomic
def save_draft(
    *, rule: RankingRule, by: User | None, why: str, now: datetime, did: str = ""
) -> RankingRuleChange | None:
    """Store the draft and its change; None if it says what it said before. Nothing changes for players."""
    known = RankingRule.objects.select_for_update().filter(pk=rule.pk).first() if rule.pk else None
    before, after = (as_told(known) if known else {}), as_told(rule)
    if before == after:
        return None
    if known is not None:
        rule.revision = known.revision + 1
        rule.live, rule.published_at = known.live, known.published_at
    rule.save()
    did = did or (Did.CHANGED if known else Did.CREATED)
    return _note(rule, did, by=by, why=why, before=before, after=after, now=now)


@transaction.atomic
def publish(*, rule_id: int, revision: int, by: User | None, why: str, now: datetime) -> RankingRuleChange:
    """From now on the draft is what players get. Raises StaleRuleError if it is not the one that was looked at."""
    rule = RankingRule.objects.select_for_update().get(pk=rule_id)
    if rule.revision != revision:
        raise StaleRuleError(f"{rule} was changed meanwhile")
    before, rule.live, rule.published_at = rule.live or {}, as_told(rule), now
    rule.save(update_fields=("live", "published_at"))
    versions.bump(DataVersion.Kind.RULES)
    return _note(rule, Did.PUBLISHED, by=by, why=why, before=before, after=rule.live, now=now)


@transaction.atomic
def switch_off(*, rule_id: int, by: User | None, why: str, now: datetime) -> RankingRuleChange | None:
    """From now on the rule does nothing; its draft stays. None if it was off already."""
    rule = RankingRule.objects.select_for_update().get(pk=rule_id)
    if rule.live is None:
        return None
    before, rule.live = rule.live, None
    rule.save(update_fields=("live",))
    versions.bump(DataVersion.Kind.RULES)
    return _note(rule, Did.SWITCHED_OFF, by=by, why=why, before=before, after={}, now=now)


def restore(*, change: RankingRuleChange, by: User | None, now: datetime) -> RankingRuleChange | None:
    """Make the draft what it was after this change, or before it was switched off; it is not yet published."""
    told = change.after or change.before
    rule = change.rule
    for name in FIELDS:
        if name in told:
            field = RankingRule._meta.get_field(name)
            assert isinstance(field, models.Field)
            setattr(rule, name, field.to_python(told[name]))
    rule.full_clean()
    return save_draft(rule=rule, by=by, why=f"as of {change.at:%Y-%m-%d %H:%M}", now=now, did=Did.RESTORED)


def _note(
    rule: RankingRule,
    did: str,
    *,
    by: User | None,
    why: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
) -> RankingRuleChange:
    return RankingRuleChange.objects.create(
        rule=rule, did=did, by_id=by.pk if by else None, why=why[:300], before=before, after=after, at=now
    )


def _names_a_price(told: Mapping[str, Any]) -> bool:
    return told["price_from"] is not None or told["price_to"] is not None


def _worth(amount: str | None, currency: str, rates: Mapping[str, Decimal]) -> Mapping[str, Decimal] | None:
    if amount is None:
        return None
    number = Decimal(amount)
    if currency not in rates:
        return {currency: number}
    in_dollars = number / rates[currency]
    return {code: in_dollars * rate for code, rate in rates.items()} | {currency: number}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal("0.01")))
    return value
