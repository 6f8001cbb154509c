"""Addresses of this app below /v1/."""

from django.urls import path

from games.api import catalogue_views, feed_views, learning_views

urlpatterns = [
    path("games", catalogue_views.GamesView.as_view(), name="games"),
    path("games/<slug:slug>", catalogue_views.GameView.as_view(), name="game"),
    path("games/<slug:slug>/similar", catalogue_views.SimilarView.as_view(), name="similar-games"),
    path("recommend/feed", feed_views.FeedView.as_view(), name="feed"),
    path("recommend/bandit", feed_views.BanditView.as_view(), name="bandit"),
    path("recommend/highlights", catalogue_views.HighlightsView.as_view(), name="highlights"),
    path("behavior/log", learning_views.BehaviourView.as_view(), name="behavior-log"),
    path("feedback/reward", learning_views.RewardView.as_view(), name="reward"),
    path("feedback/", learning_views.FeedbackView.as_view(), name="feedback"),
    # A redirect would turn what is posted into a GET.
    path("feedback", learning_views.FeedbackView.as_view(schema=None)),
]
