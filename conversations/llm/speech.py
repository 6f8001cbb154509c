"""Voice: what somebody says in a voice note, and a key for talking live. Nothing here raises, no audio is kept."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, cast

from django.conf import settings

from conversations.llm.calls import Heard, pay_and_fetch
from conversations.llm.types import EphemeralToken, NoAnswer, Reason, Transcript, Usage
from conversations.llm.wrapping import cleaned

logger = logging.getLogger(__name__)

_LARGEST_AUDIO: Final = 16 * 1024 * 1024
_BYTES_A_SECOND: Final = 1_500  # of the voice notes that phones make, at the least
_ENDINGS: Final = {
    "audio/ogg": "ogg", "audio/opus": "ogg", "audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/mp4": "m4a",
    "audio/aac": "m4a", "audio/amr": "amr", "audio/wav": "wav", "audio/x-wav": "wav", "audio/webm": "webm",
    "video/webm": "webm", "audio/flac": "flac",
}  # fmt: skip
_TOKEN_SECONDS: Final = 60
_TALK_SECONDS: Final = 300  # after which our page hangs up
_SECONDS_FOR_A_KEY = 5.0


def can_transcribe() -> bool:
    return bool(settings.LLM_BASE_URL and settings.LLM_TRANSCRIPTION_MODEL)


def can_talk_live() -> bool:
    return bool(settings.LLM_BASE_URL and settings.LLM_VOICE_MODEL)


def transcribe(
    *, audio: bytes, mime: str, session_id: int | None, seconds: float, now: datetime
) -> Transcript | NoAnswer:
    """What somebody says in a voice note. Never raises. The words are theirs: unchecked, like any message's."""
    ending = _ENDINGS.get(mime.partition(";")[0].strip().lower())
    if not can_transcribe() or "voice notes" in settings.LLM_NOT_FOR:
        return NoAnswer(Reason.OFF)
    if ending is None or not 0 < len(audio) <= _LARGEST_AUDIO:
        return NoAnswer(Reason.UNREADABLE)
    model = settings.LLM_TRANSCRIPTION_MODEL
    # Whisper tells how sure it is of segments; the models after it of tokens, and only where they are asked.
    form: dict[str, Any] = (
        {"response_format": "json", "include": ["logprobs"]} if "gpt" in model else {"response_format": "verbose_json"}
    )

    def send(client: Any) -> Any:
        return client.audio.transcriptions.with_streaming_response.create(
            file=(f"voice.{ending}", audio, mime), model=model, temperature=0, **form
        )

    expected = Usage(audio_seconds=len(audio) / _BYTES_A_SECOND)
    heard = _asked(
        send, "voice notes", expected, session_id=session_id, seconds=seconds, now=now, read=_read_transcript
    )
    return heard if isinstance(heard, NoAnswer) else cast(Transcript, heard)


def voice_token(*, session_id: int | None, now: datetime) -> EphemeralToken | NoAnswer:
    """A key to talk live from a browser, good for a minute to begin. Never raises.

    What is said then is paid for by the provider's own clock, which tells us nothing: a whole talk counts.
    """
    if not can_talk_live() or "live voice" in settings.LLM_NOT_FOR:
        return NoAnswer(Reason.OFF)
    wanted = {
        "expires_after": {"anchor": "created_at", "seconds": _TOKEN_SECONDS},
        "session": _talk(),
    }

    def send(client: Any) -> Any:
        return client.realtime.client_secrets.with_streaming_response.create(**wanted)

    heard = _asked(
        send, "live voice", Usage(audio_seconds=_TALK_SECONDS), session_id=session_id, seconds=_SECONDS_FOR_A_KEY,
        now=now, read=_read_token,
    )  # fmt: skip
    return heard if isinstance(heard, NoAnswer) else cast(EphemeralToken, heard)


def _asked(
    send: Callable[[Any], Any], purpose: str, expected: Usage, *, session_id: int | None, seconds: float,
    now: datetime, read: Callable[[Any, Usage], Heard],
) -> object:  # fmt: skip
    """What was heard, or NoAnswer with the reason; whatever breaks on the way is logged and no more than that."""
    try:
        heard = pay_and_fetch(
            send, purpose, expected, version="", session_id=session_id, seconds=seconds, now=now, read=read
        )
    except Exception:
        logger.exception("the provider could not be asked for %s", purpose)
        return NoAnswer(Reason.BROKEN)
    return NoAnswer(heard) if isinstance(heard, Reason) else heard.body


def _talk() -> dict[str, Any]:
    """It listens and writes down; what is said back is ours, and comes by our own chat."""
    hears = settings.LLM_TRANSCRIPTION_MODEL or "whisper-1"
    listening = {"transcription": {"model": hears}, "turn_detection": {"type": "server_vad", "create_response": False}}
    return {
        "type": "realtime", "model": settings.LLM_VOICE_MODEL, "output_modalities": ["text"],
        "audio": {"input": listening},
    }  # fmt: skip


def _read_transcript(body: Any, expected: Usage) -> Heard:
    text = cleaned(str(body["text"]))
    seconds = body.get("duration") or (body.get("usage") or {}).get("seconds") or expected.audio_seconds
    segments, tokens = body.get("segments") or (), body.get("logprobs") or ()
    confidence = 0.0
    if segments:
        sure = [_share(one["avg_logprob"]) * (1 - float(one["no_speech_prob"])) for one in segments]
        confidence = sum(sure) / len(sure)
    elif tokens:
        confidence = _share(sum(float(one["logprob"]) for one in tokens) / len(tokens))
    told = float(seconds)
    usage = Usage(audio_seconds=min(max(told, 0.0), 3_600.0)) if math.isfinite(told) else expected
    # Of a NaN no comparison is true: no confidence at all.
    return Heard(Transcript(text, confidence if 0 <= confidence <= 1 else 0.0), usage)


def _share(logarithm: Any) -> float:
    """Of a probability; nothing where it is none."""
    told = float(logarithm)
    return math.exp(told) if told <= 0 else 0.0


def _read_token(body: Any, expected: Usage) -> Heard:
    held = body.get("client_secret") or body
    expires = datetime.fromtimestamp(float(held["expires_at"]), tz=UTC)
    value = held["value"]
    if not isinstance(value, str) or not value:
        raise ValueError("no key")
    url = f"{settings.LLM_BASE_URL.rstrip('/')}/realtime/calls"
    return Heard(EphemeralToken(value, settings.LLM_VOICE_MODEL, expires, url), expected)
