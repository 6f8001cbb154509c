"""An index of the vectors of one platform's games, worth it from some hundred thousand games on."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError


class Command(BaseCommand):
    help = "Index one platform's vectors apart, so that a filter by it finds all that are near. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("platform", nargs="?", help="its key, such as pc; without one: what is indexed so far")
        parser.add_argument("--drop", action="store_true", help="take the platform's index away")
        parser.add_argument("--memory", default="1GB", help="PostgreSQL's maintenance_work_mem meanwhile (1GB)")

    def handle(self, *, platform: str | None, drop: bool, memory: str, **options: Any) -> None:
        from games.models import Platform
        from games.retrieval import platform_index

        if platform is None:
            self._tell_all()
            return
        is_left_over = drop and platform in {index.platform for index in platform_index.standing()}
        if not is_left_over and not Platform.objects.filter(key=platform).exists():
            raise CommandError(f"there is no platform “{platform}”")
        began = time.monotonic()
        try:
            self._clear_away()
            if drop:
                platform_index.drop(platform)
            else:
                platform_index.build(platform, memory=memory)
        except (DatabaseError, platform_index.BusyError) as error:
            kept = "keeps its index" if drop else "could not be indexed"
            raise CommandError(f"{platform} {kept}: {error}") from None
        if drop:
            self.stdout.write(f"{platform} has no index of its own any more")
            return
        size = dict(platform_index.built()).get(platform, 0)
        self.stdout.write(f"{platform}: {_megabytes(size)} in {time.monotonic() - began:.0f} s")

    def _tell_all(self) -> None:
        from games.retrieval import platform_index

        for name, size in sorted(platform_index.built()):
            self.stdout.write(f"{name}: {_megabytes(size)}")
        try:
            left = platform_index.broken_off()
        except platform_index.BusyError as error:
            self.stdout.write(f"{error}")
            return
        for index in left:
            self.stdout.write(f"{index.platform}: {_left(index.bytes)}; the next run takes it away")

    def _clear_away(self) -> None:
        from games.retrieval import platform_index

        for index in platform_index.clear_away():
            self.stdout.write(f"{index.platform}: took away {_left(index.bytes)}")


def _left(size: int) -> str:
    return f"{_megabytes(size)} that a run which was broken off has left"


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"
