"""Addresses of a player's own page, below /me/."""

from django.urls import path

from conversations.me import signing_in, views

app_name = "me"
urlpatterns = [
    path("", views.page, name="page"),
    path("sign-in", signing_in.sign_in, name="sign-in"),
    path("sign-in/chat", signing_in.sign_in_by_chat, name="sign-in-by-chat"),
    path("sign-in/code", signing_in.sign_in_by_code, name="sign-in-by-code"),
    path("sign-out", signing_in.sign_out, name="sign-out"),
    path("react", views.react, name="react"),
    path("forget", views.forget, name="forget"),
    path("unsave", views.unsave, name="unsave"),
    path("export", views.export, name="export"),
    path("erase", views.erase, name="erase"),
]
