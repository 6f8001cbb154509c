"""A player's own page: their week of moods, their taste, their games, and what happens when they change it.

Every button is a form, so the page needs no script; what it changes shows on the page that comes next.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable

import numpy as np
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.me import reading, visitors
from conversations.models import Contact
from conversations.privacy import own_data
from games.api import items
from games.interactions.recording import record_interaction
from games.models import Game, Interaction, Player
from games.players import facts as player_facts
from games.recommender import mark_seen

_SOURCE = "me"
_REACTIONS = ("like", "dislike")


def _of_player(view: Callable[[HttpRequest, Player], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Who is not signed in is asked to; nothing of a page is ever kept by a browser or a proxy."""

    @never_cache
    @csrf_protect
    @functools.wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        player = visitors.player_of(request)
        return view(request, player) if player else redirect("me:sign-in")

    return guarded


@require_safe
@_of_player
def page(request: HttpRequest, player: Player) -> HttpResponse:
    mine = reading.page_of(player, now=timezone.now(), rng=np.random.default_rng())
    return render(request, "me/page.html", {"mine": mine, "done": request.GET.get("done", "")})


@require_POST
@_of_player
def react(request: HttpRequest, player: Player) -> HttpResponse:
    """Like or dislike a game of the feed, or save it; the next page has another feed."""
    kind, rec = request.POST.get("kind", ""), request.POST.get("recommendation_id", "")[:60]
    shown = items.impressions_of([rec], player_id=player.pk).get(rec)
    if shown is None or kind not in (*_REACTIONS, "save"):
        return _back("games")
    now = timezone.now()
    with transaction.atomic():
        mark_seen(impression_ids=[shown.pk], at=now)
        # Pressed twice is said once.
        record_interaction(
            player=player, game=shown.game, kind=kind, source=_SOURCE, at=now,
            key=f"impression:{shown.pk}:{kind}" if kind in _REACTIONS else None,
        )  # fmt: skip
    return _back("games", done=kind)


@require_POST
@_of_player
def forget(request: HttpRequest, player: Player) -> HttpResponse:
    kind, key = request.POST.get("kind", ""), request.POST.get("key", "")[:60]
    player_facts.forget(
        player_id=player.pk, now=timezone.now(),
        platforms=[key] if kind == "platform" else (), liked_genres=[key] if kind == "liked" else (),
        avoided_genres=[key] if kind == "avoided" else (), budget=kind == "budget", usual_minutes=kind == "minutes",
    )  # fmt: skip
    return _back("taste", done="forgotten")


@require_POST
@_of_player
def unsave(request: HttpRequest, player: Player) -> HttpResponse:
    slug = request.POST.get("slug", "")[:200].replace("\x00", "")  # no database takes a NUL
    game = Game.objects.filter(slug=slug, interactions__player=player).first()
    if game is not None:
        record_interaction(
            player=player, game=game, kind=Interaction.Kind.UNSAVE, source=_SOURCE, at=timezone.now()
        )  # fmt: skip
    return _back("saved", done="unsaved")


@require_POST
@_of_player
def export(request: HttpRequest, player: Player) -> HttpResponse:
    contact = Contact.objects.filter(player=player).first()
    everything = own_data.export(contact) if contact else own_data.export_taste(player)
    told = json.dumps(everything, default=own_data.as_json_default, ensure_ascii=False, indent=1)
    response = HttpResponse(told, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="thrum-my-data.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@_of_player
def erase(request: HttpRequest, player: Player) -> HttpResponse:
    """Asked once more, then all of it goes."""
    if request.method != "POST" or request.POST.get("sure") != "yes":
        return render(request, "me/erase.html")
    own_data.erase_player(player=player, now=timezone.now())
    response = render(request, "me/erased.html")
    visitors.see_off(response)
    return response


def _back(part: str, *, done: str = "") -> HttpResponse:
    asked = f"?done={done}" if done else ""
    return redirect(f"{reverse('me:page')}{asked}#{part}")
