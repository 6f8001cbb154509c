"""The web chat: one page, one address to send to and to read from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from django.views.decorators.http import require_safe
from rest_framework import permissions, status
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from conversations import dialogue
from conversations.channels.request_size import is_too_long
from conversations.channels.types import InboundMessage
from conversations.channels.web import visitors, voice
from conversations.channels.web.conversation import read_on
from conversations.channels.web.serializers import MAX_CHARS, SendSerializer
from conversations.channels.web.throttles import AddressThrottle, ChatThrottle
from conversations.realtime.address import socket_address
from conversations.receiving import inbox

_WAIT_SECONDS = 5.0


@require_safe
@never_cache
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    live = socket_address(request, "chat")
    talks = voice.is_on()
    response = render(request, "chat/page.html", {"max_chars": MAX_CHARS, "live": live, "talks": talks})
    # The socket's port may be another, which "self" does not mean.
    others = [*([live] if live else []), *([voice.provider_origin()] if talks else [])]
    if others:
        response._csp_update = {"connect-src": [SELF, *others]}  # type: ignore[attr-defined]
    if visitors.read_visitor(request) is None:
        visitors.remember_visitor(response, visitors.new_visitor())
    return response


class ShortJSONParser(JSONParser):
    """Anybody may send here: nothing huge is read, and nothing nested without end."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        if parser_context and is_too_long(parser_context["request"]):
            raise ParseError("That is too long for a message.")
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("That is no message.") from error


@method_decorator([never_cache, csrf_protect], name="dispatch")
class MessagesView(APIView):
    """POST what the visitor says; GET what was said since ``after``."""

    authentication_classes = ()
    permission_classes = (permissions.AllowAny,)
    parser_classes = (ShortJSONParser,)
    throttle_classes = (ChatThrottle, AddressThrottle)
    schema = None  # the page's own address, not for partners

    def get(self, request: Request) -> Response:
        token = visitors.read_visitor(request._request)
        heard = read_on(token or "", after=_whole_number(request.query_params.get("after")))
        return Response(heard.as_json())

    def post(self, request: Request) -> Response:
        wanted = SendSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        token = visitors.read_visitor(request._request)
        if token is None:
            return Response(
                {"detail": "Your browser sent no chat cookie. Allow cookies and load the page again."},
                status=status.HTTP_403_FORBIDDEN,
            )
        receipt = inbox.receive(_as_inbound(token, wanted.validated_data), now=timezone.now())
        is_answered = dialogue.answer(receipt.contact_id, wait_seconds=_WAIT_SECONDS, listens=False)
        heard = read_on(token, after=_whole_number(request.query_params.get("after")))
        if heard.contact_id is None:  # "delete my data" was obeyed within this very turn
            return Response({"messages": [], "waiting": False, "erased": True})
        return Response(
            heard.as_json(),
            status=status.HTTP_200_OK if is_answered else status.HTTP_202_ACCEPTED,
        )


def _as_inbound(token: str, said: dict[str, Any]) -> InboundMessage:
    return InboundMessage(
        channel="web",
        provider_id=visitors.provider_id(token, str(said["id"])),
        addresses=(visitors.address_of(token),),
        sender="web",
        kind="choice" if said["choice"] else "text",
        body=said["text"][:MAX_CHARS],
        choice=said["choice"],
    )


def _whole_number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
