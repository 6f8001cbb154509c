"""Whole talks: who speaks changes the words, and nothing else."""

from __future__ import annotations

import itertools
from datetime import timedelta
from uuid import UUID

import pytest

from conversations.dialogue.wording.prompt_text import LEVELS
from conversations.models import Contact, Message, Session
from conversations.personas import in_use as personas
from conversations.receiving import identity
from conversations.tests.dialogue.conftest import Person
from games.models import Player
from games.policy.in_use import is_held_back

OURS = ("thrum", "librarian", "sibling")
TALK = (
    "hey", "something calm for tonight, 30 min", "switch", "why the second one?", "not for me", "nah", "nope, next",
    "cheaper", "more", "is it scary?", "qwzx blorp", "love the first one", "what do you know about me?", "who are you?",
    "call me Robin", "STOP", "start", "i'm so sad today", "talk to a human",
)  # fmt: skip
LEARNER = (
    "hello, i want game for relax",
    "i have 30 years and work is hard",
    "my son want play also",
    "it have price? i not have much money",
)
READER = (
    "I find myself in a rather contemplative mood; perhaps something atmospheric and unhurried.",
    "I should prefer a narrative of some subtlety, ideally without gratuitous violence.",
    "That is delightful, although the price strikes me as somewhat extravagant.",
    "Have you anything comparably evocative, preferably on the Switch?",
)


def spoken_by(persona: str, level: str, key: str) -> set[str]:
    return {one.source for one in personas.current().speaker(persona, level).wordings[key]}


def talk_of(person: Person, persona: str, level: str) -> list[object]:
    """All that a talk left behind, but the words."""
    person.say("yo")
    # One player in twenty has nothing left to chance, whoever speaks with them; it is not to be one of these.
    ids = (UUID(int=number) for number in itertools.count(1000 * person.contact.pk))
    free = next(public_id for public_id in ids if not is_held_back(public_id))
    Player.objects.filter(contact=person.contact).update(public_id=free)
    Contact.objects.filter(pk=person.contact.pk).update(persona=persona, english_level=level, english_level_by="player")
    left: list[object] = []
    for words in TALK:
        said = person.say(words)
        contact = person.contact
        buttons = [one for reply in said.replies for one in reply.content.get("buttons", [])]
        left += [
            # All but whose words it was answered in.
            (
                words,
                {**(said.message.understanding or {}), "spoken": None},
                said.titles,
                said.slate and said.slate.context,
            ),
            [(one["id"].partition(":")[0], one["title"]) for one in buttons],
            [one["id"] for one in buttons if not one["id"].rpartition(":")[2].isdecimal()],  # all but impressions
            (contact.replies_allowed, contact.proactive_allowed, contact.display_name, contact.player.platforms),
            contact.held_by_human_at is not None,
            said.state.tonight,
            said.state.offered and [one.slug for one in said.state.offered],
        ]
    left.append(list(contact.consent_changes.order_by("pk").values_list("topic", "granted", "source")))
    left.append(list(contact.player.interactions.order_by("pk").values_list("kind", "game__slug")))
    return left


def test_the_same_talk_under_all_nine_picks_the_same_and_promises_the_same(shelf):
    talks, words = {}, {}
    for number, (persona, level) in enumerate(itertools.product(OURS, LEVELS)):
        person = Person(f"robin-{number}", profile_name="Robin")
        talks[persona, level] = talk_of(person, persona, level)
        said = Message.objects.filter(contact=person.contact, direction="outbound").order_by("pk")
        words[persona, level] = " ".join(said.values_list("body", flat=True))
    usual = talks["thrum", "normal"]
    for who, talk in talks.items():
        for ours, theirs in zip(usual, talk, strict=True):
            assert theirs == ours, who
    assert any(kind == "dislike" for kind, _ in usual[-1])
    assert ("replies", False, "cli") in usual[-2]
    assert len(set(words.values())) == 9


