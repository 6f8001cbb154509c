"""Public pages beside the chat: what we keep, and the way to a store."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conversations import links
from games.interactions.recording import record_interaction
from games.models import Impression, Interaction, Offer
from games.vocabulary import families_of

# Messengers, search engines and mail scanners open links to preview them; nobody clicked.
_PREFETCHERS = (
    "bot", "crawl", "spider", "preview", "facebookexternalhit", "whatsapp", "slack", "telegram", "twitter",
    "discord", "embedly", "skype", "curl", "wget", "python-", "okhttp", "go-http-client", "headlesschrome-lighthouse",
)  # fmt: skip


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask here for pages that name no icon."""
    return HttpResponseRedirect(static("chat/thrum.svg"))


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """The front door: chat, one's own page, the API, the admin."""
    return render(request, "pages/landing.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    kept = {
        "raw_days": settings.RAW_PAYLOAD_DAYS,
        "body_days": settings.MESSAGE_BODY_DAYS,
        "web_days": settings.WEB_CONTACT_DAYS,
    }
    return render(request, "pages/privacy.html", kept)


@require_safe
@never_cache
def store_page(request: HttpRequest, token: str) -> HttpResponse:
    """Send somebody on to the store page of a game that they were shown, and remember the click."""
    impression_id = links.read_token(token)
    impression = (
        Impression.objects.select_related("game", "player", "slate").filter(pk=impression_id).first()
        if impression_id
        else None
    )
    if impression is None:
        return render(request, "pages/link_gone.html", status=404)
    url = _store_url(impression)
    if url is None:
        return render(request, "pages/no_store.html", {"game": impression.game}, status=404)
    if _is_a_person(request):
        record_interaction(
            player=impression.player,
            game=impression.game,
            kind=Interaction.Kind.CLICK,
            source="link",
            at=timezone.now(),
            key=f"impression:{impression.pk}:click",
        )
    response = HttpResponseRedirect(url)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _store_url(impression: Impression) -> str | None:
    """A stored address only: first the stores of the player's own platforms, the cheapest first."""
    own = families_of(impression.slate.context.get("platforms") or impression.player.platforms)
    offers = list(Offer.objects.filter(game=impression.game, is_current=True).exclude(url=""))
    offers.sort(key=lambda offer: (offer.family not in own, offer.amount, offer.pk))
    return offers[0].url if offers else None


def _is_a_person(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "").lower()
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return (
        request.method == "GET"
        and bool(agent)
        and "prefetch" not in purpose
        and not any(mark in agent for mark in _PREFETCHERS)
    )
