"""What files call platforms and genres, and what editors have said it means."""

from __future__ import annotations

from django.db import transaction

from games import versions
from games.catalogue.csv_columns import Names
from games.models import DataVersion, Genre, NameMapping, Platform


def load_names() -> Names:
    """Our keys, our labels, and every name learnt so far."""
    platforms, genres = _own_names(Platform), _own_names(Genre)
    for kind, name, key in NameMapping.objects.values_list("kind", "name", "key"):
        (platforms if kind == NameMapping.Kind.PLATFORM else genres)[name] = key
    return Names(platforms, genres)


@transaction.atomic
def remember_names(*, meanings: dict[tuple[str, str], str]) -> None:
    """(kind, name) → key, "" for "nothing we keep". Later decisions win over earlier ones."""
    NameMapping.objects.bulk_create(
        [NameMapping(kind=kind, name=name.lower(), key=key) for (kind, name), key in meanings.items()],
        update_conflicts=True,
        unique_fields=["kind", "name"],
        update_fields=["key"],
    )
    versions.bump(DataVersion.Kind.CATALOGUE)


def _own_names(model: type[Platform] | type[Genre]) -> dict[str, str]:
    names = {}
    for key, label in model.objects.values_list("key", "label"):
        names[label.lower()] = names[key] = key
    return names
