"""An experiment may change the tone for some; never for who feels low, never for children, never for a statement."""

from __future__ import annotations

import pytest

from conversations.models import Message, ToneOverride
from conversations.personas import tone_overrides
from games.buckets import BUCKETS
from games.models import Player
from games.policy.in_use import is_held_back


def put(label, config):
    row = ToneOverride(label=label, salt="salt", bucket_from=0, bucket_to=BUCKETS, config=config)
    tone_overrides.tones.replace(drop=[label], put=[row])


@pytest.fixture
def somebody(db) -> Player:
    return next(one for one in (Player(origin="web") for _ in range(99)) if not is_held_back(one.public_id))


def test_those_on_that_side_are_answered_in_the_other_tone(somebody):
    put("x1.b", {"tone": "playful"})
    assert tone_overrides.tone_for(somebody, own="neutral") == ("playful", ("x1.b",))
    tone_overrides.tones.replace(drop=["x1.b"])
    assert tone_overrides.tone_for(somebody, own="neutral") == ("neutral", ())


def test_the_side_that_gets_nothing_new_is_recorded_too(somebody):
    put("x1.a", {})
    assert tone_overrides.tone_for(somebody, own="neutral") == ("neutral", ("x1.a",))


def test_who_feels_low_is_answered_warmly_whatever_is_tried(somebody):
    put("x1.b", {"tone": "playful"})
    assert tone_overrides.tone_for(somebody, own="warm") == ("warm", ())


def test_nothing_is_tried_on_children(somebody):
    put("x1.b", {"tone": "playful"})
    somebody.age_band = Player.AgeBand.TEEN
    assert tone_overrides.tone_for(somebody, own="neutral") == ("neutral", ())


def test_a_turn_keeps_with_its_reading_which_side_it_was(mia):
    mia.say("hey")
    public_id = next(one.public_id for one in (Player() for _ in range(99)) if not is_held_back(one.public_id))
    Player.objects.filter(pk=mia.contact.player_id).update(public_id=public_id)
    put("x1.b", {"tone": "playful"})
    mia.say("something new please")
    heard = Message.objects.filter(direction=Message.Direction.INBOUND).latest("pk")
    assert heard.understanding["experiments"] == ["x1.b"]


def test_only_a_tone_that_there_is_may_be_set():
    assert tone_overrides.problems_of({"tone": "warm"}) == []
    assert len(tone_overrides.problems_of({"tone": "grim", "age": 3})) == 2
