from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from games.columns import facts_at_hand
from games.models import Game, Impression, Interaction, Slate
from games.recommender import Context, mark_shown, recommend, record
from games.recommender.likes import liking_of
from games.tests.recommender.making import direction, dollars


def slate_for(player, now, *, limit=3, seed=1, explore=False, **wishes):
    return recommend(
        player=player, context=Context(**wishes), limit=limit, rng=np.random.default_rng(seed), now=now, explore=explore
    )


def test_with_nothing_known_it_still_answers(make_game, ask):
    make_game("Loved by All", quality=0.9)
    make_game("Fine", quality=0.6)

    assert ask() == ["Loved by All", "Fine"]


def test_an_empty_catalogue_and_an_impossible_wish_are_empty_answers(db, make_game, ask, rates):
    assert ask() == []
    make_game(price="9.99")
    assert ask(platforms=("vr",), price=dollars("0")) == []


def test_the_mood_decides_among_equals(make_game, ask):
    make_game("Lullaby", mood_fit={"tired": 0.95, "hyped": 0.1})
    make_game("Earthquake", mood_fit={"tired": 0.1, "hyped": 0.95})

    assert ask(mood="tired") == ["Lullaby"]
    assert ask(mood="hyped") == ["Earthquake"]


def test_a_second_mood_colours_the_first(make_game, ask):
    make_game("Tired and Sad", mood_fit={"tired": 0.8, "sad": 0.9})
    make_game("Only Tired", mood_fit={"tired": 0.85, "sad": 0.4})

    assert ask(mood="tired", secondary_mood="sad")[0] == "Tired and Sad"
    assert ask(mood="tired")[0] == "Only Tired"


def test_the_players_words_find_what_no_mood_names(make_game, ask, encoder):
    texts = {
        "Goose": "You are a horrible goose that annoys a village.",
        "Trains": "Build railways and timetables.",
        "Elves": "Elves and dragons fight over a throne.",
    }
    for title, text in texts.items():
        make_game(title, embedding=encoder.encode_one(text).tolist(), embedding_version="test")

    assert ask(text="…", vector=encoder.encode_one("the one where you play a naughty goose"))[0] == "Goose"


def test_a_loved_title_leads_to_its_kin_and_not_to_itself(make_game, ask):
    valley = direction(1)
    kin = 0.9 * valley + 0.4 * direction(2)
    told = {"embedding_version": "test", "genres": ["farming"]}
    make_game("Stardew Valley", embedding=valley.tolist(), **told)
    make_game("Kin", embedding=(kin / np.linalg.norm(kin)).tolist(), **told)
    make_game("Stranger", embedding=direction(3).tolist(), embedding_version="test", quality=0.75)

    assert ask(like_titles=("stardew valley",))[0] == "Kin"
    assert "Stardew Valley" not in ask(like_titles=("stardew valley",))


@pytest.mark.parametrize(
    ("told", "sold_as"),
    [
        ("Settler Kings VI", "Ann Smith's Settler Kings VI"),
        ("Ann Smith's Settler Kings VI", "Settler Kings VI"),
        ("Ann Smith’s Settler Kings VI", "Settler Kings VI: Gold Edition"),
    ],
)
def test_a_loved_title_is_known_with_and_without_its_owners_name(make_game, told, sold_as):
    make_game("Settler Kings V")
    make_game(sold_as)
    make_game("Kings")

    assert [game.title for game in liking_of([told], encode=None).games] == [sold_as]


def test_a_title_that_needs_its_owners_name_keeps_it(make_game):
    make_game("Sky")

    assert liking_of(["No Man's Sky"], encode=None).games == ()


def test_a_loved_title_that_the_catalogue_lacks_is_understood_by_its_name(make_game, ask, encoder):
    for title in ("Farm by the River", "Death Arena Massacre"):
        make_game(title, embedding=encoder.encode_one(title).tolist(), embedding_version="test")

    assert ask(like_titles=("Harvest Farm Valley",))[0] == "Farm by the River"


def test_without_a_model_the_rest_still_answers(make_game, now, settings, tmp_path):
    settings.MODEL_DIR = tmp_path
    make_game("Still Here")

    slate = slate_for(None, now, like_titles=("Nobody Knows This",))

    assert [pick.facts.title for pick in slate.picks] == ["Still Here"]
    assert slate.degraded == ("like",)


def test_a_genre_that_nothing_is_filed_under_is_looked_for_in_meaning(make_game, ask, encoder):
    make_game(
        "Unfiled",
        genres=[],
        embedding=encoder.encode_one("a metroidvania with many secrets").tolist(),
        embedding_version="test",
    )
    make_game("Something Else", embedding=encoder.encode_one("football manager").tolist(), embedding_version="test")

    assert ask(genres=("metroidvania",), text="…", vector=encoder.encode_one("a metroidvania please")) == ["Unfiled"]


def test_without_chance_the_answer_is_always_the_same(make_game, mika, now):
    for number in range(12):
        make_game(quality=0.5 + number / 100)

    first, second = (slate_for(mika, now, seed=seed) for seed in (1, 2))
    assert first.picks == second.picks
    assert {pick.propensity for pick in first.picks} == {1.0}


