"""Addresses of the web chat, below /chat/."""

from django.urls import path

from conversations.channels.web import views

app_name = "chat"
urlpatterns = [
    path("", views.page, name="page"),
    path("messages/", views.MessagesView.as_view(), name="messages"),
]
