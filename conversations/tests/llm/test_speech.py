"""Voice notes are read and live talks are opened, where a model is set up for them."""

from __future__ import annotations

import pytest

from conversations.llm import NoAnswer, Reason, can_talk_live, can_transcribe, transcribe, voice_token
from conversations.models import ModelCall
from conversations.tests.conftest import NOW

pytestmark = pytest.mark.django_db
NOTE = {"mime": "audio/ogg; codecs=opus", "seconds": 5.0, "now": NOW}


@pytest.fixture
def ears(model, settings):
    settings.LLM_TRANSCRIPTION_MODEL, settings.LLM_VOICE_MODEL = "whisper-1", "gpt-realtime"
    settings.LLM_PRICE_PER_AUDIO_MINUTE = 6
    return model


def test_without_a_model_for_it_there_is_no_voice(model, session):
    assert not can_transcribe()
    assert not can_talk_live()
    assert transcribe(audio=b"x", session_id=session.pk, **NOTE) == NoAnswer(Reason.OFF)
    assert voice_token(session_id=session.pk, now=NOW) == NoAnswer(Reason.OFF)


def test_a_voice_note_is_read_with_how_sure_the_model_is(ears, session):
    ears.hears = {
        "text": "something calm on switch", "duration": 10.0,
        "segments": [{"avg_logprob": -0.1, "no_speech_prob": 0.0}, {"avg_logprob": -0.3, "no_speech_prob": 0.1}],
    }  # fmt: skip
    heard = transcribe(audio=b"OggS" * 50, session_id=session.pk, **NOTE)
    assert heard.text == "something calm on switch"
    assert heard.confidence == pytest.approx(0.786, abs=0.01)
    assert b"OggS" in ears.heard[0]["form"]
    assert b'filename="voice.ogg"' in ears.heard[0]["form"]
    call = ModelCall.objects.get()
    assert (call.purpose, float(call.cost), call.prompt, call.answer) == ("voice notes", 1.0, "", "")


@pytest.mark.parametrize("more", [{}, {"segments": [{"avg_logprob": "NaN", "no_speech_prob": 0}]}])
def test_who_does_not_tell_how_sure_they_are_is_not_sure(ears, session, more):
    ears.hears = {"text": "mumble", **more}
    assert transcribe(audio=b"x", session_id=session.pk, **NOTE).confidence == 0.0


@pytest.mark.parametrize(
    ("audio", "mime"), [(b"", "audio/ogg"), (b"x", "application/pdf"), (b"x" * (17 * 1024 * 1024), "audio/ogg")]
)
def test_what_is_no_voice_note_is_not_sent(ears, session, audio, mime):
    answer = transcribe(audio=audio, mime=mime, session_id=session.pk, seconds=5.0, now=NOW)
    assert answer == NoAnswer(Reason.UNREADABLE)
    assert ears.heard == []


@pytest.mark.parametrize("hears", [{"words": 1}, {"text": "x", "segments": [{}]}])
def test_another_form_is_unreadable(ears, session, hears):
    ears.hears = hears
    assert transcribe(audio=b"x", session_id=session.pk, **NOTE) == NoAnswer(Reason.UNREADABLE)


def test_a_live_talk_gets_a_key_of_its_own_that_is_written_nowhere(ears, session, settings):
    settings.LLM_BUDGET_PER_SESSION = 40
    token = voice_token(session_id=session.pk, now=NOW)
    assert (token.value, token.model) == ("ek_for_tests", "gpt-realtime")
    assert token.url == f"{ears.url}/realtime/calls"
    wanted = ears.heard[0]["session"]
    assert (wanted["type"], wanted["model"], wanted["output_modalities"]) == ("realtime", "gpt-realtime", ["text"])
    assert wanted["audio"]["input"]["transcription"] == {"model": "whisper-1"}
    assert wanted["audio"]["input"]["turn_detection"]["create_response"] is False
    call = ModelCall.objects.get()
    assert "ek_for_tests" not in f"{call.prompt}{call.answer}"
    assert call.cost == 5 * settings.LLM_PRICE_PER_AUDIO_MINUTE > 0, "the provider alone knows how long they talk"
