"""How much may be sent to the web chat: by chat first, by network address above it, and never too much to be heard."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from conversations.channels.web import visitors
from conversations.dialogue.care import distress
from conversations.understanding.normalise import read_message
from conversations.understanding.rules import decide
from conversations.understanding.types import ReadingContext, Slots

_ALWAYS_HEARD = frozenset({"stop", "erase"})
_LONGEST_READ = 500  # what is certain is said in few words


class ChatThrottle(SimpleRateThrottle):
    """Counts the messages of one chat; who brings no cookie is counted by address."""

    scope = "web_chat"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        if request.method != "POST" or is_always_heard(request):
            return None
        ident = visitors.read_visitor(request._request) or self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class AddressThrottle(SimpleRateThrottle):
    """Counts the messages of a network address: a new cookie costs nothing, a new address does."""

    scope = "web_chat_address"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        if request.method != "POST":
            return None
        # What is always heard has a count of its own, so that neighbours cannot use it up and nobody floods with it.
        kind = "heard:" if is_always_heard(request) else ""
        return self.cache_format % {"scope": self.scope, "ident": kind + self.get_ident(request)}


class VoiceThrottle(SimpleRateThrottle):
    """Counts the live talks that one visitor begins; each costs money."""

    scope = "web_voice"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        ident = visitors.read_visitor(request._request) or self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class VoiceAddressThrottle(SimpleRateThrottle):
    """Counts those of a network address: a new cookie costs nothing."""

    scope = "web_voice_address"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


def is_always_heard(request: Request) -> bool:
    """STOP, "delete my data" and words of somebody in danger, as far as rules alone are certain."""
    said = request.data.get("text") if isinstance(request.data, dict) else None
    if not isinstance(said, str) or not said.strip():
        return False
    said = said[:_LONGEST_READ]
    if distress.is_serious(said):
        return True
    verdict = decide(read_message(said, {}), Slots(), ReadingContext())
    return verdict is not None and verdict.intent in _ALWAYS_HEARD
