"""What somebody wrote who turns out to be under 13: it goes, also where we repeated it; moods and platforms stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from conversations.between_turns import reminders
from conversations.models import (
    Contact,
    JourneyRun,
    Letter,
    Message,
    ModelCall,
    ModerationFlag,
    Reminder,
    Session,
)

# What we say in these repeats what they said.
_QUOTING = ("letter", "english")
_KEPT = ("intent", "mood", "mood_confidence", "platforms", "sentiment", "sentiment_score")


def what_is_kept(understanding: Mapping[str, Any]) -> dict[str, Any]:
    """Of the reading of a message."""
    return {key: value for key, value in understanding.items() if key in _KEPT}


def forget_words(*, contact: Contact, but: Message) -> None:
    """``but`` is the message that told it: whoever writes the turn keeps of it what is kept."""
    said = Message.objects.filter(contact=contact, direction=Message.Direction.INBOUND)
    for message in said.exclude(pk=but.pk).only("understanding"):
        kept = what_is_kept(message.understanding or {})
        Message.objects.filter(pk=message.pk).update(body="", raw=None, content={}, understanding=kept)
    repeats_them = Q(content__type__in=_QUOTING) | Q(in_reply_to__kind="voice")
    ours = Message.objects.filter(contact=contact, direction=Message.Direction.OUTBOUND)
    # Also where we were asked to say it again.
    quoted = set(ours.filter(repeats_them).exclude(body="").values_list("body", flat=True))
    ours = ours.filter(repeats_them | Q(body__in=quoted))
    ours.filter(status=Message.Status.QUEUED).update(
        status=Message.Status.WITHHELD, withheld_because=Message.Withheld.CHILD
    )
    ours.exclude(status=Message.Status.SENDING).update(body="")
    Letter.objects.filter(contact=contact).delete()
    Session.objects.filter(contact=contact).update(state={})
    JourneyRun.objects.filter(contact=contact).delete()
    ModelCall.objects.filter(session__contact=contact).update(prompt="", answer="")
    ModerationFlag.objects.filter(contact=contact).update(excerpt="", words="")
    row = Contact.objects.filter(pk=contact.pk)
    row.update(display_name="", time_zone="", english_help=False)
    row.filter(english_level_by=Contact.LevelBy.GUESS).update(english_level=Contact.EnglishLevel.NORMAL)


def take_back_reminders(*, contact: Contact, now: datetime) -> None:
    """None is sent or spoken of any more, and what they were about is in the child's own words: it goes."""
    reminders.cancel(contact=contact, reason=Reminder.Reason.CHILD, now=now)
    theirs = Reminder.objects.filter(contact=contact)
    theirs.to_own_up_to().update(told_at=now)
    theirs.update(about="")
