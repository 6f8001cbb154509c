"""Which running campaigns an import of games would bring people into: by cheaper games and by new titles."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from conversations.models import Contact
from engagement.models import Campaign
from games.importing.impacts import Foreseen, Touched
from games.models import Interaction

_T = Campaign.Trigger
_WANTED = (Interaction.Kind.SAVE, Interaction.Kind.LIKE)


def campaigns_touched(foreseen: Foreseen, now: datetime) -> list[Touched]:
    """Segments are drawn from what is known of people, never from the catalogue: only what sets a campaign off counts.

    Whom the campaign's own segment or a missing consent keeps out of it at the time of sending is not subtracted.
    """
    touched = []
    watching = Campaign.objects.filter(state=Campaign.State.RUNNING, trigger__in=(_T.PRICE_DROP, _T.NEW_TITLE))
    for campaign in watching.order_by("name"):
        people = (
            _saved_or_liked_cheaper(campaign, foreseen)
            if campaign.trigger == _T.PRICE_DROP
            else _may_like_what_is_new(campaign, foreseen)
        )
        if people is not None and (count := people.distinct().count()):
            touched.append(Touched(campaign.name, count, _WHY[_T(campaign.trigger)]))
    return touched


_WHY = {
    _T.PRICE_DROP: "people saved or like a game that gets cheaper",
    _T.NEW_TITLE: "a new title is of a genre they say they like, on a machine of theirs",
}


def _saved_or_liked_cheaper(campaign: Campaign, foreseen: Foreseen) -> QuerySet[Contact] | None:
    cheaper = [game for game, drop in foreseen.cheaper.items() if drop >= campaign.drop_percent / 100]
    if not cheaper:
        return None
    wanting = Interaction.objects.filter(game__in=cheaper, kind__in=_WANTED).values("player")
    return _agreed(campaign).filter(player__in=wanting)


def _may_like_what_is_new(campaign: Campaign, foreseen: Foreseen) -> QuerySet[Contact] | None:
    fits = Q()
    for platform, genres in foreseen.new.items():
        fits |= Q(player__platforms__contains=[platform], player__liked_genres__overlap=sorted(genres))
    return _agreed(campaign).filter(fits) if fits else None


def _agreed(campaign: Campaign) -> QuerySet[Contact]:
    return Contact.objects.filter(
        proactive_allowed=True, replies_allowed=True, topics__contains=[campaign.topic], goes_at=None
    )
