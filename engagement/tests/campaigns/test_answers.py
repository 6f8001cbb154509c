"""Whoever answers a campaign means what it said, not what was said in an earlier talk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.dialogue.choices import read_id, typed_choice
from conversations.dialogue.offers import said_first
from conversations.dialogue.state import DialogueState, Offered
from conversations.models import Message
from engagement.tests.campaigns.conftest import NOW, PICK, deliver, play, wrote
from games.models import Impression

pytestmark = pytest.mark.django_db

EARLIER = DialogueState(offered=(Offered("hades", "Hades", 7),), buttons=(("like:7", "sounds good"),))


def test_a_typed_answer_is_about_the_game_of_the_campaign(mia, games, launched):
    campaign = launched(PICK)
    play(campaign)
    deliver(campaign, at=NOW)
    shown = Impression.objects.get()
    answer = wrote(mia, at=NOW + timedelta(minutes=5))
    state = said_first.heard(EARLIER, contact=mia, message=answer)
    assert [(one.slug, one.impression_id) for one in state.offered] == [(shown.game.slug, shown.pk)]
    meant = read_id(typed_choice("sounds good", state) or "")
    assert meant is not None
    assert (meant.action, meant.impression_id) == ("like", shown.pk)
    # What they say after that has been heard with its answer: the talk remembers by itself.
    later = wrote(mia, at=NOW + timedelta(minutes=6), seq=3)
    assert said_first.heard(EARLIER, contact=mia, message=later) is EARLIER


def test_what_never_left_or_names_no_game_changes_nothing(mia, games, launched):
    campaign = launched(PICK)
    play(campaign)
    answer = wrote(mia, at=NOW + timedelta(minutes=5))
    assert said_first.heard(EARLIER, contact=mia, message=answer) is EARLIER
    deliver(campaign, at=NOW)
    Message.objects.filter(origin="proactive").update(slate=None)
    assert said_first.heard(EARLIER, contact=mia, message=answer) is EARLIER
