"""A story: played by taps and in one's own words, and what it leaves behind."""

from __future__ import annotations

import functools
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.companions import stories, story_text
from conversations.companions.story import choice_meant
from conversations.companions.story_text import Choice, Scene, Story
from conversations.models import MoodReading, Session
from games.models import Interaction

_OWN_WORDS = Path(__file__).parent / "own_words.tsv"

TALE = """title: The Test
mood: silly

# one
A door.
hint: Push.
- Go left => two
  tags: stealth
  liked: going left
- Go right => two
  tags: cozy
  liked: going right
"""


def _whole(*, end: str = "ending: cozy") -> str:
    scenes = [TALE]
    for here, there in (("two", "three"), ("three", "four"), ("four", "five")):
        scenes.append(TALE.split("\n\n", 1)[1].replace("# one", f"# {here}").replace("=> two", f"=> {there}"))
    return "\n\n".join([*scenes, f"# five\nThe end.\n{end}\n"])


def _wrong(text: str) -> list[str]:
    return [problem.what for problem in stories.check(text, name="tale")[1]]


def test_five_stories_ship_and_nothing_is_wrong_with_any():
    assert {name: problems for name, problems in stories.problems_of_files().items() if problems} == {}
    assert len(stories.all_stories()) >= 5


def test_a_whole_story_has_no_problem():
    assert _wrong(_whole()) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (_whole(end="hint: x"), "five: a dead end: neither a choice nor an ending"),
        (_whole() + "\n# six\nA cellar.\nending: cozy\n", "nobody reaches six"),
        (_whole().replace("=> four", "=> one"), "from one no ending can be reached"),
        (_whole().replace("Go left => three", "Go left => one"), "one comes round again: who goes on like that never ends"),
        (_whole().replace("Go left => two", "Go left => five"), "it can be over after 1 turns; 4 at least"),
        (_whole().replace("Go left", "Go left along the river"), "one: “Go left along the river” has 23 characters; 20 at most"),
        (_whole().replace("A door.", "A door. " * 40), "one: a bubble of 319 characters; 280 at most"),
        (_whole().replace("tags: stealth", "tags: stelth"), "one: the tag stelth is on no game"),
        (_whole().replace("=> five", "=> six"), "four: “Go left” leads to six, which is no scene"),
        (_whole().replace("mood: silly", "mood: sily"), "mood: sily is none of ours"),
    ],
)  # fmt: skip
def test_what_a_writer_gets_wrong_is_named(text, what):
    assert what in _wrong(text)


@pytest.mark.parametrize("name", sorted(stories.all_stories()))
def test_no_choice_of_a_story_sounds_like_what_must_work_everywhere(name):
    from conversations.companions.base import _BEGINS_A_WISH, _HELP
    from conversations.dialogue.said import commands, own_words, persona_requests

    for scene in stories.all_stories()[name].scenes.values():
        for phrase in (phrase for choice in scene.choices for phrase in choice.phrases):
            said = phrase.lower()
            assert not own_words.names_stop(said), phrase
            assert not commands.command_in(said), phrase
            assert not _HELP.fullmatch(said), phrase
            assert not (_BEGINS_A_WISH.match(said) and "game" in said), phrase
            assert persona_requests.read_request(said, aliases={}) is None, phrase


def test_a_story_is_played_to_its_end_by_taps_and_ends_in_a_game_for_how_it_was_played(mia):
    said = mia.say("tell me the ghost story")
    assert "Percival" in said.text
    turns = 0
    while said.slate is None:
        said = mia.tap(next(iter(said.buttons.values())))
        turns += 1
        assert turns <= 8
    assert 4 <= turns <= 8
    assert "if you liked" in said.text
    assert said.titles
    assert said.state.company.finished == ("story:nervous-ghost",)
    leans = Interaction.objects.filter(player=mia.contact.player, kind="lean")
    assert leans.count() == turns
    scores = mia.contact.player.scores
    assert scores
    assert all(0 < score <= 0.4 for score in scores.values())


def test_what_was_chosen_in_a_story_changes_the_very_next_recommendation(mia, shelf):
    from games.models import Game

    Game.objects.filter(title__in=["Paper Pond", "Knot Theory"]).update(tags=["ghosts", "emotional", "wholesome"])
    plain = mia.say("recommend me something on pc").titles
    Session.objects.all().delete()
    mia.contact.player.impressions.all().delete()
    mia.contact.player.slates.all().delete()
    said = mia.say("tell me the ghost story")
    for wanted in ("ring the bell", "tell her the truth", "send percival", "cheer him on", "say goodbye"):
        said = mia.say(wanted)
    assert said.titles != plain
    assert "letting a friend go" in said.text


def test_free_words_find_the_nearest_way_on(mia):
    mia.say("tell me the ghost story")
    said = mia.say("let's sneak in through the kitchen door")
    assert said.state.company.place == "kitchen"
    assert mia.say("give the cat that sardine!").state.company.place == "hall"
    assert mia.say("the second one").state.company.place == "case"


