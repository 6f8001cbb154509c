"""Loss and strong sadness: met with sympathy, with nothing sold and nothing asked."""

from __future__ import annotations

import pytest

from conversations.dialogue.care.grief import sorrow_in
from conversations.dialogue.wording.voice import all_wordings


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my dog died yesterday and i can't stop crying", "death"), ("lost my grandma last week", "death"),
        ("my cat just passed away, something calm?", "death"), ("my girlfriend broke up with me", "breakup"),
        ("we broke up", "breakup"), ("i got fired today", "work"), ("just lost my job", "work"),
        ("been crying all night", "tears"), ("my dad isn't dead", ""), ("we didn't break up", ""), ("i'm not crying", ""),
        ("my phone died", ""), ("fired up for some ranked", ""), ("my dog died in minecraft", ""), ("gris made me cry", ""),
        ("a game where my brother died", ""), ("lost my save", ""), ("crying laughing rn", ""), ("my bro passed the exam", ""),
    ],
)  # fmt: skip
def test_ones_own_loss_is_told_from_stories_and_jokes(text, kind):
    assert sorrow_in(text) == kind


def opens_with_sympathy(text: str, kind: str) -> bool:
    return text.startswith(tuple(one.source for one in all_wordings()[f"sorrow.{kind}"]))


def test_who_mourns_gets_sympathy_first_and_gentle_games_that_are_not_about_loss(mia, shelf):
    about_loss = shelf["Moss & Lanterns"]
    about_loss.tags = ["grief"]
    about_loss.save(update_fields=["tags"])
    said = mia.say("my dog died yesterday and i can't stop crying")
    assert opens_with_sympathy(said.text, "death")
    assert "?" not in said.text
    assert said.titles
    assert not {"Moss & Lanterns", "Hollow Stair", "The Cellar Below", "Steel Verdict"} & {*said.titles}
    assert "Moss & Lanterns" not in mia.say("more").titles


def test_who_was_fired_and_wants_to_smash_gets_sympathy_and_something_to_smash(mia, shelf):
    said = mia.say("i just got fired. ps5. i need something to smash")
    assert opens_with_sympathy(said.text, "work")
    assert said.state.tonight.mood == "angry"
    assert said.titles[0] == "Steel Verdict"


def test_after_a_death_nothing_harsh_is_offered_even_where_it_is_asked_for(mia, shelf):
    said = mia.say("my dog died. want to smash something")
    assert "Steel Verdict" not in said.titles


def test_a_loss_is_no_name_and_nobody_is_asked_for_one_that_evening(noa):
    noa.say("bored, on switch")
    said = noa.say("my girlfriend dumped me")
    assert opens_with_sympathy(said.text, "breakup")
    assert "name" not in noa.say("something silly").state.awaiting
