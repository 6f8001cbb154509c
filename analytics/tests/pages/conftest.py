"""People of each role, and days that were counted."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from analytics.tests.pages.days import NOW, count_days
from thrum_project.roles import sync_roles


@pytest.fixture
def counted(time_machine_at_noon):
    """Today with everything, and the same day of last week."""
    count_days(1)


@pytest.fixture
def time_machine_at_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sign_in(client):
    """As somebody of this role."""
    sync_roles()

    def as_role(role: str):
        user = User.objects.create_user(role, is_staff=True, is_superuser=role == "superuser")
        if role != "superuser":
            user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return as_role
