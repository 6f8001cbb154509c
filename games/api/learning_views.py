"""What players did and how they liked it: stored, learnt from at once, and seen in the very next answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from games.api import items
from games.api.principals import Principal, Scope
from games.api.problems import Problem
from games.api.views import ApiView
from games.interactions.in_bulk import Event, record_many
from games.interactions.recording import record_interaction
from games.models import Game, Impression, Interaction, Player
from games.recommender import mark_seen

MOST_EVENTS: Final = 500
KINDS: Final = ("search", "view", "click", "like", "dislike", "purchase", "skip", "save", "play", "will_play")
# What partners call it → what we call it.
_AS_OURS: Final = {"play": "played"}
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
# What is older was no memory of a player but a date gone wrong, and every day that has an event is counted.
_OLDEST: Final = timedelta(days=3653)
_EVENT_ID: Final = re.compile(r"evt_(\d{1,18})\Z")
_REWARDS: Final = ("purchase", "skip", "like")
_SOURCE: Final = "api"


class EventShape(serializers.Serializer[None]):
    kind = serializers.ChoiceField(KINDS)
    slug = serializers.SlugField(max_length=200, required=False, help_text="The game, or name the recommendation.")
    recommendation_id = serializers.CharField(max_length=60, required=False)
    query = serializers.CharField(max_length=200, required=False, help_text="Of a search; counted, not kept.")
    at = serializers.DateTimeField(required=False, help_text="Now, if left out. Within the last ten years.")
    id = serializers.CharField(max_length=60, required=False, help_text="Yours; sent again, it is the same event.")

    def validate_at(self, at: datetime) -> datetime:
        now = timezone.now()
        if at > now + _CLOCKS_DIFFER:
            raise serializers.ValidationError("This has not happened yet.")
        if at < now - _OLDEST:
            raise serializers.ValidationError("This is more than ten years ago.")
        return min(at, now)

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        if told["kind"] != "search" and not (told.get("slug") or told.get("recommendation_id")):
            raise serializers.ValidationError("Name the game by slug, or the recommendation.")
        return told


class Behaviour(serializers.Serializer[None]):
    events = serializers.ListField(child=EventShape(), allow_empty=False, max_length=MOST_EVENTS)


class Logged(serializers.Serializer[None]):
    event_ids = serializers.ListField(
        child=serializers.CharField(allow_null=True), help_text="In the order sent; null: of a child it is not kept."
    )


class RewardWish(serializers.Serializer[None]):
    event_id = serializers.CharField(max_length=30, required=False)
    recommendation_id = serializers.CharField(max_length=60, required=False)
    reward = serializers.JSONField(help_text="purchase, like or skip; or a number from -1 to 1.")

    def validate_reward(self, reward: Any) -> str | float:
        if isinstance(reward, str) and reward in _REWARDS:
            return reward
        if isinstance(reward, int | float) and not isinstance(reward, bool) and -1 <= reward <= 1:
            return float(reward)
        raise serializers.ValidationError("One of purchase, like and skip, or a number from -1 to 1.")

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        if bool(told.get("event_id")) == bool(told.get("recommendation_id")):
            raise serializers.ValidationError("Name either the event or the recommendation.")
        return told


class FeedbackWish(serializers.Serializer[None]):
    feedback = serializers.ChoiceField(["like", "dislike", "click"])
    recommendation_id = serializers.CharField(max_length=60, required=False)
    slug = serializers.SlugField(max_length=200, required=False)

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        if bool(told.get("slug")) == bool(told.get("recommendation_id")):
            raise serializers.ValidationError("Name either the game by slug or the recommendation.")
        return told


class Learnt(serializers.Serializer[None]):
    event_id = serializers.CharField(allow_null=True)
    profile_version = serializers.IntegerField()


class BehaviourView(ApiView):
    scope: ClassVar[str] = Scope.LEARN
    limit_name: ClassVar[str] = "events"

    @extend_schema(request=Behaviour, responses={201: Logged}, summary="Log what a player did, up to 500 at once")
    def post(self, request: Request) -> Response:
        single = isinstance(request.data, dict) and "events" not in request.data
        wish = Behaviour(data={"events": [request.data]} if single else request.data)
        wish.is_valid(raise_exception=True)
        who = self.who
        told = wish.validated_data["events"]
        now = timezone.now()
        shown = _shown(told, who)
        games = _games(told)
        events = [_event(one, number, who, games, shown, now) for number, one in enumerate(told)]
        with transaction.atomic():
            _lock(who)
            seen = [shown[one["recommendation_id"]].pk for one in told if one.get("recommendation_id")]
            mark_seen(impression_ids=seen, at=now)
            numbers = record_many(player_id=who.player_id or 0, events=events, source=_SOURCE)
        return Response({"event_ids": [f"evt_{one}" if one else None for one in numbers]}, status=201)


class FeedbackView(ApiView):
    scope: ClassVar[str] = Scope.LEARN

    @extend_schema(request=FeedbackWish, responses={201: Learnt}, summary="Like, dislike or click")
    def post(self, request: Request) -> Response:
        wish = FeedbackWish(data=request.data)
        wish.is_valid(raise_exception=True)
        told, now = wish.validated_data, timezone.now()
        event = {**told, "kind": told["feedback"]}
        shown = _shown([event], self.who)
        game = _event(event, 0, self.who, _games([event]), shown, now).game
        return _learn(self.who, game, event["kind"], 1.0, [one.pk for one in shown.values()], now)


class RewardView(ApiView):
    scope: ClassVar[str] = Scope.LEARN

    @extend_schema(request=RewardWish, responses={201: Learnt}, summary="What a recommendation or an event was worth")
    def post(self, request: Request) -> Response:
        wish = RewardWish(data=request.data)
        wish.is_valid(raise_exception=True)
        told, now, who = wish.validated_data, timezone.now(), self.who
        kind, value = _as_event(told["reward"])
        if rec := told.get("recommendation_id"):
            shown = _shown([told], who)[rec]
            return _learn(who, shown.game, kind, value, [shown.pk], now)
        event = _event_of(told["event_id"], who)
        if event.game is None:
            raise Problem("invalid_request", "A search is about no game, so it earns nothing.", 400)
        with transaction.atomic():
            _lock(who)
            Interaction.objects.filter(pk=event.pk).update(value=value if kind != "skip" else -abs(value))
            return _learn(who, event.game, kind, value, [], now)


def _as_event(reward: str | float) -> tuple[str, float]:
    """The kind of event that a reward is, and how much of it."""
    if isinstance(reward, str):
        return reward, 1.0
    return ("like", reward) if reward >= 0 else ("skip", -reward)


def _learn(who: Principal, game: Game | None, kind: str, value: float, seen: Sequence[int], now: datetime) -> Response:
    with transaction.atomic():
        player = _lock(who)
        mark_seen(impression_ids=seen, at=now)
        record_interaction(player=player, game=game, kind=kind, source=_SOURCE, at=now, value=value)
        made = Interaction.objects.filter(player=player, game=game, kind=kind, at=now).order_by("-pk").first()
        player.refresh_from_db(fields=["profile_version"])
    return Response(
        {"event_id": f"evt_{made.pk}" if made else None, "profile_version": player.profile_version}, status=201
    )


def _lock(who: Principal) -> Player:
    """The player's row before all others, as everybody who learns takes it: else two of them wait for each other."""
    return Player.objects.select_for_update().get(pk=who.player_id or 0)