def test_what_people_say_of_their_own_is_mostly_understood_and_small_talk_hardly_ever_is(encoder):
    """A hundred and twenty lines; a remark on what is at hand ("that rock is huge") may be taken for a deed."""
    found: Counter[str] = Counter()
    embed = functools.cache(encoder.encode_one)
    for line in _OWN_WORDS.read_text(encoding="utf-8").splitlines():
        name, scene, said, wanted = line.split("\t")
        choices = stories.all_stories()[name].scenes[scene].choices
        place = choice_meant(said, embed(said), choices, embed=embed)
        got = "-" if place is None else choices[place].title
        found["right" if got == wanted else "lost" if got == "-" else "taken" if wanted == "-" else "wrong"] += 1
    assert found["taken"] <= 1
    assert found["wrong"] <= 3
    assert found["lost"] <= 10


def test_words_for_a_story_that_rests_are_heard_where_nobody_else_makes_anything_of_them(mia):
    mia.say("tell me the dragon story")
    for wanted in ("offer her a seat", "make her tea", "weigh it in one go"):
        mia.say(wanted)
    assert mia.say("recommend me a chill game on switch").state.company.is_resting
    said = mia.say("he is the public")
    assert said.state.company.is_on
    assert said.state.company.place == "verdict"


def test_what_is_told_in_passing_is_noted_and_the_ways_on_stay_at_hand(mia):
    ways = mia.say("tell me the dragon story").buttons
    said = mia.say("i play on ps5")
    assert "PS5" in said.text
    assert said.buttons == ways
    assert mia.tap(ways["Offer her a seat"]).state.company.place == "chair"


def test_a_question_that_comes_between_leaves_room_to_say_that_the_story_waits(mia):
    mia.say("tell me the ghost story")
    asked = mia.say("recommend me a puzzle game on xbox for 5 dollars")
    assert asked.state.awaiting.startswith("loosen:")
    assert "go on" in mia.say("yes").text


def test_a_hint_is_in_the_words_of_whoever_speaks(mia):
    mia.say("tell me the ghost story")
    said = mia.say("hint")
    assert "not brave" in said.text
    assert said.state.company.place == "wall"


def test_a_button_of_an_earlier_scene_counts_for_nothing(mia):
    first = mia.say("tell me the ghost story").buttons
    here = mia.tap(first["In by the roof"])
    again = mia.tap(first["Through the kitchen"])
    assert again.state.company.place == here.state.company.place == "roof"
    assert Interaction.objects.filter(kind="lean").count() == 1


def test_a_way_on_that_sounds_like_stop_is_no_stop_and_stop_itself_always_is(mia):
    said = mia.say("tell me the tram story")
    for wanted in ("window seat", "just watch", "be the knight", "wait with soup"):
        said = mia.say(wanted)
    assert said.state.company.place == "rings"
    said = mia.say("get out")
    assert "gravel" in said.text
    assert mia.contact.replies_allowed
    mia.say("tell me the tram story")
    mia.say("stop")
    assert not mia.contact.replies_allowed


def test_fear_inside_a_story_is_no_mood_of_theirs(mia):
    mia.say("tell me the ghost story")
    said = mia.say("sneak in through the kitchen, scared to death")
    assert said.state.company.place == "kitchen"
    assert not MoodReading.objects.filter(message=said.message).exists()


def test_a_child_may_play_and_nothing_of_it_is_kept(mia):
    mia.say("im 9 years old")
    said = mia.say("tell me the ghost story")
    said = mia.tap(next(iter(said.buttons.values())))
    assert said.state.company.gathered == ()
    assert not Interaction.objects.filter(player=mia.contact.player).exists()
    assert said.message.body == ""


def test_a_story_is_offered_to_who_is_bored_and_not_twice_in_a_row(mia):
    mia.say("hi")
    mia.say("i play on pc")
    first = mia.later(timedelta(hours=20)).say("im bored")
    assert "tell me a story" in first.buttons
    assert len(first.buttons) <= 3
    assert "tell me a story" not in mia.say("bored").buttons
    assert "tell me a story" not in mia.later(timedelta(hours=30)).say("im so bored").buttons
    assert "tell me a story" in mia.later(timedelta(days=8)).say("im bored").buttons
    said = mia.tap("companion:story.begin")
    assert said.state.company.mode == "story"


def test_a_story_that_was_heard_is_not_told_again_while_there_are_others(mia):
    from conversations.companions.story import STORY

    names = set()
    for _ in range(2):
        said = mia.say("tell me a story")
        names.add(said.state.company.name)
        while said.slate is None:
            said = mia.tap(next(iter(said.buttons.values())))
    assert len(names) == 2
    assert STORY.asked_for("something with a good story") is None
    assert STORY.asked_for("tell me the ghost story") == "nervous-ghost"


def test_reading_a_story_needs_no_more_than_its_text():
    story, problems = story_text.read("title: A\nmood: silly\n\n# a\nHi.\n- b\n", name="a")
    assert isinstance(story, Story)
    assert isinstance(next(iter(story.scenes.values())), Scene)
    assert [problem.line for problem in problems] == [6]
    assert Choice("x", "y", also=("z",)).phrases == ("x", "z")
