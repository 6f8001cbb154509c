"""Somebody with their hands full sends a voice note, and it counts like typed words."""

from __future__ import annotations

import uuid

import numpy as np
import pytest
from django.test import Client
from django_q.models import OrmQ

from conversations import dialogue, hearing, tasks
from conversations.api import chat
from conversations.channels.types import Media
from conversations.channels.web import visitors
from conversations.llm import desks
from conversations.llm.patience import Patience
from conversations.llm.standin import KEY
from conversations.models import Contact, ContactAddress, Letter, Message, ModelCall, ProviderDeletion
from conversations.privacy import own_data
from conversations.receiving import inbox
from conversations.tests.companions.conftest import shelf  # noqa: F401
from conversations.tests.companions.test_letter_text import LETTER
from conversations.tests.conftest import NOW, an_inbound
from conversations.tests.dialogue.conftest import shelf_encoder  # noqa: F401
from conversations.tests.warm_model import warm_model

pytestmark = pytest.mark.django_db
PHONE = "+15550100009"
SURE = {"segments": [{"avg_logprob": -0.05, "no_speech_prob": 0.0}], "duration": 3.0}
UNSURE = {"segments": [{"avg_logprob": -1.2, "no_speech_prob": 0.1}], "duration": 3.0}


@pytest.fixture(scope="module")
def ear():
    with warm_model() as standin:
        yield standin


@pytest.fixture
def model(ear, settings, twilio, monkeypatch):
    """However busy the machine is, there is time to fetch and to read."""
    monkeypatch.setattr(hearing, "_SECONDS_TO_FETCH", 60.0)
    monkeypatch.setattr(hearing, "_SECONDS_TO_READ", 60.0)
    settings.LLM_BASE_URL, settings.LLM_API_KEY, settings.LLM_TRANSCRIPTION_MODEL = ear.url, KEY, "whisper-1"
    settings.LLM_NOT_FOR = frozenset({"story", "journey", "moderation", "wishes"})
    ear.heard.clear()
    ear.misbehave.clear()
    desks.desk().patience = Patience(per_minute=100)
    return ear


def send_note(**changes) -> Message:
    sid = "MM" + uuid.uuid4().hex
    url = f"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{sid}/Media/ME1"
    note = an_inbound("", phone=PHONE, kind="voice", provider_id=sid, media=(Media(url, "audio/ogg"),), **changes)
    return Message.objects.get(pk=inbox.receive(note, now=NOW).message_id)


def write(body: str, **changes) -> Message:
    return Message.objects.get(pk=inbox.receive(an_inbound(body, phone=PHONE, **changes), now=NOW).message_id)


def answered(message: Message) -> Message:
    """The last of what was answered to it."""
    while not dialogue.answer(message.contact_id, clock=lambda: NOW, rng=np.random.default_rng(3)):
        assert Message.objects.filter(contact=message.contact_id, status="received").exists()
    message.refresh_from_db()
    return message.replies.order_by("part").last()


def test_a_voice_note_picks_the_next_games_as_typed_words_do(model, shelf):  # noqa: F811
    model.hears = {"text": "something calm on switch", **SURE}
    note = send_note()
    answer = answered(note)
    assert note.body == "something calm on switch"
    assert note.content["heard"]["confidence"] == pytest.approx(0.951, abs=0.01)
    assert answer.slate.context["platforms"] == ["switch"]
    assert answer.slate.context["mood"] == "chill"
    assert ModelCall.objects.get(purpose="voice notes").outcome == "answered"


def test_the_sound_is_deleted_at_the_provider_whether_it_was_understood_or_not(model, twilio):
    model.hears = {"text": "hello", **SURE}
    note = send_note()
    answered(note)
    assert ProviderDeletion.objects.get().provider_id == note.provider_id
    own_data.delete_at_providers(now=NOW + hearing._DELETED_AFTER)
    assert twilio.deleted == [note.provider_id]
    model.misbehave = ["400"]
    lost = send_note()
    answered(lost)
    assert ProviderDeletion.objects.filter(provider_id=lost.provider_id).exists()


def test_what_was_hardly_heard_is_asked_about_before_anything_is_done(model, shelf):  # noqa: F811
    model.hears = {"text": "something silly on switch", **UNSURE}
    answer = answered(send_note())
    assert "something silly on switch" in answer.body
    assert answer.slate is None
    assert [button["title"] for button in answer.content["buttons"]] == ["yes, that", "no"]
    said_yes = answered(write("yes"))
    assert said_yes.slate.context["mood"] == "silly"


@pytest.mark.parametrize(
    ("words", "fact"), [("tell me about new games", "topics"), ("help me with my english", "english_help")]
)
def test_what_was_hardly_heard_allows_nothing_before_they_say_yes(model, words, fact):
    model.hears = {"text": words, **UNSURE}
    note = send_note()
    before = getattr(note.contact, fact)
    assert words in answered(note).body
    assert getattr(Contact.objects.get(pk=note.contact_id), fact) == before
    answered(write("yes"))
    assert getattr(Contact.objects.get(pk=note.contact_id), fact) != before


