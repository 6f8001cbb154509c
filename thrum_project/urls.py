"""Every address that Thrum answers."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from analytics import exposition
from conversations import views as pages
from conversations.api.natural_views import BareView
from conversations.me import oauth
from engagement.api.views import CycleHookView
from games.api.feed_views import BanditView

urlpatterns = [
    path("", pages.landing, name="landing"),
    path("admin/dashboards/", include("analytics.urls")),
    path("admin/", admin.site.urls),
    path("chat/", include("conversations.channels.web.urls")),
    path("favicon.ico", pages.favicon),
    path("me/", include("conversations.me.urls")),
    # Names that django-allauth looks for.
    path("me/google/login/", oauth.google_sign_in, name="google_login"),
    path("me/google/login/callback/", oauth.google_answer, name="google_callback"),
    path("metrics", exposition.page),
    path("privacy/", pages.privacy, name="privacy"),
    path("recommend/", BareView.as_view(), name="bare-recommend"),
    path("recommend", BareView.as_view()),
    path("bandit_recommend", BanditView.as_view(schema=None), name="bare-bandit"),
    path("docs", RedirectView.as_view(pattern_name="docs", query_string=True), name="short-docs"),
    path("run-engagement-cycle/", CycleHookView.as_view(), name="run-engagement-cycle"),
    path("g/<str:token>", pages.store_page, name="store-page"),
    path("v1/docs/", RedirectView.as_view(pattern_name="docs", query_string=True)),
    path("v1/", include("thrum_project.api")),
    path("webhooks/twilio/whatsapp/", include("conversations.channels.twilio_whatsapp.urls")),
]

handler400 = "thrum_project.unseen_requests.bad_request"
handler404 = "thrum_project.unseen_requests.not_found"
handler500 = "thrum_project.unseen_requests.server_error"
