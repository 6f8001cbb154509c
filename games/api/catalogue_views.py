"""The catalogue for partners: a list, a game, and what is like it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Max, Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from games.api import items, paging
from games.api.principals import Scope
from games.api.shapes import GamePage, GameShape, Highlights, SimilarGames
from games.api.views import ApiView
from games.catalogue import offers
from games.models import Game, Player
from games.recommender import PriceTag, oldest_rating
from games.retrieval.alike import games_like
from games.trends import segment_of_platform
from games.vocabulary import GENRES, PLATFORMS


class GamesWish(serializers.Serializer[None]):
    q = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    platform = serializers.ChoiceField(list(PLATFORMS), required=False)
    genre = serializers.ChoiceField(list(GENRES), required=False)
    limit = serializers.IntegerField(min_value=1, max_value=paging.MOST, default=30)
    cursor = serializers.CharField(max_length=600, required=False, default="", allow_blank=True)


class SimilarWish(serializers.Serializer[None]):
    limit = serializers.IntegerField(min_value=1, max_value=30, default=10)


class HighlightsWish(serializers.Serializer[None]):
    limit = serializers.IntegerField(min_value=5, max_value=10, default=10)


class CatalogueView(ApiView):
    scope: ClassVar[str] = Scope.RECOMMEND
    needs_player: ClassVar[bool] = False

    def answer(self, request: Request, body: Mapping[str, Any]) -> Response:
        """With an ETag; 304 where the asker has it already."""
        etag = f'"{hashlib.sha256(repr(sorted(body.items())).encode()).hexdigest()[:24]}"'
        headers = {"ETag": etag, "Cache-Control": "private, max-age=60"}
        held = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
        if held & {etag, "*"}:
            return Response(status=304, headers=headers)
        return Response(body, headers=headers)


class GamesView(CatalogueView):
    @extend_schema(parameters=[GamesWish], responses=GamePage, summary="Games of the catalogue, the best first")
    def get(self, request: Request) -> Response:
        wish = GamesWish(data=request.query_params)
        wish.is_valid(raise_exception=True)
        asked = wish.validated_data
        games = Game.objects.published().filter(has_sexual_content=False)
        if platform := asked.get("platform"):
            games = games.filter(platforms__contains=[platform])
        if genre := asked.get("genre"):
            games = games.filter(genres__contains=[genre])
        if text := asked["q"].strip():
            games = games.filter(search=SearchQuery(text, config="simple", search_type="websearch"))
        if after := paging.read_cursor(asked["cursor"], float, int):
            quality, pk = after
            games = games.filter(Q(quality__lt=quality) | Q(quality=quality, pk__gt=pk))
        rows = list(games.order_by(F("quality").desc(), "pk")[: asked["limit"] + 1])
        shown, has_more = rows[: asked["limit"]], len(rows) > asked["limit"]
        prices = prices_of(shown)
        last = shown[-1] if has_more else None
        return self.answer(
            request,
            {
                "items": [items.game(row, prices.get(row.pk)) for row in shown],
                "next_cursor": paging.cursor_of(float(last.quality), last.pk) if last else None,
            },
        )


class GameView(CatalogueView):
    @extend_schema(responses=GameShape, summary="One game")
    def get(self, request: Request, slug: str) -> Response:
        row = game_or_404(slug)
        return self.answer(request, items.game(row, prices_of([row]).get(row.pk)))


class SimilarView(CatalogueView):
    @extend_schema(
        parameters=[SimilarWish, OpenApiParameter("slug", str, OpenApiParameter.PATH)], responses=SimilarGames,
        summary="Games whose texts are nearest to this one's",
    )  # fmt: skip
    def get(self, request: Request, slug: str) -> Response:
        wish = SimilarWish(data=request.query_params)
        wish.is_valid(raise_exception=True)
        game = game_or_404(slug)
        found = [
            {"slug": one.slug, "title": one.title, "platforms": one.platforms, "score": round(one.likeness, 4)}
            for one in games_like(game.pk, limit=wish.validated_data["limit"], only_offered=True)
        ]
        return self.answer(request, {"items": found})


class HighlightsView(ApiView):
    """The same for everybody with the same machines, but for who is no adult: they get what is rated for them."""

    scope: ClassVar[str] = Scope.RECOMMEND
    needs_player: ClassVar[bool] = False
    is_read: ClassVar[bool] = True

    @extend_schema(parameters=[HighlightsWish], responses=Highlights, summary="What is loved of late")
    def get(self, request: Request) -> Response:
        return self._answer(request.query_params)

    @extend_schema(request=HighlightsWish, responses=Highlights, summary="What is loved of late")
    def post(self, request: Request) -> Response:
        return self._answer(request.data)

    def _answer(self, data: Any) -> Response:
        wish = HighlightsWish(data=data)
        wish.is_valid(raise_exception=True)
        who = self.who
        player = who.player if who.player_id else Player()
        rating = oldest_rating(None, player.age_band)
        rows = trending(player.platforms, limit=wish.validated_data["limit"], rating=rating)
        prices = prices_of([row for row, _ in rows])
        return Response({"items": [{**items.game(row, prices.get(row.pk)), "score": score} for row, score in rows]})


def trending(platforms: Sequence[str], *, limit: int, rating: int | None = None) -> Sequence[tuple[Game, float]]:
    """Games that are loved on these machines, else by everyone; 1.0 is the most loved. The popular fill what lacks.

    With ``rating`` only what is rated for that age or below.
    """
    segments = [segment_of_platform(key) for key in platforms] or ["everyone"]
    games = Game.objects.published().filter(has_sexual_content=False)
    if rating is not None:
        games = games.filter(age_rating__lte=rating)
    loved: QuerySet[Any] = games.filter(trends__segment__in=segments).annotate(love=Max("trends__score"))
    rows = [(row, float(row.love)) for row in loved.order_by("-love", "pk")[:limit]]
    if len(rows) < limit:
        known = [row.pk for row, _ in rows]
        if platforms:
            games = games.filter(platforms__overlap=list(platforms))
        rest = games.exclude(pk__in=known).order_by(F("quality").desc(), "pk")[: limit - len(rows)]
        rows += [(row, 0.0) for row in rest]
    most = max((love for _, love in rows), default=0.0) or 1.0
    return [(row, round(love / most, 4)) for row, love in rows]


def game_or_404(slug: str) -> Game:
    game = Game.objects.published().filter(slug=slug, has_sexual_content=False).first()
    if game is None:
        raise Http404
    return game


def prices_of(games: Sequence[Game]) -> Mapping[int, PriceTag]:
    """The cheapest current offer of each."""
    tags: dict[int, PriceTag] = {}
    for offer in offers.cheapest(game__in=[game.pk for game in games]):
        tags.setdefault(offer.game_id, PriceTag(offer.amount, offer.currency, offer.store, offer.url))
    return tags
