"""Games for a wish in somebody's own words."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import numpy as np
from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api import natural_reading, parser_client
from conversations.api.natural_reading import TIME_SLOTS, NaturalWish
from conversations.api.natural_refining import refined
from conversations.dialogue.offers import references
from conversations.knowledge import in_use as knowledge
from games.api import items
from games.api.nearest_city import nearest_city
from games.api.principals import Scope
from games.api.shapes import Recommendation
from games.api.views import ApiView
from games.recommender import recommend, record
from games.vocabulary import GENRES, MOODS, PLATFORMS

LONGEST: Final = 1_000


class Options(serializers.Serializer[None]):
    limit = serializers.IntegerField(min_value=1, max_value=30, default=10)
    exclude_seen = serializers.BooleanField(default=True, help_text="Leave out what was shown in the last seven days.")
    min_relevance = serializers.FloatField(min_value=0, max_value=1, default=0.0, help_text="Of the score, 0…1.")
    diversity = serializers.BooleanField(default=True, help_text="Off: the best fits, also where they are alike.")
    explain = serializers.BooleanField(default=False, help_text="Tell the parts of each score.")
    lat = serializers.FloatField(
        min_value=-90, max_value=90, required=False, allow_null=True, help_text="Reduced to a city nearby, never kept."
    )
    lng = serializers.FloatField(min_value=-180, max_value=180, required=False, allow_null=True)


class NaturalQuestion(Options):
    text = serializers.CharField(max_length=LONGEST, help_text="co-op on switch tonight under $40")


class PlainQuestion(Options):
    user_input = serializers.CharField(max_length=LONGEST, help_text="something cozy after work")


class Parsed(serializers.Serializer[None]):
    categories = serializers.ListField(child=serializers.ChoiceField(list(GENRES)))
    exclude_categories = serializers.ListField(child=serializers.ChoiceField(list(GENRES)))
    exclude_themes = serializers.ListField(
        child=serializers.CharField(), help_text="What else it is to be without: zombies, turn-based, clowns."
    )
    price_max = serializers.FloatField(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    time_slot = serializers.ChoiceField(list(TIME_SLOTS), allow_null=True)
    location = serializers.CharField(allow_null=True, help_text="A large city that was named.")
    vibe_keywords = serializers.ListField(child=serializers.CharField())
    platforms = serializers.ListField(child=serializers.ChoiceField(list(PLATFORMS)))
    exclude_platforms = serializers.ListField(child=serializers.ChoiceField(list(PLATFORMS)))
    mood = serializers.ChoiceField(list(MOODS), allow_null=True)
    session_minutes = serializers.IntegerField(allow_null=True)
    multiplayer = serializers.ChoiceField(["solo", "coop", "versus"], allow_null=True)
    like_titles = serializers.ListField(child=serializers.CharField())
    youngest_age = serializers.IntegerField(allow_null=True, help_text="Of a child who plays along, or who asks.")
    intent = serializers.CharField()
    confidence = serializers.FloatField(help_text="Of the intent, 0…1.")
    is_unsure = serializers.BooleanField()
    needs_care = serializers.BooleanField(help_text="They sound very low: be kind, and show where help is.")
    refined = serializers.BooleanField(help_text="A language model has filled in what was open.")


class NaturalAnswer(serializers.Serializer[None]):
    parsed = Parsed()
    items = Recommendation(many=True)
    slate_id = serializers.UUIDField()


class TitleAndScore(serializers.Serializer[None]):
    title = serializers.CharField()
    score = serializers.FloatField()


class WordsView(ApiView):
    """What those who read text have in common."""

    scope: ClassVar[str] = Scope.RECOMMEND

    def games_for(self, text: str, asked: dict[str, Any]) -> dict[str, Any]:
        player, now = self.who.player, timezone.now()
        currency = player.budget_currency or settings.DEFAULT_CURRENCY
        wish = _read(text, own_platforms=player.platforms)
        lat, lng = asked.get("lat"), asked.get("lng")
        here = nearest_city(lat, lng) if lat is not None and lng is not None else ""
        if city := wish.location or here:
            player.city = city  # of this answer only: the row is never saved
        context = natural_reading.context_of(
            wish,
            own_platforms=player.platforms,
            default_currency=currency,
            refused=[game.slug for game in references.called(wish.names_disliked)] if wish.names_disliked else (),
            exclude_seen=asked["exclude_seen"],
            is_diverse=asked["diversity"],
        )
        slate = recommend(
            player=player, context=context, limit=asked["limit"], rng=np.random.default_rng(), now=now
        )  # fmt: skip
        row = record(slate, player=player, surface="api", now=now)
        return {
            "parsed": wish.as_json(default_currency=currency),
            "items": [
                items.picked(pick, slate=row.public_id, explains=asked["explain"])
                for pick in slate.picks
                if pick.score >= asked["min_relevance"]
            ],
            "slate_id": str(row.public_id),
        }


class NaturalView(WordsView):
    @extend_schema(request=NaturalQuestion, responses=NaturalAnswer, summary="Games for a wish in one's own words")
    def post(self, request: Request) -> Response:
        question = NaturalQuestion(data=request.data)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        return Response(self.games_for(asked["text"], asked))


class PlainView(WordsView):
    """A list, best first, each with ``title`` and ``score`` and all else that a recommendation has."""

    @extend_schema(request=PlainQuestion, responses=Recommendation(many=True), summary="The same as a plain list")
    def post(self, request: Request) -> Response:
        question = PlainQuestion(data=request.data)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        return Response(self.games_for(asked["user_input"], asked)["items"])


class BareView(PlainView):
    """The same under the address without a version: exactly title and score."""

    @extend_schema(exclude=True)
    def post(self, request: Request) -> Response:
        response = super().post(request)
        response.data = [{"title": one["title"], "score": one["score"]} for one in response.data]
        return response


def _read(text: str, *, own_platforms: list[str]) -> NaturalWish:
    now = timezone.now()
    wish = natural_reading.read_wish(text, own_platforms=own_platforms, knowledge=knowledge.current(), now=now)
    told = None if wish.needs_care else parser_client.ask(text, now=now)
    return refined(wish, told) if told else wish
