"""What the columns of strangers' files mean: said once for a first line, used for every file that has the same."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from games.catalogue.csv_columns import REPORT_COLUMNS
from games.importing.presets import PRESETS
from games.models import HeaderMapping

# What makers often call our columns; only proposed, never taken for granted.
_OFTEN = {
    "name": "title", "game": "title", "game title": "title", "description": "summary", "about": "summary",
    "platform": "platforms", "genre": "genres", "tag": "tags", "released": "release_date", "year": "release_date",
    "release date": "release_date", "release": "release_date", "developer": "studio", "developers": "studio",
    "publisher": "studio", "score": "critic_score", "metacritic": "critic_score", "rating": "age_rating",
    "age": "age_rating", "price": "prices", "cover": "image_url", "image": "image_url", "modes": "player_modes",
    "steam id": "steam_appid", "appid": "steam_appid", "igdb": "igdb_id", "hours": "hours_to_finish",
    "playtime": "hours_to_finish", "session": "session_minutes", "id": "slug",
}  # fmt: skip


@dataclass(frozen=True)
class ReadHeader:
    """``columns`` is what the names that are not ours mean; ``unknown`` those that nobody has explained."""

    columns: Mapping[str, str]
    unknown: tuple[str, ...]


def understand_header(names: Sequence[str], *, preset: str) -> ReadHeader:
    """By what was said of a first line with the very same names."""
    known = {*PRESETS[preset].columns, *REPORT_COLUMNS}
    strange = [name for name in dict.fromkeys(names) if name not in known]
    if not strange:
        return ReadHeader({}, ())
    row = HeaderMapping.objects.filter(preset=preset, signature=signature_of(names)).first()
    said = row.columns if row else {}
    columns = {name: said[name] for name in strange if name in said}
    return ReadHeader(columns, tuple(name for name in strange if name not in columns))


def remember_header(
    *, names: Sequence[str], preset: str, columns: Mapping[str, str], by: AbstractBaseUser | None
) -> None:
    """Later decisions win over earlier ones."""
    HeaderMapping.objects.update_or_create(
        preset=preset,
        signature=signature_of(names),
        defaults={"columns": dict(columns), "by_id": by.pk if by else None},
    )


def propose(unknown: Sequence[str], *, preset: str, taken: Collection[str]) -> dict[str, str]:
    """A column for each name that somebody gave one in another file, or that makers often use; each column once."""
    said = HeaderMapping.objects.filter(preset=preset, columns__has_any_keys=list(unknown)).order_by("said_at")
    meanings = dict(_OFTEN)
    for columns in said.values_list("columns", flat=True)[:200]:
        meanings |= columns
    proposed: dict[str, str] = {}
    for name in unknown:
        column = meanings.get(name, "")
        if column in PRESETS[preset].columns and column not in {*taken, *proposed.values()}:
            proposed[name] = column
    return proposed


def signature_of(names: Sequence[str]) -> str:
    """The same for the same names in another order."""
    return hashlib.sha256("\x1f".join(sorted(names)).encode()).hexdigest()
