"""Templates: what is wrong is said before Meta says it; what the provider thinks is read back; nothing unapproved goes."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conversations.channels.errors import DeliveryError
from conversations.tests.conftest import NOW, twilio, whatsapp  # noqa: F401
from engagement import template_sync
from engagement.models import MessageTemplate
from engagement.template_lint import Definition, problems_of, render, value_problems

GOOD = Definition(
    "new_for_you", "en", "Hi {{1}}, we found {{2}} and think it fits you well.", {"1": "Mia", "2": "Hades"}
)


def of(body: str, **samples: str) -> list[str]:
    return problems_of(
        Definition("name", "en", body, {name.removeprefix("n"): value for name, value in samples.items()})
    )


def test_a_sound_template_has_no_problems():
    assert problems_of(GOOD) == []


@pytest.mark.parametrize(
    ("body", "samples", "said"),
    [
        ("", {}, "empty"),
        ("{{1}} has come out, do have a look at it", {"n1": "Hades"}, "beginning"),
        ("Have a look at the new one: {{1}}!", {"n1": "Hades"}, "end"),
        ("Hello there, see {{1}} {{2}} in the big shop tonight", {"n1": "a", "n2": "b"}, "side by side"),
        ("We have {{1}} and {{3}} for you in the shop", {"n1": "a", "n3": "b"}, "without gaps"),
        ("We have {{2}} and {{1}} for you in the shop", {"n1": "a", "n2": "b"}, "without gaps"),
        ("We have {{1}} for you", {"n1": "a\nb"}, "line break"),
        ("We have {{1}} for you", {"n1": "   "}, "needs a sample"),
        ("We have {{1}} for you", {"n1": "x", "n2": "y"}, "has not"),
        ("We have {{1} for you", {}, "pairs"),
        ("So much     space", {}, "four spaces"),
        ("Too\n\n\nairy", {}, "empty line"),
        ("See wa.me/123 for more", {}, "wa.me"),
        ("x" * 1025, {}, "1025 characters"),
        ("🎮" * 11, {}, "emoji"),
        ("Hi {{1}}, it is {{2}} and {{3}} ok", {"n1": "a", "n2": "b", "n3": "c"}, "vague"),
        ("We have {{1}} for you. " + "y" * 900, {"n1": "z" * 290}, "With its samples"),
    ],
)  # fmt: skip
def test_what_meta_turns_down_is_said_at_once(body, samples, said):
    assert said in " ".join(of(body, **samples))


def test_a_name_and_a_language_that_meta_does_not_take():
    assert len(problems_of(Definition("New one", "english", "Fine text", {}))) == 2


def test_values_are_checked_so_that_no_sample_is_ever_sent():
    assert value_problems(GOOD.body, {"1": "Mia", "2": "Moss"}) == ()
    assert "no value" in value_problems(GOOD.body, {"1": "Mia"})[0]
    assert "no variable {{3}}" in value_problems(GOOD.body, {"1": "Mia", "2": "Moss", "3": "x"})[0]
    assert "tab" in value_problems(GOOD.body, {"1": "Mi\ta", "2": "Moss"})[0]
    assert render(GOOD.body, {"1": "Mia", "2": "Moss"}).startswith("Hi Mia, we found Moss")


@pytest.fixture
def template(db) -> MessageTemplate:
    return MessageTemplate.objects.create(name=GOOD.name, body=GOOD.body, samples=dict(GOOD.samples))


def test_a_template_is_written_submitted_judged_and_read_back(template, twilio):  # noqa: F811
    assert "not approved" in template.check_ready()[0]
    assert template_sync.submit(template=template, now=NOW) == "pending"
    template.refresh_from_db()
    assert (template.status, template.content_sid[:2]) == ("pending", "HX")
    with pytest.raises(template_sync.TemplateRefusedError, match="already"):
        template_sync.submit(template=template, now=NOW)
    twilio.approvals[template.content_sid] |= {"status": "approved", "category": "UTILITY"}
    synced = template_sync.sync(now=NOW)
    template.refresh_from_db()
    assert synced.changed == ("new_for_you: pending → approved",)
    assert (template.status, template.category) == ("approved", "utility"), "Meta decides on both"
    assert template.check_ready() == ()
    assert template_sync.sync(now=NOW).changed == ()


def test_a_rejection_comes_with_its_reason_and_blocks(template, twilio):  # noqa: F811
    template_sync.submit(template=template, now=NOW)
    template.refresh_from_db()
    twilio.approvals[template.content_sid] |= {"status": "rejected", "rejection_reason": "INVALID_FORMAT"}
    template_sync.sync(now=NOW)
    template.refresh_from_db()
    assert "INVALID_FORMAT" in template.check_ready()[0]


def test_templates_made_elsewhere_come_in_and_those_that_went_are_marked(db, twilio):  # noqa: F811
    twilio.contents += [
        {"sid": "HX" + "1" * 32, "friendly_name": "made_elsewhere", "language": "en", "variables": {"1": "x"},
         "types": {"twilio/text": {"body": "Hi {{1}}, fine day"}}},
        {"sid": "HX" + "2" * 32, "friendly_name": "thrum_quick_reply_1", "language": "en", "variables": {}, "types": {}},
    ]  # fmt: skip
    assert template_sync.sync(now=NOW).new == 1, "those of quick replies are none"
    row = MessageTemplate.objects.get()
    assert (row.name, row.status, row.body) == ("made_elsewhere", "unsubmitted", "Hi {{1}}, fine day")
    twilio.contents.clear()
    assert template_sync.sync(now=NOW).gone == 1
    row.refresh_from_db()
    assert "gone" in row.check_ready()[0]


def test_a_word_of_the_provider_that_we_do_not_know_is_no_approval(template, twilio):  # noqa: F811
    template_sync.submit(template=template, now=NOW)
    template.refresh_from_db()
    twilio.approvals[template.content_sid] |= {"status": "something_new"}
    template_sync.sync(now=NOW)
    template.refresh_from_db()
    assert template.check_ready() != ()


def test_by_the_clock_templates_are_read_where_there_is_a_connection(template, settings, whatsapp):  # noqa: F811
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:1"
    assert template_sync.sync_if_connected(now=NOW) is None, "nobody answers"
    settings.TWILIO_ACCOUNT_SID = ""
    assert template_sync.sync_if_connected(now=NOW) is None


def test_a_provider_that_does_not_answer_changes_nothing(template, whatsapp, settings):  # noqa: F811
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:1"
    with pytest.raises(DeliveryError):
        template_sync.sync(now=NOW)
    with pytest.raises(template_sync.TemplateRefusedError):
        template_sync.submit(template=template, now=NOW)
    template.refresh_from_db()
    assert template.status == "draft"


def test_a_faulty_text_is_refused_when_it_is_saved(db):
    with pytest.raises(ValidationError, match="beginning"):
        MessageTemplate(name="x", body="{{1}} is here for you to see", samples={"1": "a"}).full_clean()
