"""Edith edits the catalogue; Vera may only look."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client


def _staff(name: str, *permissions: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)  # without a password: hashing takes a second
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="games", codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def edith(db) -> Client:
    names = ("game", "importbatch", "job", "namemapping", "mood", "exchangerate", "tag", "offer", "platform", "genre")
    return _staff("edith", *(f"{verb}_{name}" for verb in ("view", "add", "change", "delete") for name in names))


@pytest.fixture
def vera(db) -> Client:
    return _staff("vera", "view_game", "view_importbatch", "view_job")


@pytest.fixture
def superuser(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client
