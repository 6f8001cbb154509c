"""What was understood is said back in half a sentence, a change of mind is followed, and what no record holds is owned up to."""

from __future__ import annotations

import pytest

from conversations.dialogue.said import commands, own_words
from conversations.dialogue.said.corrections import after_a_change_of_mind
from conversations.dialogue.said.critiques import read_critiques
from conversations.dialogue.said.uncheckable import uncheckable_in
from conversations.dialogue.state import Tonight
from conversations.dialogue.wording.heard import facts_heard
from conversations.understanding.types import Slots


@pytest.mark.parametrize(
    ("after", "slots", "facts"),
    [
        (Tonight(platforms=("switch",)), Slots(), ("on Switch",)),
        (Tonight(platforms=("ios", "android")), Slots(), ("on your phone",)),
        (Tonight(platforms=("xbox-one", "xbox-series")), Slots(), ("on Xbox",)),
        (Tonight(platforms=("pc", "switch")), Slots(), ("on PC or Switch",)),
        (Tonight(excluded_platforms=("pc",)), Slots(), ("not on PC",)),
        (Tonight(price_max="20", currency="GBP"), Slots(price_max=20.0), ("under £20",)),
        (Tonight(price_max="7.5", currency="EUR"), Slots(price_max=7.5), ("under €7.50",)),
        (Tonight(price_max="300", currency="SEK"), Slots(price_max=300.0), ("under 300 SEK",)),
        (Tonight(price_max="0"), Slots(price_max=0.0), ("free",)),
        (Tonight(price_max="9.98", currency="USD"), Slots(wants_cheaper=True), ("cheaper",)),
        (Tonight(minutes=20), Slots(session_minutes=20), ("for 20 minutes",)),
        (Tonight(shorter_than=45), Slots(wants_shorter=True), ("short",)),
        (Tonight(minutes=60), Slots(session_minutes=60), ("for an hour",)),
        (Tonight(minutes=120), Slots(session_minutes=120), ("for 2 hours",)),
        (Tonight(genres=("puzzle",), excluded_genres=("horror",)), Slots(), ("puzzle games, no horror",)),
        (Tonight(child_age=6, player_mode="coop"), Slots(), ("fine for age 6",)),
        (Tonight(player_mode="coop"), Slots(), ("co-op",)),
        (Tonight(like_titles=("Hades",)), Slots(), ("like Hades",)),
        (Tonight(mood="tired", wish="so tired"), Slots(), ()),
    ],
)  # fmt: skip
def test_a_fact_is_said_in_a_few_words(after, slots, facts):
    assert facts_heard(Tonight(), after, slots) == facts


def test_what_was_known_before_is_not_repeated():
    before = Tonight(platforms=("pc",), price_max="20", currency="USD")
    after = Tonight(platforms=("pc",), price_max="20", currency="USD", minutes=15)
    assert facts_heard(before, after, Slots(session_minutes=15)) == ("for 15 minutes",)


def test_several_facts_in_one_message_are_all_used_and_said_before_the_games(mia):
    said = mia.say("tired, 25 min, switch, under $12, no horror")
    first = said.text.split("\n")[0]
    for fact in ("Switch", "$12", "25 minutes", "no horror"):
        assert fact in first
    assert said.titles
    tonight = said.state.tonight
    assert (tonight.minutes, tonight.price_max, tonight.excluded_genres) == (25, "12.0", ("horror",))


def test_one_tap_takes_back_what_was_understood(mia):
    mia.say("something calm on pc")
    changed = mia.say("tired, under $12, on switch")
    back = mia.tap(changed.buttons["undo that"])
    assert back.state.tonight.price_max == ""
    assert back.state.tonight.platforms == ("pc",)
    assert back.titles


def test_a_first_wish_taken_back_leads_to_the_beginning(mia):
    said = mia.tap(mia.say("something calm on pc").buttons["undo that"])
    assert said.titles == []
    assert len(said.buttons) == 3
    assert said.state.tonight.platforms == ()


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("switch. no wait, ps5", "ps5"), ("horror, actually no, something calm", "something calm"),
        ("under 20 no sorry under 30", "under 30"), ("pc i mean mac", "mac"), ("scratch that", ""), ("no wait", ""),
        ("something calm on pc", ""), ("wait no what", ""), ("is it good? i mean is it scary", "is it scary"),
    ],
)  # fmt: skip
def test_a_change_of_mind_is_heard(text, tail):
    assert after_a_change_of_mind(text) == tail


