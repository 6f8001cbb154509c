"""Every address that Thrum answers."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("webhooks/twilio/whatsapp/", include("conversations.channels.twilio_whatsapp.urls")),
]
