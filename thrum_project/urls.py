"""Every address that Thrum answers."""

from django.contrib import admin
from django.urls import include, path

from conversations import views as pages

urlpatterns = [
    path("admin/", admin.site.urls),
    path("chat/", include("conversations.channels.web.urls")),
    path("privacy/", pages.privacy, name="privacy"),
    path("g/<str:token>", pages.store_page, name="store-page"),
]
