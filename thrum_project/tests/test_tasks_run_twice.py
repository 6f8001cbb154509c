"""The queue may deliver a task twice. Each task is run twice on a lively database: the second run changes nothing."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django_q.models import OrmQ

from analytics import tasks as analytics_tasks
from analytics.models import DayState, SourceCursor
from conversations import dialogue
from conversations import tasks as conversations_tasks
from conversations.between_turns import reminders
from conversations.dialogue.memory_changes import NewReminder
from conversations.models import Account, Contact, Message, ModerationFlag, ProviderDeletion, Session
from conversations.operators import handover
from conversations.receiving import inbox
from conversations.tests.conftest import an_inbound
from engagement import campaigns
from engagement import tasks as engagement_tasks
from engagement.models import Campaign, CampaignRun, FactsState, Figures, Step
from games import jobs
from games import tasks as games_tasks
from games.embedding import job as embedding_job
from games.interactions.recording import record_interaction
from games.models import Impression, Job, Player, Slate
from games.tests.factories import GameFactory
from thrum_project import tasks as staff_tasks
from thrum_project.schedules import JOBS

pytestmark = pytest.mark.django_db(transaction=True)

# What a task needs: by name, from the lively database.
ARGUMENTS: dict[Callable[..., Any], Callable[[], tuple[Any, ...]]] = {
    conversations_tasks.answer: lambda: (Contact.objects.get(display_name="Robin").pk,),
    conversations_tasks.answer_all_waiting: tuple,
    conversations_tasks.send_due: tuple,
    conversations_tasks.close_silent_sessions: tuple,
    conversations_tasks.sweep_stuck: tuple,
    conversations_tasks.forget_what_is_old: tuple,
    conversations_tasks.delete_at_providers: tuple,
    conversations_tasks.return_overdue_talks: tuple,
    conversations_tasks.send_reminders: tuple,
    conversations_tasks.ask_whether_it_fitted: tuple,
    conversations_tasks.look_over_english: lambda: (a_slip(),),
    conversations_tasks.answer_letters: tuple,
    conversations_tasks.look_again: lambda: (a_suspicion(),),
    games_tasks.requeue_stalled_jobs: tuple,
    games_tasks.keep_fair_starts: tuple,
    games_tasks.refresh_trends: tuple,
    games_tasks.learn_ranking: tuple,
    games_tasks.learn_neighbours_if_due: tuple,
    games_tasks.learn_neighbours: lambda: (timezone.now().isoformat(),),
    games_tasks.settle_unanswered: tuple,
    games_tasks.group_players: tuple,
    games_tasks.forget_old_requests: tuple,
    # A code that is mailed twice is the same code.
    conversations_tasks.mail_reset_code: lambda: (an_account(),),
    engagement_tasks.keep_segment_facts_fresh: tuple,
    engagement_tasks.rebuild_segment_facts: tuple,
    engagement_tasks.pace_campaigns: tuple,
    engagement_tasks.run_engagement_cycle: tuple,
    engagement_tasks.collect_experiments: tuple,
    engagement_tasks.count_what_messages_bring: tuple,
    engagement_tasks.keep_attention_and_zones: tuple,
    engagement_tasks.read_templates_back: tuple,
    staff_tasks.forget_old_sign_ins: tuple,
    analytics_tasks.count_back: tuple,
    analytics_tasks.count_what_happened: tuple,
    analytics_tasks.reckon_reports: tuple,
    analytics_tasks.note_memberships: tuple,
    analytics_tasks.sample_queues: tuple,
    jobs.run_chunk: lambda: (Job.objects.get(state="queued").pk, 0),
}


@pytest.fixture
def lively(twilio) -> None:
    """Everything that a task could find to do: somebody waits, somebody fell silent, a send got stuck, a job too."""
    now = timezone.now()
    for _ in range(4):
        GameFactory(summary="A calm walk along the sea.", mood_fit={"chill": 0.8})
    for name, ago in (("Robin", timedelta()), ("Silent", timedelta(hours=2)), ("Old", timedelta(days=200))):
        phone = f"+1555010{len(name):04d}"
        receipt = inbox.receive(
            an_inbound("something calm", phone=phone, profile_name=name, raw={"Body": "…"}), now=now - ago
        )
        if name != "Robin":
            dialogue.answer(receipt.contact_id, clock=lambda ago=ago: now - ago)
    stuck = Message.objects.filter(direction="outbound", contact__display_name="Silent").first()
    assert stuck is not None
    Message.objects.filter(pk=stuck.pk).update(status="sending", claimed_at=now - timedelta(minutes=3), attempts=1)
    handover.begin(contact_id=Contact.objects.get(display_name="Old").pk, because="asked", now=now - timedelta(hours=2))
    somebody_who_liked_a_game_and_wants_a_reminder(now)
    a_campaign_for_who_is_silent(now)
    ProviderDeletion.objects.create(channel="whatsapp", provider_id="SM1", due_at=now)
    jobs.create(kind=embedding_job.KIND)
    Job.objects.create(kind=embedding_job.KIND, state="running", heartbeat_at=now - timedelta(hours=1))
    assert Session.objects.filter(closed_at=None).count() == 2


def somebody_who_liked_a_game_and_wants_a_reminder(now: datetime) -> None:
    """They wrote fourteen hours ago, and it is noon where they live."""
    then = now - timedelta(hours=14)
    receipt = inbox.receive(an_inbound("hi", phone="+15550199999", profile_name="Fond"), now=then)
    Message.objects.filter(pk=receipt.message_id).update(status="handled")
    contact = Contact.objects.get(pk=receipt.contact_id)
    contact.answered_seq, contact.time_zone = contact.inbound_seq, f"Etc/GMT{now.hour - 12:+d}"
    contact.save()
    game = GameFactory()
    slate = Slate.objects.create(player=contact.player, surface="chat", policy_version="1", seed=1, created_at=then)
    Impression.objects.create(
        slate=slate, player=contact.player, game=game, slot=0, score=1, confidence=1, strategy="best_fit", propensity=1,
        reason="calm", shown_at=then,
    )  # fmt: skip
    record_interaction(player=contact.player, game=game, kind="like", source="chat", at=then + timedelta(minutes=1))
    wanted = NewReminder(about=game.title, due_at=now - timedelta(minutes=1), time_zone="UTC")
    reminders.create(contact=contact, wanted=wanted, now=then)


def a_suspicion() -> int:
    message = Message.objects.filter(contact__display_name="Silent", direction="inbound").get()
    return ModerationFlag.objects.create(
        contact=message.contact, message=message, direction="inbound", category="threat", at=timezone.now()
    ).pk


def a_slip() -> int:
    message = Message.objects.filter(contact__display_name="Silent", direction="inbound").get()
    Message.objects.filter(pk=message.pk).update(body="she don't like horror")
    Contact.objects.filter(pk=message.contact_id).update(english_help=True)
    return message.pk


def an_account() -> str:
    user = User.objects.create_user(username="robin@example.org", email="robin@example.org")
    Account.objects.create(user=user, player=Player.objects.create(origin="api"))
    return user.username


def a_campaign_for_who_is_silent(now: datetime) -> None:
    """Whoever liked a game has agreed to be asked how they are."""
    Contact.objects.filter(display_name="Fond").update(proactive_allowed=True, topics=["check_ins"])
    campaign = Campaign.objects.create(
        name="Silent", kind="triggered", trigger="idle", topic="check_ins", holdout_percent=0
    )
    Step.objects.create(campaign=campaign, text="Hi {name}, how are you?", picks_a_game=False)
    campaigns.submit(campaign=campaign, by=None, now=now)
    campaigns.launch(campaign=campaign, by=None, now=now)


def test_every_task_has_its_case():
    written = {
        function
        for module in (analytics_tasks, conversations_tasks, engagement_tasks, games_tasks)
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    }
    assert written <= ARGUMENTS.keys()
    scheduled = {job.path for job in JOBS}
    assert scheduled <= {f"{task.__module__}.{task.__name__}" for task in ARGUMENTS}


@pytest.mark.parametrize("task", ARGUMENTS, ids=lambda task: task.__name__)
def test_a_task_that_runs_twice_does_its_work_once(task, lively, twilio):
    arguments = ARGUMENTS[task]()
    before = everything()
    task(*arguments)
    once, sent = everything(), len(twilio.messages)
    assert once != before or OrmQ.objects.exists()

    task(*arguments)

    assert everything() == once
    assert len(twilio.messages) == sent


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the product. The queue itself is left out: a task too many is what this is about. So is how far
    somebody has looked, for looking moves it."""
    labels = ("games", "conversations", "engagement", "analytics")
    kept = [model for label in labels for model in apps.get_app_config(label).get_models()]
    kept = [model for model in kept if model not in (FactsState, Figures, DayState, SourceCursor)]
    return {
        model._meta.label: [
            _plain(row) for row in model._default_manager.order_by("pk").values() if not _looks(row, model)
        ]
        for model in kept
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.tolist() if hasattr(value, "tolist") else str(value) for name, value in row.items()}


def _looks(row: dict[str, Any], model: type[models.Model]) -> bool:
    return model is CampaignRun and row["occasion"] == "looks"
