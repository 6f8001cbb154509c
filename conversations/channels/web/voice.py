"""Live voice on the web chat: a key for one talk, asked of the provider by us, for one visitor.

The browser talks with the provider itself; what it wrote down comes to our inbox as ordinary messages, so that
consent, moderation and care hold as for typed words. The key is good for a minute to begin with, is paid for as a
whole talk and is not kept.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from rest_framework import permissions, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from conversations import llm
from conversations.channels.web import visitors
from conversations.channels.web.throttles import VoiceAddressThrottle, VoiceThrottle
from conversations.models import Contact, Session
from games.models import Player


def is_on() -> bool:
    return llm.can_talk_live() and "live voice" not in settings.LLM_NOT_FOR


def provider_origin() -> str:
    """Where the page has to be allowed to connect to."""
    parts = urlsplit(settings.LLM_BASE_URL)
    return f"{parts.scheme}://{parts.netloc}"


@method_decorator([never_cache, csrf_protect], name="dispatch")
class VoiceView(APIView):
    """POST for a key to talk live."""

    authentication_classes = ()
    permission_classes = (permissions.AllowAny,)
    throttle_classes = (VoiceThrottle, VoiceAddressThrottle)
    schema = None  # the page's own address, not for partners

    def post(self, request: Request) -> Response:
        visitor = visitors.read_visitor(request._request)
        if visitor is None or not is_on():
            code = status.HTTP_404_NOT_FOUND if visitor else status.HTTP_403_FORBIDDEN
            return Response({"detail": "There is no live voice here."}, status=code)
        contact = visitors.contact_of(visitor)
        if contact is not None and _is_a_child(contact):
            return Response({"detail": "There is no live voice for you."}, status=status.HTTP_403_FORBIDDEN)
        session = Session.objects.filter(contact=contact, closed_at=None).first() if contact else None
        token = llm.voice_token(session_id=session.pk if session else None, now=timezone.now())
        if isinstance(token, llm.NoAnswer):
            return Response({"detail": "Nobody can listen right now. Type instead?"}, status=503)
        return Response({"key": token.value, "model": token.model, "url": token.url})


def _is_a_child(contact: Contact) -> bool:
    return contact.player.age_band == Player.AgeBand.UNDER_13
