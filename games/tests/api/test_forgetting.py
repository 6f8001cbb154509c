"""What the API keeps of requests goes when nobody can ask for it any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from games import tasks
from games.models import KeptAnswer, RequestCount, Slate, StoredFeed

pytestmark = pytest.mark.django_db


def test_old_answers_feeds_and_counts_go_and_fresh_ones_stay(mika) -> None:
    now = timezone.now()
    slate = Slate.objects.create(player=mika, surface="feed", policy_version="p", seed=1, created_at=now)
    for name, age in (("old", timedelta(hours=25)), ("new", timedelta(minutes=1))):
        KeptAnswer.objects.create(digest=name, request=name, status=201, body="{}", kept_at=now - age)
        StoredFeed.objects.create(
            player=mika, key=name, profile_version=0, stamp="1", slate=slate, body="{}", made_at=now - age
        )
        RequestCount.objects.create(key=name, at_window=int((now - age).timestamp() // 60) + (name == "new"), counted=1)
    tasks.forget_old_requests()
    tasks.forget_old_requests()
    for rows in (KeptAnswer.objects.values_list("digest"), StoredFeed.objects.values_list("key"),
                 RequestCount.objects.values_list("key")):  # fmt: skip
        assert list(rows) == [("new",)]
