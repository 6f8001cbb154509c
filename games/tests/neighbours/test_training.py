"""From what players like here, and played elsewhere, to a list that changes with the next event."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from django_q.models import OrmQ

from games import artefacts, trends, versions
from games.collaborative.hybrid import Hybrid
from games.collaborative.model import Model
from games.interactions.recording import record_interaction
from games.models import Game, GameNeighbours, Interaction, LoggedPlay, ModelArtefact, Player, PlayTitle
from games.neighbours import in_use as neighbours_in_use
from games.neighbours import play_logs, training
from games.recommender import Context, recommend
from games.recommender.profiles import rules
from games.tests.factories import GameFactory, PlayerFactory
from games.tests.recommender.making import TONIGHT
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.django_db

RACES = ("Dust Rally", "Night Circuit", "Apex Loop", "Hill Climb")
PUZZLES = ("Quiet Blocks", "Mirror Maze", "Word Garden", "Tile Temple")


@pytest.fixture(autouse=True)
def own_state(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    versions.forget()
    neighbours_in_use.forget()
    yield
    versions.forget()
    neighbours_in_use.forget()


@pytest.fixture
def games() -> dict[str, Game]:
    return {title: GameFactory(title=title, quality=0.5) for title in (*RACES, *PUZZLES)}


@pytest.fixture
def fans(games) -> list[Player]:
    """Thirty people who like three games of one kind each."""
    rng = np.random.default_rng(0)
    players, events = [], []
    for number in range(30):
        player = PlayerFactory()
        players.append(player)
        for title in rng.choice(RACES if number % 2 else PUZZLES, size=3, replace=False):
            events.append(Interaction(player=player, game=games[title], kind="like", source="chat", at=TONIGHT))
    Interaction.objects.bulk_create(events)
    return players


def learn(now=TONIGHT) -> ModelArtefact:
    row = training.learn_and_publish(now=now)
    assert row is not None
    versions.forget()
    return row


def said_by_the_rows(history) -> dict[int, float]:
    reach = neighbours_in_use.kindred_of(history).reach
    return dict(zip(reach.ids.tolist(), reach.values.tolist(), strict=True))


def parts_for(player) -> dict[str, float]:
    slate = recommend(
        player=player, context=Context(), limit=3, rng=np.random.default_rng(0), now=TONIGHT, explore=False
    )
    return {candidate.facts.title: candidate.parts.get("collaborative") for candidate in slate.candidates}


def test_the_rows_say_what_the_model_says(games, fans):
    learn()
    material = training.gather()
    ids = material.game_ids.tolist()
    neighbours = training.model.neighbours_of(material.plays, material.texts)
    model = Model(neighbours, neighbours_in_use.kin().ranker)
    history = [(games["Dust Rally"].pk, 1.0), (games["Apex Loop"].pk, 0.6), (games["Mirror Maze"].pk, -0.5)]

    expected = model.measure([(ids.index(game), weight) for game, weight in history])
    said = said_by_the_rows(history)

    assert {ids[column] for column in expected} == said.keys()
    for column, value in expected.items():
        assert said[ids[column]] == pytest.approx(value, abs=2e-3)  # rows are kept in half precision


def test_rows_of_the_most_played_are_read_before_anybody_asks(games, fans, django_assert_num_queries):
    learn()
    neighbours_in_use.read_ahead()

    with django_assert_num_queries(0):
        assert neighbours_in_use.kindred_of([(games["Apex Loop"].pk, 1.0)]) is not None


def test_eight_threads_may_ask_for_the_same_rows_at_once(games, fans):
    learn()
    kin = neighbours_in_use.kin()
    ids = [game.pk for game in games.values()]
    kin.rows_of(ids)

    def ask() -> set[int]:
        return {len(kin.rows_of(ids)) for _ in range(300)}

    assert at_once(*[ask] * 8) == [{len(ids)}] * 8


def test_a_new_like_counts_in_the_very_next_list_without_learning_again(games, fans):
    learn()
    nora = PlayerFactory()
    record_interaction(player=nora, game=games["Dust Rally"], kind="like", source="chat", at=TONIGHT)
    nora.refresh_from_db()
    before = parts_for(nora)
    record_interaction(player=nora, game=games["Quiet Blocks"], kind="like", source="chat", at=TONIGHT)
    nora.refresh_from_db()
    after = parts_for(nora)

    assert before["Night Circuit"] > before["Word Garden"]
    assert after["Word Garden"] > before["Word Garden"]
    assert ModelArtefact.objects.filter(name="collaborative").count() == 1


@pytest.mark.parametrize("liked", [("Dust Rally",), ("Dust Rally", "Apex Loop", "Word Garden")])
def test_what_is_evaluated_ranks_as_what_is_served(games, fans, liked):
    """Few games are known, so the cold start has its say in both."""
    for quality, game in enumerate(games.values()):
        game.quality = 0.3 + 0.05 * quality
        game.genres = ["racing"] if game.title in RACES else ["puzzle"]
        game.session_minutes = None
        game.save()
    learn()
    material = training.gather()
    nora = PlayerFactory()
    for title in liked:
        record_interaction(player=nora, game=games[title], kind="like", source="chat", at=TONIGHT)
    nora.refresh_from_db()
    slate = recommend(player=nora, context=Context(), limit=3, rng=np.random.default_rng(0), now=TONIGHT, explore=False)
    ids = material.game_ids.tolist()
    served = {candidate.facts.game_id: candidate for candidate in slate.candidates}
    hybrid = Hybrid(
        [served[pk].facts for pk in ids],
        material.texts,
        rules(),
        moment=trends.segment_of_moment(TONIGHT),
        _model=Model(training.model.neighbours_of(material.plays, material.texts), neighbours_in_use.kin().ranker),
    )

    known = {ids.index(games[title].pk) for title in liked}
    scores = hybrid.scores(sorted(known))

    assert scores.keys() == set(range(len(games))) - known
    for column, score in scores.items():
        assert score == pytest.approx(served[ids[column]].static_score, abs=2e-3)  # rows are kept in half precision


def test_before_anything_is_learnt_the_other_sources_serve(games):
    nora = PlayerFactory()
    record_interaction(player=nora, game=games["Dust Rally"], kind="like", source="chat", at=TONIGHT)
    assert set(parts_for(nora).values()) == {None}


def test_a_damaged_version_is_passed_over(games, fans, caplog):
    row = learn()
    ModelArtefact.objects.filter(pk=row.pk).update(content=b"not what was published")
    neighbours_in_use.forget()
    nora = PlayerFactory()
    record_interaction(player=nora, game=games["Dust Rally"], kind="like", source="chat", at=TONIGHT)

    assert set(parts_for(nora).values()) == {None}
    assert "unreadable" in caplog.text


def test_going_back_to_an_older_version_takes_its_rows_along(games, fans):
    first = learn()
    Interaction.objects.create(player=fans[0], game=games["Dust Rally"], kind="like", source="chat", at=TONIGHT)
    second = learn(TONIGHT + timedelta(hours=1))
    assert neighbours_in_use.kin().artefact_id == second.pk

    artefacts.activate(first, now=TONIGHT + timedelta(hours=2))

    assert neighbours_in_use.kin().artefact_id == first.pk
    assert training.learn_and_publish(now=TONIGHT + timedelta(hours=30)) is None  # it is not undone at night
    assert GameNeighbours.objects.filter(artefact=first).exists()


def test_versions_that_are_too_old_go_with_their_rows(games, fans):
    for hour in range(5):
        Interaction.objects.create(
            player=fans[hour], game=games["Dust Rally" if hour % 2 else "Word Garden"], kind="purchase",
            source="chat", at=TONIGHT + timedelta(hours=hour),
        )  # fmt: skip
        Interaction.objects.create(
            player=PlayerFactory(), game=games["Hill Climb"], kind="like", source="chat", at=TONIGHT
        )
        learn(TONIGHT + timedelta(hours=hour))

    kept = ModelArtefact.objects.filter(name="collaborative")
    assert kept.count() == 3
    assert set(GameNeighbours.objects.values_list("artefact", flat=True)) == set(kept.values_list("pk", flat=True))


def test_nothing_new_teaches_nothing(games, fans):
    learn()
    assert training.learn_and_publish(now=TONIGHT) is None


def test_a_new_recipe_learns_anew_from_the_same_plays(games, fans, monkeypatch):
    first = learn()
    monkeypatch.setattr(training.model, "RECIPE", training.model.RECIPE + 1)

    assert learn(TONIGHT + timedelta(hours=1)).version != first.version


def test_nothing_is_learnt_from_a_child_nor_from_what_was_disliked(games, fans):
    child = PlayerFactory(age_band=Player.AgeBand.UNDER_13)
    Interaction.objects.create(player=child, game=games["Dust Rally"], kind="played", source="chat", at=TONIGHT)
    sorry = PlayerFactory()
    for kind in ("played", "dislike"):
        Interaction.objects.create(player=sorry, game=games["Dust Rally"], kind=kind, source="chat", at=TONIGHT)

    assert training.gather().plays.shape[0] == len(fans)


def test_the_last_word_on_a_game_counts(games, fans):
    """A dislike that was thought better of is none, and one that came later stands; events may arrive late."""
    forgave, fell_out = PlayerFactory(), PlayerFactory()
    story = [
        (forgave, "dislike", 0), (forgave, "like", 1), (fell_out, "dislike", 1), (fell_out, "like", 0),
        (forgave, "purchase", 2),
    ]  # fmt: skip
    for player, kind, hour in story:
        Interaction.objects.create(
            player=player, game=games["Hill Climb"], kind=kind, source="chat", at=TONIGHT + timedelta(hours=hour)
        )
    before = Interaction.objects.filter(player__in=fans, game=games["Hill Climb"]).count()

    material = training.gather()

    column = material.game_ids.tolist().index(games["Hill Climb"].pk)
    assert material.plays[:, column].sum() == before + 1
    assert material.plays.shape[0] == len(fans) + 1


def test_it_is_learnt_anew_after_a_night_or_enough_events(games, fans, settings):
    settings.NEIGHBOURS_EVENTS = 2
    assert training.queue_if_due(now=TONIGHT)
    learn()
    soon = TONIGHT + timedelta(hours=1)
    assert not training.queue_if_due(now=soon)
    for player in fans[:2]:
        Interaction.objects.create(player=player, game=games["Hill Climb"], kind="save", source="chat", at=soon)
    assert training.queue_if_due(now=soon)
    assert OrmQ.objects.exists()


def test_what_teaches_nothing_asks_for_no_training(games, fans, settings):
    settings.NEIGHBOURS_EVENTS = 2
    learn()
    soon = TONIGHT + timedelta(hours=1)
    child = PlayerFactory(age_band=Player.AgeBand.UNDER_13)
    for game in games.values():
        Interaction.objects.create(player=child, game=game, kind="like", source="chat", at=soon)
        Interaction.objects.create(player=fans[0], game=game, kind="save", source="chat", at=soon, is_unlearnt=True)

    assert not training.queue_if_due(now=soon)


def test_a_log_of_games_that_are_not_ours_asks_for_no_training(tmp_path):
    log = tmp_path / "plays.csv"
    log.write_text("\n".join(["user,game,hours", *(f"u{number},Nobody Sells This,1" for number in range(30))]))
    call_command("import_plays", log)

    assert not training.queue_if_due(now=TONIGHT)


def test_a_night_later_it_is_due(games, fans):
    learn()
    assert training.queue_if_due(now=TONIGHT + timedelta(hours=21))


def test_the_task_delivered_twice_learns_once(games, fans):
    assert training.train(TONIGHT.isoformat()).startswith("version")
    assert training.train(TONIGHT.isoformat()) == "done already"


@pytest.fixture
def imported(games, tmp_path) -> None:
    log = tmp_path / "plays.csv"
    rows = [
        f"u{number},{title},2.5" for number in range(12) for title in ("DUST RALLY™", "Night Circuit: Gold Edition")
    ]
    log.write_text("\n".join(["user,game,hours", *rows, "u1,Apex Lopo,3", "u2,Something Else Entirely,1"]))
    call_command("import_plays", log)


def test_imported_plays_are_matched_by_title_and_kept_under_digests(imported, games):
    titles = {row.title: row for row in PlayTitle.objects.all()}
    assert titles["DUST RALLY™"].game == games["Dust Rally"]
    assert titles["DUST RALLY™"].players == 12
    assert titles["Night Circuit: Gold Edition"].game == games["Night Circuit"]
    assert titles["Something Else Entirely"].game is None
    assert not LoggedPlay.objects.filter(player_key__startswith="u").exists()


def test_titles_that_are_merely_alike_wait_for_an_editor(imported, games):
    doubtful = PlayTitle.objects.get(title="Apex Lopo")
    assert doubtful.game == games["Apex Loop"]
    assert doubtful not in play_logs.counting()
    before = training.gather().plays.nnz

    play_logs.confirm(PlayTitle.objects.filter(pk=doubtful.pk))

    assert training.gather().plays.nnz == before + 1


def test_the_same_log_again_changes_nothing_and_keeps_what_an_editor_said(imported, tmp_path):
    play_logs.reject(PlayTitle.objects.filter(title="DUST RALLY™"))
    before = LoggedPlay.objects.count()

    call_command("import_plays", tmp_path / "plays.csv")

    assert LoggedPlay.objects.count() == before
    assert PlayTitle.objects.get(title="DUST RALLY™").status == "rejected"
    assert not play_logs.counting().filter(title="DUST RALLY™").exists()


def test_the_catalogue_is_looked_up_again_for_titles_still_open(imported):
    late = GameFactory(title="Something Else Entirely")
    assert play_logs.suggest_again(PlayTitle.objects.all()) == 1
    assert PlayTitle.objects.get(title="Something Else Entirely").game == late


def test_plays_from_elsewhere_are_learnt_from(imported):
    call_command("train_collaborative")
    versions.forget()
    rally, circuit = (Game.objects.get(title=title).pk for title in ("Dust Rally", "Night Circuit"))
    said = said_by_the_rows([(rally, 1.0)])
    assert said[circuit] == max(value for game, value in said.items() if game != rally)


def test_an_editor_confirms_many_titles_at_once(imported, client):
    editor = get_user_model().objects.create_superuser("edith", password="a long enough word")
    client.force_login(editor)
    page = reverse("admin:games_playtitle_changelist")
    chosen = list(PlayTitle.objects.values_list("pk", flat=True))

    assert client.get(page, {"counts": "review"}).status_code == 200
    client.post(page, {"action": "confirm", "_selected_action": chosen})

    assert PlayTitle.objects.filter(status="confirmed").count() == 3  # one has no game to confirm
