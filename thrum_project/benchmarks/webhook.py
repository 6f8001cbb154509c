"""How soon has Twilio its answer, and what does that cost the database?"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from twilio.request_validator import RequestValidator

from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles, time_each

ACCOUNT, TOKEN = "AC" + "0" * 32, "a-token-for-benchmarks"
SENDER = "whatsapp:+15550109999"
PATH = "/webhooks/twilio/whatsapp/inbound/"
_COUNT = 400


def form_of(phone: str, text: str) -> dict[str, str]:
    return {
        "MessageSid": "SM" + uuid.uuid4().hex, "AccountSid": ACCOUNT, "From": f"whatsapp:{phone}", "To": SENDER,
        "WaId": phone[1:], "ProfileName": "Robin", "Body": text, "NumMedia": "0", "MessageType": "text",
    }  # fmt: skip


def signed(form: dict[str, str], base_url: str, *, token: str = TOKEN) -> tuple[str, dict[str, str]]:
    """Body and headers of a request as Twilio posts it."""
    signature = RequestValidator(token).compute_signature(f"{base_url}{PATH}", form)
    return urlencode(form), {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}


def measure(bench: Bench) -> Iterator[Row]:
    with override_settings(
        TWILIO_ACCOUNT_SID=ACCOUNT, TWILIO_AUTH_TOKENS=[TOKEN], ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False
    ):
        client = Client()

        def post(phone: str, text: str, *, valid: bool = True) -> int:
            body, headers = signed(form_of(phone, text), settings.PUBLIC_BASE_URL)
            if not valid:
                headers["X-Twilio-Signature"] = "forged"
            caches["process"].clear()
            return client.generic(
                "POST", PATH, body, content_type=headers["Content-Type"],
                headers={"X-Twilio-Signature": headers["X-Twilio-Signature"]},
            ).status_code  # fmt: skip

        known = "+15550100001"
        with CaptureQueriesContext(connection) as for_new:
            post(known, MESSAGES[0])
        with CaptureQueriesContext(connection) as for_known:
            post(known, MESSAGES[1])
        # Counted here: the next request empties the log.
        counts = _data_statements(for_known), _data_statements(for_new)
        ours = time_each(lambda number: post(f"+1555{number % 90:07d}", MESSAGES[number % len(MESSAGES)]), _COUNT)
        floor = time_each(lambda number: post(known, MESSAGES[number % len(MESSAGES)], valid=False), _COUNT)
    yield Row(
        "webhook acknowledged", quantiles(ours), f"the same request refused: {quantiles(floor)}",
        p(floor, 50) / p(ours, 50), "p95 ≤ 25 ms", p(ours, 95) <= 25,
    )  # fmt: skip
    yield Row(
        "statements for a webhook", f"{counts[0]} for a known person, {counts[1]} for a new one",
        target="≤ 4 and ≤ 8", met=1 <= counts[0] <= 4 and 1 <= counts[1] <= 8,
    )  # fmt: skip


def _data_statements(captured: CaptureQueriesContext) -> int:
    bounds = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    return sum(not query["sql"].startswith(bounds) for query in captured.captured_queries)
