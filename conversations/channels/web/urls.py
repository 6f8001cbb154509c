"""Addresses of the web chat, below /chat/."""

from django.urls import path

from conversations.channels.web import views, voice

app_name = "chat"
urlpatterns = [
    path("", views.page, name="page"),
    path("voice/", voice.VoiceView.as_view(), name="voice"),
    path("messages/", views.MessagesView.as_view(), name="messages"),
]
