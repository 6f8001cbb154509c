"""The statement and the function agree about everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.models import Contact, ContactAddress, SenderWindow
from engagement import decision, decision_sql, facts_sql
from engagement.facts import NEVER, Caps, Holdout, QuietHours, Rules
from engagement.models import Attention, Decision, Touch
from engagement.tests.decision.conftest import NOW
from games.models import Player

# The very edges, and some time on either side of them.
EDGES = [timedelta(hours=hours) for hours in (0, 1, 4, 9, 23, 24, 25, 48, 71, 72, 73, 167, 168, 169, 900)]
AGO = EDGES + [edge + timedelta(microseconds=1) for edge in EDGES]
ZONES = [
    ("", None), ("", ""), ("Europe/Lisbon", None), ("Asia/Tokyo", "Europe/Paris"), ("Nowhere/Land", "Europe/Paris"),
    ("", "America/New_York|America/Los_Angeles"), ("", "Pacific/Auckland"), ("Pacific/Kiritimati", ""),
]  # fmt: skip
PEOPLE = 60


def _draw_person(rng: np.random.Generator) -> dict[str, Any]:
    """Most pass most of the checks, or hardly anybody would ever come to the last ones."""

    def one_of(choices: Sequence[Any], usual: Any = None, often: float = 0.0) -> Any:
        return usual if rng.random() < often else choices[int(rng.integers(len(choices)))]

    return {
        "known_for": one_of(AGO), "active": one_of(AGO, None, 0.1), "window": one_of(AGO, None, 0.1),
        "distress": one_of(AGO, None, 0.8), "replies": one_of([True, False], True, 0.9),
        "proactive": one_of([True, False], True, 0.9),
        "topics": one_of([["deals"], [], ["check_ins"]], ["deals", "check_ins"], 0.8),
        "is_child": rng.random() < 0.05, "held": one_of(["human", "looping", "parked"], None, 0.9),
        "kind": one_of(["whatsapp_id", "web", ""], "phone", 0.8), "zones": one_of(ZONES),
        "spent": [one_of(AGO) for _ in range(one_of([1, 2, 3, 4], 0, 0.5))],
        "touches": [(one_of(["planned", "queued", "sent", "refused"]), one_of(AGO)) for _ in range(one_of([1, 2], 0, 0.7))],
    }  # fmt: skip


RULES = st.builds(
    Rules,
    inactivity=st.fixed_dictionaries(dict.fromkeys(("dormant", "new_user", "normal"), st.sampled_from(EDGES[:6]))),
    frequency=st.sampled_from(EDGES[1:8]),
    dormant_after=st.sampled_from([timedelta(days=1), timedelta(days=3)]),
    new_user_for=st.sampled_from([timedelta(0), timedelta(days=1), timedelta(days=7)]),
    templated_tones=st.just(frozenset({"playful", "warm", "neutral"})) | st.frozensets(st.sampled_from(["playful"])),
    calm_after_distress=st.sampled_from([timedelta(0), timedelta(days=7)]),
    quiet=st.builds(QuietHours, st.sampled_from([0, 22 * 60, 12 * 60]), st.sampled_from([0, 9 * 60, 13 * 60 + 30])),
    caps=st.builds(
        Caps, st.sampled_from([1, 2, 0]), st.integers(1, 4), st.integers(1, 2), st.sampled_from([4, 1, 2, 0])
    ),
    holdouts=st.sampled_from([(), (Holdout("a", 30),), (Holdout("a", 50, NOW + timedelta(days=2)), Holdout("b", 20))]),
    usual_zones=st.sampled_from([(), ("Asia/Kolkata",)]),
)
_numbers = count()


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), rules=RULES)
def test_the_statement_decides_about_a_random_population_as_the_function_does(seed, rules):
    rng = np.random.default_rng(seed)
    people = [_draw_person(rng) for _ in range(PEOPLE)]
    with transaction.atomic():
        contacts = _populate(people)
        low, high = min(contacts), max(contacts)
        facts = facts_sql.facts_of(contacts, now=NOW, check_ins_wait=True)
        pure = {pk: decision.judge(person, rules, NOW) for pk, person in facts.items()}
        asked = decision_sql.parameters_for(rules, NOW)

        judged = decision_sql.judge(low=low, high=high, asked=asked)
        first = decision_sql.decide(low=low, high=high, asked=asked, room=1000)
        again = decision_sql.decide(low=low, high=high, asked=asked, room=1000)

        assert {pk: (one.segment, one.reason) for pk, one in judged.items()} == {
            pk: (verdict.segment, verdict.reason) for pk, verdict in pure.items()
        }
        assert {pk: one.earliest for pk, one in judged.items() if one.reason} == {
            pk: verdict.earliest for pk, verdict in pure.items() if verdict.stops
        }
        assert first.counted == Counter((verdict.segment, verdict.reason) for verdict in pure.values())
        assert first.planned == sum(not verdict.stops for verdict in pure.values())
        assert first.changed == len(pure)
        assert dict(Decision.objects.values_list("contact_id", "reason")) == {
            pk: verdict.reason or "recently_messaged" for pk, verdict in pure.items()
        }
        # Nothing has happened since, but for what the first planned: that is written down already.
        assert (again.changed, again.planned) == (0, 0)
        transaction.set_rollback(True)


def _populate(people):
    """Rows of everything that a decision is made from, a statement a table."""
    players = Player.objects.bulk_create(
        Player(origin="whatsapp", age_band="under_13" if one["is_child"] else "") for one in people
    )
    contacts = Contact.objects.bulk_create(
        Contact(
            player=player, last_inbound_at=_at(one["active"]), replies_allowed=one["replies"],
            proactive_allowed=one["proactive"], topics=one["topics"], distress_at=_at(one["distress"]),
            held_by_human_at=NOW if one["held"] == "human" else None,
            looping_at=NOW if one["held"] == "looping" else None, parked_at=NOW if one["held"] == "parked" else None,
            time_zone=one["zones"][0], zones_of_number=one["zones"][1],
        )
        for player, one in zip(players, people, strict=True)
    )  # fmt: skip
    for contact, one in zip(contacts, people, strict=True):
        contact.created_at = NOW - one["known_for"]
    Contact.objects.bulk_update(contacts, ["created_at"])
    pairs = list(zip(contacts, people, strict=True))
    ContactAddress.objects.bulk_create(
        ContactAddress(contact=contact, kind=one["kind"], value=f"twin-{next(_numbers)}")
        for contact, one in pairs if one["kind"]
    )  # fmt: skip
    SenderWindow.objects.bulk_create(
        SenderWindow(contact=contact, sender="us", last_inbound_at=_at(one["window"]))
        for contact, one in pairs if one["window"] is not None
    )  # fmt: skip
    Attention.objects.bulk_create(
        Attention(contact=contact, kind="follow_up", at=NOW - ago) for contact, one in pairs for ago in one["spent"]
    )
    Touch.objects.bulk_create(
        Touch(
            contact=contact, kind="cycle", occasion=f"test-{place}", state=state, planned_at=NOW - ago,
            decided_at=NOW - ago, due_at=NOW if state == "planned" else None,
            reason="capped" if state == "refused" else "",
        )
        for contact, one in pairs for place, (state, ago) in enumerate(one["touches"])
    )  # fmt: skip
    return [contact.pk for contact in contacts]


def _at(ago):
    return None if ago is None else NOW - ago


def test_never_can_be_stored_and_read_back():
    assert (NEVER + timedelta(days=300)).year == 9999
