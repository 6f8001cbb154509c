"""Who is in a segment: how many, who for example, how many of them are in others too, and why somebody is or is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, Q
from django.db.models.expressions import RawSQL

from conversations.models import Contact
from conversations.privacy.own_data import find_contact
from engagement import segment_facts
from engagement.models import FactsState, Segment, SegmentFacts
from engagement.segment_fields import Field
from engagement.segment_rules import Group, parse
from engagement.segment_sql import condition
from engagement.segment_words import Line, explain
from games.models import Genre, Mood, Platform, PlayerCluster

_SAMPLE, _MOST_OTHERS, _MOST_CITIES = 5, 20, 200


@dataclass(frozen=True)
class Overlap:
    segment: Segment
    both: int


def count(rule: Group, *, now: datetime) -> int:
    """How many are in, by the table of facts: within a second of a million."""
    asked = condition(rule, now=now)
    return int(_one_row(f"SELECT count(*) FROM engagement_segmentfacts f WHERE {asked.text}", asked.params)[0])


def are_more_than(most: int, rule: Group, *, now: datetime) -> bool:
    """Whether more are in; of a crowd only as many are looked at as that takes."""
    asked = condition(rule, now=now)
    statement = f"SELECT count(*) FROM (SELECT FROM engagement_segmentfacts f WHERE {asked.text} LIMIT %s) few"
    return int(_one_row(statement, (*asked.params, most + 1))[0]) > most


def count_among_all(rule: Group, *, now: datetime) -> tuple[int, int]:
    """How many are in, and how many people there are; one pass over the table."""
    asked = condition(rule, now=now)
    people, everybody = _one_row(
        f"SELECT count(*) FILTER (WHERE {asked.text}), count(*) FROM engagement_segmentfacts f", asked.params
    )
    return int(people), int(everybody)


def sample(rule: Group, *, now: datetime, rng: np.random.Generator) -> list[int]:
    """Contacts that are in, each as likely as any other."""
    asked = condition(rule, now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.contact_id FROM engagement_segmentfacts f WHERE {asked.text}"
            " ORDER BY hashint8extended(f.contact_id, %s) LIMIT %s",
            [*asked.params, int(rng.integers(2**62)), _SAMPLE],
        )
        return [row[0] for row in cursor.fetchall()]


def overlaps(rule: Group, *, now: datetime, without: int | None = None) -> list[Overlap]:
    """How many of them are in the other segments, the largest first; one statement for all."""
    others = [(one, rule_of(one)) for one in Segment.objects.exclude(pk=without or 0).order_by("-pk")[:_MOST_OTHERS]]
    if not others:
        return []
    asked = condition(rule, now=now)
    theirs = [condition(other, now=now) for _, other in others]
    columns = ", ".join(f"count(*) FILTER (WHERE {one.text})" for one in theirs)
    params = tuple(param for one in theirs for param in one.params) + asked.params
    counts = _one_row(f"SELECT {columns} FROM engagement_segmentfacts f WHERE {asked.text}", params)
    found = [Overlap(one, both) for (one, _), both in zip(others, counts, strict=True)]
    return sorted(found, key=lambda overlap: -overlap.both)


def in_segment(rule: Group, *, now: datetime) -> Q:
    """For a filter of contacts, by the table of facts."""
    asked = condition(rule, now=now)
    return Q(pk__in=RawSQL(f"SELECT f.contact_id FROM engagement_segmentfacts f WHERE {asked.text}", asked.params))


def why(rule: Group, contact_id: int, *, now: datetime) -> list[Line] | None:
    """Line by line, by what is true of them now; None where there is nobody."""
    facts = segment_facts.facts_of(contact_id, now=now)
    return None if facts is None else explain(rule, facts, now=now, names=names())


def rule_of(segment: Segment) -> Group:
    """Of a stored segment: what was right once is not refused because a group of players is no more."""
    return parse(segment.tree or {"match": "all", "rules": []}, known=lambda field: None)


def read_rule(raw: object) -> Group:
    """Of a form: every key must be one that somebody could choose. Raises RuleError."""
    told = names()

    def known(field: Field) -> set[str] | None:
        if field.offered_by:
            return set(told.get(field.offered_by, {}))
        return {key for key, _ in field.choices} or None

    return parse(raw, known=known)


def names() -> Mapping[str, Mapping[str, str]]:
    """The labels of the keys that are rows."""
    clusters = PlayerCluster.objects.filter(is_current=True).values_list("pk", "label")
    return {
        "platforms": dict(Platform.objects.values_list("key", "label")),
        "genres": dict(Genre.objects.values_list("key", "label")),
        "moods": dict(Mood.objects.values_list("key", "label")),
        "clusters": {str(pk): label for pk, label in clusters},
        "countries": segment_facts.country_names(),
    }


def cities() -> list[str]:
    """Where people say that they live, the most frequent first."""
    rows = SegmentFacts.objects.exclude(city="").values_list("city", flat=True)
    return list(rows.annotate(people=Count("*")).order_by("-people", "city")[:_MOST_CITIES])


def find_person(words: str) -> int | None:
    """A contact by its number here, whole address or public id; None where nobody or several could be meant."""
    text = words.strip()
    if text.isdecimal() and len(text) < 10 and Contact.objects.filter(pk=int(text)).exists():
        return int(text)
    found = find_contact(text)
    return found.pk if found else None


def as_of() -> datetime | None:
    """When the table of facts was last brought up to date."""
    return FactsState.objects.values_list("at", flat=True).first()


def _one_row(statement: str, params: tuple[Any, ...]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
