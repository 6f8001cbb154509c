"""What stands in the table of facts, when it changes, and whom a rule finds in it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations import consent
from conversations.models import Contact
from conversations.privacy import own_data
from engagement import membership, segment_facts
from engagement.models import FactsState, Segment, SegmentFacts
from engagement.segment_fields import FIELDS, Kind
from engagement.segment_rules import UNITS, Condition, Group, Span, matches, parse
from engagement.tests.segments.conftest import NOW, feel
from games.models import Interaction, Job


def who(rule):
    people = Contact.objects.filter(membership.in_segment(rule, now=NOW))
    return sorted(people.values_list("display_name", flat=True))


def rule(*conditions, match="all"):
    return parse({"match": match, "rules": [
        {"fact": fact, "is": op, **({} if value is None else {"value": value})} for fact, op, value in conditions
    ]})  # fmt: skip


def test_what_is_true_of_dora_stands_in_one_row(everybody):
    facts = SegmentFacts.objects.get(contact=everybody["Dora"])
    sets = {key: field.keys_in(getattr(facts, key)) for key, field in FIELDS.items() if field.kind is Kind.SEVERAL}
    assert sets == {
        "platforms": ("switch",), "moods": ("sad",), "liked_genres": ("farming",), "learnt_genres": ("farming",),
        "avoided_genres": (), "channels": ("whatsapp",), "topics": ("new_games", "deals"),
    }  # fmt: skip
    assert (facts.city, facts.country) == ("berlin", "DE")
    assert (facts.sessions, facts.events, facts.usual_price, facts.is_known) == (3, 9, 12.5, True)
    assert facts.stale_at == NOW + timedelta(days=6)


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ([], ["Dora", "Emeka", "Fay", "Gus"]),
        ([("platforms", "any_of", ["switch"])], ["Dora", "Gus"]),
        ([("platforms", "all_of", ["switch", "ios"])], ["Gus"]),
        ([("platforms", "none_of", ["switch"])], ["Emeka", "Fay"]),
        ([("platforms", "unknown", None)], ["Fay"]),
        ([("moods", "any_of", ["sad", "happy"])], ["Dora"]),
        ([("country", "any_of", ["CA", "NG"])], ["Emeka", "Fay"]),
        ([("city", "any_of", ["BERLIN"])], ["Dora"]),
        ([("last_seen", "longer_ago", {"amount": 48, "unit": "hours"})], ["Emeka", "Fay"]),
        ([("last_seen", "within", {"amount": 2, "unit": "hours"})], ["Dora"]),
        ([("sessions", "at_least", 2)], ["Dora"]),
        ([("may_write_first", "yes", None), ("age_band", "any_of", ["adult"])], ["Dora", "Emeka"]),
        ([("may_reply", "no", None)], ["Gus"]),
        ([("topics", "any_of", ["new_games"])], ["Dora"]),
        ([("usual_price", "at_most", 20)], ["Dora"]),
    ],
)
def test_a_rule_finds_those_whom_it_means(everybody, conditions, names):
    assert who(rule(*conditions)) == names
    assert membership.count(rule(*conditions), now=NOW) == len(names)


def _conditions():
    def of(field):
        values = {
            "any_of": (names := st.lists(st.sampled_from(
                [key for key, _ in field.choices][:4] or ["DE", "NG", "berlin", "lagos", "1"]), min_size=1, max_size=3,
            ).map(lambda told: tuple(dict.fromkeys(told)))),
            "all_of": names, "none_of": names,
            "within": (spans := st.builds(Span, st.integers(1, 50), st.sampled_from(list(UNITS)))), "longer_ago": spans,
            "at_least": (numbers := st.sampled_from([0.0, 1.0, 3.0, 12.5, 50.0])), "at_most": numbers,
        }  # fmt: skip
        return st.sampled_from(list(field.operators)).flatmap(
            lambda op: st.builds(Condition, st.just(field.key), st.just(op), values.get(op, st.none()))
        )

    return st.sampled_from(list(FIELDS.values())).flatmap(of)


_TREES = st.recursive(
    _conditions(),
    lambda inner: st.builds(
        Group, st.sampled_from(["all", "any", "none"]), st.lists(inner, min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=6,
)


@pytest.fixture
def truths(everybody):
    return {name: segment_facts.facts_of(one.pk, now=NOW) for name, one in everybody.items()}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=_TREES)
def test_the_statement_and_the_pure_function_mean_the_same_people(truths, tree):
    told = Group("all", (tree,))
    truth = {name for name, facts in truths.items() if matches(told, facts, now=NOW)}
    assert set(who(told)) == truth


def test_the_place_of_a_key_never_changes():
    """Rows hold places. A new key goes to the end of its vocabulary, and here."""
    assert {key: " ".join(one for one, _ in FIELDS[key].choices) for key in ("platforms", "moods", "channels", "topics")} == {
        "platforms": "pc mac linux steam-deck ps4 ps5 xbox-one xbox-series switch switch-2 ios android vr browser",
        "moods": "chill tired stressed sad lonely angry bored happy hyped competitive adventurous nostalgic creative "
        "spooky brainy silly",
        "channels": "whatsapp web demo api",
        "topics": "new_games deals check_ins letters",
    }  # fmt: skip
    assert " ".join(one for one, _ in FIELDS["liked_genres"].choices) == (
        "action adventure rpg strategy simulation sports racing puzzle platformer shooter fighting horror survival "
        "sandbox roguelike metroidvania visual-novel rhythm card party mmo moba battle-royale farming city-builder "
        "tower-defense stealth open-world idle soulslike story-rich"
    )


def test_a_key_that_is_none_any_more_is_in_nobodys_set(everybody):
    for op, names in (("any_of", []), ("all_of", []), ("none_of", ["Dora", "Emeka", "Fay", "Gus"])):
        assert who(Group("all", (Condition("platforms", op, ("atari",)),))) == names
    assert who(Group("all", (Condition("platforms", "all_of", ("switch", "atari")),))) == []


def test_nothing_is_written_for_those_who_have_not_changed(everybody):
    assert segment_facts.refresh("TRUE", [], now=NOW + timedelta(minutes=1)) == 0


def test_who_wrote_agreed_or_liked_something_is_looked_at_again(everybody):
    segment_facts.keep_fresh(now=NOW)  # the first run knows nobody and queues everybody
    assert Job.objects.get().kind == segment_facts.KIND
    assert segment_facts.keep_fresh(now=NOW) == 0

    dora, emeka, fay = everybody["Dora"], everybody["Emeka"], everybody["Fay"]
    feel(emeka, "bored", ago=timedelta(0))
    consent.start(contact=fay, evidence=None, source="test", now=NOW)
    Interaction.objects.create(player=dora.player, kind="search", source="test", at=NOW)
    dora.player.platforms = ["switch", "pc"]
    dora.player.save()
    assert segment_facts.keep_fresh(now=NOW) == 3
    assert who(rule(("moods", "any_of", ["bored"]))) == ["Emeka"]
    assert "Fay" in who(rule(("may_write_first", "yes", None)))
    assert who(rule(("platforms", "any_of", ["pc"]))) == ["Dora", "Emeka"]


def test_what_was_written_by_a_slow_transaction_is_found_a_run_later(everybody):
    segment_facts.keep_fresh(now=NOW)
    state = FactsState.objects.get()
    feel(everybody["Fay"], "silly", ago=timedelta(0))
    # As if the last run had already seen later ids than this one.
    state.newer = {name: reached + 1000 for name, reached in state.newer.items()}
    state.save()
    assert segment_facts.keep_fresh(now=NOW) == 1


def test_a_mood_is_forgotten_after_seven_days_without_any_news(everybody):
    segment_facts.keep_fresh(now=NOW)
    later = NOW + timedelta(days=6, minutes=1)
    segment_facts.keep_fresh(now=later)
    facts = SegmentFacts.objects.get(contact=everybody["Dora"])
    assert (facts.moods, facts.stale_at) == (0, None)


def test_everybody_is_brought_up_to_date_in_chunks(everybody, run_queue, monkeypatch):
    monkeypatch.setattr(segment_facts, "_CHUNK", 3)
    SegmentFacts.objects.all().delete()
    segment_facts.rebuild()
    assert segment_facts.rebuild() is None
    run_queue()
    job = Job.objects.get()
    assert (job.state, job.done, job.result["changed"]) == ("done", 4, 4)
    assert SegmentFacts.objects.count() == 4


def test_an_erased_person_leaves_no_facts(everybody):
    own_data.erase(contact=everybody["Dora"], now=NOW)
    assert who(rule()) == ["Emeka", "Fay", "Gus"]
    assert not SegmentFacts.objects.filter(city="berlin").exists()


def test_a_number_is_of_the_country_whose_code_fits_longest():
    import json

    codes = json.loads(segment_facts.calling_codes())

    def country(number):
        return next(codes[number[:length]] for length in (5, 4, 3, 2) if number[:length] in codes)

    assert [country(number) for number in ("+12125550100", "+14165550100", "+18765550100", "+77015550100",
                                           "+79015550100", "+358405550100", "+393205550100")] == [
        "US", "CA", "JM", "KZ", "RU", "FI", "IT",
    ]  # fmt: skip


def test_five_people_are_shown_by_chance(everybody, rng):
    found = {tuple(membership.sample(rule(), now=NOW, rng=np.random.default_rng(seed))) for seed in range(5)}
    assert all(len(people) == 4 for people in found)
    assert len(found) > 1


def test_segments_tell_how_many_they_share(everybody):
    tree = {"match": "all", "rules": [{"fact": "platforms", "is": "any_of", "value": ["switch"]}]}
    on_switch = Segment.objects.create(name="On Switch", tree=tree)
    Segment.objects.create(name="Everybody", tree={"match": "all", "rules": []})
    found = membership.overlaps(rule(("country", "any_of", ["DE", "CA"])), now=NOW)
    assert [(one.segment.name, one.both) for one in found] == [("Everybody", 2), ("On Switch", 1)]
    assert [one.segment.name for one in membership.overlaps(rule(), now=NOW, without=on_switch.pk)] == ["Everybody"]


def test_a_person_is_told_from_what_is_true_now(everybody):
    everybody["Fay"].player.platforms = ["switch"]
    everybody["Fay"].player.save()
    lines = membership.why(rule(("platforms", "any_of", ["switch"])), everybody["Fay"].pk, now=NOW)
    assert lines is not None
    assert (lines[0].holds, lines[1].found) == (True, "Nintendo Switch")
    assert membership.why(rule(), 0, now=NOW) is None
