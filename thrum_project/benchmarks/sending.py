"""How many messages a second leave, when Twilio takes a quarter of a second for each?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import requests
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from conversations.channels.twilio_whatsapp.standin import ACCOUNT, SENDER, TOKEN
from conversations.models import Contact, ContactAddress, Message, SenderWindow
from conversations.sending import outbox, send_loop
from games.models import Player
from thrum_project.benchmarks import processes
from thrum_project.benchmarks.rows import Bench, Row

DELAY_SECONDS = 0.25
_MESSAGES = 500
_WANTED = 80


def measure(bench: Bench) -> Iterator[Row]:
    # A process of its own, as Twilio is: what it does with a message is none of the sender's processor time.
    port = processes.free_port()
    url = f"http://127.0.0.1:{port}"
    with processes.play_twilio(bench, port, delay=DELAY_SECONDS):
        with override_settings(
            TWILIO_ACCOUNT_SID=ACCOUNT, TWILIO_AUTH_TOKENS=[TOKEN], TWILIO_API_BASE_URL=url,
            TWILIO_WHATSAPP_NUMBER=SENDER.removeprefix("whatsapp:"), TWILIO_MESSAGING_SERVICE_SID="",
        ):  # fmt: skip
            _queue_for_many()
            began, worked = time.perf_counter(), time.process_time()
            # What got no answer waits for its look-up, a minute away, and counts for nothing here.
            while outbox.is_anything_due(timezone.now()):
                send_loop.send_due(rng=np.random.default_rng(1))
            spent, worked = time.perf_counter() - began, time.process_time() - worked
            taken = Message.objects.filter(status=Message.Status.ACCEPTED, sender=SENDER).count()
        bare = _post_bare(url)
    ours = taken / spent
    yield Row(
        "messages sent, Twilio taking 250 ms", f"{ours:.0f}/s, {worked / max(taken, 1) * 1000:.1f} ms CPU each",
        f"bare requests on as many threads {bare:.0f}/s", ours / bare, f"≥ {_WANTED}/s", ours >= _WANTED,
    )  # fmt: skip


def _queue_for_many() -> None:
    now = timezone.now()
    players = Player.objects.bulk_create([Player(origin="whatsapp") for _ in range(_MESSAGES)])
    contacts = Contact.objects.bulk_create([Contact(player=player, last_inbound_at=now) for player in players])
    addresses = ContactAddress.objects.bulk_create(
        [ContactAddress(contact=contact, kind="phone", value=f"+1666{contact.pk:07d}") for contact in contacts]
    )
    SenderWindow.objects.bulk_create(
        [SenderWindow(contact=contact, sender=SENDER, last_inbound_at=now) for contact in contacts]
    )
    Message.objects.bulk_create(
        [
            Message(
                contact=contact, address=address, channel="whatsapp", sender=SENDER, direction="outbound",
                origin="reply", status="queued", body="hello", created_at=now, due_at=now,
            )
            for contact, address in zip(contacts, addresses, strict=True)
        ]
    )  # fmt: skip


def _post_bare(base: str) -> float:
    session = requests.Session()
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=settings.SEND_THREADS))
    url = f"{base}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    form = {"To": "whatsapp:+15550100001", "From": SENDER, "Body": "hello"}
    count = _MESSAGES // 2
    began = time.perf_counter()
    with ThreadPoolExecutor(settings.SEND_THREADS) as pool:
        list(pool.map(lambda _: session.post(url, data=form, auth=(ACCOUNT, TOKEN), timeout=10), range(count)))
    return count / (time.perf_counter() - began)
