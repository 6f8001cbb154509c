"""The process of the sockets: web chat and the operators' inbox hear at once what is new."""

from __future__ import annotations

import contextlib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from thrum_project.socket_server import allow_open_files, listen_on, make_server


class Command(BaseCommand):
    help = "Hold the WebSockets of web chat and inbox until Ctrl-C; see docs/realtime.md."
    # They load every page of the admin, which this process has no need of.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=None, help="default: PORT or 8000")

    def handle(self, *args: Any, **options: Any) -> None:
        from thrum_project.asgi import application

        port = options["port"] or settings.PORT
        try:
            taken = listen_on(settings.BIND_HOST, port)
        except OSError as error:
            raise CommandError(f"port {port} cannot be had: {error.strerror}") from error
        allow_open_files(settings.REALTIME_CONNECTIONS)
        with contextlib.suppress(KeyboardInterrupt):  # raised again when everybody has been told
            make_server(application, most=settings.REALTIME_CONNECTIONS).run(sockets=[taken])
