"""People, kinds, topics and counts of what we start, the way the pages of the staff say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conversations.models import ConsentChange, Contact
from engagement import reasons
from engagement.models import Touch
from engagement.segments import SEGMENTS

_KINDS: Final = {**dict(Touch.Kind.choices), Touch.Kind.CYCLE: "check-in", "urgent": "urgent message"}
_TOPICS: Final = dict(ConsentChange.Topic.choices)


def kind(key: str) -> str:
    return str(_KINDS.get(key, key.replace("_", " "))).lower()


def topic(key: str) -> str:
    return str(_TOPICS.get(key, key.replace("_", " "))).lower()


def person(contact: Contact) -> SafeString:
    """Their name, leading to them."""
    address = reverse("admin:conversations_contact_change", args=[contact.pk])
    return format_html('<a href="{}">{}</a>', address, str(contact))


def variables(filled: Mapping[str, str]) -> SafeString | str:
    """What fills a template, one a line as it is written in the form."""
    return format_html_join(SafeString("<br>"), "{}: {}", filled.items()) if filled else "–"


def cycle(stats: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, int]]]]:
    """What a cycle counted: by segment, and why nobody wrote to the others, most often first."""
    by_segment, skipped = stats.get("by_segment", {}), stats.get("skip_reasons", {})
    whom = [("may be written to", int(stats.get("eligible", 0))), ("not now", int(stats.get("skipped", 0)))]
    why = sorted(
        ((reasons.in_words(key), int(count)) for key, count in skipped.items() if count), key=lambda one: -one[1]
    )
    segments = [(key.replace("_", " "), int(by_segment.get(key, 0))) for key in SEGMENTS]
    return [("Of them", whom), ("By segment", segments), ("Why not", why)]
