"""A reminder's time and its limits, in words, on the clock of whoever asked for it; and the words that take it back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from conversations import clocks
from conversations.channels.registry import channel_for
from conversations.dialogue.times import whereabouts
from conversations.dialogue.times.times_said import gap_in_words, in_words
from conversations.dialogue.types import Turn

_OF_THE_LIST = re.compile(
    r"^(?:(?:please |pls )?(?:cancel|delete|remove|drop|stop|take back) )?"
    r"(?:the |number |no\.? |nr\.? |#|reminder )*(?:[1-9]|first|second|third|fourth|fifth|last)"
    r"(?: one| reminder)?(?:(?:,| and|,? &) ?(?:the )?#?(?:[1-9]|first|second|third|fourth|fifth|last)(?: one)?)*"
    r"(?: please| pls)?[ .!]*$"
)
_BARE_HOUR = re.compile(
    r"(?:(?:no+|nah|nope|actually|sorry|wait|oops|i mean|make it|rather)[ ,.!]+)+(\d{1,2}(?::\d\d)?(?: ?[ap]m)?)[ .!]*"
)
# The reminder that was just set or shown; "stop" is for all of our messages.
_TAKES_IT_BACK = re.compile(
    r"^(?:(?:ok(?:ay)?|no+|nah|actually|wait|sorry|hm+|oh)[ ,.!]+)*(?:(?:please|pls|can you|could you)[ ,]+)*"
    r"(?:cancel|delete|remove|drop|scrap|forget|take back|call off) "
    r"(?P<what>it|that|this|them|those|both|all(?: of (?:them|it))?|everything|(?:that|this|the) (?:one|reminder))"
    r"(?: please| pls| again| thanks)*[ .!]*$"
)


def caveat(turn: Turn, due_at: datetime) -> str:
    """Where a reminder may not reach them, that is said when it is set."""
    channel = channel_for(turn.message.channel)
    if not channel.is_pushed:
        return "remind.here_only"
    is_far = channel.free_form_hours is not None and due_at - turn.now > timedelta(hours=channel.free_form_hours)
    return "remind.window" if is_far and not settings.REMINDER_TEMPLATE_SID else ""


def when(turn: Turn, at: datetime, zone: str = "") -> str:
    clock = ZoneInfo(zone) if zone else whereabouts.clock_of(turn)
    if not zone and not whereabouts.zone_of(turn) and at - turn.now < timedelta(hours=20):
        return gap_in_words(at - turn.now)
    return in_words(at.astimezone(clock), now=turn.now.astimezone(clock))


def zone_words(turn: Turn) -> str:
    return clocks.name_of(whereabouts.zone_of(turn) or "UTC")


def there(turn: Turn) -> datetime:
    return turn.now.astimezone(whereabouts.clock_of(turn))


def of_the_list(text: str) -> str:
    """ "cancel 1", "the second one": the words that say which, where that is all they say; empty otherwise."""
    found = _OF_THE_LIST.match(text.strip().lower())
    return found[0] if found else ""


def takes_it_back(text: str) -> str:
    """ "cancel it": what is taken back ("it", "all of them"), where that is all they say; empty otherwise."""
    found = _TAKES_IT_BACK.match(text.strip().lower())
    return found["what"] if found else ""


def bare_hour(text: str) -> str:
    """ "no 8", right after one was set for seven, is eight o'clock; empty where more is said."""
    found = _BARE_HOUR.fullmatch(text.strip().lower())
    return f"at {found[1]}" if found else ""
