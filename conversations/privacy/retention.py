"""What is old is forgotten, every day. Set-based; a second run finds nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from conversations.accounts import sign_in_codes
from conversations.models import (
    Contact,
    ContactAddress,
    InboxNote,
    JourneyAnswer,
    Letter,
    Message,
    MissGroup,
    ModelCall,
    ModerationFlag,
    Reminder,
)
from conversations.privacy import own_data
from games.models import Slate

_SLATE_DAYS = 30
_AT_ONCE = 1_000


def forget_what_is_old(*, now: datetime) -> None:
    """Raw payloads, words, details of slates, and web visitors who do not come any more."""
    Message.objects.filter(raw__isnull=False, created_at__lt=now - timedelta(days=settings.RAW_PAYLOAD_DAYS)).update(
        raw=None
    )
    Message.objects.filter(
        ~Q(body="", choice="", content={}), created_at__lt=now - timedelta(days=settings.MESSAGE_BODY_DAYS)
    ).update(body="", choice="", content={}, understanding=None)
    # A group's direction of meaning came from somebody's message: it goes when the last of its messages has gone.
    MissGroup.objects.filter(misses=None).delete()
    InboxNote.objects.filter(at__lt=now - timedelta(days=settings.MESSAGE_BODY_DAYS)).delete()
    old_answers = JourneyAnswer.objects.filter(at__lt=now - timedelta(days=settings.MESSAGE_BODY_DAYS))
    old_answers.exclude(text="").update(text="")
    Reminder.objects.filter(ended_at__lt=now - timedelta(days=settings.MESSAGE_BODY_DAYS)).delete()
    Letter.objects.filter(ended_at__lt=now - timedelta(days=settings.MESSAGE_BODY_DAYS)).delete()
    ModerationFlag.objects.filter(at__lt=now - timedelta(days=settings.MESSAGE_BODY_DAYS)).delete()
    _forget_questions(now)
    Slate.objects.filter(created_at__lt=now - timedelta(days=_SLATE_DAYS)).exclude(candidates=[]).update(candidates=[])
    silent = Contact.objects.filter(
        Q(last_inbound_at__lt=now - timedelta(days=settings.WEB_CONTACT_DAYS)),
        addresses__kind=ContactAddress.Kind.WEB,
    ).exclude(addresses__kind__in=(ContactAddress.Kind.PHONE, ContactAddress.Kind.WHATSAPP_ID))
    silent = silent.filter(player__account=None)  # who has an account comes back by it
    sign_in_codes.forget_old(now=now)
    OutstandingToken.objects.filter(expires_at__lt=now).delete()
    for contact in silent[:_AT_ONCE]:
        own_data.erase(contact=contact, now=now)
    own_data.finish_erasures(now=now)


def _forget_questions(now: datetime) -> None:
    """To language models: their words go first, what they cost later."""
    ModelCall.objects.filter(~Q(prompt="", answer=""), at__lt=now - timedelta(days=settings.RAW_PAYLOAD_DAYS)).update(
        prompt="", answer=""
    )
    ModelCall.objects.filter(at__lt=now - timedelta(days=settings.MESSAGE_BODY_DAYS)).delete()
