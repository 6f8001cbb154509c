"""An IGDB export, made ours."""

import pytest

from games.catalogue.sexual_content import looks_sexual
from games.importing.presets import PRESETS
from games.models import Game

ROW = {
    "igdb_id": "1020",
    "steam_appid": "271590",
    "title": "Nightfall Valley",
    "summary": "=NEW= A survival horror game in an open-world valley.",
    "genres": "Indie;Role-playing (RPG);Turn-based strategy (TBS);Hack and slash/Beat 'em up",
    "platforms": "PC (Microsoft Windows);Xbox Series X|S;SteamVR;Web browser",
    "developers": "First Studio;Second Studio",
    "release_date": "2013-09-17",
    "critic_score": "88",
    "price_usd": "14.80",
    "median_minutes_played": "42",
}


def test_a_row_becomes_a_game(load):
    assert load(ROW, preset="igdb").refusals == []
    game = Game.objects.get()
    assert (game.slug, game.igdb_id, game.steam_appid) == ("nightfall-valley", 1020, 271590)
    assert game.summary.startswith("=NEW=")
    assert game.platforms == ["pc", "xbox-series", "vr", "browser"]
    assert game.genres == ["action", "rpg", "strategy", "horror", "survival", "open-world"]
    assert game.tags == ["beat-em-up", "indie", "turn-based"]
    assert game.studio == "First Studio"
    assert game.session_minutes == 45
    assert (game.player_modes, game.difficulty, game.age_rating) == ([], None, None)
    assert 0 < game.popularity < 1
    assert {(offer.family, str(offer.amount), offer.url) for offer in game.offers.all()} == {
        ("pc", "14.80", "https://store.steampowered.com/app/271590/"),
        ("vr", "14.80", "https://store.steampowered.com/app/271590/"),
    }


def test_twice_changes_nothing(load):
    load(ROW, preset="igdb")
    tally = load(ROW, preset="igdb")
    assert (tally.unchanged, tally.changed) == (1, 0)


def test_a_problem_is_told_by_the_column_that_stands_in_the_file(load):
    tally = load({**ROW, "price_usd": "cheap"}, preset="igdb")
    assert tally.refusals[0][:2] == (2, "price_usd")


def test_without_a_price_or_a_steam_page_there_is_no_offer():
    translate = PRESETS["igdb"].translate
    assert translate({**ROW, "price_usd": ""})["prices"] == ""
    assert translate({**ROW, "steam_appid": ""})["prices"] == ""


@pytest.mark.parametrize("minutes", ["", "5", "300", "broken"])
def test_a_sitting_is_only_known_for_games_played_out_in_an_hour(minutes):
    assert PRESETS["igdb"].translate({**ROW, "median_minutes_played": minutes})["session_minutes"] == ""


def test_the_flag_is_set_but_never_taken_off(load):
    load({**ROW, "title": "Hentai Valley"}, preset="igdb")
    assert Game.objects.get().has_sexual_content
    load({**ROW, "title": "Quiet Valley"}, preset="igdb")
    assert Game.objects.get().has_sexual_content


@pytest.mark.parametrize(
    ("title", "summary", "expected"),
    [
        ("Hentai Crush", "", True),
        ("Plain Name", "An adult visual novel.", True),
        ("Plain Name", "Contains nudity and more.", True),
        ("Plain Name", "For players of 18+ only", True),
        ("Succubus", "Become a demon.", True),
        ("Jolly Jousting", "A party game about wiggly penises.", True),
        ("Arena", "By the makers of Genital Jousting.", False),
        ("Torchlight II", "Choose the sex, face and hair of your hero.", False),
        ("Ark", "Players awake naked and starving on a beach.", False),
        ("Uncharted", "By Naughty Dog.", False),
        ("Middlesex Manor", "A house in Essex.", False),
        ("Monster Prom", "A dating sim about monsters.", False),
    ],
)
def test_words_of_sexual_content(title, summary, expected):
    assert looks_sexual(title=title, summary=summary) is expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [("Scrap your ammo.", False), ("A free MMO.", True), ("A roguelite deckbuilder.", True), ("A rogue story.", False)],
)
def test_genres_are_read_from_whole_words(summary, expected):
    found = PRESETS["igdb"].translate({**ROW, "genres": "", "title": "X", "summary": summary})["genres"]
    assert bool({"mmo", "roguelike"} & set(found.split(";"))) is expected
