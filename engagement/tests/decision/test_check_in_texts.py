"""Marketers word the check-ins, and see what leaves outside the reply window."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from engagement import check_in_texts
from engagement.models import MessageTemplate, MessageText

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, templates):
    client.force_login(User.objects.create_superuser("root"))
    return reverse("admin:engagement_messagetext_change", args=["neutral"])


def save(client, page, **changes):
    told = {
        "text": "Hello {name}!",
        "template": MessageTemplate.objects.get().pk,
        "template_variables": '{"1": "{name}"}',
    }
    return client.post(page, {**told, **changes})


def test_new_words_are_said_from_the_next_cycle_on(client, page):
    assert save(client, page, text="All well, {name}?").status_code == 302

    assert check_in_texts.wordings().body("neutral", {"name": "Ana"}) == "All well, Ana?"


@pytest.mark.parametrize(
    "changes",
    [{"text": "Try {game}"}, {"text": "Hi {name"}, {"template_variables": "{}"}, {"template_variables": '["Ana"]'},
     {"template_variables": '{"1": "{mood}"}'}],
)  # fmt: skip
def test_what_could_not_be_sent_is_not_saved(client, page, changes):
    response = save(client, page, **changes)

    assert response.status_code == 200
    assert response.context["errors"]
    assert MessageText.objects.get(tone="neutral").text == "Hello {name}!"


def test_the_list_says_what_leaves_outside_the_window(client, page):
    MessageText.objects.filter(tone="warm").update(template=None)
    MessageTemplate.objects.update(status="paused")

    shown = client.get(reverse("admin:engagement_messagetext_changelist")).content.decode()

    assert "nothing leaves: no template" in shown
    assert "is not approved: paused by Meta" in shown


def test_a_template_that_meta_paused_or_whose_variable_is_empty_is_not_taken(templates):
    assert set(check_in_texts.wordings().templates) == {"playful", "warm", "neutral"}
    MessageText.objects.filter(tone="warm").update(template_variables={})
    assert set(check_in_texts.wordings().templates) == {"playful", "neutral"}
    MessageTemplate.objects.update(status="paused")
    assert not check_in_texts.wordings().templates


def test_a_tone_without_a_row_keeps_its_first_words(templates):
    MessageText.objects.all().delete()

    assert check_in_texts.wordings().body("warm", {"name": "Ana"}) == "Welcome, Ana! We're so glad you're here! 🌟"
