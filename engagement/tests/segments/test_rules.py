"""The tree: what is read, what is refused and with which words, what it says and whom it means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engagement.segment_rules import EVERYBODY, RuleError, as_json, facts_in, matches, parse
from engagement.segment_words import explain, in_words

NOW = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
ON_SWITCH = {"fact": "platforms", "is": "any_of", "value": ["switch"]}
AWAY = {"fact": "last_seen", "is": "longer_ago", "value": {"amount": 3, "unit": "days"}}


def rule(*rules, match="all"):
    return parse({"match": match, "rules": list(rules)})


def test_a_rule_is_written_as_it_was_read():
    tree = {
        "match": "all",
        "rules": [
            ON_SWITCH,
            {"match": "none", "rules": [AWAY, {"fact": "sessions", "is": "at_least", "value": 3.0}]},
            {"match": "any", "rules": [{"fact": "is_known", "is": "yes"}, {"fact": "city", "is": "known"}]},
        ],
    }
    assert as_json(parse(tree)) == tree
    assert facts_in(parse(tree)) == {"platforms", "last_seen", "sessions", "is_known", "city"}


def test_no_conditions_mean_everybody():
    assert parse({"match": "all", "rules": []}) == EVERYBODY
    assert in_words(EVERYBODY) == "everybody"
    assert matches(EVERYBODY, {}, now=NOW)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"fact": "shoe_size", "is": "at_least", "value": 3}, "choose a fact"),
        ({"fact": ["platforms"], "is": "any_of"}, "choose a fact"),
        ({"fact": "platforms", "is": "at_least", "value": 3}, "choose what to ask of platforms"),
        ({"fact": "platforms", "is": "any_of", "value": []}, "choose at least one value of platforms"),
        ({"fact": "platforms", "is": "any_of", "value": "pc"}, "choose values of platforms"),
        ({"fact": "platforms", "is": "any_of", "value": ["atari"]}, "platforms: atari is not known"),
        ({"fact": "city", "is": "any_of", "value": ["x" * 101]}, "at most 60 values of 100 characters"),
        ({"fact": "sessions", "is": "at_least", "value": "many"}, "sessions: a number from 0 to 1e+06"),
        ({"fact": "confidence", "is": "at_most", "value": 101}, "a number from 0 to 100"),
        ({"fact": "sessions", "is": "at_least", "value": float("nan")}, "a number from 0"),
        ({"fact": "sessions", "is": "at_least", "value": True}, "a number from 0"),
        ({"fact": "last_seen", "is": "within", "value": {"amount": 0, "unit": "days"}}, "how many minutes"),
        ({"fact": "last_seen", "is": "within", "value": {"amount": 1e300, "unit": "days"}}, "how many minutes"),
        ({"fact": "last_seen", "is": "within", "value": {"amount": 2, "unit": "fortnights"}}, "how many minutes"),
        ({"fact": "last_seen", "is": "within", "value": 7}, "how many minutes"),
        ({"match": "most", "rules": [ON_SWITCH]}, "a group is one of"),
        ({"match": "any", "rules": []}, "this group is empty"),
        ({"match": "any", "rules": "all"}, "is no group of conditions"),
        ("platforms", "is no condition"),
        ({**ON_SWITCH, "sql": "1=1"}, "is no condition"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(condition, words):
    with pytest.raises(RuleError) as refused:
        rule(ON_SWITCH, condition)
    ((place, told),) = refused.value.problems
    assert place == "2"
    assert words in told


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(RuleError) as refused:
        rule({"fact": ""}, {"match": "any", "rules": [ON_SWITCH, {"fact": "platforms", "is": "any_of", "value": []}]})
    assert [place for place, _ in refused.value.problems] == ["1", "2.2"]


@pytest.mark.parametrize(
    "raw", [None, [], "all", 7, {}, {"match": "any", "rules": []}, {"match": ["all"], "rules": []}]
)
def test_what_is_no_rule_is_refused(raw):
    with pytest.raises(RuleError):
        parse(raw)


def test_a_rule_that_is_too_deep_or_too_long_is_refused():
    deep = ON_SWITCH
    for _ in range(5):
        deep = {"match": "all", "rules": [deep]}
    with pytest.raises(RuleError, match="groups go 4 deep"):
        parse(deep)
    with pytest.raises(RuleError, match="more than 40 conditions"):
        rule(*({"match": "any", "rules": [ON_SWITCH] * 11} for _ in range(4)))


def test_a_rule_is_told_in_one_sentence():
    told = in_words(rule(ON_SWITCH, {"match": "any", "rules": [AWAY, {"fact": "is_known", "is": "no"}]},
                         {"match": "none", "rules": [{"fact": "usual_price", "is": "at_least", "value": 20}]}),
                    {"platforms": {"switch": "Nintendo Switch"}})  # fmt: skip
    assert told == (
        "platforms include any of Nintendo Switch and (last message from them is longer ago than 3 days or taste is "
        "known: no) and not (usual price is at least 20 US dollars)"
    )


def test_what_is_not_known_is_never_true():
    never_wrote = {"last_seen": None, "usual_price": None, "platforms": [], "city": ""}
    for told in (AWAY, {**AWAY, "is": "within"}, ON_SWITCH, {"fact": "usual_price", "is": "at_most", "value": 9},
                 {"fact": "city", "is": "any_of", "value": ["berlin"]}):  # fmt: skip
        assert not matches(rule(told), never_wrote, now=NOW)
        assert matches(rule(told, match="none"), never_wrote, now=NOW)
    assert matches(rule({**ON_SWITCH, "is": "none_of"}), never_wrote, now=NOW)


def test_each_line_says_why_somebody_is_out():
    lines = explain(
        rule(ON_SWITCH, {"match": "none", "rules": [AWAY]}, {"fact": "city", "is": "any_of", "value": ["Berlin"]}),
        {"platforms": ["pc", "switch"], "last_seen": NOW - timedelta(days=4), "city": ""}, now=NOW,
    )  # fmt: skip
    assert [(line.depth, line.words, line.holds, line.helps, line.found) for line in lines] == [
        (0, "all of these", False, False, ""),
        (1, "platforms include any of switch", True, True, "pc, switch"),
        (1, "none of these", False, False, ""),
        (2, "last message from them is longer ago than 3 days", True, False, "4 days ago"),
        (1, "city is any of berlin", False, False, "not known"),
    ]
