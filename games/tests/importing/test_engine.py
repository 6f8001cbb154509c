"""Rows into the catalogue: what is matched, what is left alone, and that twice is once."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django_q.models import OrmQ

from games import versions
from games.catalogue.csv_columns import COLUMN_NAMES
from games.catalogue.export import cells_of, template_csv, with_current_prices
from games.importing.csv_reading import UnreadableFileError
from games.importing.name_mappings import remember_names
from games.models import DataVersion, Game, ImportBatch, ImportRow, Job, Offer, Tag

from .conftest import HADES, NOW, as_csv


def everything():
    """All that an import may touch, for "nothing has changed"."""
    return {
        "games": list(Game.objects.order_by("pk").values()),
        "offers": list(Offer.objects.order_by("pk").values()),
        "tags": list(Tag.objects.order_by("pk").values()),
        "batches": ImportBatch.objects.count(),
        "rows": ImportRow.objects.count(),
        "jobs": Job.objects.count(),
        "version": DataVersion.objects.get(kind="catalogue").version,
    }


def as_file(games) -> bytes:
    return as_csv(*[dict(zip(COLUMN_NAMES, cells_of(game), strict=True)) for game in with_current_prices(games)])


def test_a_row_fills_every_field(hades):
    assert hades.title == "Hades"
    assert hades.platforms == ["pc", "ps5", "switch"]
    assert hades.genres == ["action", "roguelike"]
    assert hades.tags == ["hand-drawn", "mythology"]
    assert hades.release_date == date(2020, 9, 17)
    assert hades.hours_to_finish == Decimal("22.5")
    assert hades.mood_fit == {"angry": 0.9, "hyped": 0.8}
    assert hades.quality > 0.8
    assert {(offer.store, offer.family, offer.amount) for offer in hades.offers.all()} == {
        ("Steam", "pc", Decimal("24.99")),
        ("Nintendo eShop", "nintendo", Decimal("24.99")),
    }
    assert Tag.objects.get(key="hand-drawn").label == "Hand Drawn"


def test_the_same_file_twice_changes_nothing(hades, load):
    before = everything()
    tally = load(HADES, now=NOW + timedelta(days=400))
    assert (tally.created, tally.changed, tally.unchanged) == (0, 0, 1)
    assert everything() == before


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "'=1+1",
        "@home",
        "-5 degrees",
        "+1",
        "'n Verlore Verstand",
        r"\clear",
        r"\\clear",
        'He said "no"; twice, so',
    ],
)
def test_export_then_import_changes_nothing(hades, load, text):
    Game.objects.filter(pk=hades.pk).update(title=text, summary=f"{text}\r\nnext line", feel=text, studio=text)
    hades.offers.update(url="https://store.example.com/a;b|c")
    before = everything()
    tally = load(as_file(Game.objects.all()))
    assert (tally.unchanged, tally.refusals) == (1, [])
    assert everything() == before


def test_a_bare_game_survives_the_round_trip_too(load, db):
    Game.objects.create(slug="bare", title="Bare", platforms=["switch", "pc"], tags=["b", "a"])
    before = everything()
    assert load(as_file(Game.objects.all())).unchanged == 1
    assert everything() == before


def test_the_template_can_be_imported(load):
    assert load(template_csv().encode()).created == 1


def test_an_empty_cell_leaves_and_clear_empties(hades, load):
    load({"slug": "hades", "summary": "", "feel": r"\clear", "critic_score": r"\clear", "tags": r"\clear"})
    hades.refresh_from_db()
    assert hades.summary == HADES["summary"]
    assert (hades.feel, hades.critic_score, hades.tags) == ("", None, [])


def test_a_changed_title_keeps_its_slug(hades, load):
    load({"igdb_id": "113112", "title": "Hades: Out of Hell"})
    hades.refresh_from_db()
    assert (hades.slug, hades.title) == ("hades", "Hades: Out of Hell")


def test_slug_goes_before_external_ids(hades, load):
    load({"slug": "bastion", "title": "Bastion", "igdb_id": "2031"})
    tally = load({"slug": "bastion", "title": "Bastion", "igdb_id": "113112"})
    assert tally.refusals == [(2, "igdb_id", "113112 belongs to hades, the row speaks of bastion")]


def test_a_steam_number_finds_the_game_and_an_igdb_number_is_learnt(db, load):
    Game.objects.create(slug="hades", title="Hades", steam_appid=1145360)
    load({"steam_appid": "1145360", "igdb_id": "113112"})
    assert Game.objects.get().igdb_id == 113112


def test_games_that_are_not_in_the_file_stay(hades, load):
    load({"title": "Bastion"})
    assert set(Game.objects.values_list("slug", flat=True)) == {"hades", "bastion"}


def test_a_remake_of_the_same_name_gets_a_slug_of_its_own(load):
    doom = {"title": "Doom", "igdb_id": "673", "release_date": "1993-12-10"}
    remake = {"title": "Doom", "igdb_id": "7351", "release_date": "2016-05-13"}
    third = {"title": "DOOM!", "igdb_id": "9", "release_date": "2016-01-01"}
    for _ in range(2):
        assert load(doom, remake, third).refusals == []
    assert dict(Game.objects.values_list("igdb_id", "slug")) == {673: "doom", 7351: "doom-2016", 9: "doom-9"}


def test_a_game_that_is_there_without_ids_is_found_by_its_title(load):
    load({"title": "Celeste", "release_date": "2018-01-25"})
    assert load({"title": "Celeste", "igdb_id": "26226", "release_date": "2018-01-25"}).changed == 1
    assert Game.objects.get().igdb_id == 26226


def test_a_title_without_latin_letters_is_named_by_its_number(load):
    tally = load({"title": "東方", "igdb_id": "77"}, {"title": "原神", "igdb_id": ""})
    assert Game.objects.get().slug == "game-77"
    assert tally.refusals[0][1] == "title"


@pytest.mark.parametrize("key", ["slug", "igdb_id", "steam_appid"])
def test_the_second_row_of_a_key_is_refused_and_the_first_counts(load, key):
    first = {"title": "One", key: "5"}
    tally = load(first, {"title": "Two", key: "5"})
    assert tally.refusals == [(3, key, f"the same {key} as in line 2; the first one counts")]
    assert Game.objects.get().title == "One"


def test_two_rows_that_name_one_game_by_different_keys_are_noticed(hades, load):
    rows = [{"slug": "hades", "igdb_id": "", "studio": "A"}, {"slug": "", "igdb_id": "113112", "studio": "B"}]
    tally = load(*rows)
    assert tally.refusals == [(3, "slug", "speaks of hades, as line 2 does; the first one counts")]
    assert Game.objects.get().studio == "A"


def test_locked_fields_are_left_alone_and_listed(hades, load):
    Game.objects.filter(pk=hades.pk).update(locked_fields=["feel", "mood_fit", "price"])
    tally = load(
        {"slug": "hades", "feel": "Other", "mood_fit": "chill:1", "prices": "Steam|pc|1|USD|", "studio": "New"}
    )
    hades.refresh_from_db()
    assert (hades.feel, hades.mood_fit["angry"], hades.studio) == (HADES["feel"], 0.9, "New")
    assert hades.offers.get(store="Steam").amount == Decimal("24.99")
    assert tally.kept == 1
    assert ImportRow.objects.get(effect="changed").kept == ["feel", "mood_fit", "price"]


def test_a_row_that_meets_only_locks_is_listed_as_kept(hades, load):
    Game.objects.filter(pk=hades.pk).update(locked_fields=["price"])
    assert load({"slug": "hades", "prices": r"\clear"}).kept == 1
    assert ImportRow.objects.get(effect="kept").kept == ["price"]
    assert hades.offers.filter(is_current=True).count() == 2


def test_a_new_price_replaces_its_store_s_and_the_old_one_is_kept(hades, load):
    load({"slug": "hades", "prices": "Steam|pc|12.49|USD|https://store.example.com/hades"})
    assert list(hades.offers.filter(store="Steam").order_by("amount").values_list("amount", "is_current")) == [
        (Decimal("12.49"), True),
        (Decimal("24.99"), False),
    ]
    assert hades.offers.get(store="Nintendo eShop").is_current


def test_clearing_prices_keeps_the_history(hades, load):
    load({"slug": "hades", "prices": r"\clear"})
    assert not hades.offers.filter(is_current=True).exists()
    assert hades.offers.count() == 2


def test_before_and_after_are_kept_for_each_row(hades, load):
    load({"slug": "hades", "studio": "Someone Else", "platforms": "pc"})
    row = ImportRow.objects.get(effect="changed")
    assert row.before == {"studio": "Supergiant Games", "platforms": "pc;ps5;switch"}
    assert row.after == {"studio": "Someone Else", "platforms": "pc"}
    assert (row.line, row.game) == (2, hades)


@pytest.mark.parametrize(("change", "is_kept"), [({"feel": "Calm."}, False), ({"age_rating": "16"}, True)])
def test_only_a_changed_text_makes_the_vector_stale(hades, load, change, is_kept):
    from games.embedding.game_vectors import CURRENT_VERSION

    vector = np.ones(384, dtype=np.float32) / np.sqrt(384)
    Game.objects.filter(pk=hades.pk).update(embedding=vector, embedding_version=CURRENT_VERSION)
    load({"slug": "hades", **change})
    hades.refresh_from_db()
    assert (hades.embedding is not None) is is_kept
    assert hades.embedding_version == (CURRENT_VERSION if is_kept else "")
    assert hades.summary == HADES["summary"]


def test_a_change_is_announced_and_vectors_are_queued(load):
    before = versions.current("catalogue")
    load(HADES)
    assert versions.current("catalogue") > before
    assert Job.objects.get().kind == "embed"
    assert OrmQ.objects.count() == 1


def test_all_or_nothing_writes_nothing_when_one_row_is_bad(load):
    tally = load(
        {"title": "Good", "critic_score": "90"}, {"title": "Bad", "critic_score": "900"}, mode="all_or_nothing"
    )
    assert tally.refusals == [(3, "critic_score", "must be a whole number from 0 to 100, not '900'")]
    assert not Game.objects.exists()
    assert not ImportBatch.objects.exists()


def test_good_rows_only_takes_the_good_ones(load):
    load({"title": "Good", "critic_score": "90"}, {"title": "Bad", "critic_score": "900"})
    assert Game.objects.get().title == "Good"
    refused = ImportRow.objects.get(effect="refused")
    assert refused.source == {"title": "Bad", "critic_score": "900"}


def test_a_dry_run_says_what_would_happen_and_writes_nothing(hades, load):
    before = everything()
    tally = load({"slug": "hades", "studio": "X"}, {"slug": "new", "studio": "Y"}, dry_run=True)
    assert (tally.changed, tally.refused) == (1, 1)
    assert everything() == before


def test_an_unknown_name_is_asked_about_and_remembered(load):
    row = {"title": "Towerfall", "platforms": "pc;Zeebo"}
    tally = load(row)
    assert dict(tally.unknown) == {("platform", "zeebo"): 1}
    assert not Game.objects.exists()

    remember_names(meanings={("platform", "zeebo"): "android"})
    assert load(row).created == 1
    assert Game.objects.get().platforms == ["pc", "android"]


def test_ragged_rows_are_refused_with_their_line(load):
    tally = load(b"slug,title\na\nb,B\nc,C,x\n")
    assert [(line, column) for line, column, _ in tally.refusals] == [(2, ""), (4, "")]
    assert Game.objects.get().slug == "b"


def test_a_fault_behind_good_rows_takes_them_back(load):
    with pytest.raises(UnreadableFileError, match="line 3"):
        load(b"slug,title\na,A\nb,\xe9\n")
    assert not Game.objects.exists()


def test_a_refused_row_with_a_nul_can_be_kept(load):
    assert load(b"slug,title\na,A\x00B\n").refused == 1


def test_statements_do_not_grow_with_rows(load, django_assert_max_num_queries):
    rows = [{"title": f"Game {n}", "tags": f"t{n}", "prices": f"Steam|pc|{n}|USD|"} for n in range(300)]
    with django_assert_max_num_queries(30):
        load(*rows)
    with django_assert_max_num_queries(30):
        load(*[{**row, "studio": "S"} for row in rows])
    assert Game.objects.filter(studio="S").count() == 300


def test_vectors_are_made_until_nothing_is_pending(run_queue, load, encoder):
    from games.embedding.game_vectors import pending_count

    load({"title": "Celeste", "summary": "Climb a mountain."})
    run_queue()
    job = Job.objects.get(kind="embed")
    assert (job.state, job.done) == ("done", 1)
    assert pending_count() == 0
