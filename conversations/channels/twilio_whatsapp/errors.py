"""Twilio's error codes as verdicts: the one table, for answers of the API and for status callbacks.

Sources: Twilio's error pages and its map of WhatsApp codes. Wording and codes may change, so what is not
listed falls into a default that tries again a little and then shows the message.
"""

from __future__ import annotations

from datetime import timedelta

from conversations.channels.errors import Verdict

_MINUTES_5 = timedelta(minutes=5)
_DAY = timedelta(days=1)

UNKNOWN = Verdict("refused for a reason we do not know yet", permanent=True)
TOO_MANY_REQUESTS = Verdict("Twilio is busy; nothing was processed")


def _config(reason: str) -> Verdict:
    return Verdict(reason, permanent=True, alert=True)


_META_LIMIT = Verdict(
    "Meta holds back marketing messages to this person", permanent=True, marketing_only=True, per_person_limit=True
)

VERDICTS: dict[int, Verdict] = {
    20429: TOO_MANY_REQUESTS,
    20500: Verdict("Twilio failed inside"),
    20003: _config("our credentials were refused"),
    20404: _config("the account or message was not found"),
    63018: Verdict("sending too fast for this sender", retry_after=_MINUTES_5),
    63017: Verdict("sending too fast for this account", retry_after=_MINUTES_5),
    63038: Verdict("the account's daily cap is reached", retry_after=_DAY, alert=True),
    30001: Verdict("Twilio's queue is full", retry_after=_MINUTES_5),
    63009: Verdict("WhatsApp failed inside", retry_after=_MINUTES_5),
    63010: Verdict("Twilio failed inside", retry_after=_MINUTES_5),
    63012: Verdict("WhatsApp failed inside", retry_after=_MINUTES_5),
    63016: Verdict(
        "outside the 24 hours of the reply window; only a template may go", permanent=True, outside_window=True
    ),
    63049: _META_LIMIT,
    131049: _META_LIMIT,  # Meta's own number for it
    63032: Verdict("WhatsApp limits messages to this person", permanent=True),
    63033: Verdict("the person opted out of marketing", permanent=True, withdraws_consent=True, marketing_only=True),
    63050: Verdict("the person opted out of marketing", permanent=True, withdraws_consent=True, marketing_only=True),
    63014: Verdict("the person blocked us", permanent=True, contact_unreachable=True, withdraws_consent=True),
    21610: Verdict("the person unsubscribed", permanent=True, contact_unreachable=True, withdraws_consent=True),
    63024: Verdict("the number cannot receive WhatsApp", permanent=True, contact_unreachable=True),
    63003: Verdict("the number is not on WhatsApp", permanent=True, contact_unreachable=True),
    21211: Verdict("not a valid number", permanent=True, contact_unreachable=True),
    63015: _config("the Sandbox knows nobody by this number; they must join first"),
    63013: _config("the content breaks WhatsApp's policy"),
    63007: _config("our sender is not set up for WhatsApp"),
    63020: _config("Meta's invitation to our business waits for an answer"),
    63051: _config("our sender is locked; register it again"),
    63005: _config("WhatsApp refused the content"),
    63006: _config("WhatsApp refused the content"),
    63019: _config("WhatsApp could not fetch the picture"),
    63021: _config("the content is invalid"),
    63027: _config("the template has no text in this language"),
    63028: _config("the template got the wrong number of variables"),
    63034: _config("the picture is too large"),
    63041: _config("the template is paused"),
    21617: _config("the text is too long"),
    21654: _config("this trial sender may not send free text"),
    21655: _config("the template's id is wrong"),
    21656: _config("the template's variables are wrong"),
    35114: _config("the sending time is wrong"),
    35115: _config("the sending time is wrong"),
}

# Refusals of a message with buttons that the same words without buttons do not meet.
BUTTONS_REFUSED = frozenset({63005, 63006, 63013, 63021, 63027, 63028, 63041, 21655, 21656})


def verdict_for(code: str | int | None) -> Verdict:
    try:
        return VERDICTS.get(int(code or 0), UNKNOWN)
    except ValueError:
        return UNKNOWN
