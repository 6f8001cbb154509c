"""What the command line says and how it ends."""

import io

import pytest
from django.core.management import CommandError, call_command
from django_q.models import OrmQ

from games.models import ExchangeRate, Game, Genre, Mood, NameMapping, Platform
from games.seeds import seed
from games.vocabulary import GENRES, MOODS, PLATFORMS

from .conftest import HADES, as_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    def call(content, *options):
        path = tmp_path / "games.csv"
        path.write_bytes(content)
        out = io.StringIO()
        try:
            call_command("import_games", str(path), *options, stdout=out, stderr=io.StringIO())
        except CommandError as error:
            return out.getvalue(), str(error)
        return out.getvalue(), ""

    return call


def test_a_good_file_is_summed_up(run):
    out, error = run(as_csv(HADES))
    assert out == "1 rows: 1 created, 0 changed, 0 unchanged, 0 refused, 0 with locked fields left alone\n"
    assert error == ""
    assert OrmQ.objects.count() == 1


def test_a_line_for_each_refused_row_and_an_exit_code(run):
    out, error = run(b"title,critic_score,platforms\nA,900,pc\nB,1,Zeebo\nC\nD,1,pc\n")
    assert out.splitlines()[:4] == [
        "line 2: column critic_score: must be a whole number from 0 to 100, not '900'",
        "line 3: column platforms: unknown platform 'Zeebo': say what it means to us first",
        "line 4: has 1 cells, the header has 3",
        "unknown platform 'zeebo' in 1 rows: map it in the admin under Name mappings",
    ]
    assert error == "3 rows were refused. Nothing was imported."
    assert not Game.objects.exists()


def test_good_rows_only_still_ends_with_an_error(run):
    _, error = run(b"title,critic_score\nA,900\nD,1\n", "--good-rows-only")
    assert error == "1 rows were refused."
    assert Game.objects.get().title == "D"


def test_a_dry_run_writes_nothing(run):
    out, _ = run(as_csv(HADES), "--dry-run")
    assert "1 would be created" in out
    assert not Game.objects.exists()


def test_locks_are_listed(run, hades):
    Game.objects.update(locked_fields=["feel"])
    out, _ = run(as_csv({"slug": "hades", "feel": "Other"}))
    assert "line 2: hades keeps its locked feel" in out


def test_an_unusable_file_gets_one_clear_line(run, tmp_path):
    assert run(b"slug;title\na;b\n")[1].startswith("games.csv: line 1: there is no header")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_games", str(tmp_path / "absent.csv"))


def test_the_vocabulary_is_there_and_complete():
    assert tuple(Platform.objects.values_list("key", flat=True)) == PLATFORMS
    assert tuple(Genre.objects.values_list("key", flat=True)) == GENRES
    assert tuple(Mood.objects.values_list("key", flat=True)) == MOODS
    assert set(ExchangeRate.objects.values_list("currency", flat=True)) >= {"USD", "EUR", "GBP"}
    keys = {"", *PLATFORMS, *GENRES}
    assert set(NameMapping.objects.values_list("key", flat=True)) <= keys


def test_seeding_again_leaves_what_editors_changed():
    Platform.objects.filter(key="pc").update(label="Computer")
    NameMapping.objects.filter(name="ouya").update(key="android")
    Genre.objects.filter(key="idle").delete()
    seed()
    call_command("seed_vocabulary", stdout=io.StringIO())
    assert Platform.objects.get(key="pc").label == "Computer"
    assert NameMapping.objects.get(name="ouya").key == "android"
    assert Genre.objects.filter(key="idle").exists()


def test_rates_are_renewed_only_by_later_ones():
    ExchangeRate.objects.filter(currency="EUR").update(per_usd="5", as_of="2099-01-01")
    ExchangeRate.objects.filter(currency="GBP").update(per_usd="5", as_of="1999-01-01")
    seed()
    assert ExchangeRate.objects.get(currency="EUR").per_usd == 5
    assert ExchangeRate.objects.get(currency="GBP").per_usd != 5


def test_the_demo_catalogue_loads_whole():
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=out)
    assert Game.objects.count() >= 300
    assert not Game.objects.filter(platforms=[]).exists()
    assert set(MOODS) == {mood for fit in Game.objects.values_list("mood_fit", flat=True) for mood in fit}


def test_loading_the_demo_again_undoes_no_editor_s_work():
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=out)
    game = Game.objects.first()
    Game.objects.filter(pk=game.pk).update(feel="Rewritten by Edith.")
    call_command("load_demo", stdout=out, stderr=out)
    game.refresh_from_db()
    assert game.feel == "Rewritten by Edith."
    assert "there already" in out.getvalue()
