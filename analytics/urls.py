"""The addresses of the dashboards, below the admin's."""

from django.urls import path

from analytics import views

app_name = "analytics"
urlpatterns = [
    path("confidence-log/", views.log_of_confidence, name="confidence_log"),
    path("<slug:key>/", views.page, name="page"),
    path("<slug:key>/<slug:panel>.csv", views.panel_file, name="file"),
]
