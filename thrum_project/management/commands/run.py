"""Everything on one machine: database, catalogue, model, accounts, web, sockets and workers."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from analytics.demo import guard
from conversations.channels.registry import connected_kinds
from thrum_project import staff
from thrum_project.socket_server import listen_on
from thrum_project.supervisor import Child, Supervisor, end_leftovers

_READY_SECONDS = 60
# The sockets listen so far above the pages, or at the next port that is free: two clones are mostly neighbours.
_ABOVE, _TRIED = 1000, 100


class Command(BaseCommand):
    help = "Prepare everything that is missing, then run web and workers until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=None, help="default: PORT or 8000")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"] or settings.PORT
        if end_leftovers(str(settings.STATE_DIR.resolve())):
            self._say("ended what a killed run had left behind")
        _check_port(port)
        call_command("release", stdout=_Quiet())
        self._say("model")
        call_command("prepare_model", verbosity=0, stdout=_Quiet())
        self._say("lessons in reading messages")
        call_command("train_understanding", stdout=_Quiet())
        self._say("demo catalogue")
        call_command("load_demo", stdout=_Quiet())
        call_command("embed_games", stdout=_Quiet())
        self._demo_history()
        passwords = self._accounts()
        base = settings.TOLD_BASE_URL or f"http://localhost:{port}"
        supervisor = Supervisor(
            _children(port, _port_of_sockets(port), base), owner=str(settings.STATE_DIR.resolve()), say=self._say
        )
        settings.SERVED_AT.write_text(base, encoding="utf-8")
        supervisor.start()
        connection.close()
        try:
            if _wait_until_ready(port, supervisor):
                self._welcome(port, passwords)
                supervisor.watch()
            elif not supervisor.is_stopping:
                raise CommandError("the web process did not answer within a minute; see the lines above")
        finally:
            supervisor.stop()
            settings.SERVED_AT.unlink(missing_ok=True)

    def _demo_history(self) -> None:
        """Something to see on the first start; not beside anybody real, nor where it was taken away."""
        if guard.objection(insists=False) or guard.has_any_history():
            return
        self._say("demo history: three months of made-up people, less than a minute; remove_demo takes it away")
        call_command("seed_demo", stdout=_Quiet())

    def _accounts(self) -> dict[str, str]:
        path = settings.STATE_DIR / "staff_accounts.txt"
        made = staff.ensure_accounts()
        if made:
            staff.keep_passwords(path, made)
        return staff.read_passwords(path)

    def _say(self, text: str) -> None:
        self.stdout.write(f"· {text}")
        self.stdout.flush()

    def _welcome(self, port: int, passwords: dict[str, str]) -> None:
        base = f"http://localhost:{port}"
        accounts = "\n".join(f"             {name:<10} {password}" for name, password in passwords.items())
        whatsapp = "connected" if "whatsapp" in connected_kinds() else "not connected (see .env.example)"
        self.stdout.write(
            f"\nThrum is running. Ctrl-C stops it.\n\n"
            f"  Chat       {base}/chat/\n"
            f"  Admin      {base}/admin/\n{accounts}\n"
            f"  API docs   {base}/v1/docs\n"
            f"  WhatsApp   {whatsapp}\n"
        )
        self.stdout.flush()


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"port {port} is taken; try: make run PORT={port + 1}") from error


def _port_of_sockets(port: int) -> int:
    """0 where none is free: then pages ask by themselves."""
    for wanted in range(port + _ABOVE, min(port + _ABOVE + _TRIED, 65_536)):
        with contextlib.suppress(OSError), listen_on(settings.BIND_HOST, wanted):
            return wanted
    return 0


def _children(port: int, sockets: int, base: str) -> list[Child]:
    """Each makes links, so each knows the address. Who told us where the sockets are runs them by themselves."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    ours = bool(sockets) and not settings.REALTIME_URL
    told = {"PUBLIC_BASE_URL": base, **({"REALTIME_URL": f":{sockets}"} if ours else {})}
    holding = [Child("sockets", [*manage, "realtime", "--port", str(sockets)], {"PUBLIC_BASE_URL": base})]
    return [
        Child("web", web_command(port), told),
        *(holding if ours else []),
        Child("talk workers", [*manage, "qcluster"], {"Q_CLUSTER_NAME": "talk", "PUBLIC_BASE_URL": base}),
        Child("work workers", [*manage, "qcluster"], {"Q_CLUSTER_NAME": "work", "PUBLIC_BASE_URL": base}),
    ]


def web_command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", settings.BIND_HOST, "--port", str(port),
        "--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "error",
        "thrum_project.wsgi:application",
    ]  # fmt: skip


def _wait_until_ready(port: int, supervisor: Supervisor) -> bool:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline and not supervisor.is_stopping:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health", timeout=5) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


class _Quiet:
    """Swallows what a command says when all is well."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return

    def isatty(self) -> bool:
        return False
