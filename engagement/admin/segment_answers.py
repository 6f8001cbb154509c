"""What the builder of segments asks while somebody builds: how many, who for example, and why this person."""

from __future__ import annotations

import json
import time
from datetime import datetime
from typing import Any

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Prefetch
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from conversations.admin.masking import SEE_ADDRESSES, show_address
from conversations.models import Contact, ContactAddress
from engagement import membership, segment_facts
from engagement.segment_fields import FIELDS
from engagement.segment_rules import Group, RuleError, facts_in
from engagement.segment_words import found_in_words, in_words

_LONGEST_BODY = 50_000
_PATIENCE_MS = 8_000
_SEE_PEOPLE = "conversations.view_contact"


def answer(request: HttpRequest, *, may_ask: bool) -> HttpResponse:
    """POST {"tree": …, "want": "count" | "people" | "why", "person": …, "segment": …}. A rule that is not complete yet
    is an answer too: ``problems``, each with its place."""
    if not may_ask or request.method != "POST":
        raise PermissionDenied
    try:
        asked = json.loads(request.body[:_LONGEST_BODY])
        rule = membership.read_rule(asked["tree"])
    except RuleError as error:
        return JsonResponse({"problems": error.problems})
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"problems": [["", "this cannot be read"]]})
    now = timezone.now()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Somebody typing must not keep the database from everybody else.
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(_PATIENCE_MS)])
            match asked.get("want"):
                case "people":
                    return JsonResponse(_people(request, rule, asked.get("segment"), now))
                case "why":
                    return _why(request, rule, str(asked.get("person", ""))[:200], now)
                case _:
                    return JsonResponse(_count(rule, now))
    except OperationalError:
        return JsonResponse({"problems": [["", "this takes too long; make the rule smaller"]]})


def _count(rule: Group, now: datetime) -> dict[str, Any]:
    began = time.perf_counter()
    people, everybody = membership.count_among_all(rule, now=now)
    took = time.perf_counter() - began
    as_of = membership.as_of()
    return {
        "people": people,
        "everybody": everybody,
        "words": in_words(rule, membership.names()),
        "asOf": as_of.isoformat() if as_of else None,
        "ms": round(took * 1000),
    }


def _people(request: HttpRequest, rule: Group, segment: object, now: datetime) -> dict[str, Any]:
    own = int(segment) if isinstance(segment, str) and segment.isdecimal() and len(segment) < 10 else None
    shared = [
        {"name": one.segment.name, "both": one.both,
         "url": reverse("admin:engagement_segment_change", args=[one.segment.pk])}
        for one in membership.overlaps(rule, now=now, without=own)
    ]  # fmt: skip
    if not request.user.has_perm(_SEE_PEOPLE):
        return {"people": [], "mayNotSee": True, "overlaps": shared}
    ids = membership.sample(rule, now=now, rng=np.random.default_rng())
    contacts = _contacts(ids)
    return {"people": [_shown(request, contacts[pk], rule, now) for pk in ids if pk in contacts], "overlaps": shared}


def _contacts(ids: list[int]) -> dict[int, Contact]:
    rows = Contact.objects.filter(pk__in=ids).prefetch_related(
        Prefetch("addresses", ContactAddress.objects.order_by("pk"))
    )
    return {contact.pk: contact for contact in rows}


def _shown(request: HttpRequest, contact: Contact, rule: Group, now: datetime) -> dict[str, Any]:
    """One person, and what is known of them in the matters that the rule asks about."""
    asked = sorted(facts_in(rule), key=list(FIELDS).index) or ["platforms", "last_seen"]
    facts = segment_facts.facts_of(contact.pk, now=now) or {}
    names = membership.names()
    return {
        "id": contact.pk,
        "who": who(request, contact),
        "reached": ", ".join(show_address(address, request) for address in contact.addresses.all()),
        "facts": [
            [FIELDS[key].label, found_in_words(FIELDS[key], facts.get(key), now=now, names=names)] for key in asked
        ],
        "url": reverse("admin:conversations_contact_change", args=[contact.pk]),
    }


def who(request: HttpRequest, contact: Contact) -> str:
    """The name, or its first letter for those who may not see addresses in full either."""
    if request.user.has_perm(SEE_ADDRESSES) or not contact.display_name:
        return str(contact)
    return f"{contact.display_name[0]}…  (contact {contact.pk})"


def _why(request: HttpRequest, rule: Group, person: str, now: datetime) -> HttpResponse:
    if not request.user.has_perm(_SEE_PEOPLE):
        raise PermissionDenied
    found = membership.find_person(person)
    lines = membership.why(rule, found, now=now) if found else None
    if found is None or lines is None:
        return JsonResponse({"problems": [["", "nobody is known by that: a number of a contact, a whole address or a "
                                               "public id"]]})  # fmt: skip
    contact = _contacts([found])[found]
    return JsonResponse({
        "who": who(request, contact),
        "isIn": lines[0].holds,
        "lines": [
            {"depth": line.depth, "words": line.words, "holds": line.holds, "helps": line.helps, "found": line.found,
             "isGroup": line.is_group}
            for line in lines
        ],
    })  # fmt: skip
