"""What a pattern needs is read off it, and no text that it matches is ever left out for that."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.moderation import measuring
from conversations.moderation.folding import fold, readings
from conversations.moderation.patterns import RULES, Rule
from conversations.moderation.required import Finder, Ways, may_match, ways_of


def words_of(ways: Ways) -> set[str]:
    return {word for clauses in ways for words in clauses for word in words}


def is_thinkable(ways: Ways, text: str) -> bool:
    return may_match(ways, Finder(words_of(ways)).words_in(text))


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bkill(?:ed|ing)?\b", [[{"kill"}]]),
        (r"gr[ae]y (?:cat|dog)s?", [[{"gray cat", "gray dog", "grey cat", "grey dog"}]]),
        (r"dox+ (?:him|her)", [[{"dox"}, {" him", " her"}]]),
        (r"hello.*there|goodbye", [[{"hello"}, {"there"}], [{"goodbye"}]]),
        (r"so (?:hi.*there|goodbye)", [[{"so "}, {"there", "goodbye"}]]),
        (r"(?:\w+ ){2,}\d", [[]]),
        (r"a|b", [[]]),
        (r"(?:abc)*(?:def)?(?:ghi){2}", [[{"ghi"}]]),
        (r"(?<=over )there(?! now)", [[{"there"}]]),
    ],
)
def test_the_words_that_a_pattern_cannot_do_without(pattern, needed):
    assert [sorted(map(set, clauses), key=sorted) for clauses in ways_of(re.compile(pattern))] == [
        sorted(clauses, key=sorted) for clauses in needed
    ]


def test_a_pattern_that_ignores_case_is_refused():
    with pytest.raises(ValueError, match="small letters"):
        ways_of(re.compile("kill", re.IGNORECASE))


def test_words_are_found_within_others_and_beside_what_is_not_ascii():
    assert Finder(["kill", " kil", "art"]).words_in("he's 😂 skilled, heärt") == {"kill"}
    assert Finder(["abc"]).words_in("") == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.reason)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_a_rule_matches_is_thinkable_for_it(rule: Rule, data: st.DataObject):
    text = fold(data.draw(st.from_regex(rule.pattern)))
    if rule.pattern.search(text):
        assert is_thinkable(rule.needs, text)


def test_in_our_own_lines_nothing_is_left_out_that_a_rule_would_find():
    for line in (*measuring.benign(), *measuring.harmful()):
        for reading in readings(line.text):
            for rule in RULES:
                assert is_thinkable(rule.needs, reading) or not rule.pattern.search(reading), (rule.reason, line.text)
