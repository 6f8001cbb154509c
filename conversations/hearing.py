"""Voice notes as words: fetched, read by a model where one is set up, and kept as what their message says.

It happens in the worker that answers, in the order of somebody's messages, and outside of transactions. What was
heard is stored before it is acted on, so that nobody who takes over pays for it again. The sound itself is held in
memory alone, and its copy at the provider is deleted once it was listened to, understood or not.
"""

from __future__ import annotations

import copy
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from conversations import llm, sessions
from conversations.channels.errors import MediaRefused
from conversations.channels.registry import channel_for
from conversations.dialogue.choices import make_id
from conversations.dialogue.said import own_words
from conversations.dialogue.state import DialogueState
from conversations.models import Message, ProviderDeletion
from games.models import Player

logger = logging.getLogger(__name__)

AWAITING = "heard"
YES, NO = make_id("heard", "yes"), make_id("heard", "no")
_SURE = 0.6
# Both together leave a worker of the talk cluster time for the answer.
_SECONDS_TO_FETCH, _SECONDS_TO_READ = 4.0, 7.0
_MOST_CHARS = 4_000  # ten minutes of talk; the rest is left out
_DELETED_AFTER = timedelta(minutes=2)


def must_hear(message: Message) -> bool:
    """Whether this is a voice note that nobody has listened to yet, and somebody can. Children's go nowhere."""
    return (
        message.kind == "voice"
        and not message.body.strip()
        and "heard" not in message.content
        and llm.can_transcribe()
        and not channel_for(message.channel).is_made_up
        and message.contact.player.age_band != Player.AgeBand.UNDER_13
    )


def hear(message: Message, *, now: datetime) -> None:
    """Listen to it and keep what was said. Never raises for what the sound or a provider does."""
    body, heard = _listen(message, now=now)
    content = {**message.content, "heard": heard}
    with transaction.atomic():
        unheard = Message.objects.filter(pk=message.pk, status=Message.Status.RECEIVED)
        if not unheard.exclude(content__has_key="heard").update(body=body, content=content):
            return  # somebody else was quicker, or it is gone
        ProviderDeletion.objects.create(
            channel=message.channel, provider_id=message.provider_id or "", due_at=now + _DELETED_AFTER
        )
    message.body, message.content = body, content


def is_unsure_of(message: Message) -> bool:
    """Whether what was heard has to be asked about before anything is done."""
    heard: dict[str, Any] = message.content.get("heard") or {}
    return message.kind == "voice" and bool(message.body) and heard.get("confidence", 1.0) < _SURE


def is_lost(message: Message) -> bool:
    """Whether we listened and could not make it out."""
    return message.kind == "voice" and "problem" in (message.content.get("heard") or {})


def meant(message: Message, state: DialogueState) -> tuple[Message, DialogueState]:
    """Who says yes to what we heard has said just that."""
    if state.awaiting != AWAITING or not state.heard or agrees(message) is not True:
        return message, state
    said = copy.copy(message)
    said.kind, said.body, said.choice = "text", state.heard, ""
    return said, replace(state, awaiting="", heard="", buttons=())


def agrees(message: Message) -> bool | None:
    if message.choice:
        return {YES: True, NO: False}.get(message.choice)
    return own_words.yes_or_no(message.body)


def _listen(message: Message, *, now: datetime) -> tuple[str, dict[str, Any]]:
    media = next(iter(message.content.get("media") or ()), None)
    if not media or media.get("refused"):
        return "", {"problem": "refused"}
    try:
        audio = channel_for(message.channel).fetch_audio(media["url"], seconds=_SECONDS_TO_FETCH)
    except MediaRefused as error:
        logger.warning("the voice note of message %s was not fetched: %s", message.pk, error)
        return "", {"problem": str(error)[:60]}
    session = sessions.find_opening(contact=message.contact, at=message.created_at).session
    told = llm.transcribe(
        audio=audio.data, mime=audio.mime, session_id=session.pk if session else None, seconds=_SECONDS_TO_READ, now=now
    )
    if isinstance(told, llm.NoAnswer):
        return "", {"problem": str(told.reason)}
    text = " ".join(told.text.replace("\x00", "").split())[:_MOST_CHARS]
    return (text, {"confidence": round(told.confidence, 3)}) if text else ("", {"problem": "silence"})
