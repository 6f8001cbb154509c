"""What ⌘K finds: pages, and rows that people look for by name. Each kind through an index, a handful at most."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.postgres.search import SearchQuery
from django.db.models import Model, QuerySet
from django.db.models.functions import Right, Upper
from django.http import HttpRequest
from django.urls import reverse

from conversations.admin.masking import SEE_ADDRESSES, mask
from conversations.models import Contact, ContactAddress
from engagement.models import Campaign, Experiment, MessageTemplate, Segment
from games.models import Game, Player, RankingRule
from thrum_project.admin_navigation import navigation
from thrum_project.models import SavedFilter
from thrum_project.saved_filters import address_of

MOST = 40
_OF_EACH = 6
_SHORTEST = 2
_LAST_DIGITS = 4
_PUBLIC_ID = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}")
User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Found:
    title: str
    description: str
    link: str
    icon: str


def search(request: HttpRequest, term: str) -> list[Found]:
    """What this person may open and the term begins or names, pages first."""
    term = " ".join(term.replace("\x00", "").split())[:80]
    if len(term) < _SHORTEST:
        return []
    found = _pages(request, term)
    for permission, look in _KINDS:
        if request.user.has_perm(permission):
            found += look(request, term)
    return (found + _saved_filters(request, term))[:MOST]


def _pages(request: HttpRequest, term: str) -> list[Found]:
    wanted = term.lower()
    return [
        Found(item["title"], group.get("title") or "Page", str(item["link"]), item["icon"])
        for group in navigation(request)
        for item in group["items"]
        if wanted in item["title"].lower()
    ]


def _games(request: HttpRequest, term: str) -> list[Found]:
    words = re.findall(r"\w+", term)
    if not words:
        return []
    prefixes = SearchQuery(" & ".join(f"'{word}':*" for word in words), search_type="raw", config="simple")
    rows = Game.objects.filter(search=prefixes).only("title", "release_date").order_by()[:_OF_EACH]
    return _listed(
        rows, "game", "stadia_controller", lambda game: str(game.release_date.year if game.release_date else "")
    )


def _people(request: HttpRequest, term: str) -> list[Found]:
    """By the beginning of their name, their public id, a whole address; by last digits for who sees numbers in full.

    Others must not find a number out digit by digit.
    """
    # One short question each, for a question with "or" between them would read everybody.
    found = [
        *_by_address(term, sees_numbers=request.user.has_perm(SEE_ADDRESSES)),
        *_by_public_id(term),
        *_by_name(term),
    ]
    rows = Contact.objects.filter(pk__in=found[:_OF_EACH]).prefetch_related("addresses").order_by()
    return _listed(rows, "person", "person", _reached_by)


def _by_name(term: str) -> list[int]:
    named = Contact.objects.annotate(upper_name=Upper("display_name")).filter(upper_name__startswith=term.upper())
    return list(named.order_by().values_list("pk", flat=True)[:_OF_EACH])


def _by_address(term: str, *, sees_numbers: bool) -> list[int]:
    digits = re.sub(r"[\s().-]", "", term)
    wanted = ContactAddress.objects.filter(
        kind__in=ContactAddress.Kind.values, value__in=(term, f"+{digits.lstrip('+')}")
    )
    found = list(wanted.order_by().values_list("contact_id", flat=True)[:_OF_EACH])
    if sees_numbers and digits.isdecimal() and _LAST_DIGITS <= len(digits) <= 15:
        ending = ContactAddress.objects.annotate(last=Right("value", _LAST_DIGITS)).filter(
            kind=ContactAddress.Kind.PHONE, last=digits[-_LAST_DIGITS:], value__endswith=digits
        )
        found += ending.order_by().values_list("contact_id", flat=True)[:_OF_EACH]
    return found


def _by_public_id(term: str) -> list[int]:
    if (between := _public_ids(term)) is None:
        return []
    players = list(Player.objects.filter(public_id__range=between).order_by().values_list("pk", flat=True)[:_OF_EACH])
    return list(Contact.objects.filter(player__in=players).values_list("pk", flat=True))


def _public_ids(term: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """All ids that begin so."""
    if not _PUBLIC_ID.fullmatch(term.lower()):
        return None
    begins = term.lower().replace("-", "")[:32]
    return uuid.UUID(begins.ljust(32, "0")), uuid.UUID(begins.ljust(32, "f"))


def _reached_by(contact: Contact) -> str:
    return ", ".join(mask(address.value) for address in list(contact.addresses.all())[:2])


def _named(model: type[Model], kind: str, icon: str) -> Callable[[HttpRequest, str], list[Found]]:
    """For tables of hundreds of rows, where a look at each is quick."""

    def look(request: HttpRequest, term: str) -> list[Found]:
        rows = model._default_manager.filter(name__icontains=term).order_by("-pk")[:_OF_EACH]
        return _listed(rows, kind, icon)

    return look


def _listed(
    rows: QuerySet[Model] | Iterable[Model], kind: str, icon: str, more: Callable[..., str] = lambda row: ""
) -> list[Found]:
    found = []
    for row in rows:
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        description = ", ".join(filter(None, (kind, more(row))))
        found.append(Found(str(row), description, address, icon))
    return found


def _saved_filters(request: HttpRequest, term: str) -> list[Found]:
    rows = SavedFilter.objects.seen_by(request.user.pk).filter(name__icontains=term)[:_OF_EACH]
    return [
        Found(row.name, "saved filter", address, "filter_alt")
        for row in rows
        if (address := address_of(row, request)) is not None
    ]


_KINDS: tuple[tuple[str, Callable[[HttpRequest, str], list[Found]]], ...] = (
    ("games.view_game", _games),
    ("conversations.view_contact", _people),
    ("engagement.view_campaign", _named(Campaign, "campaign", "campaign")),
    ("engagement.view_segment", _named(Segment, "segment", "diversity_3")),
    ("engagement.view_experiment", _named(Experiment, "experiment", "science")),
    ("engagement.view_messagetemplate", _named(MessageTemplate, "template", "description")),
    ("games.view_rankingrule", _named(RankingRule, "ranking rule", "tune")),
)
