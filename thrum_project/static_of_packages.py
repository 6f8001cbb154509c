"""Static files that Python packages bring along: one file of each, not their whole folder."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

# Address below the static files → package and file in it. Naming the file needs no import of the package.
FILES = {"plotly/plotly.min.js": ("plotly", "package_data/plotly.min.js")}


class OneOfEach(BaseFinder):
    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        place = _place(path)
        if place is None:
            return [] if find_all else None
        return [str(place)] if find_all else str(place)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        for address in FILES:
            if place := _place(address):
                storage = FileSystemStorage(location=str(place.parent))
                storage.prefix = address.rpartition("/")[0]  # type: ignore[attr-defined]
                yield place.name, storage

    def check(self, **_: Any) -> Any:
        return []


def _place(address: str) -> Path | None:
    package, file = FILES.get(address, ("", ""))
    found = importlib.util.find_spec(package) if package else None
    if found is None or found.origin is None:
        return None
    place = Path(found.origin).parent / file
    return place if place.is_file() else None