def test_somebody_else_is_asked_for_and_stays(mia):
    mia.say("something calm on switch")
    assert mia.say("talk like the librarian").text in spoken_by("librarian", "normal", "persona.changed")
    assert mia.contact.persona == "librarian"
    assert "!" not in mia.say("thanks").text
    mia.later(timedelta(days=3))
    assert mia.say("thx").text in spoken_by("librarian", "normal", "smalltalk.thanks")
    assert mia.say("be yourself").text in spoken_by("thrum", "normal", "persona.changed")


def test_asked_who_it_is_it_says_a_bot_and_offers_the_others(mia):
    said = mia.say("who are you?")
    assert "bot" in said.text
    assert list(said.buttons) == ["Thrum", "the librarian", "the big sibling"]
    chosen = mia.tap(said.buttons["the big sibling"])
    assert chosen.text.split("\n\n")[0] in spoken_by("sibling", "normal", "persona.changed")
    assert mia.contact.persona == "sibling"


def test_someone_else_is_the_next_one_in_the_row(mia):
    mia.say("hey")
    seen = []
    for _ in range(4):
        mia.say("be someone else")
        seen.append(mia.contact.persona)
    assert seen == ["librarian", "sibling", "thrum", "librarian"]


def test_who_is_there_already_is_not_changed(mia):
    assert mia.say("talk like yourself").text.split("\n\n")[0] in spoken_by("thrum", "normal", "persona.same")


def test_a_voice_that_nobody_has_is_not_pretended(mia):
    said = mia.say("talk like a pirate")
    assert said.text.split("\n\n")[0] in spoken_by("thrum", "normal", "persona.unknown")
    assert mia.contact.persona == ""


def test_a_voice_that_is_gone_gives_way_to_the_default(mia):
    mia.say("hey")
    Contact.objects.update(persona="nobody-any-more")
    assert mia.say("thanks").text in spoken_by("thrum", "normal", "smalltalk.thanks")
    assert mia.tap("persona:nobody-any-more").message.status == "handled"


def test_simple_english_is_asked_for_and_given_at_once(mia):
    mia.say("something calm on switch")
    assert mia.say("use simple english please").text in spoken_by("thrum", "easy", "level.easy")
    assert (mia.contact.english_level, mia.contact.english_level_by) == ("easy", "player")
    for words in READER:
        mia.say(words)
    assert mia.contact.english_level == "easy"
    assert mia.say("talk normal").text in spoken_by("thrum", "normal", "level.normal")
    assert mia.say("fancier words").text in spoken_by("thrum", "rich", "level.rich")


def test_talk_normal_to_a_librarian_in_plain_words_means_the_voice(mia):
    mia.say("talk like the librarian")
    assert mia.say("talk normal please").text in spoken_by("thrum", "normal", "persona.changed")
    assert mia.contact.persona == "thrum"


def test_asking_for_other_words_keeps_the_games_on_the_table(mia):
    first = mia.say("something calm on switch")
    mia.say("simple english please")
    assert mia.say("the second one").text.startswith(tuple(
        one.split("{{")[0] for one in spoken_by("thrum", "easy", "like.noted")
    ))  # fmt: skip
    assert mia.contact.player.interactions.filter(kind="like", game__title=first.titles[1]).exists()


def test_easy_words_come_by_themselves_after_a_few_messages(mia):
    for words in LEARNER[:3]:
        mia.say(words)
        assert mia.contact.english_level == "normal"
    mia.say(LEARNER[3])
    assert (mia.contact.english_level, mia.contact.english_level_by) == ("easy", "guess")


def test_who_says_that_their_english_is_poor_is_not_asked_to_prove_it(mia):
    mia.say("hello! sorry my english is not good. i am tired and want game for phone")
    assert (mia.contact.english_level, mia.contact.english_level_by) == ("easy", "guess")


def test_a_reader_gets_richer_words(mia):
    for words in READER:
        mia.say(words)
    assert mia.contact.english_level == "rich"


def test_what_an_operator_has_set_is_not_guessed_away(mia):
    mia.say("hey")
    Contact.objects.update(english_level="rich", english_level_by="operator")
    for words in LEARNER:
        mia.say(words)
    assert mia.contact.english_level == "rich"


