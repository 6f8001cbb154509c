"""Words that mean harm are found, and the many that only sound like it are left alone."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from conversations.moderation import measuring
from conversations.moderation.patterns import CATEGORIES, RULES
from conversations.moderation.stage_one import CERTAIN, SUSPECTED, look


def categories(text: str, **how) -> dict[str, str]:
    return {found.category: found.certainty for found in look(text, **how)}


def test_false_alarms_on_our_own_slang_stay_rare():
    """Lagos, Mumbai, Glasgow and everybody who wants to kill a boss: at most one line in a hundred."""
    assert len(measuring.benign()) >= 500
    for part in ("tuned", "held"):
        rate = measuring.false_alarms(part)
        assert rate.share <= 0.01, [line.text for line, _ in rate.wrong]


def test_nearly_all_that_is_harm_is_found():
    assert len(measuring.harmful()) >= 60
    assert {line.category for line in measuring.harmful()} == CATEGORIES.keys() - {"slur"}
    for part in ("tuned", "held"):
        rate = measuring.misses(part)
        assert rate.share <= 0.05, [line.text for line, _ in rate.wrong]


def test_the_command_prints_the_rates():
    out = StringIO()
    call_command("check_moderation", wrong=True, stdout=out)
    assert re.search(r"false alarms, held: \d+ of 210", out.getvalue())


@pytest.mark.parametrize(
    "text",
    [
        "k1ll y0urself",
        "k i l l yourself now",
        "KILL  YOURSELF",
        "kiiill yourself",
        "ki\u200bll yourself",
        "kìll yourself",
    ],
)
def test_letters_in_disguise_are_read(text):
    assert "harassment" in categories(text)


def test_a_joke_and_a_game_take_a_suspicion_away_but_nothing_certain():
    assert categories("i will kill you") == {"threat": SUSPECTED}
    assert categories("i will kill you lol") == {}
    assert categories("i will kill you in tekken") == {}
    assert categories("i will kill you tonight, i know where you live lol") == {"threat": CERTAIN}


def test_harmless_phrases_excuse_what_lies_within_them_and_nothing_else():
    said = "i will kill you with kindness"
    assert categories(said) == {"threat": SUSPECTED}
    assert categories(said, benign=["kill you with kindness"]) == {"threat": SUSPECTED}  # it says less than was found
    assert categories(said, benign=["i will kill you with kindness"]) == {}
    assert categories(f"{said}. i will kill you", benign=["i will kill you with kindness"]) == {"threat": SUSPECTED}


def test_our_own_links_beside_free_are_no_bait():
    said = "Free on Steam until Sunday: https://thrum.example/g/abc"
    assert categories(said) == {"scam": CERTAIN}
    assert categories(said, is_ours=True) == {}


def test_what_somebody_may_do_to_themselves_is_answered_elsewhere():
    for text in ("i want to kill myself", "i want to die", "i cut myself again"):
        assert categories(text) == {}


def test_nothing_that_we_wrote_is_flagged():
    """Replies, persona texts, stories and titles of the demo: what goes out is trusted, and deserves it."""
    base = Path(settings.BASE_DIR)
    files = [
        *base.glob("templates/conversations/replies/*.txt"), *base.glob("conversations/prompts/*.txt"),
        *base.glob("conversations/stories/*.txt"),
    ]  # fmt: skip
    lines = [line for file in files for line in file.read_text().splitlines()]
    assert len(lines) > 500
    assert [(line, look(line)) for line in lines if look(line, is_ours=True)] == []


@pytest.mark.parametrize("text", ["", " ", "🙂", "\x00", "a" * 50_000, "kill " * 9_000, "((((" * 900, "k.i.l.l." * 500])
def test_no_text_makes_it_raise(text):
    look(text)


def test_each_category_has_a_rule():
    assert {rule.category for rule in RULES} == set(CATEGORIES)
