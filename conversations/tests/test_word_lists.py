"""The word lists that understanding reads: titles, slang, and the rates beside them, as they are shipped."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TITLES = ROOT / "conversations" / "data" / "titles.tsv"
SLANG = ROOT / "conversations" / "data" / "slang.tsv"
RATES = ROOT / "games" / "data" / "exchange_rates.csv"

SLANG_KINDS = {"expand", "mood", "filler"}
CURRENCIES_TALKED_ABOUT = {
    "USD", "EUR", "GBP", "JPY", "CAD", "AUD", "NZD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY",
    "RUB", "UAH", "ILS", "AED", "SAR", "INR", "PKR", "BDT", "LKR", "IDR", "MYR", "SGD", "THB", "PHP", "VND", "KRW",
    "CNY", "HKD", "TWD", "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "ZAR", "NGN", "KES", "GHS", "EGP", "MAD",
}  # fmt: skip
MEANT_BY = {
    "botw": "The Legend of Zelda: Breath of the Wild",
    "skyrim": "The Elder Scrolls V: Skyrim",
    "acnh": "Animal Crossing: New Horizons",
    "bg3": "Baldur's Gate 3",
    "rdr2": "Red Dead Redemption 2",
    "gta": "Grand Theft Auto V",
    "gta 5": "Grand Theft Auto V",
    "cs2": "Counter-Strike 2",
    "tlou": "The Last of Us",
    "p5r": "Persona 5 Royal",
    "sf6": "Street Fighter 6",
    "stardew": "Stardew Valley",
    "witcher 3": "The Witcher 3: Wild Hunt",
    "ff6": "Final Fantasy VI",
    "zelda": "The Legend of Zelda",
    "kof": "The King of Fighters",
    "smash bros": "Super Smash Bros. Ultimate",
    "genshin": "Genshin Impact",
    "mlbb": "Mobile Legends: Bang Bang",
    "bgmi": "Battlegrounds Mobile India",
}
ONLY_WITH_SUPPORT = {
    "lol": "League of Legends",
    "league": "League of Legends",
    "wow": "World of Warcraft",
    "mc": "Minecraft",
    "hk": "Hollow Knight",
    "siege": "Tom Clancy's Rainbow Six Siege",
}
EVERYDAY_WORDS = (
    "Control", "Journey", "Inside", "Prey", "Rust", "Limbo", "Flower", "It Takes Two", "Braid", "Unpacking", "Portal",
    "Spore", "Grounded", "Stray", "Raft", "Moving Out", "Party Animals", "Heavy Rain", "Destiny", "Peak", "Root",
)  # fmt: skip
SAFE_TITLES = ("Abzû", "Among Us", "Hades", "Overcooked", "Deathloop", "Sifu", "League of Legends", "Valheim")


def bare(text: str) -> str:
    """As two spellings of one name are compared: lower case, without accents and signs."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o"))
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", re.sub(r"['’]", "", letters).replace("&", " and ")))


def rows_of(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    delimiter = "\t" if path.suffix == ".tsv" else ","
    lines = text.splitlines()
    assert {line.count(delimiter) for line in lines} == {lines[0].count(delimiter)}
    return list(csv.DictReader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def titles() -> list[dict[str, str]]:
    return rows_of(TITLES)


@pytest.fixture(scope="module")
def slang() -> list[dict[str, str]]:
    return rows_of(SLANG)


def names(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def every_alias(row: dict[str, str]) -> list[str]:
    return names(row["aliases"]) + names(row["risky_aliases"])


def test_thousands_of_titles_are_known_without_a_catalogue(titles):
    assert list(titles[0]) == ["title", "aliases", "common_word", "risky_aliases"]
    assert len(titles) >= 7_500
    assert sum(1 for row in titles if every_alias(row)) >= 1_000


def test_no_title_is_there_twice(titles):
    twice = [title for title, count in Counter(bare(row["title"]) for row in titles).items() if count > 1]
    assert twice == []


def test_titles_are_written_as_on_the_box(titles):
    for row in titles:
        assert row["title"] == " ".join(row["title"].split())
        assert len(row["title"]) >= 2, row
        assert row["common_word"] in {"0", "1"}


def test_aliases_are_typed_plainly(titles):
    for row in titles:
        for alias in every_alias(row):
            assert re.fullmatch(r"[a-z0-9]+(?:[ '][a-z0-9']+)*'?", alias), (row["title"], alias)
            assert bare(alias) != bare(row["title"])


def test_an_alias_means_one_title_only(titles):
    owners: dict[str, str] = {}
    for row in titles:
        for alias in every_alias(row):
            assert owners.setdefault(bare(alias), row["title"]) == row["title"], alias
        assert len({bare(alias) for alias in every_alias(row)}) == len(every_alias(row)), row


def test_no_alias_is_the_name_of_another_title(titles):
    known = {bare(row["title"]) for row in titles}
    assert [alias for row in titles for alias in every_alias(row) if bare(alias) in known] == []


@pytest.mark.parametrize(("said", "meant"), MEANT_BY.items())
def test_short_names_mean_the_game_that_most_people_mean(titles, said, meant):
    assert [row["title"] for row in titles if said in names(row["aliases"])] == [meant]


@pytest.mark.parametrize(("said", "meant"), ONLY_WITH_SUPPORT.items())
def test_short_names_that_are_words_need_support(titles, said, meant):
    assert [row["title"] for row in titles if said in names(row["risky_aliases"])] == [meant]


def test_everyday_words_are_not_taken_for_games(titles):
    common = {row["title"]: row["common_word"] for row in titles}
    assert {title: common[title] for title in EVERYDAY_WORDS} == dict.fromkeys(EVERYDAY_WORDS, "1")
    assert {title: common[title] for title in SAFE_TITLES} == dict.fromkeys(SAFE_TITLES, "0")


def test_slang_of_many_englishes_is_known(slang):
    assert list(slang[0]) == ["slang", "plain", "kind"]
    assert len(slang) >= 500
    assert {row["kind"] for row in slang} == SLANG_KINDS
    plain = {row["slang"]: row["plain"] for row in slang}
    said = ("knackered", "arvo", "gutted", "abeg", "wahala", "damn sian", "batao", "pickney", "penat", "pagod na")
    assert [plain[word] for word in said] == [
        "exhausted", "afternoon", "very sad", "please", "trouble", "so bored", "suggest", "child", "tired", "tired now",
    ]  # fmt: skip


def test_a_slang_word_has_one_meaning(slang):
    assert len({row["slang"] for row in slang}) == len(slang)
    meanings: dict[str, str] = {}
    for row in slang:  # however it is spelt: "aint", "ain't"
        word = bare(row["slang"]) or row["slang"]
        assert meanings.setdefault(word, row["plain"]) == row["plain"], row


def test_slang_is_lower_case_and_short_enough_to_be_looked_up(slang):
    for row in slang:
        assert row["slang"] == " ".join(row["slang"].lower().split()), row
        assert 1 <= len(row["slang"].split()) <= 4, row
        assert not re.search(r"([^\W\d_])\1\1", row["slang"]), row  # elongations are cut before
        assert row["plain"] == row["plain"].strip()
        assert bool(row["plain"]) == (row["kind"] != "filler"), row


def test_every_currency_people_name_has_a_dated_rate():
    rows = rows_of(RATES)
    assert list(rows[0]) == ["currency", "per_usd", "as_of"]
    codes = [row["currency"] for row in rows]
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in codes)
    assert len(set(codes)) == len(codes)
    assert set(codes) >= CURRENCIES_TALKED_ABOUT
    assert {date.fromisoformat(row["as_of"]) for row in rows} == {date(2026, 11, 2)}
    assert all(Decimal(row["per_usd"]) > 0 for row in rows)
    assert {row["currency"]: Decimal(row["per_usd"]) for row in rows}["USD"] == 1