def test_what_they_end_with_holds(mia):
    said = mia.say("something spooky on switch. no wait, ps5")
    assert said.state.tonight.platforms == ("ps5",)
    assert said.titles == ["Hollow Stair"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ipad, no ads pls", "whether there are ads"), ("any microtransactions?", "what it sells inside"),
        ("for a flight, no wifi", "whether it runs offline"), ("how many gb is it", "how big the download is"),
        ("my laptop from 2015", "what machine it needs"), ("is it in german", "its languages"),
        ("can i use a controller", "how it plays with a controller"), ("does it have crossplay", "whether it has crossplay"),
        ("is hades on game pass?", "which subscriptions include it"), ("anything on ps plus", "which subscriptions include it"),
        ("is it part of apple arcade", "which subscriptions include it"), ("can i stream it on geforce now", "whether it can be streamed"),
        ("im colourblind", "what help it has for colour-blind or low-sighted players"),
    ],
)  # fmt: skip
def test_what_no_record_holds_is_known_as_such(text, what):
    assert what in uncheckable_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "something calm on pc",
        "bored af",
        "add it to my list",
        "bad day",
        "readsy",
        "i want to control a dragon",
        "old school",
        "something while i watch netflix",
    ],
)
def test_other_wishes_are_not(text):
    assert uncheckable_in(text) == ()


def test_a_wish_that_cannot_be_checked_is_owned_up_to(mia):
    said = mia.say("something calm on switch, no ads please")
    assert said.titles
    assert "ads" in said.text


def test_a_question_that_cannot_be_answered_is_not_answered_with_something_else(mia):
    mia.say("something calm on switch")
    assert "offline" in mia.say("does it work offline?").text


@pytest.mark.parametrize(
    "text",
    [
        "idk",
        "dunno lol",
        "hmm idk",
        "you choose",
        "up to you",
        "not sure tbh",
        "just pick one",
        "can't decide",
        "surprise me",
    ],
)
def test_a_shrug_is_heard(text):
    assert own_words.shrugs(text)


@pytest.mark.parametrize(
    "text",
    ["idk something calm", "you choose horror and i leave", "not sure if it's scary", "i don't know this one", ""],
)
def test_a_wish_is_no_shrug(text):
    assert not own_words.shrugs(text)


def test_who_cannot_decide_gets_one_of_the_games_before_them(mia):
    first = mia.say("something calm on switch")
    said = mia.say("idk you pick")
    assert first.titles[0] in said.text
    assert said.titles == []


def test_who_cannot_say_gets_something_to_hold_on_to(mia):
    said = mia.say("idk")
    assert said.titles or said.buttons


@pytest.mark.parametrize(
    "text",
    [
        "they're all boring",
        "none of these",
        "meh they all look the same",
        "i don't like any of them",
        "neither",
        "all mid",
    ],
)
def test_all_of_them_can_be_turned_down_at_once(mia, text):
    first = mia.say("something calm on switch")
    said = mia.say(text)
    assert said.titles
    assert not set(said.titles) & set(first.titles)
    disliked = mia.contact.player.interactions.filter(kind="dislike").values_list("game__title", flat=True)
    assert set(disliked) == set(first.titles)


def test_it_means_the_game_that_was_pointed_at_last(mia):
    first = mia.say("something calm on switch")
    mia.say("why the second one?")
    assert first.titles[1] in mia.say("how long is it?").text
    mia.say("i like the third one")
    assert first.titles[2] in mia.say("what is it about").text


@pytest.mark.parametrize(
    "text",
    [
        "no wait, undo",
        "oh undo that please",
        "actually go back",
        "can you undo that",
        "hmm, say that again",
        "sorry skip",
        "ok never mind",
    ],
)
def test_commands_may_be_led_in(text):
    assert commands.command_in(text)


@pytest.mark.parametrize("text", ["less violent", "too scary", "harder", "something newer"])
def test_a_critique_is_no_name(noa, text):
    noa.say("something calm on switch")
    assert noa.say("more").state.awaiting == "name"
    noa.say(text)
    assert noa.contact.display_name in ("", ".")


@pytest.mark.parametrize("text", ["something without killing", "no violence please", "nonviolent stuff", "no guns"])
def test_peace_is_asked_for_in_many_words(text):
    assert "peaceful" in read_critiques(text)


def test_minutes_and_a_budget_of_now_are_a_wish_and_not_a_habit(mia):
    said = mia.say("i have 15 min before my bus, switch, under $10, no puzzles")
    assert said.titles
    assert mia.contact.player.usual_minutes is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hi im Tom", "Tom"),
        ("hey, I'm Ana!", "Ana"),
        ("my name is jo", "jo"),
        ("hi im tired", ""),
        ("I'm Batman fan", ""),
        ("hi", ""),
    ],
)
def test_who_says_hello_with_a_name_is_not_asked_for_it(text, name):
    assert own_words.name_in_greeting(text) == name


@pytest.mark.parametrize(
    "text", ["good but i have it", "already played it", "i've finished that one", "we have them", "got it already"]
)
def test_what_they_own_is_no_news(text):
    assert own_words.owns_it(text)


