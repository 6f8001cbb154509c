"""Bodies as JSON, and none that a later layer would stumble over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Any, Final

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

# PostgreSQL keeps no zero character, and UTF-8 no half of a pair; in JSON both can only come escaped.
_SUSPECT: Final = re.compile(r"\x00|[\ud800-\udfff]")


class CarefulJSONParser(JSONParser):
    """Refuses what is nested without end, and characters that no text holds. Raises ParseError."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
            if _is_suspect(data):
                raise ParseError("A text holds a character that no text may hold.")
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error
        return data


def _is_suspect(data: Any) -> bool:
    if isinstance(data, str):
        return bool(_SUSPECT.search(data))
    if isinstance(data, dict):
        return any(_is_suspect(key) or _is_suspect(value) for key, value in data.items())
    return isinstance(data, list) and any(map(_is_suspect, data))
