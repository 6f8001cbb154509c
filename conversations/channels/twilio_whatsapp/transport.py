"""The only place that talks to Twilio. Time-outs set, connections kept, another host if so configured."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from conversations.channels.errors import DeliveryError, Verdict
from conversations.channels.twilio_whatsapp.errors import verdict_for

_CLOCK_SKEW = timedelta(seconds=30)
_UNCLEAR = Verdict("Twilio did not say whether it took the message")


class _HttpClient(TwilioHttpClient):
    """Twilio's own client with room for every sending thread, and the host of TWILIO_API_BASE_URL.

    With another host the product (api, content, messaging) becomes the first part of the path,
    so that one stand-in can play all of them.
    """

    def __init__(self, *, timeout: float, threads: int, base_url: str) -> None:
        super().__init__(timeout=timeout)
        self._base_url = base_url.rstrip("/")
        adapter = HTTPAdapter(pool_connections=4, pool_maxsize=threads)
        assert self.session is not None
        self.session.mount("https://", adapter)
        self.session.mount("http://", adapter)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if self._base_url:
            parts = urlsplit(url)
            product = (parts.hostname or "api").split(".")[0]
            url = f"{self._base_url}/{product}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().request(method, url, *args, **kwargs)


@functools.cache
def _client(sid: str, token: str, base_url: str, timeout: float, threads: int) -> Client:
    return Client(sid, token, http_client=_HttpClient(timeout=timeout, threads=threads, base_url=base_url))


def client() -> Client:
    return _client(
        settings.TWILIO_ACCOUNT_SID,
        settings.TWILIO_AUTH_TOKENS[0],
        settings.TWILIO_API_BASE_URL,
        settings.TWILIO_TIMEOUT_SECONDS,
        settings.SEND_THREADS,
    )


def create_message(**fields: Any) -> str:
    """Hand a message to Twilio and return its SID. Raises DeliveryError.

    Twilio knows no idempotency key: after a time-out or a 5xx nobody can tell whether the message
    exists, and the error says so; the row is then looked up before anything is sent again.
    """
    try:
        sid = client().messages.create(**fields).sid
    except TwilioRestException as error:
        code = str(error.code or "")
        if error.status == 429:
            raise DeliveryError(verdict_for(20429), code or "20429") from error
        if error.status >= 500:
            raise DeliveryError(_UNCLEAR, code, is_ambiguous=True) from error
        raise DeliveryError(verdict_for(code), code) from error
    except requests.exceptions.ConnectTimeout as error:
        raise DeliveryError(Verdict("Twilio could not be reached")) from error
    except (TwilioException, requests.RequestException, ValueError, KeyError) as error:
        # Also a 2xx whose body is cut off: something was taken, its name is lost.
        raise DeliveryError(_UNCLEAR, is_ambiguous=True) from error
    if not sid:
        raise DeliveryError(_UNCLEAR, is_ambiguous=True)
    return str(sid)


def find_messages(*, to: str, sender: str, body: str, since: datetime) -> Sequence[str]:
    """SIDs of outbound messages with these words to this person since then. Raises DeliveryError."""
    try:
        listed = client().messages.list(to=to, from_=sender or None, date_sent_after=since - _CLOCK_SKEW, limit=50)
    except (TwilioException, requests.RequestException, ValueError, KeyError) as error:
        raise DeliveryError(_UNCLEAR) from error
    return [
        message.sid
        for message in listed
        if message.sid and (message.direction or "").startswith("outbound") and (message.body or "") == body
    ]


def delete_message(sid: str) -> str:
    """Delete a message and its media at Twilio. Returns "" or why it has to be tried again."""
    try:
        client().messages(sid).delete()
    except TwilioRestException as error:
        return "" if error.status == 404 else f"{error.status} {error.code or ''}".strip()
    except (TwilioException, requests.RequestException) as error:
        return type(error).__name__
    return ""


def create_content(definition: dict[str, Any]) -> str:
    """Make a Content resource and return its SID. Raises TwilioException."""
    from twilio.rest.content.v1.content import ContentList

    return str(client().content.v1.contents.create(ContentList.ContentCreateRequest(definition)).sid)


def list_contents() -> list[dict[str, Any]]:
    """Every Content resource with what Meta says of it. Raises DeliveryError."""
    try:
        return [
            {
                "sid": one.sid, "name": one.friendly_name, "language": one.language, "variables": one.variables,
                "types": one.types, "approval": one.approval_requests,
            }
            for one in client().content.v1.content_and_approvals.list(page_size=100)
        ]  # fmt: skip
    except (TwilioException, requests.RequestException, ValueError, KeyError) as error:
        raise DeliveryError(_UNCLEAR) from error


def submit_content(sid: str, *, name: str, category: str) -> str:
    """Ask Meta to approve it; returns the status that it has now. Raises DeliveryError with the reason of a refusal."""
    from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

    wanted = ApprovalCreateList.ContentApprovalRequest({"name": name, "category": category.upper()})
    try:
        return str(client().content.v1.contents(sid).approval_create.create(wanted).status)
    except TwilioRestException as error:
        raise DeliveryError(Verdict(f"refused: {error.msg}"[:200]), str(error.code or "")) from error
    except (TwilioException, requests.RequestException, ValueError, KeyError) as error:
        raise DeliveryError(_UNCLEAR, is_ambiguous=True) from error


def store_content(definition: dict[str, Any]) -> str:
    """As `create_content`, for a definition that a person wrote. Raises DeliveryError."""
    try:
        return create_content(definition)
    except TwilioRestException as error:
        raise DeliveryError(Verdict(f"refused: {error.msg}"[:200]), str(error.code or "")) from error
    except (TwilioException, requests.RequestException, ValueError, KeyError) as error:
        raise DeliveryError(_UNCLEAR, is_ambiguous=True) from error
