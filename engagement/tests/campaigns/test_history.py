"""A campaign's earlier version: into the draft while it is one, and beside it once others rely on what it says."""

import pytest
from django.contrib.auth.models import User

from engagement.models import Campaign, MessageTemplate, Segment, Step
from games.by_hand import changes
from games.models import Change

pytestmark = pytest.mark.django_db
NOW_WORDS, THEN_WORDS = "Look at {game}: {reason}", "Here is {game}: {reason}"


@pytest.fixture
def marta(client, django_user_model) -> User:
    user = User.objects.create_superuser("marta")
    client.force_login(user)
    return user


def kept(row, *, below=(), **then) -> Change:
    """As though it had been changed by hand: ``then`` is what it was before."""
    after = changes.told(row, below=below)
    return Change.objects.create(
        kind=changes.kind_of(row), object_id=row.pk, did="changed", before={**after, **then}, after=after,
        at="2026-05-01T12:00Z",
    )  # fmt: skip


def take_back(client, page: str, row, change: Change):
    return client.post(f"/admin/engagement/{page}/{row.pk}/history/{change.pk}/before/", follow=True)


def campaign_with_a_step(**told) -> tuple[Campaign, Change]:
    campaign = Campaign.objects.create(name="Spring", topic="deals", **told)
    step = Step.objects.create(campaign=campaign, text=NOW_WORDS)
    steps = [{**changes.told(campaign, below=("steps",))["steps"][0], "text": THEN_WORDS}]
    assert step.pk
    return campaign, kept(campaign, below=("steps",), name="Winter", steps=steps)


def test_a_draft_becomes_what_it_was_with_its_steps(client, marta):
    campaign, change = campaign_with_a_step()
    take_back(client, "campaign", campaign, change)
    campaign.refresh_from_db()
    assert (campaign.name, campaign.steps.get().text) == ("Winter", THEN_WORDS)
    last = Change.objects.first()
    assert (last.did, last.by, last.after["steps"][0]["text"]) == ("restored", marta, THEN_WORDS)


def test_what_was_cancelled_comes_back_as_a_new_draft_and_stays_as_it_is(client, marta):
    campaign, change = campaign_with_a_step(state="cancelled", finished_at="2026-05-01T12:00Z")
    take_back(client, "campaign", campaign, change)
    draft = Campaign.objects.exclude(pk=campaign.pk).get()
    assert (draft.state, draft.steps.get().text) == ("draft", THEN_WORDS)
    assert draft.name.startswith("Spring (of ")
    campaign.refresh_from_db()
    assert (campaign.name, campaign.steps.get().text) == ("Spring", NOW_WORDS)


def test_a_segment_comes_back_counted_anew_and_a_template_at_meta_as_a_draft(client, marta):
    segment = Segment.objects.create(name="Everybody", tree={"match": "all", "rules": []})
    take_back(client, "segment", segment, kept(segment, name="All"))
    segment.refresh_from_db()
    assert (segment.name, segment.last_count) == ("All", 0)
    template = MessageTemplate.objects.create(
        name="hello", body="Hello {{1}}, how are you?", samples={"1": "Ana"}, content_sid="HX1", status="approved"
    )
    take_back(client, "messagetemplate", template, kept(template, body="Dear {{1}}, how are you?"))
    draft = MessageTemplate.objects.exclude(pk=template.pk).get()
    assert (draft.name, draft.status, draft.body) == ("hello_earlier", "draft", "Dear {{1}}, how are you?")
