"""What was misheard in talks: a no that is no refusal, leave taken of a kind of game, wishes without a mood."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    ["STOP talking about horror", "stop with the horror", "stop it with the horror stuff", "quit pushing horror games",
     "enough of the horror", "please stop suggesting horror"],
)  # fmt: skip
@pytest.mark.parametrize(("after", "intent"), [("Hades", "refine"), (None, "recommend")])
def test_who_stops_a_kind_of_game_stays_with_us(reading_of, text, after, intent):
    reading = reading_of(text, after=after)

    assert (reading.intent, reading.slots.exclude_genres, reading.slots.genres) == (intent, ("horror",), ())


@pytest.mark.parametrize("text", ["stop", "STOP messaging me", "stop texting me about games"])
def test_who_stops_us_leaves(reading_of, text):
    assert reading_of(text, after="Hades").intent == "stop"


@pytest.mark.parametrize("text", ["wait no make it xbox", "no make that xbox", "no let's try xbox", "no sorry, xbox"])
def test_a_no_that_takes_back_what_was_said_refuses_nothing(slots_of, text):
    slots = slots_of(text)

    assert slots.platforms == ("xbox-one", "xbox-series")
    assert slots.exclude_platforms == ()


@pytest.mark.parametrize("text", ["no xbox please", "not on xbox", "no ps4, no xbox"])
def test_a_no_to_a_machine_refuses_it(slots_of, text):
    assert {"xbox-one", "xbox-series"} <= {*slots_of(text).exclude_platforms}


@pytest.mark.parametrize("text", ["no wifi steam deck", "12h flight no internet steam deck", "no ads steam deck"])
def test_what_there_is_not_refuses_no_machine(slots_of, text):
    assert slots_of(text).platforms == ("steam-deck",)


def test_a_list_of_what_is_refused_is_refused_to_its_end(slots_of):
    assert slots_of("no ads, horror or mmos").exclude_genres == ("horror", "mmo")


@pytest.mark.parametrize("text", ["already finished hades n dead cells", "i finished hades, celeste and dead cells"])
def test_what_is_said_of_the_first_of_a_pair_is_said_of_both(slots_of, text):
    assert slots_of(text).like_titles == ()


def test_a_wish_beside_what_was_finished_is_one(slots_of):
    assert slots_of("finished hades, celeste vibes please").like_titles == ("Celeste",)
    assert slots_of("loved hades and dead cells").like_titles == ("Hades", "Dead Cells")


@pytest.mark.parametrize(
    "text",
    ["something for tonight", "give me something", "something like doom", "smth like elden ring pls",
     "something from the last 2 years", "ok something everybody plays then", "something on switch for the train",
     "what should i play before my bus in 15"],
)  # fmt: skip
def test_a_wish_that_names_things_alone_tells_no_mood(reading_of, text):
    reading = reading_of(text)

    assert (reading.intent, reading.mood) == ("recommend", "")


@pytest.mark.parametrize(
    ("text", "mood"),
    [("something calm for tonight", "chill"), ("give me something scary", "spooky"), ("something to cry to", "sad")],
)
def test_one_word_of_a_mood_is_enough(reading_of, text, mood):
    assert reading_of(text).mood == mood


@pytest.mark.parametrize(
    "text",
    ["she gets frustrated easily", "he gives up quickly", "i have never played a video game", "never gamed before",
     "we suck at games", "first ever game for my mum, and cheap"],
)  # fmt: skip
def test_who_is_new_to_games_or_soon_gives_up_wants_easy_ones(slots_of, text):
    assert slots_of(text).wants_easier


@pytest.mark.parametrize("text", ["never played hades", "i gave up on my diet", "she frustrates me"])
def test_who_only_has_not_played_one_wants_no_easy_ones(slots_of, text):
    assert not slots_of(text).wants_easier


@pytest.mark.parametrize(
    "text",
    ["what about w my lil bro", "how about something with my sister", "actually my gf is coming too",
     "my brother is also here"],
)  # fmt: skip
def test_who_joins_plays_along(slots_of, text):
    assert slots_of(text).player_mode == "coop"


@pytest.mark.parametrize("text", ["my mum is coming over", "fought with my brother", "my boss is here"])
def test_who_is_only_named_does_not(slots_of, text):
    assert slots_of(text).player_mode == ""


@pytest.mark.parametrize(
    "text",
    ["This is an automated reply, I am out of office", "I'm currently on annual leave",
     "Thank you for your message, we will get back to you within 2 days"],
)  # fmt: skip
def test_what_a_machine_wrote_asks_for_no_person(reading_of, text):
    assert reading_of(text).intent == "other"


def test_thanks_for_a_message_are_no_machine(reading_of):
    assert reading_of("thanks for the message! what's next?", after="Hades").intent == "more"


def test_a_limit_that_is_all_that_is_surely_understood_does_not_go_by(reading_of):
    reading = reading_of("menos de 20 euros", after="Hades")

    assert (reading.slots.price_max, reading.slots.currency) == (20, "EUR")


def test_a_game_pad_alone_asks_for_a_game(reading_of):
    assert reading_of("🎮🎮").intent == "recommend"
    assert reading_of("🎮", after="Hades").intent == "smalltalk"


@pytest.mark.parametrize("text", ["zu teuer", "demasiado caro", "trop cher", "muito caro"])
def test_too_dear_is_heard_in_other_tongues(slots_of, text):
    assert slots_of(text).wants_cheaper


@pytest.mark.parametrize("text", ["no tengo dinero", "hab kein geld", "nao tenho dinheiro"])
def test_so_is_an_empty_purse(slots_of, text):
    assert slots_of(text).price_max == 0


@pytest.mark.parametrize("text", ["give me another good reason", "convince me", "überzeug mich", "tell me one reason"])
def test_who_asks_for_reasons_asks_why(reading_of, text):
    assert reading_of(text, after="Hades").intent == "why"