def test_a_childs_english_is_not_judged(mia):
    mia.say("im 9, something silly on switch")
    for words in LEARNER:
        mia.say(words)
    assert mia.contact.english_level == "normal"
    assert not Session.objects.filter(state__has_any_keys=["english_score", "english_heard", "usual_words"]).exists()


def test_what_was_guessed_of_who_turns_out_to_be_a_child_is_forgotten(mia):
    for words in LEARNER:
        mia.say(words)
    assert mia.contact.english_level == "easy"
    mia.say("im 10 years old")
    assert mia.contact.english_level == "normal"


def test_a_name_is_said_at_most_once_in_five_replies(robin):
    said = [
        robin.say(words).text for words in ("hey", "hi", "hello", "hey", "hi there", "hey", "hello", "hi", "hey", "hi")
    ]
    named = [place for place, text in enumerate(said) if "Robin" in text]
    assert named
    assert all(later - earlier > 5 for earlier, later in itertools.pairwise(named))


@pytest.mark.parametrize(
    ("zone", "hello"),
    [("Asia/Tokyo", "hi.evening"), ("Pacific/Honolulu", "hi.night"), ("Europe/Berlin", "hi.afternoon"), ("America/Sao_Paulo", "hi.morning"),
     ("", "hi.any"), ("Mars/Olympus", "hi.any")],
)  # fmt: skip
def test_the_greeting_knows_the_hour_where_they_live(robin, zone, hello):
    robin.say("talk like the librarian")  # at noon in London
    Contact.objects.update(time_zone=zone)
    assert robin.say("hello").text.startswith(tuple(spoken_by("librarian", "normal", hello)))


def test_three_refusals_in_a_row_earn_a_hint_from_whoever_speaks(mia):
    mia.say("talk like the librarian")
    mia.say("surprise me")
    said = [mia.say("not for me").text for _ in range(3)]
    hints = spoken_by("librarian", "normal", "hint.refused")
    assert [any(hint in text for hint in hints) for text in said] == [False, False, True]


def test_the_first_time_line_keeps_its_promises_in_every_voice(shelf):
    for number, (persona, level) in enumerate(itertools.product(OURS, LEVELS)):
        person = Person(f"new-{number}")
        player = Player.objects.create(origin="cli")
        contact = Contact.objects.create(
            player=player, persona=persona, english_level=level, english_level_by="operator"
        )
        contact.addresses.create(kind="demo", value=person.name)
        text = person.say("hey").text
        assert all(word in text for word in ("bot", "STOP", "delete my data", "/privacy/"))


def test_two_contacts_of_one_person_keep_the_voice_that_was_chosen(mia, now):
    mia.say("hey")
    other = Person("mia-elsewhere")
    other.say("talk like the librarian")
    other.say("simple english please")
    kept = identity.merge(keep_id=mia.contact.pk, gone_id=other.contact.pk, now=now + timedelta(hours=1))
    assert (kept.persona, kept.english_level, kept.english_level_by) == ("librarian", "easy", "player")


@pytest.mark.parametrize("words", ["idk", "i don't know", "no idea what i want", "not sure tbh", "hmm dunno"])
def test_who_has_no_idea_gets_three_moods_to_point_at(mia, words):
    mia.say("hey")
    said = mia.say(words)
    assert said.text in spoken_by("thrum", "normal", "hint.no_idea")
    assert [button.partition(":")[0] for button in said.buttons.values()] == ["mood"] * 3
    assert mia.tap(next(iter(said.buttons.values()))).titles


def test_easy_words_asked_for_in_passing_do_not_hide_the_wish(mia):
    said = mia.say("please use simple english. i want something calm on switch")
    assert said.titles
    assert (mia.contact.english_level, mia.contact.english_level_by) == ("easy", "player")


def test_talk_normal_first_takes_back_the_easy_words_and_then_the_voice(mia):
    mia.say("talk like the librarian")
    mia.say("use simple english please")
    assert mia.say("talk normal").text in spoken_by("librarian", "normal", "level.normal")
    assert mia.say("talk normal").text in spoken_by("thrum", "normal", "persona.changed")
