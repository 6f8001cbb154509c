"""Twilio's webhooks: verify, record, acknowledge; nothing more."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, cast

from django.core.cache import caches
from django.http import QueryDict
from django.utils import timezone
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import FormParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from conversations.channels.errors import UnreadablePayload
from conversations.channels.twilio_whatsapp.parsing import parse_inbound, parse_status
from conversations.channels.twilio_whatsapp.signature import SignedByTwilio
from conversations.receiving import inbox
from conversations.sending import statuses

logger = logging.getLogger(__name__)

_NOTHING = "<Response/>"


class TwiMLRenderer(BaseRenderer):
    """Anything but XML is an error 12300 in Twilio's console, whatever the status."""

    media_type = "text/xml"
    format = "xml"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> str:
        return f'<?xml version="1.0" encoding="UTF-8"?>{data if isinstance(data, str) else _NOTHING}'


class AlwaysXml(BaseContentNegotiation):
    def select_parser(self, request: Request, parsers: Any) -> Any:
        return next((parser for parser in parsers if parser.media_type == request.content_type.split(";")[0]), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class SenderThrottle(SimpleRateThrottle):
    """Counts messages of one person in this process. A human never meets it; a loop of two bots does."""

    scope = "twilio_webhook"
    cache = caches["process"]

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        sender = TwilioView.form(request).get("From", "")
        return self.cache_format % {"scope": self.scope, "ident": sender[:180]}


class TwilioView(APIView):
    authentication_classes = ()
    permission_classes = (SignedByTwilio,)
    parser_classes = (FormParser,)
    renderer_classes = (TwiMLRenderer,)
    content_negotiation_class = AlwaysXml
    schema = None  # Twilio's, not a partner's

    @staticmethod
    def form(request: Request) -> QueryDict:
        """The signed form; the permission has made sure that it is one."""
        return cast(QueryDict, request.data)


class InboundView(TwilioView):
    throttle_classes = [SenderThrottle]

    def post(self, request: Request) -> Response:
        try:
            message = parse_inbound(self.form(request))
        except UnreadablePayload as error:
            # Genuine, but no retry would bring other bytes.
            logger.warning("unreadable WhatsApp message: %s", error)
            return Response(_NOTHING)
        inbox.receive(message, now=timezone.now())
        return Response(_NOTHING)


class FallbackView(InboundView):
    """Called by Twilio when the first address failed. The message is stored all the same."""

    def post(self, request: Request) -> Response:
        logger.error("Twilio came to the fallback address: error %s", self.form(request).get("ErrorCode", "")[:10])
        return super().post(request)


class StatusView(TwilioView):
    def post(self, request: Request) -> Response:
        try:
            update = parse_status(self.form(request), public_id=request.query_params.get("mid", ""))
        except UnreadablePayload as error:
            logger.warning("unreadable WhatsApp status: %s", error)
            return Response(_NOTHING)
        if update is None:
            logger.info("unknown WhatsApp status %r", self.form(request).get("MessageStatus", "")[:30])
        else:
            statuses.apply(update, now=timezone.now())
        return Response(_NOTHING)
