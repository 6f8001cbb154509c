"""Which game is meant: numbered, quoted, named, tapped."""

from __future__ import annotations

import pytest

from conversations.models import Message
from games.models import Impression, Interaction


def liked(person) -> list[str]:
    return list(
        Interaction.objects.filter(player=person.contact.player, kind="like").values_list("game__title", flat=True)
    )


@pytest.mark.parametrize("words", ["the second one", "2", "the second one please", "number 2"])
def test_the_second_one_is_the_second_one(mia, words):
    first = mia.say("something silly or calm on pc")
    said = mia.say(words)
    assert liked(mia) == [first.titles[1]]
    assert first.titles[1] in said.text


def test_the_last_one_is_the_last_one(mia):
    first = mia.say("something silly or calm on pc")
    mia.say("i like the last one")
    assert liked(mia) == [first.titles[-1]]


def test_a_number_that_was_not_offered_is_asked_about(mia):
    mia.say("something spooky on ps5")
    said = mia.say("the third one")
    assert liked(mia) == []
    assert "?" in said.text or "number" in said.text


def test_a_fact_about_the_second_one(mia):
    first = mia.say("something silly or calm on pc")
    said = mia.say("how much is the second one?")
    assert first.titles[1] in said.text


def test_a_title_from_the_last_answer_is_that_game(mia):
    first = mia.say("something silly or calm on pc")
    said = mia.say(f"how long is {first.titles[2]}")
    assert first.titles[2] in said.text


def test_a_quoted_reply_means_the_game_of_that_message(robin):
    older = robin.say("something spooky on pc")
    robin.accept_all()
    robin.say("something silly on switch")
    robin.accept_all()
    quoted = Message.objects.get(pk=older.replies[0].pk).provider_id
    said = robin.say("why that one?", quoted_provider_id=quoted)
    assert older.titles[0] in said.text


def test_the_second_one_of_a_quoted_reply(robin):
    older = robin.say("something silly or calm on pc")
    robin.accept_all()
    robin.say("something spooky on ps5")
    quoted = Message.objects.get(pk=older.replies[0].pk).provider_id
    robin.say("The second one please", quoted_provider_id=quoted)
    assert liked(robin) == [older.titles[1]]


def test_somebody_elses_message_cannot_be_quoted(robin, mia):
    theirs = robin.say("something spooky on pc")
    robin.accept_all()
    quoted = Message.objects.get(pk=theirs.replies[0].pk).provider_id
    mine = mia.say("something silly on switch")
    said = mia.say("why that one?", quoted_provider_id=quoted)
    assert mine.titles[0] in said.text


def test_taps_are_resolved_by_id_not_by_title(mia):
    first = mia.say("something silly or calm on pc")
    second = Impression.objects.get(slate=first.slate, slot=1)
    mia.tap(f"like:{second.pk}", "more like this")
    assert liked(mia) == [second.game.title]


def test_another_persons_impression_is_not_ours_to_like(mia, robin):
    theirs = robin.say("something silly on pc").slate.impressions.get(slot=0)
    mia.say("hi")
    said = mia.tap(f"like:{theirs.pk}")
    assert liked(mia) == []
    assert liked(robin) == []
    assert said.text


@pytest.mark.parametrize(
    "button",
    ["appt:123:confirm", "like:99999999999999999999", "like:x", "mood:grumpy", "platform:amiga", "erase:yes", "loosen:age", "", ":", "like:١٢"],
)  # fmt: skip
def test_a_stale_or_foreign_button_gets_a_sensible_answer(mia, button):
    said = mia.tap(button, "Confirm")
    assert said.text
    assert said.message.status == "handled"
    assert not Interaction.objects.exists()


def test_a_typed_title_of_a_button_is_a_tap(mia):
    first = mia.say("something silly on pc")
    said = mia.say("Not for me")
    assert first.titles[0] not in said.titles
    assert said.message.understanding["sure_by"] == "tap:dislike"


def test_a_typed_number_taps_where_no_game_was_offered(mia):
    mia.say("hi")
    assert mia.say("1").message.understanding["mood"] == "chill"


@pytest.mark.parametrize("mood", ["chill", "spooky", "silly"])
def test_a_tapped_mood_brings_games(mia, mood):
    assert mia.tap(f"mood:{mood}").titles


def test_what_a_numbered_one_is_about_is_told_and_the_list_stays(mia):
    first = mia.say("something calm on switch")
    assert first.titles[1] in mia.say("whats the second one about?").text
    assert first.titles[2] in mia.say("save the third one").text
