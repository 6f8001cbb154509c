"""Twilio on this machine, for whoever has no account: takes messages, reports on them, and plays people who write."""

from __future__ import annotations

import queue
import sys
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from conversations.channels.twilio_whatsapp import standin_calls
from conversations.channels.twilio_whatsapp.standin import ACCOUNT, SENDER, TOKEN, Standin

_LOOK_SECONDS = 0.2


class Command(BaseCommand):
    help = (
        "Play Twilio for a Thrum on this machine. Type “+15550100001 hello” to write to it from that number. "
        "Templates that are submitted are approved after a while. Ctrl-C ends it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8900)
        parser.add_argument("--thrum", default="http://localhost:8000", help="where Thrum runs: its PUBLIC_BASE_URL")
        parser.add_argument("--delay", type=float, default=0.0, help="seconds that it takes for each message")
        parser.add_argument("--approve-after", type=float, default=5.0, help="seconds that Meta takes for a template")
        parser.add_argument("--silent", action="store_true", help="takes messages, and neither reports nor prints")

    def handle(self, *args: Any, **options: Any) -> None:
        standin = Standin(delay=options["delay"], port=options["port"])
        standin.start()
        self._say(
            "Start Thrum with these:\n"
            f"  TWILIO_ACCOUNT_SID={ACCOUNT} TWILIO_AUTH_TOKEN={TOKEN}\n"
            f"  TWILIO_WHATSAPP_NUMBER={SENDER.removeprefix('whatsapp:')} TWILIO_API_BASE_URL={standin.url}"
        )
        try:
            if options["silent"]:
                threading.Event().wait()
            self._play(standin, thrum=options["thrum"].rstrip("/"), approve_after=options["approve_after"])
        except KeyboardInterrupt:
            self._say("ended")
        finally:
            standin.stop()

    def _play(self, standin: Standin, *, thrum: str, approve_after: float) -> None:
        typed: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(typed,), daemon=True).start()
        reported = 0
        submitted_at: dict[str, float] = {}
        while True:
            while not typed.empty():
                self._write(thrum, typed.get())
            for message in standin.messages[reported:]:
                reported += 1
                self._say(f"→ {message['to'].removeprefix('whatsapp:')}: {message['body'] or message['form']}")
                if "StatusCallback" in message["form"]:
                    answers = [standin_calls.report(message, status) for status in standin_calls.REPORTS]
                    if set(answers) != {200}:
                        self._say(f"  its reports were answered with {answers}")
            for sid, approval in list(standin.approvals.items()):
                if time.monotonic() - submitted_at.setdefault(sid, time.monotonic()) >= approve_after:
                    approval["status"] = "approved"
            time.sleep(_LOOK_SECONDS)

    def _write(self, thrum: str, line: str) -> None:
        number, _, body = line.strip().partition(" ")
        if not number.startswith("+") or not body:
            self._say("Type a number and what it writes: +15550100001 hello")
            return
        status = standin_calls.write(thrum, number=number, body=body)
        self._say(f"← {number}: {body}" if status == 200 else f"  Thrum answered {status or 'nothing'}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _listen(typed: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        typed.put(line)
