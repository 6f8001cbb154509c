"""What the bot missed becomes a lesson: grouped by meaning, taught in two clicks, known everywhere."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from conversations import dialogue
from conversations.knowledge import learning_job, misses
from conversations.knowledge.files import extended, read_files
from conversations.knowledge.lessons import Learnt, School
from conversations.knowledge.rows import read_rows
from conversations.models import Contact, Message, Miss, MissGroup, TaughtExample
from conversations.receiving import inbox
from conversations.tests.conftest import an_inbound
from conversations.understanding.types import Understanding
from games import artefacts
from games.models import Job, ModelArtefact
from thrum_project.roles import sync_roles

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def a_miss(encoder, body: str, *, phone: str = "+15550100001", name: str = "Robin") -> Miss:
    receipt = inbox.receive(an_inbound(body, phone=phone, profile_name=name), now=NOON)
    message = Message.objects.filter(contact_id=receipt.contact_id).latest("pk")
    reading = Understanding(
        text=body, intent="other", intent_confidence=0.2, is_unsure=True, vector=encoder.encode_one(body)
    )
    misses.record_miss(message=message, reading=reading, now=NOON)
    return Miss.objects.get(message=message)


@pytest.fixture
def editor(client) -> User:
    sync_roles()
    mia = User.objects.create_user("mia", password="x", is_staff=True)
    mia.groups.add(Group.objects.get(name="editor"))
    client.force_login(mia)
    return mia


def test_misses_of_like_meaning_stand_in_one_group(encoder):
    first = a_miss(encoder, "play that funky frog thing")
    second = a_miss(encoder, "play that funky frog game thing", phone="+15550100002")
    other = a_miss(encoder, "my landlord raised the rent", phone="+15550100003")
    assert first.group_id == second.group_id != other.group_id


def test_a_message_that_was_not_understood_waits_in_the_list(encoder):
    receipt = inbox.receive(an_inbound("zorp the quindle under moderately"), now=NOON)
    dialogue.answer(receipt.contact_id, clock=lambda: NOON)
    message = Message.objects.get(contact_id=receipt.contact_id, direction="inbound")
    assert Miss.objects.filter(message=message).exists() == message.understanding["is_unsure"]


def say(text: str) -> Message:
    receipt = inbox.receive(an_inbound(text), now=NOON)
    dialogue.answer(receipt.contact_id, clock=lambda: NOON)
    return Message.objects.get(pk=receipt.message_id)


def test_whoever_is_asked_for_other_words_has_been_missed_however_sure_the_reading_was(encoder):
    message = say("blorp")
    assert message.contact.sessions.get().state["misunderstood_in_a_row"] == 1
    assert Miss.objects.filter(message=message).exists()


def test_what_a_rule_has_carried_out_is_no_miss_however_unsure_the_reading_was(encoder):
    say("i love horror")
    say("what do you know about me")
    say("forget line 1")
    assert not Miss.objects.exists()


def test_an_editor_teaches_with_a_choice_and_a_click(client, editor, encoder):
    group = a_miss(encoder, "hit me with a wild card, Robin here, +447700900123").group
    page = reverse("admin:conversations_missgroup_change", args=(group.pk,))
    shown = client.get(page).content.decode()
    assert "hit me with a wild card" in shown
    assert "7700900123" not in shown
    prefilled = "\n".join(misses.texts_of(group))
    client.post(page, {"intent": "more", "mood": "", "sentiment": "neutral", "texts": prefilled,
                       "misses-TOTAL_FORMS": 0, "misses-INITIAL_FORMS": 0})  # fmt: skip
    taught = TaughtExample.objects.get()
    assert (taught.intent, taught.taught_by) == ("more", editor)
    assert "Robin" not in taught.text
    group.refresh_from_db()
    assert group.state == "taught"
    assert Job.objects.filter(kind=learning_job.KIND).count() == 1


@pytest.fixture
def operator(client) -> User:
    """Reads talks, and may teach."""
    sync_roles()
    noor = User.objects.create_user("noor", password="x", is_staff=True)
    noor.groups.add(Group.objects.get(name="operator"))
    client.force_login(noor)
    return noor


def test_what_was_misread_however_surely_is_taught_from_its_transcript(client, operator, encoder):
    message = say("pure scunnered, hen, write to robin@example.com")
    assert not Miss.objects.exists(), "nobody was asked for other words"
    page = reverse("admin:conversations_session_change", args=(message.session_id,))
    here = reverse("admin:conversations_missgroup_misread", args=(message.pk,))
    assert here in client.get(page).content.decode()
    shown = client.post(here, follow=True)
    assert "pure scunnered" in shown.content.decode()
    assert "robin@example.com" not in shown.content.decode()
    group = MissGroup.objects.get()
    assert client.post(here).url == reverse("admin:conversations_missgroup_change", args=(group.pk,)), "once is enough"
    misses.teach(
        group=group, texts=["pure scunnered, hen"], intent="recommend", moods=["bored"], sentiment="negative",
        by=operator, now=NOON,
    )  # fmt: skip
    client.post(here)
    assert MissGroup.objects.filter(state="open").count() == 1, "there may be more to learn from it"


def test_only_who_may_teach_and_read_talks_sends_a_message_to_be_taught(client, editor, encoder):
    message = say("pure scunnered, hen")
    assert client.post(reverse("admin:conversations_missgroup_misread", args=(message.pk,))).status_code == 403
    assert not Miss.objects.exists()


def test_a_group_is_decided_once(editor, encoder):
    group = a_miss(encoder, "blorb").group
    misses.ignore(group=group, by=editor, now=NOON)
    with pytest.raises(misses.AlreadyDecidedError):
        misses.teach(group=group, texts=["blorb"], intent="more", moods=[], sentiment="neutral", by=editor, now=NOON)
    assert not TaughtExample.objects.exists()


def test_two_lessons_taught_in_a_row_are_learnt_in_one(editor, encoder):
    for number, body in enumerate(("blorb", "my landlord is a goat")):
        group = a_miss(encoder, body, phone=f"+1555010010{number}").group
        misses.teach(group=group, texts=[body], intent="more", moods=[], sentiment="neutral", by=editor, now=NOON)
    assert Job.objects.filter(kind=learning_job.KIND).count() == 1


def test_what_was_taught_is_read_so_from_then_on(tmp_path):
    """Learnt from a few wishes without an encoder: that one taught message among them counts is what matters."""
    TaughtExample.objects.create(text="wibble wobble", intent="more")
    school = School(extended(_few(), examples=read_rows("1.1").examples, slang={}), {}, {}, None, tmp_path)
    examples, features = school.study()
    heads = school.learn_or_recall().heads
    taught = [example.text for example in examples].index("wibble wobble")
    assert heads.intent.labels[int(heads.score(features[taught])["intent"].argmax())] == "more"
    assert heads.intent.labels[int(heads.score(features[0])["intent"].argmax())] == "recommend"


def test_slang_that_editors_add_wins_over_the_file_and_can_switch_a_word_off():
    files = read_files()
    word = next(word for word, plain in files.slang.items() if plain)
    changed = extended(files, examples=(), slang={"skrrt": "fast", word: None})
    assert changed.slang["skrrt"] == "fast"
    assert word not in changed.slang
    assert changed.digest != files.digest


def test_heads_reach_other_machines_as_a_row_and_can_be_rolled_back(tmp_path, settings):
    settings.STATE_DIR = tmp_path / "one machine"
    heads = School(_few(), {}, {}, None, tmp_path).learn_or_recall()
    for number in range(10):
        artefacts.publish(
            name="understanding", version=f"v{number}", content=heads.as_bytes(), config={}, embedding="", now=NOON
        )
    assert ModelArtefact.objects.count() == 8
    settings.STATE_DIR = tmp_path / "another machine"
    newest = artefacts.active("understanding")
    assert newest is not None
    assert newest.version == "v9"
    read = Learnt.from_bytes(artefacts.read(newest))
    assert np.array_equal(read.heads.intent.sparse, heads.heads.intent.sparse)
    older = artefacts.of_version("understanding", "v5")
    assert older is not None
    artefacts.activate(older, now=NOON)
    assert [row.version for row in ModelArtefact.objects.filter(is_active=True)] == ["v5"]


def test_damaged_bytes_are_refused(tmp_path, settings):
    settings.STATE_DIR = tmp_path
    row = artefacts.publish(name="x", version="1", content=b"good", config={}, embedding="", now=NOON)
    ModelArtefact.objects.filter(pk=row.pk).update(content=b"evil")
    fresh = artefacts.active("x")
    assert fresh is not None
    with pytest.raises(artefacts.DamagedArtefactError):
        artefacts.read(fresh)
    with pytest.raises(ValueError, match="no learnt heads"):
        Learnt.from_bytes(b"evil")


def test_the_list_of_misses_costs_no_query_a_row(client, editor, encoder, queries_stay_flat):
    a_miss(encoder, "blorb")
    page = reverse("admin:conversations_missgroup_changelist")
    bodies = iter(("my landlord is a goat", "seventeen elephants", "the moon owes me money"))
    queries_stay_flat(
        lambda: client.get(page),
        lambda: [a_miss(encoder, body, phone=f"+155501003{number}1") for number, body in enumerate(bodies)],
    )


def test_a_miss_goes_with_its_person(encoder):
    miss = a_miss(encoder, "blorb")
    Contact.objects.get(pk=miss.message.contact_id).delete()
    assert not Miss.objects.exists()
    assert MissGroup.objects.exists()  # says nothing of anybody: a direction of meaning and a time


def _few():
    files = read_files()
    return type(files)(**{**vars(files), "examples": files.examples[:30]})
