"""What we know of a player: told at the start, read, taken back, taken along, deleted.

The words of the partners' contract stand beside our own; docs/api.md says what each means here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from django.db import transaction
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.privacy import own_data
from games.api.principals import Scope
from games.api.views import ApiView
from games.interactions.recording import drop_what_a_child_said, reset_taste
from games.models import Interaction, Player
from games.players.facts import remember
from games.vocabulary import GENRES, PLATFORMS

_GENDERS: Final = ("male", "female", "non_binary")
_ADULT, _TEEN = 18, 13
_EXAMPLE: Final = {"intent": "explore", "platforms": ["switch"], "genres": ["adventure"], "age": 27, "city": "Leipzig"}


class Onboarding(serializers.Serializer[None]):
    """All of it may be left out; what is told again takes the place of what was told before."""

    intent = serializers.ChoiceField(["explore", "create", "freelance"], required=False)
    platforms = serializers.ListField(child=serializers.ChoiceField(list(PLATFORMS)), max_length=20, required=False)
    genres = serializers.ListField(
        child=serializers.ChoiceField(list(GENRES)), max_length=20, required=False, help_text="That they like."
    )
    avoid_genres = serializers.ListField(child=serializers.ChoiceField(list(GENRES)), max_length=20, required=False)
    age = serializers.IntegerField(
        min_value=0, max_value=120, required=False, help_text="Only whether it is below 13, below 18 or above is kept."
    )
    gender = serializers.ChoiceField(list(_GENDERS), required=False, allow_null=True)
    city = serializers.CharField(max_length=100, required=False)
    neighborhood = serializers.CharField(max_length=100, required=False)


class Scored(serializers.Serializer[None]):
    name = serializers.CharField(help_text="A genre or a tag.")
    score = serializers.FloatField(help_text="Above 0, at most 1.")


class PriceRange(serializers.Serializer[None]):
    avg = serializers.FloatField(allow_null=True)
    sweet_spot_min = serializers.FloatField(allow_null=True)
    sweet_spot_max = serializers.FloatField(allow_null=True)


class Place(serializers.Serializer[None]):
    city = serializers.CharField()
    neighborhood = serializers.CharField(allow_null=True)
    score = serializers.FloatField()


class Profile(serializers.Serializer[None]):
    user_id = serializers.UUIDField()
    onboarding_intent = serializers.CharField(allow_null=True)
    age = serializers.IntegerField(allow_null=True, help_text="Always null: we keep no age, but age_band.")
    age_band = serializers.ChoiceField(["under_13", "13_17", "adult"], allow_null=True)
    gender = serializers.CharField(allow_null=True)
    preferred_categories = Scored(many=True)
    preferred_price_range = PriceRange(help_text="US dollars.")
    preferred_locations = Place(many=True)
    total_events_attended = serializers.IntegerField(help_text="Games played.")
    cold_start_completed = serializers.BooleanField()
    platforms = serializers.ListField(child=serializers.CharField())
    liked_genres = serializers.ListField(child=serializers.CharField())
    avoided_genres = serializers.ListField(child=serializers.CharField())
    scores = serializers.DictField(child=serializers.FloatField(), help_text="'genre:rpg' or 'tag:cozy' → -1…1.")
    usual_minutes = serializers.IntegerField(allow_null=True)
    budget = serializers.FloatField(allow_null=True)
    budget_currency = serializers.CharField(allow_null=True)
    events_count = serializers.IntegerField()
    profile_version = serializers.IntegerField()


def profile_of(player: Player) -> dict[str, Any]:
    played = player.interactions.filter(kind=Interaction.Kind.PLAYED).values("game_id").distinct().count()
    return {
        "user_id": str(player.public_id),
        "onboarding_intent": player.onboarding_intent or None,
        "age": None,
        "age_band": player.age_band or None,
        "gender": player.gender or None,
        "preferred_categories": _preferred(player),
        "preferred_price_range": {
            "avg": _number(player.price_sweet),
            "sweet_spot_min": _number(player.price_low),
            "sweet_spot_max": _number(player.price_high),
        },
        "preferred_locations": [
            {"city": row["city"], "neighborhood": row["neighbourhood"] or None, "score": row["score"]}
            for row in player.places
        ],
        "total_events_attended": played,
        "cold_start_completed": player.cold_start_done,
        "platforms": player.platforms,
        "liked_genres": player.liked_genres,
        "avoided_genres": player.avoided_genres,
        "scores": player.scores,
        "usual_minutes": player.usual_minutes,
        "budget": _number(player.budget),
        "budget_currency": player.budget_currency or None,
        "events_count": player.events_count,
        "profile_version": player.profile_version,
    }


def _preferred(player: Player) -> list[dict[str, Any]]:
    """What they said that they like, and what their acts taught, the dearest first."""
    best: dict[str, float] = {}
    said = {f"genre:{genre}": 1.0 for genre in player.liked_genres}
    for key, score in {**player.scores, **said}.items():
        name = key.split(":", 1)[1]
        if score > 0 and name not in player.avoided_genres:
            best[name] = max(best.get(name, 0.0), round(float(score), 4))
    return [{"name": name, "score": score} for name, score in sorted(best.items(), key=lambda one: (-one[1], one[0]))]


def _number(value: Any) -> float | None:
    return float(value) if value is not None else None


@transaction.atomic
def onboard(*, player_id: int, told: Mapping[str, Any], now: datetime) -> None:
    facts: dict[str, Any] = {
        "platforms": told.get("platforms"),
        "liked_genres": told.get("genres", ()),
        "avoided_genres": told.get("avoid_genres", ()),
        "city": told.get("city", ""),
        "neighbourhood": told.get("neighborhood", ""),
        "onboarding_intent": told.get("intent"),
    }
    if "gender" in told:
        facts["gender"] = told["gender"] or ""
    if "age" in told:
        facts["age_band"] = _band(told["age"])
    remember(player_id=player_id, at=now, **facts)
    if facts.get("age_band") == Player.AgeBand.UNDER_13:
        drop_what_a_child_said(player_id=player_id)


def _band(age: int) -> str:
    bands = Player.AgeBand
    return bands.UNDER_13 if age < _TEEN else bands.TEEN if age < _ADULT else bands.ADULT


class OnboardingView(ApiView):
    scope = Scope.PROFILE_WRITE

    @extend_schema(
        request=Onboarding, responses={200: Profile}, summary="What somebody came for, and what they play on",
        examples=[OpenApiExample("An explorer", value=_EXAMPLE, request_only=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        wish = Onboarding(data=request.data)
        wish.is_valid(raise_exception=True)
        onboard(player_id=self.who.player_id or 0, told=wish.validated_data, now=timezone.now())
        return Response(profile_of(self.who.player))


class ProfileView(ApiView):
    scope = Scope.PROFILE_READ

    @extend_schema(responses={200: Profile}, summary="What we know of the player")
    def get(self, request: Request) -> Response:
        return Response(profile_of(self.who.player))


class ResetView(ApiView):
    """What was played or turned down still spares them the same game; machines, budget and age are no taste."""

    scope = Scope.PROFILE_WRITE

    @extend_schema(request=None, responses={200: Profile}, summary="Forget the taste")
    def post(self, request: Request) -> Response:
        reset_taste(player_id=self.who.player_id or 0)
        return Response(profile_of(self.who.player))


class ExportView(ApiView):
    scope = Scope.PROFILE_READ

    @extend_schema(responses={200: OpenApiTypes.OBJECT}, summary="Everything that we hold about the player")
    def get(self, request: Request) -> Response:
        return Response(own_data.export_player(self.who.player))


class UserView(ApiView):
    """The account, the conversation, the taste: all of it goes, and every token with it."""

    scope = Scope.PROFILE_WRITE
    repeats_itself: ClassVar[bool] = True

    @extend_schema(request=None, responses={204: None}, summary="Delete the player")
    def delete(self, request: Request) -> Response:
        own_data.erase_player(player=self.who.player, now=timezone.now())
        return Response(status=204)
