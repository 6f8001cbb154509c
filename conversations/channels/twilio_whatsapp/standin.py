"""Twilio's HTTP side on this machine: checks what it gets, remembers it, and can misbehave on demand.

For tests, benchmarks and trying things out: TWILIO_API_BASE_URL aims the client here.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from conversations.channels.twilio_whatsapp.standin_sounds import Sounds, is_about_sound, play

ACCOUNT = "AC" + "0" * 31 + "1"
TOKEN = "a-token-for-tests"  # noqa: S105 - no server but this one knows it
SENDER = "whatsapp:+15550109999"


@dataclass
class Standin:
    """``misbehave`` is used up one by one: "429", "500", "63016", …, "drop" (taken, then no answer) and "lose"
    (no answer, and not taken either). ``hold`` keeps each request waiting until it is set; ``arrived`` tells of one.
    """

    delay: float = 0.0
    port: int = 0  # 0: any that is free
    messages: list[dict[str, Any]] = field(default_factory=list)
    contents: list[dict[str, Any]] = field(default_factory=list)
    approvals: dict[str, dict[str, Any]] = field(default_factory=dict)  # by ContentSid; who plays Meta changes them
    deleted: list[str] = field(default_factory=list)
    misbehave: list[str] = field(default_factory=list)
    sounds: Sounds = field(default_factory=Sounds)  # what voice notes hold, and how their fetching goes wrong
    complaints: list[str] = field(default_factory=list)
    hold: threading.Event | None = None
    arrived: threading.Event = field(default_factory=threading.Event)
    arrivals: dict[str, float] = field(default_factory=dict)  # when the first message for an address came
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        standin = self

        class Handler(_Handler):
            twilio = standin

        self._server = _Server(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.sounds.let_go.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def bodies(self) -> list[str]:
        return [message["body"] for message in self.messages]


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked was killed meanwhile: that is what some tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    twilio: Standin
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args: Any) -> None:
        return

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self._is_authorized():
            return self._answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
        path = urlsplit(self.path).path
        if path.endswith("/Messages.json"):
            return self._create_message({key: values[0] for key, values in parse_qs(raw.decode()).items()})
        if path == "/content/v1/Content":
            return self._create_content(json.loads(raw))
        if found := re.fullmatch(r"/content/v1/Content/(HX\w+)/ApprovalRequests/whatsapp", path):
            return self._submit_content(found[1], json.loads(raw))
        return self._answer(404, {"code": 20404, "message": "not here", "status": 404})

    def do_GET(self) -> None:
        if is_about_sound(self.path):
            return play(self, self.twilio.sounds, is_authorized=self._is_authorized())
        if not self._is_authorized():
            return self._answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
        if urlsplit(self.path).path == "/content/v1/ContentAndApprovals":
            return self._list_contents()
        query = parse_qs(urlsplit(self.path).query)
        wanted_to, wanted_from = query.get("To", [""])[0], query.get("From", [""])[0]
        with self.twilio.lock:
            found = [
                message
                for message in self.twilio.messages
                if (not wanted_to or message["to"] == wanted_to) and (not wanted_from or message["from"] == wanted_from)
            ]
        return self._answer(
            200, {"messages": found, "page": 0, "page_size": 50, "next_page_uri": None, "uri": self.path}
        )

    def do_DELETE(self) -> None:
        sid = urlsplit(self.path).path.rsplit("/", 1)[-1].removesuffix(".json")
        if self.twilio.misbehave and self.twilio.misbehave[0] == "20009":
            self.twilio.misbehave.pop(0)
            return self._answer(400, {"code": 20009, "message": "not finished", "status": 400})
        self.twilio.deleted.append(sid)
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def _create_message(self, form: dict[str, str]) -> None:
        for complaint in _complaints(form):
            self.twilio.complaints.append(complaint)
        with self.twilio.lock:
            mischief = self.twilio.misbehave.pop(0) if self.twilio.misbehave else ""
        self.twilio.arrivals.setdefault(form.get("To", ""), time.time())
        self.twilio.arrived.set()
        if self.twilio.delay:
            time.sleep(self.twilio.delay)
        if self.twilio.hold is not None:
            self.twilio.hold.wait(30)
        if mischief == "lose":
            return self._hang_up()
        if mischief == "429":
            return self._answer(429, {"code": 20429, "message": "Too Many Requests", "status": 429})
        if mischief == "500":
            return self._answer(500, {"code": 20500, "message": "Internal", "status": 500})
        if mischief.isdigit():
            return self._answer(400, {"code": int(mischief), "message": "refused", "status": 400})
        message = self._store(form)
        if mischief == "drop":
            return self._hang_up()
        return self._answer(201, message)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _store(self, form: dict[str, str]) -> dict[str, Any]:
        sid = "SM" + uuid.uuid4().hex
        body = form.get("Body", "")
        if form.get("ContentSid"):
            body = json.loads(form.get("ContentVariables", "{}")).get("1", "")
        now = format_datetime(datetime.now(UTC))
        message = {
            "sid": sid, "account_sid": ACCOUNT, "api_version": "2010-04-01", "body": body, "to": form["To"],
            "from": form.get("From", SENDER), "direction": "outbound-api", "status": "queued", "num_media": "0",
            "num_segments": "1", "price": None, "price_unit": None, "error_code": None, "error_message": None,
            "date_created": now, "date_updated": now, "date_sent": now, "uri": "", "subresource_uris": {},
            "messaging_service_sid": None, "form": form,
        }  # fmt: skip
        with self.twilio.lock:
            self.twilio.messages.append(message)
        return message

    def _create_content(self, definition: dict[str, Any]) -> None:
        content = {**definition, "sid": "HX" + uuid.uuid4().hex, "account_sid": ACCOUNT}
        self.twilio.contents.append(content)
        return self._answer(201, {**content, "date_created": None, "date_updated": None, "url": "", "links": {}})

    def _submit_content(self, sid: str, wanted: dict[str, Any]) -> None:
        """Meta judges later: tests and people set the status of ``approvals`` by hand."""
        if not any(content["sid"] == sid for content in self.twilio.contents):
            return self._answer(404, {"code": 20404, "message": "no such content", "status": 404})
        if sid in self.twilio.approvals:
            return self._answer(400, {"code": 63040, "message": "submitted already", "status": 400})
        approval = {
            "name": wanted["name"], "category": wanted["category"], "status": "received", "rejection_reason": "",
            "content_type": "twilio/text", "allow_category_change": True,
        }  # fmt: skip
        self.twilio.approvals[sid] = approval
        return self._answer(201, approval)

    def _list_contents(self) -> None:
        found = [
            {**content, "approval_requests": self.twilio.approvals.get(content["sid"], {"status": "unsubmitted"})}
            for content in self.twilio.contents
        ]
        meta = {"page": 0, "page_size": 100, "next_page_url": None, "url": "", "key": "contents"}
        return self._answer(200, {"contents": found, "meta": meta})

    def _is_authorized(self) -> bool:
        wanted = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {wanted}"

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        payload = json.dumps(body, default=str).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # whoever asked was killed meanwhile


def _complaints(form: dict[str, str]) -> list[str]:
    found = []
    if not re.fullmatch(r"whatsapp:(\+\d{6,15}|[A-Z]{2}\.\w+)", form.get("To", "")):
        found.append(f"To is {form.get('To')!r}")
    if bool(form.get("Body")) == bool(form.get("ContentSid")):
        found.append("Body and ContentSid exclude each other and one is needed")
    if len(form.get("Body", "")) > 1600:
        found.append("Body is too long")
    if "StatusCallback" in form and "?mid=" not in form["StatusCallback"]:
        found.append("the status callback does not say which message it is")
    if not (form.get("From") or form.get("MessagingServiceSid")):
        found.append("nobody sends it")
    return found
