"""Games that are chosen in the list become a rule that offers them more often: a draft, looked at before it counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from unfold.admin import ModelAdmin

from games.models import Game, RankingRule
from games.ranking_rules import rulebook

MOST, FOR = 100, timedelta(days=14)
_ACTION, _MAY = "feature", "games.add_rankingrule"


class FeaturesGames(ModelAdmin):
    """Adds the act to the list for whoever may write ranking rules."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if request.user.has_perm(_MAY):
            actions[_ACTION] = (_feature, _ACTION, "Feature for two weeks …")
        return actions


def _feature(page: FeaturesGames, request: HttpRequest, chosen: QuerySet[Game]) -> HttpResponse | None:
    slugs = list(chosen.order_by("slug").values_list("slug", flat=True)[: MOST + 1])
    if len(slugs) > MOST:
        messages.error(request, f"What is featured stands out among the rest: choose {MOST} games at most.")
        return None
    assert isinstance(request.user, User)  # the admin lets nobody else in
    rule = draft(slugs, by=request.user, now=timezone.now())
    messages.success(request, "A draft that offers them more often: look at it, change it, and publish it.")
    return HttpResponseRedirect(reverse("admin:games_rankingrule_preview", args=[rule.pk]))


def draft(slugs: list[str], *, by: User, now: datetime) -> RankingRule:
    """Changes nothing for players until somebody publishes it; over by itself two weeks from now."""
    name, number = f"Featured {now:%d %b %Y}", 1
    while RankingRule.objects.filter(name=name if number == 1 else f"{name} ({number})").exists():
        number += 1
    rule = RankingRule(
        name=name if number == 1 else f"{name} ({number})", kind=RankingRule.Kind.BOOST, titles=slugs, ends_at=now + FOR
    )
    rulebook.save_draft(rule=rule, by=by, why="Featured from the list of games.", now=now)
    return rule