def test_the_same_seed_explores_the_same_way_and_some_seeds_discover(make_game, mika, now):
    for _ in range(12):
        make_game()

    slates = [slate_for(mika, now, seed=seed, explore=True) for seed in range(30)]
    again = [slate_for(mika, now, seed=seed, explore=True) for seed in range(30)]
    strategies = {pick.strategy for slate in slates for pick in slate.picks}
    assert [slate.picks for slate in slates] == [slate.picks for slate in again]
    assert strategies == {"best_fit", "discovery"}


def test_recommending_writes_nothing(make_game, mika, now, django_assert_max_num_queries):
    make_game()
    slate_for(mika, now)  # what a process reads once and keeps

    with django_assert_max_num_queries(7) as captured:  # one of them asks, once a second, whether anything is new
        slate_for(mika, now, mood="tired")

    assert not [query for query in captured if query["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not Slate.objects.exists()


def test_a_turn_needs_no_more_statements_with_more_games(make_game, mika, now, queries_stay_flat, rates):
    make_game(price="5.00")

    def turn() -> None:
        facts_at_hand.forget()
        slate_for(mika, now, mood="tired", price=dollars("20"), vector=direction(1))

    queries_stay_flat(turn, lambda: [make_game(price="5.00") for _ in range(20)])


def test_learnt_taste_tips_the_balance(make_game, ask, mika):
    make_game("Puzzle", genres=["puzzle"])
    make_game("Racing", genres=["racing"])
    mika.scores = {"genre:racing": 0.9, "genre:puzzle": -0.5}

    assert ask(mika) == ["Racing", "Puzzle"]


# --- What was shown ---------------------------------------------------------------------------


@pytest.fixture
def two_games(make_game):
    return [make_game("First", quality=0.9), make_game("Second", quality=0.8)]


def test_a_slate_is_recorded_with_its_impressions_in_slot_order(two_games, mika, now):
    slate = slate_for(mika, now, mood="tired", text="so tired, call me on 555", vector=direction(1))
    row = record(slate, player=mika, surface="chat", now=now)

    impressions = list(row.impressions.all())
    assert [impression.game_id for impression in impressions] == [pick.facts.game_id for pick in slate.picks]
    assert [impression.slot for impression in impressions] == [0, 1]
    assert all(impression.reason and impression.shown_at is None for impression in impressions)
    assert row.candidates[0]["parts"].keys() >= {"mood", "quality"}
    assert row.context["mood"] == "tired"
    assert "555" not in str(row.context)


def test_a_slate_is_recorded_only_for_its_own_player(two_games, mika, now):
    with pytest.raises(ValueError, match="made for"):
        record(slate_for(None, now), player=mika, surface="chat", now=now)


def test_what_was_shown_stays_away_for_seven_days(two_games, mika, now):
    row = record(slate_for(mika, now, limit=1), player=mika, surface="chat", now=now)
    mark_shown(slate_ids=[row.pk], at=now)

    def offered(later, **wishes):
        return [pick.facts.title for pick in slate_for(mika, now + later, **wishes).picks]

    assert offered(timedelta(days=6, hours=23)) == ["Second"]
    assert set(offered(timedelta(days=7))) == {"First", "Second"}
    assert set(offered(timedelta(0), exclude_seen=False)) == {"First", "Second"}


def test_what_is_on_its_way_is_not_offered_again_and_what_never_arrived_is(two_games, mika, now):
    record(slate_for(mika, now, limit=1), player=mika, surface="chat", now=now)

    assert [pick.facts.title for pick in slate_for(mika, now + timedelta(minutes=59)).picks] == ["Second"]
    assert [pick.facts.title for pick in slate_for(mika, now + timedelta(minutes=61)).picks] == ["First", "Second"]


@pytest.mark.parametrize("surface", ["feed", "api"])
def test_what_an_app_was_handed_is_seen_only_once_it_says_so(two_games, mika, now, surface):
    row = record(slate_for(mika, now, limit=1), player=mika, surface=surface, now=now)

    assert [pick.facts.title for pick in slate_for(mika, now).picks] == ["First", "Second"]
    mark_shown(slate_ids=[row.pk], at=now)
    assert [pick.facts.title for pick in slate_for(mika, now).picks] == ["Second"]


def test_shown_is_said_once(two_games, mika, now):
    row = record(slate_for(mika, now), player=mika, surface="chat", now=now)
    mark_shown(slate_ids=[row.pk], at=now)
    mark_shown(slate_ids=[row.pk], at=now + timedelta(days=1))

    assert set(Impression.objects.values_list("shown_at", flat=True)) == {now}


def test_another_players_past_is_no_concern(two_games, mika, now):
    Interaction.objects.create(player=mika, game=two_games[0], kind="played", source="chat", at=now)

    assert [pick.facts.title for pick in slate_for(None, now).picks] == ["First", "Second"]
    assert Game.objects.count() == 2


def test_a_game_is_found_with_and_without_whose_it_is(make_game):
    make_game("Sid Meier's Civilization VI")
    make_game("No Man's Sky")

    assert [game.title for game in Game.objects.titled("civilization vi")] == ["Sid Meier's Civilization VI"]
    assert not Game.objects.titled("Sky").exists()
    assert not Game.objects.titled().exists()
