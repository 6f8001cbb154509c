"""Words that a grammar knows are never taken for slips of others."""

from __future__ import annotations

import pytest

from conversations.understanding import phrase_files
from conversations.understanding.phrase_files import sections_of
from conversations.understanding.phrase_words import words_of_phrases


@pytest.fixture
def words_in(tmp_path, monkeypatch):
    monkeypatch.setattr(phrase_files, "DIRECTORY", tmp_path)

    def read(lines: str) -> frozenset[str]:
        (tmp_path / "one.txt").write_text(f"[one]\n{lines}\n", encoding="utf-8")
        sections_of.cache_clear()
        words_of_phrases.cache_clear()
        return words_of_phrases()

    yield read
    sections_of.cache_clear()
    words_of_phrases.cache_clear()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("as a team", {"as", "a", "team"}),
        ("friends?|mates?", {"friend", "friends", "mate", "mates"}),
        ("amig[oa]s?", {"amigo", "amiga", "amigos", "amigas"}),
        ("team(ing|ed)? ?up", {"team", "teaming", "teamed", "up", "teamup", "teamingup", "teamedup"}),
        ("humiliat\\w+ my boss", {"my", "boss"}),
        ("temen\\w*", {"temen"}),
        ("beat {kin} (now|soon)", {"beat", "now", "soon"}),
        ("{join}ing", set()),
        ("solo(?! (dev|parent))", {"solo", "dev", "parent"}),
        ("(?<!my )duo\\b", {"my", "duo"}),
        ("[^.!?]{0,20}together", {"together"}),
        ("co-?op", {"co", "op", "coop"}),
    ],
)
def test_a_line_holds_the_words_that_it_spells_out(words_in, line, words):
    spelt = words_in(line)

    assert {word for word in spelt if word.isalpha()} == words


def test_words_that_a_grammar_knows_are_left_as_they_are(known):
    for word in (
        "amigas",
        "galera",
        "insieme",
        "zweit",
        "kushindana",
        "berdua",
        "reais",
        "tenner",
        "accion",
        "battlers",
    ):
        assert known.correct(word) == word
