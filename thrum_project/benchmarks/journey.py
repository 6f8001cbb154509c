"""From Twilio's post to ours: real web and worker processes, alone and at thirty messages a second."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import requests

from conversations.channels.twilio_whatsapp.standin import ACCOUNT, SENDER, TOKEN, Standin
from thrum_project.benchmarks import processes, webhook
from thrum_project.benchmarks.messages import MESSAGES
from thrum_project.benchmarks.rows import Bench, Row, p, quantiles

_DELAY_SECONDS = 0.25
_ALONE, _BUSY, _RATE = 30, 300, 30
_PATIENCE_SECONDS = 60


def measure(bench: Bench) -> Iterator[Row]:
    standin = Standin(delay=_DELAY_SECONDS)
    standin.start()
    port = processes.free_port()
    base = f"http://127.0.0.1:{port}"
    env = {
        "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_API_BASE_URL": standin.url,
        "TWILIO_WHATSAPP_NUMBER": SENDER.removeprefix("whatsapp:"), "TWILIO_MESSAGING_SERVICE_SID": "",
        "PUBLIC_BASE_URL": base,
    }  # fmt: skip
    talk = _Talk(standin, base)
    try:
        with processes.web(bench, port, **env), processes.cluster(bench, **env):
            processes.wait_until_healthy(port)
            for number in range(6):
                talk.say_and_wait(f"+1777{number:07d}", MESSAGES[number])
            alone = [talk.say_and_wait(f"+1778{number:07d}", MESSAGES[number % 16]) for number in range(_ALONE)]
            busy = talk.say_many(_BUSY, _RATE)
    finally:
        standin.stop()
    yield Row("webhook in to POST out, alone", quantiles(alone), target="p95 ≤ 400 ms", met=p(alone, 95) <= 400)
    yield Row(f"webhook in to POST out, {_RATE}/s", quantiles(busy), target="p95 ≤ 1,000 ms", met=p(busy, 95) <= 1000)


class _Talk:
    def __init__(self, standin: Standin, base: str) -> None:
        self._standin, self._base = standin, base

    def post(self, phone: str, text: str) -> float:
        """Returns when it was posted."""
        body, headers = webhook.signed({**webhook.form_of(phone, text), "AccountSid": ACCOUNT}, self._base, token=TOKEN)
        began = time.time()
        requests.post(f"{self._base}{webhook.PATH}", data=body, headers=headers, timeout=30).raise_for_status()
        return began

    def say_and_wait(self, phone: str, text: str) -> float:
        began = self.post(phone, text)
        return (self._first_answer(phone) - began) * 1000

    def say_many(self, count: int, rate: int) -> list[float]:
        phones = [f"+1779{number:07d}" for number in range(count)]
        start = time.time()

        def say(number: int) -> float:
            time.sleep(max(start + number / rate - time.time(), 0))
            return self.post(phones[number], MESSAGES[number % len(MESSAGES)])

        with ThreadPoolExecutor(16) as pool:
            began = list(pool.map(say, range(count)))
        return [(self._first_answer(phone) - at) * 1000 for phone, at in zip(phones, began, strict=True)]

    def _first_answer(self, phone: str) -> float:
        """When our POST for this person arrived at Twilio."""
        deadline = time.time() + _PATIENCE_SECONDS
        while time.time() < deadline:
            if (at := self._standin.arrivals.get(f"whatsapp:{phone}")) is not None:
                return at
            time.sleep(0.002)
        raise RuntimeError("no answer came")