def test_a_letter_that_was_hardly_heard_is_the_one_in_the_note(model):
    model.hears = {"text": LETTER, **UNSURE}
    note = send_note()
    answered(note)
    answered(write("yes"))
    assert Letter.objects.get().message_id == note.pk


def test_a_tap_on_yes_is_a_yes_too(model, shelf):  # noqa: F811
    model.hears = {"text": "something calm on pc", **UNSURE}
    answered(send_note())
    answer = answered(write("yes, that", kind="choice", choice=hearing.YES))
    assert answer.slate.context["platforms"] == ["pc"]


@pytest.mark.parametrize("no", [{"body": "no"}, {"body": "no", "kind": "choice", "choice": hearing.NO}])
def test_who_was_misheard_says_it_again(model, no):
    model.hears = {"text": "i hate puzzle games", **UNSURE}
    note = send_note()
    answered(note)
    answer = answered(write(**no))
    assert answer.slate is None
    assert "right" not in answer.body
    note.contact.player.refresh_from_db()
    assert not note.contact.player.interactions.exists()


def test_stop_and_danger_count_at_once_however_badly_heard(model):
    model.hears = {"text": "stop", **UNSURE}
    note = send_note()
    answered(note)
    assert not Contact.objects.get(pk=note.contact_id).replies_allowed
    model.hears = {"text": "i want to kill myself", **UNSURE}
    answered(send_note())
    assert Contact.objects.get(pk=note.contact_id).distress_at is not None


def test_notes_and_words_are_answered_in_the_order_they_were_said(model):
    model.hears = {"text": "something calm on switch", **SURE}
    first, typed, second = send_note(), write("on pc instead"), send_note()
    answered(first)
    replies = Message.objects.filter(contact=first.contact_id, direction="outbound", part=0).order_by("pk")
    assert [reply.in_reply_to_id for reply in replies] == [first.pk, typed.pk, second.pk]


def types_on_the_page(contact: Contact) -> None:
    """With the address of their browser, which turned out to be theirs."""
    client = Client()
    client.get("/chat/")
    token = visitors.read_visitor(client.get("/chat/").wsgi_request)
    address = visitors.address_of(token)
    ContactAddress.objects.create(contact=contact, kind=address.kind, value=address.value)
    said = {"id": str(uuid.uuid4()), "text": "on pc instead"}
    assert client.post("/chat/messages/", data=said, content_type="application/json").status_code == 202


def types_in_an_app(contact: Contact) -> None:
    said = chat.say(player_id=contact.player_id, key="one", text="on pc instead", choice="", now=NOW)
    assert not said.is_answered


@pytest.mark.parametrize("types", [types_on_the_page, types_in_an_app])
def test_who_waits_for_a_page_waits_for_no_voice_note(model, types):
    """A note of theirs from WhatsApp stands before what they typed."""
    model.hears = {"text": "something calm on switch", **SURE}
    note = send_note()
    OrmQ.objects.all().delete()
    types(note.contact)
    assert model.heard == []
    assert tasks.answer in [one.task["func"] for one in OrmQ.objects.all()], "a worker listens"
    answered(note)
    assert note.body == "something calm on switch"
    assert not Message.objects.filter(contact=note.contact, status="received").exists()


def test_without_a_model_for_it_the_kind_answer_stays(model, settings, twilio):
    settings.LLM_TRANSCRIPTION_MODEL = ""
    note = send_note()
    answer = answered(note)
    assert answer.body
    assert note.body == ""
    assert twilio.sounds.asked == []
    assert "heard" not in note.content


@pytest.mark.parametrize("where", ["store", "model", "silence"])
def test_what_could_not_be_heard_is_owned_up_to(model, twilio, where):
    model.hears = {"text": "" if where == "silence" else "hello", **SURE}
    if where == "store":
        twilio.sounds.misbehave = ["404"]
    if where == "model":
        model.misbehave = ["400"]
    note = send_note()
    answer = answered(note)
    assert hearing.is_lost(note)
    assert "can't listen" not in answer.body
    assert note.body == ""


def test_a_file_elsewhere_is_never_fetched(model, twilio):
    note = write("", kind="voice", media=(Media("https://evil.example/x", "audio/ogg", "foreign host"),))
    answered(note)
    assert note.content["heard"] == {"problem": "refused"}
    assert twilio.sounds.asked == []
    assert model.heard == []


def test_the_voice_of_a_child_goes_nowhere(model, twilio):
    answered(write("i'm 9 years old"))
    note = send_note()
    answered(note)
    assert twilio.sounds.asked == []
    assert model.heard == []


def test_what_was_heard_is_kept_before_it_is_acted_on_and_paid_for_once(model, shelf):  # noqa: F811
    model.hears = {"text": "something calm", **SURE}
    note = send_note()
    hearing.hear(note, now=NOW)
    late = Message.objects.get(pk=note.pk)
    assert not hearing.must_hear(late)
    note.content = {"media": note.content["media"]}
    hearing.hear(note, now=NOW)  # another worker, who had begun before
    assert ProviderDeletion.objects.count() == 1
    assert answered(late).slate is not None
    assert len([one for one in model.heard if "form" in one]) == 2
