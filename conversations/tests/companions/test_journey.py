"""A journey: asked, answered in free words, scored, kept, and felt in what is recommended next."""

from __future__ import annotations

import functools
from datetime import timedelta

import pytest

from conversations.companions import agreement, journey_figures, journey_text, journeys
from conversations.companions.journey_scoring import overall, score_answer
from conversations.dialogue.wording.voice import all_wordings
from conversations.models import JourneyAnswer, JourneyRun, JourneyText
from conversations.privacy import own_data, retention
from games.models import Game, Player

GOOD = (
    "what I learned about the enemies, and some permanent unlocks",
    "the shop because at half health the elite is too risky, unless my build is really strong",
    "skip it, it has no synergy with my poison build",
    "spend it on upgrades that help the build, it's worth nothing when I'm dead",
    "drink it early in a safe room with full health",
)
BAD = (
    "my gold and all my items",
    "always the elite",
    "take everything, more is better",
    "hoard all of it",
    "never touch it",
)


def _csv(**changes: str) -> str:
    row = {
        "journey": "metroidvanias", "title": "Lost on purpose", "genre": "metroidvania", "called": "metroidvania",
        "question": "A door is too high. What now?", "points": "come back: later, back; look around: look, explore",
        "good": "come back later | explore elsewhere", "partial": "jump | try", "wrong": "give up | quit",
        "praise": "Yes.", "nearly": "Add {missing}.", "missed": "Come back later.", **changes,
    }  # fmt: skip
    import csv
    import io

    out = io.StringIO()
    writer = csv.DictWriter(out, journey_text.COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([row] * 5)
    return out.getvalue()


@pytest.fixture
def hard_games(shelf) -> None:
    """Roguelikes from gentle to cruel; of one nobody noted how hard it is, but a tag tells."""
    for title, difficulty, tags in (
        ("Paper Pond", 2, []), ("Knot Theory", 3, []), ("Loom", 4, []), ("Wobble Street", 5, []),
        ("Slow Train North", None, ["permadeath"]),
    ):  # fmt: skip
        Game.objects.filter(title=title).update(
            genres=["roguelike"], difficulty=difficulty, tags=tags, platforms=["pc"]
        )


def _walk(person, answers):
    said = person.say("teach me roguelikes")
    for answer in answers:
        said = person.say(answer)
    return said


def test_three_journeys_ship_and_nothing_is_wrong_with_any(db):
    assert {name: problems for name, problems in journeys.problems_of_files().items() if problems} == {}
    assert {one.genre for one in journeys.all_journeys().values()} >= {"soulslike", "roguelike", "fighting"}
    assert all(5 <= len(one.questions) <= 7 for one in journeys.all_journeys().values())


def test_our_scores_agree_with_those_of_people(encoder):
    found = agreement.agreement_of(agreement.grade_all(functools.cache(encoder.encode_one), every=2))
    assert found.count >= 30
    assert found.apart < 15
    assert found.same_band > 0.8
    assert found.same_order > 0.8


def test_the_same_words_always_get_the_same_score_and_none_get_nothing():
    question = journeys.shipped()["roguelikes"].questions[0]
    for said in ("idk", "???", "  ", "no clue"):
        assert score_answer(said, None, question, embed=lambda text: None).score == 0
    first = score_answer("what I learnt, and unlocks", None, question, embed=lambda text: None)
    assert first == score_answer("what I learnt, and unlocks", None, question, embed=lambda text: None)
    assert first.score == 100
    assert overall([]) == 0
    assert overall([100, 0]) == 50


def test_good_answers_are_praised_and_bad_ones_taught(mia):
    said = mia.say("teach me roguelikes")
    assert "1/5" in said.text
    assert mia.say(GOOD[0]).state.company.place == "2"
    assert "always the elite" not in mia.say("always the elite").text
    scores = list(JourneyAnswer.objects.order_by("question").values_list("score", flat=True))
    assert scores[0] >= 70 > 40 > scores[1]


def test_who_does_badly_is_spared_the_hard_games_of_that_genre_and_told_why(mia, hard_games):
    plain = mia.say("recommend me a roguelike on pc").titles
    said = _walk(mia, BAD)
    assert mia.contact.player.skills["roguelike"] < 40
    assert JourneyRun.objects.get().score == mia.contact.player.skills["roguelike"]
    mia.contact.player.impressions.all().delete()
    mia.contact.player.slates.all().delete()
    after = mia.later(timedelta(days=9)).say("recommend me a roguelike on pc")
    assert {*after.titles} <= {"Paper Pond", "Knot Theory"}
    assert {"Loom", "Wobble Street", "Slow Train North"} & {*plain}
    assert "a gentle start for somebody new to roguelikes" in after.text
    assert {*said.titles} <= {"Paper Pond", "Knot Theory"}, "the gentle ones of that very genre"
    assert "1/5" in mia.say("teach me roguelikes").text  # anew
    assert JourneyRun.objects.get().score is None
    assert JourneyAnswer.objects.count() == 0


def test_who_does_well_is_shown_the_hard_ones_first_and_all_of_it_is_exported_ages_and_goes(mia, hard_games):
    said = _walk(mia, GOOD)
    assert mia.contact.player.skills["roguelike"] >= 70
    assert said.titles[0] in ("Loom", "Wobble Street")
    told = own_data.export(mia.contact)["journeys"]
    assert told[0]["answers"][0]["text"] == GOOD[0]
    assert told[0]["score"] >= 70
    retention.forget_what_is_old(now=mia.at + timedelta(days=4000))
    assert set(JourneyAnswer.objects.values_list("text", flat=True)) <= {""}
    own_data.erase(contact=mia.contact, now=mia.at)
    assert not JourneyAnswer.objects.exists()


def test_who_does_badly_where_nothing_is_gentle_is_told_so_and_shown_what_is_near(mia, hard_games):
    gentle = ["Paper Pond", "Knot Theory", "Wobble Street"]
    Game.objects.filter(title__in=gentle).update(genres=["puzzle"], difficulty=2)
    said = _walk(mia, BAD)
    assert said.titles
    assert {*said.titles} <= {*gentle, "Goose Parade"}
    told = {one.source.split("}}")[1].strip()[:25] for one in all_wordings()["journey.softer"] if "}}" in one.source}
    assert any(words in said.text for words in told)


@pytest.mark.parametrize(
    ("says", "tells"),
    [("hi my name is bo", "Bo"), ("i play on ps5", "PS5"), ("talk like the librarian", "")],
)
def test_what_they_tell_of_themselves_is_no_answer_and_the_question_stays_open(mia, says, tells):
    mia.say("teach me soulslikes")
    said = mia.say(says)
    assert tells in said.text
    assert "go on" in said.text
    assert not JourneyAnswer.objects.exists()
    assert mia.say("roll away and watch its attacks first").state.company.place == "2"


@pytest.mark.parametrize("says", ["why?", "what do you mean?", "i don't get the question", "huh"])
def test_who_does_not_understand_a_question_gets_a_nudge_and_no_grade(mia, says):
    mia.say("teach me soulslikes")
    said = mia.say(says)
    assert not JourneyAnswer.objects.exists()
    assert said.state.company.place == "1"
    assert said.state.company.is_on


@pytest.mark.parametrize(
    "says", ["is elden ring good for beginners?", "what's stamina?", "how many questions are there?"]
)
def test_a_question_put_to_us_is_no_answer(mia, says):
    mia.say("teach me soulslikes")
    said = mia.say(says)
    assert said.text
    assert not JourneyAnswer.objects.exists()
    assert said.state.company.place == "1"


@pytest.mark.parametrize("says", ["is it to dodge?", "why not block?", "when to dodge, is it after he stops?"])
def test_an_answer_that_is_put_as_a_question_is_an_answer(mia, says):
    mia.say("teach me soulslikes")
    assert mia.say(says).state.company.place == "2"
    assert JourneyAnswer.objects.get().score > 0


@pytest.mark.parametrize("says", ["was my answer right?", "is that the answer?", "can i answer again?"])
def test_who_asks_after_an_answer_is_told_of_no_letter_and_the_journey_stays_open(mia, says):
    mia.say("teach me soulslikes")
    said = mia.say(says)
    assert said.state.company.mode == "journey"
    assert not any(key.startswith("penpal.") for key in said.state.wordings)


def test_what_has_nothing_to_do_with_a_question_is_asked_about_once_and_graded_then(mia):
    mia.say("teach me fighting games")
    said = mia.say("i'm jo btw")
    assert said.state.company.place == "1"
    assert not JourneyAnswer.objects.exists()
    assert mia.say("my cat sleeps on the sofa").state.company.place == "2"
    assert JourneyAnswer.objects.get().score < 20


def test_who_asks_how_long_it_is_sees_the_number_of_the_question(mia):
    mia.say("teach me fighting games")
    for asks in ("how many questions are there?", "how many more are left?", "what was the question?"):
        assert "1/5" in mia.say(asks).text, asks


def test_a_wish_for_something_hard_goes_before_what_a_journey_found(mia, hard_games):
    from games.recommender.limits import Profile, hardest_of, limits_for
    from games.recommender.types import Context

    profile = Profile(skills=(("roguelike", 10),))
    assert limits_for(Context(), profile, excluded_ids=frozenset(), rates={}).hardest == (("roguelike", 3),)
    assert limits_for(Context(wants_harder=True), profile, excluded_ids=frozenset(), rates={}).hardest == ()
    assert hardest_of((("roguelike", 55), ("soulslike", 90))) == (("roguelike", 4),)


def test_a_skipped_question_counts_as_nothing_and_a_hint_points_the_way(mia):
    said = mia.say("teach me roguelikes")
    hint = mia.tap(said.buttons["hint"])
    assert "what you learnt" in hint.text
    assert mia.say("skip").state.company.place == "2"
    assert JourneyAnswer.objects.get().was_skipped


def test_a_journey_that_was_stopped_goes_on_where_it_was(mia):
    mia.say("teach me roguelikes")
    mia.say(GOOD[0])
    mia.say("stop the journey")
    said = mia.later(timedelta(days=2)).say("teach me roguelikes")
    assert "2/5" in said.text
    assert JourneyRun.objects.get().finished_at is None


def test_an_answer_is_no_request_though_it_sounds_like_one(mia):
    mia.say("teach me fighting games")
    for number, answer in enumerate(
        (
            "they have advantage so it's still their turn", "walk forward, block, and drink some water",
            "something simple: blocking and one short combo", "ask a friend to help me learn the pattern",
        ),
        2,
    ):  # fmt: skip
        assert mia.say(answer).state.company.place == str(number), answer


def test_asking_a_friend_is_an_answer_and_asking_for_a_human_is_not(mia):
    mia.say("teach me soulslikes")
    for _ in range(4):
        mia.say("skip")
    assert mia.say("ask a friend to help me or summon someone").state.company.place == "6"
    assert mia.contact.held_by_human_at is None
    mia.say("let me talk to a human")
    assert mia.contact.held_by_human_at is not None


def test_a_child_is_told_a_story_instead_and_nothing_is_kept(mia):
    mia.say("im 10")
    said = mia.say("teach me roguelikes")
    assert "story" in said.text
    assert said.state.company.mode == ""
    assert not JourneyRun.objects.exists()


def test_who_turns_out_to_be_a_child_has_no_answers_left(mia):
    mia.say("teach me roguelikes")
    mia.say(GOOD[0])
    mia.say("im 9 years old")
    assert not JourneyRun.objects.exists()
    assert mia.contact.player.skills == {}


def test_a_journey_is_offered_to_who_is_new_to_a_hard_genre(mia, hard_games):
    mia.say("hi")
    mia.say("i play on pc")
    said = mia.later(timedelta(days=2)).say("i want a roguelike but i'm new to roguelikes")
    assert "show me the ropes" in said.buttons
    assert mia.tap(said.buttons["show me the ropes"]).state.company.name == "roguelikes"


def test_who_just_bought_a_hard_game_is_offered_one_too(mia):
    mia.say("i play on pc")
    said = mia.later(timedelta(days=2)).say("i just bought elden ring and i'm new to soulslikes, it's so hard")
    assert "show me the ropes" in said.buttons


def test_a_recommendation_can_be_asked_for_in_the_middle_of_it(mia):
    mia.say("teach me roguelikes")
    said = mia.say("recommend me something chill")
    assert said.titles
    assert said.state.company.is_resting


def test_who_asks_for_a_genre_that_is_all_too_hard_is_told_so_and_may_see_it(mia, shelf):
    Game.objects.filter(title__in=["Loom", "Wobble Street"]).update(
        genres=["soulslike"], difficulty=5, platforms=["pc"]
    )
    mia.say("i play on pc")
    Player.objects.filter(pk=mia.contact.player_id).update(skills={"soulslike": 20})
    said = mia.say("recommend me a soulslike")
    assert "show the hard ones" in said.buttons or "yes, go for it" in said.buttons
    hard = mia.tap("loosen:gentle")
    assert {*hard.titles} & {"Loom", "Wobble Street"}


def test_editors_add_a_journey_by_csv_and_it_can_be_asked_for(mia):
    assert journeys.save(text=_csv(), by=None, now=mia.at) == ["metroidvanias"]
    assert "Lost on purpose" in mia.say("teach me metroidvanias").text
    mia.say("explore elsewhere and come back later")
    [figures] = journey_figures.of_questions("metroidvanias")
    assert (figures.number, figures.answered, figures.still_here) == (1, 1, 1.0)
    JourneyText.objects.update(is_on=False)
    assert "metroidvanias" not in journeys.all_journeys()


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"genre": "metrovania"}, "line 2: genre: metrovania is none of ours"),
        ({"good": "one"}, "line 2: good: 2 answers or more, parted by |"),
        ({"points": "come back later"}, "line 2: points: written “name: word, word; name: word”"),
        ({"question": "x" * 300}, "line 2: question: 1 to 280 characters"),
        ({"journey": "Metroid Vanias"}, "line 2: journey: “Metroid Vanias” is no name; small letters, figures and dashes"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_csv_is_told_by_the_line(changes, what):
    assert what in [str(problem) for problem in journey_text.read(_csv(**changes))[1]]


def test_a_csv_without_its_columns_or_with_too_few_questions_is_refused(db):
    assert "line 1: the first line lacks" in str(journey_text.read("a,b\n1,2\n")[1][0])
    few = "\n".join(_csv().splitlines()[:3])
    assert "metroidvanias has 2 questions; 5 to 7 make a journey" in [
        problem.what for problem in journey_text.read(few)[1]
    ]
    with pytest.raises(journeys.InvalidJourneysError):
        journeys.save(text=few, by=None, now=None)


def test_easier_in_a_journey_is_no_answer_and_bounds_every_game_of_the_evening(mia, shelf):
    Game.objects.update(difficulty=4)
    Game.objects.filter(title__in=("Paper Pond", "Loom")).update(difficulty=2)
    mia.say("teach me roguelikes")
    said = mia.say("easier")
    assert said.state.company.place == "1"
    assert not JourneyAnswer.objects.exists()
    mia.say("stop journey")
    assert {*mia.say("something calm on pc").titles} <= {"Paper Pond", "Loom"}
    assert {*mia.say("a puzzle game on pc").titles} <= {"Paper Pond", "Loom"}


def test_harder_in_a_journey_ends_in_no_gentle_game(mia, hard_games):
    mia.say("teach me roguelikes")
    assert mia.say("harder").state.tonight.wants_harder
    for answer in BAD:
        said = mia.say(answer)
    offered = Game.objects.filter(title__in=said.titles).values_list("difficulty", flat=True)
    assert said.titles
    assert all(difficulty is None or difficulty >= 3 for difficulty in offered)


def test_which_journeys_there_are_is_told_to_who_asks_for_any(mia):
    said = mia.say("give me a lesson")
    assert len(said.buttons) == 3
    assert "no journey" not in said.text


def test_who_asked_for_harder_is_not_told_of_kinder_ones_at_the_end(mia, hard_games):
    mia.say("teach me roguelikes")
    mia.say("harder")
    for answer in BAD:
        said = mia.say(answer)
    assert said.state.wordings["journey.as_asked"]


@pytest.mark.parametrize("text", ["lol is this a test", "my brother is great at this stuff"])
def test_what_is_said_beside_the_question_is_not_graded(mia, text):
    mia.say("teach me roguelikes")
    assert mia.say(text).state.company.place == "1"
    assert not JourneyAnswer.objects.exists()