@pytest.mark.parametrize(
    "text",
    ["i want it", "do i have to own it?", "i don't have it", "got it", "i have it on my list? no", "i have to go"],
)
def test_what_they_want_is_not_owned(text):
    assert not own_words.owns_it(text)


def test_a_game_they_have_is_noted_as_played(mia):
    first = mia.say("something calm on switch")
    said = mia.say("nice but i already have it")
    assert first.titles[0] not in said.titles
    assert mia.contact.player.interactions.get(kind="played").game.title == first.titles[0]


def test_a_title_settles_it(mia):
    first = mia.say("something calm on switch")
    mia.say(f"ok {first.titles[1]} then")
    assert mia.contact.player.interactions.get(kind="like").game.title == first.titles[1]


def test_looking_back_is_no_choice(mia):
    mia.say("something calm on switch")
    mia.say("show me the first ones again")
    assert not mia.contact.player.interactions.exists()


@pytest.mark.parametrize("text", ["thx", "WEIRDER", "ty", "same"])
def test_thanks_and_wishes_are_no_names(noa, text):
    noa.say("something calm on switch")
    assert noa.say("more").state.awaiting == "name"
    noa.say(text)
    assert noa.contact.display_name in ("", ".")


def test_a_question_about_a_game_that_nobody_offered_is_answered(mia):
    assert "Switch" in mia.say("is Quiet Harbour on switch?").text
    assert "14.99" in mia.say("how much is it").text


def test_several_children_are_served_by_the_youngest(mia):
    said = mia.say("my kids are 5, 8 and 11, something silly on switch")
    assert said.state.tonight.child_age == 5
    assert said.titles
    assert all(one.game.age_rating <= 5 for one in said.slate.impressions.select_related("game"))


@pytest.mark.parametrize(
    ("text", "age"),
    [("3 kids (5, 8, 11)", 5), ("my 4 and 7 year olds", 4), ("kids aged 9 and 12", 9), ("kid is 6", None), ("for my kids, under 20", None),
     ("4 of us and 2 kids", None)],
)  # fmt: skip
def test_the_youngest_of_several_is_found(text, age):
    assert own_words.youngest_of_children(text) == age


def test_a_hated_title_is_never_offered(mia, shelf):
    said = mia.say("something calm on switch, hated Moss & Lanterns")
    assert "Moss & Lanterns" not in said.titles


def test_sympathy_is_said_once(mia):
    first = mia.say("so sad today, on switch")
    again = mia.say("still so sad, nothing long")
    assert first.text.split("\n")[0] != again.text.split("\n")[0]


def test_no_more_questions_is_no_unsubscribing(mia):
    mia.say("stop asking me questions")
    assert mia.contact.replies_allowed


def test_a_question_among_offers_is_about_the_game_it_names(mia):
    mia.say("something calm on switch")
    assert "PS5" in mia.say("is Hollow Stair on ps5?").text


def test_a_bare_ok_is_no_small_talk_when_games_lie_on_the_table(mia):
    mia.say("something calm on switch")
    said = mia.say("ok")
    assert "I'm in" in said.buttons
    assert not mia.contact.player.interactions.exists()


@pytest.mark.parametrize(
    "text", ["not great", "nothing feels fun anymore", "idk whats wrong with me", "meh", "been better tbh"]
)
def test_who_is_low_is_heard_so(text):
    assert own_words.sounds_low(text)


@pytest.mark.parametrize(
    "text", ["not great at shooters", "that was not bad", "meh games are fine", "great", "what's wrong with this game"]
)
def test_a_verdict_on_games_is_not(text):
    assert not own_words.sounds_low(text)


def test_how_is_it_going_may_be_answered_badly(mia):
    mia.say("hey")
    said = mia.say("not great")
    assert said.state.awaiting == "comfort"
    assert mia.say("yes please").titles


def test_what_we_are_is_no_request_for_a_person(mia):
    mia.say("ur not a real person")
    assert mia.contact.held_by_human_at is None


def test_a_wish_without_questions_is_served_without_questions(noa):
    said = noa.say("recommend me something calm but don't ask me anything")
    assert said.titles
    assert "name" not in noa.say("more").state.awaiting


def test_wait_takes_back_the_wish_to_be_deleted(mia):
    mia.say("delete my data")
    assert mia.say("no wait").state.awaiting == ""
    assert mia.contact.pk


def test_which_one_is_asked_of_all_of_them(mia, shelf):
    first = mia.say("something silly on switch")
    said = mia.say("which one is co-op?")
    for title in first.titles:
        assert (title in said.text) is ("coop" in shelf[title].player_modes)


def test_a_title_that_no_longer_counts_is_not_said_back():
    assert facts_heard(Tonight(like_titles=("Loom",)), Tonight(), Slots()) == ()