def _event(
    told: Mapping[str, Any], number: int, who: Principal, games: Mapping[str, Game], shown: Mapping[str, Impression],
    now: datetime,
) -> Event:  # fmt: skip
    kind = _AS_OURS.get(told["kind"], told["kind"])
    game = None
    if rec := told.get("recommendation_id"):
        game = shown[rec].game
    elif slug := told.get("slug"):
        if slug not in games:
            raise Problem("not_found", f"Event {number + 1}: there is no game {slug!r}.", 404)
        game = games[slug]
    key = f"api:{who.public_id}:{told['id']}" if told.get("id") else None
    return Event(kind=kind, game=game if kind != "search" else None, at=told.get("at") or now, key=key)


def _games(told: Sequence[Mapping[str, Any]]) -> Mapping[str, Game]:
    slugs = {one["slug"] for one in told if one.get("slug")}
    known = Game.objects.published().filter(slug__in=slugs).only("slug", "genres", "tags")
    return {game.slug: game for game in known}


def _shown(told: Sequence[Mapping[str, Any]], who: Principal) -> Mapping[str, Impression]:
    """The impressions that are named. Raises Problem where one was never told to this player."""
    named = {one["recommendation_id"] for one in told if one.get("recommendation_id")}
    found = items.impressions_of(named, player_id=who.player_id or 0)
    if missing := named - found.keys():
        raise Problem("not_found", f"There is no recommendation {sorted(missing)[0]!r}.", 404)
    return found


def _event_of(text: str, who: Principal) -> Interaction:
    number = _EVENT_ID.match(text)
    rows = Interaction.objects.select_related("game").filter(player_id=who.player_id or 0)
    event = rows.filter(pk=int(number[1])).first() if number else None
    if event is None:
        raise Problem("not_found", f"There is no event {text!r}.", 404)
    return event
