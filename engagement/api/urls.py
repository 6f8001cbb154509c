"""Addresses of this app below /v1/."""

from django.urls import path

from engagement.api import views

urlpatterns = [path("engagement/cycles", views.CycleView.as_view(), name="engagement-cycles")]
