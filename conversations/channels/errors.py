"""How sending can fail, in the two questions that matter: retry? stop writing to this person?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Verdict:
    """What a refusal means for us.

    ``permanent``: this message will never go. ``contact_unreachable``: nor will any other.
    ``withdraws_consent``: the person said no to the provider; mirror it. ``retry_after``:
    how long to wait at least. ``alert``: a person must look, for the fault is ours. ``per_person_limit``: the
    platform delivers only so much marketing to one person; another day it may go, and nobody did anything wrong.
    ``outside_window``: the reply window closed on its way; a template may still go.
    """

    reason: str
    permanent: bool = False
    contact_unreachable: bool = False
    withdraws_consent: bool = False
    marketing_only: bool = False
    per_person_limit: bool = False
    outside_window: bool = False
    retry_after: timedelta | None = None
    alert: bool = False


class DeliveryError(Exception):
    """The provider refused. Nothing was sent, unless ``is_ambiguous``: then nobody knows yet."""

    def __init__(self, verdict: Verdict, provider_code: str = "", *, is_ambiguous: bool = False) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict
        self.provider_code = provider_code
        self.is_ambiguous = is_ambiguous


class UnreadablePayload(Exception):
    """A genuine request that makes no sense; sending it again would not help."""


class MediaRefused(Exception):
    """A file that somebody sent is not fetched, or could not be; says why in a word or two, and never where from."""
