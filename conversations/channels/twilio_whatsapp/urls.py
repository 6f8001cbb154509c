"""Addresses for Twilio, below /webhooks/twilio/whatsapp/."""

from django.urls import path

from conversations.channels.twilio_whatsapp.views import FallbackView, InboundView, StatusView

app_name = "twilio_whatsapp"
urlpatterns = [
    path("inbound/", InboundView.as_view(), name="inbound"),
    path("status/", StatusView.as_view(), name="status"),
    path("fallback/", FallbackView.as_view(), name="fallback"),
]
