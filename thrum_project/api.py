"""/v1/, put together from what each app offers."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.permissions import AllowAny

from thrum_project import api_schema  # noqa: F401  (tells the schema how people sign in)

urlpatterns = [
    path("", include("games.api.urls")),
    path("", include("conversations.api.urls")),
    path("", include("engagement.api.urls")),
    path("schema", SpectacularAPIView.as_view(permission_classes=[AllowAny]), name="schema"),
    path(
        "docs",
        SpectacularSwaggerView.as_view(
            url_name="schema", permission_classes=[AllowAny], template_name="pages/api_docs.html"
        ),
        name="docs",
    ),
]
