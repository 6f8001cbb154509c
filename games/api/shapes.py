"""The shapes of answers, for the schema and the clients that are made from it."""

from __future__ import annotations

from rest_framework import serializers


class Priced(serializers.Serializer[None]):
    price = serializers.FloatField(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    store = serializers.CharField(allow_null=True)


class GameShape(Priced):
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    feel = serializers.CharField()
    platforms = serializers.ListField(child=serializers.CharField())
    genres = serializers.ListField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    release_date = serializers.DateField(allow_null=True)
    session_minutes = serializers.IntegerField(allow_null=True)
    hours_to_finish = serializers.FloatField(allow_null=True)
    player_modes = serializers.ListField(child=serializers.CharField())
    difficulty = serializers.IntegerField(allow_null=True, help_text="1 to 5.")
    age_rating = serializers.IntegerField(allow_null=True, help_text="The youngest age that it suits.")
    critic_score = serializers.IntegerField(allow_null=True)
    studio = serializers.CharField()
    image_url = serializers.CharField(allow_null=True)


class GamePage(serializers.Serializer[None]):
    items = GameShape(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class SimilarGame(serializers.Serializer[None]):
    slug = serializers.CharField()
    title = serializers.CharField()
    platforms = serializers.ListField(child=serializers.CharField())
    score = serializers.FloatField(help_text="Cosine of the two texts, at most 1.")


class SimilarGames(serializers.Serializer[None]):
    items = SimilarGame(many=True)


class Recommendation(Priced):
    recommendation_id = serializers.CharField(help_text="Tell it back with feedback, reward or a view.")
    slug = serializers.CharField()
    title = serializers.CharField()
    platforms = serializers.ListField(child=serializers.CharField())
    genres = serializers.ListField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    feel = serializers.CharField()
    session_minutes = serializers.IntegerField(allow_null=True)
    image_url = serializers.CharField(allow_null=True)
    score = serializers.FloatField(help_text="0…1: how well it suits.")
    confidence = serializers.FloatField(help_text="0…1: how likely a good reaction is, calibrated on past ones.")
    strategy = serializers.CharField(help_text="best_fit, discovery or fair_start.")
    reason = serializers.CharField(help_text="One line, made of facts that moved the score.")
    parts = serializers.DictField(
        child=serializers.FloatField(), required=False, help_text="With explain: the parts of the score."
    )


class FeedPage(serializers.Serializer[None]):
    items = Recommendation(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    slate_id = serializers.UUIDField()


class Drawn(Recommendation):
    propensity = serializers.FloatField(help_text="The chance with which this game got its place, 0…1.")


class BanditSlate(serializers.Serializer[None]):
    items = Drawn(many=True)
    slate_id = serializers.UUIDField()
    policy_version = serializers.CharField()
    explored_share = serializers.FloatField(help_text="Of each place's chance, what was left to trying something.")


class Highlight(GameShape):
    score = serializers.FloatField(help_text="How much it is loved of late, beside the one that is loved most: 0…1.")


class Highlights(serializers.Serializer[None]):
    items = Highlight(many=True)
