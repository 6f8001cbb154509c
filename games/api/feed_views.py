"""The feed, the bandit's slate and what is loved right now."""

from __future__ import annotations

import functools
import io
import time
from collections.abc import Callable
from typing import Any, ClassVar, Final

import numpy as np
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from games.api import feeds, items, limits, wishes
from games.api.authentication import claims_of
from games.api.nearest_city import nearest_city
from games.api.parsing import CarefulJSONParser
from games.api.principals import Scope
from games.api.problems import Problem
from games.api.shapes import BanditSlate, FeedPage
from games.api.views import NOT_KEPT, ApiView, is_in_pieces
from games.recommender import recommend, record

_LONGEST_BODY: Final = 4096
_READS: Final = "reads"
_PATH: Final = "/v1/recommend/feed"
_JSON, _ANYTHING = "application/json", "*/*"


class FeedWish(wishes.Wish):
    cursor = serializers.RegexField(r"^p\d{1,2}\Z", required=False, allow_null=True)
    limit = serializers.IntegerField(min_value=1, max_value=wishes.FEED, default=wishes.FEED)


class BanditWish(wishes.Wish):
    limit = serializers.IntegerField(min_value=1, max_value=10, default=3)


class FeedView(ApiView):
    """Every request that is not answered from what is stored."""

    scope: ClassVar[str] = Scope.RECOMMEND
    is_read: ClassVar[bool] = True
    limit_name: ClassVar[str] = _READS

    @extend_schema(request=FeedWish, responses=FeedPage, summary="Thirty games for this player, best first")
    def post(self, request: Request) -> HttpResponse:
        asked, page = _read(request.data)
        body = feeds.page_for(self.who, asked, page=page, now=timezone.now(), rng=np.random.default_rng())
        if body is None:
            raise Problem("not_found", "The page before this one is over; begin without a cursor.", 404)
        return HttpResponse(body, content_type="application/json")


class BanditView(ApiView):
    scope: ClassVar[str] = Scope.RECOMMEND

    @extend_schema(request=BanditWish, responses=BanditSlate, summary="A slate drawn by the policy, with its chances")
    def post(self, request: Request) -> Response:
        wish = BanditWish(data=request.data)
        wish.is_valid(raise_exception=True)
        data = wish.validated_data
        asked = wishes.read(data, city=_city(data), limit=data["limit"])
        who = self.who
        player, now = who.player, timezone.now()
        slate = recommend(player=player, context=asked.context, limit=asked.limit, rng=np.random.default_rng(), now=now)
        row = record(slate, player=player, surface="api", now=now)
        return Response({
            "items": [
                {
                    **items.picked(pick, slate=row.public_id, explains=asked.explains),
                    "propensity": round(pick.propensity, 6),
                }
                for pick in slate.picks
                if pick.score >= asked.min_relevance
            ],
            "slate_id": str(row.public_id),
            "policy_version": slate.policy_version,
            "explored_share": slate.explored_share,
        })  # fmt: skip


class StoredFeedMiddleware:
    """Answers a stored feed with one query, before sessions and whatever else only pages need; all else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == _PATH and request.method == "POST" and (stored := _stored(request)):
            return stored
        return self._get_response(request)


def _stored(request: HttpRequest) -> HttpResponse | None:
    """None wherever anything is out of the ordinary."""
    words = request.headers.get("Authorization", "").split()
    if len(words) != 2 or words[0].lower() != "bearer" or not _is_plain(request):
        return None
    try:
        if int(request.headers.get("Content-Length") or 0) > _LONGEST_BODY:
            return None
        claims = claims_of(words[1])
        asked, page = _read_bytes(request.body)
    except (APIException, ValueError, RecursionError):
        return None
    if Scope.RECOMMEND not in claims.scopes:
        return None
    body = feeds.warm(claims, asked, page=page, now=timezone.now())
    if body is None:
        return None
    limit = limits.Limit(_READS, settings.API_LIMITS[_READS], is_shared=False)
    standing = limits.count(limit, f"player:{claims.public_id}", seconds=time.time())
    if standing.is_over:
        return None
    sent = body.encode()
    # Without its length the server sends it in pieces.
    headers = {"Content-Length": str(len(sent)), "Cache-Control": NOT_KEPT}
    return HttpResponse(sent, content_type="application/json", headers=headers | standing.headers)


def _is_plain(request: HttpRequest) -> bool:
    """What a page that is drawn anew would be refused for is no business of a stored one."""
    accepts = request.headers.get("Accept", _ANYTHING)
    is_answerable = _ANYTHING in accepts or _JSON in accepts
    is_usual = request.content_type == _JSON and not is_in_pieces(request) and not request.META.get("QUERY_STRING")
    return is_usual and is_answerable


def _read_bytes(body: bytes) -> tuple[wishes.Asked, int]:
    """Where somebody is, is not remembered."""
    return (_read_now if b'"lat"' in body or b"\\" in body else _read_once)(body)


def _read_now(body: bytes) -> tuple[wishes.Asked, int]:
    return _read(CarefulJSONParser().parse(io.BytesIO(body)) if body else {})


_read_once = functools.lru_cache(maxsize=1024)(_read_now)


def _read(data: Any) -> tuple[wishes.Asked, int]:
    wish = FeedWish(data=data)
    wish.is_valid(raise_exception=True)
    told = wish.validated_data
    cursor = told.get("cursor")
    return wishes.read(told, city=_city(told), limit=told["limit"]), int(cursor[1:]) if cursor else 0


def _city(data: Any) -> str:
    lat, lng = data.get("lat"), data.get("lng")
    return nearest_city(lat, lng) if lat is not None and lng is not None else ""
