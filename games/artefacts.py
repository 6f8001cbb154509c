"""Learnt things as rows: publish, activate, go back, read. Copies on disk spare the database the bytes.

The file is written beside its place and renamed, so a reader finds all of it or none; its name is
the hash of what it holds, so a copy is never stale.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from games import versions
from games.models import DataVersion, ModelArtefact

_KEPT = 8  # versions of a name: enough to go back to, few enough to back up
_KIND_LENGTH = DataVersion._meta.get_field("kind").max_length
_LOCK_SPACE = 7_478_003  # of advisory locks, one a name


class DamagedArtefactError(RuntimeError):
    """The bytes are not those that were published."""


@transaction.atomic
def publish(
    *,
    name: str,
    version: str,
    content: bytes,
    config: Mapping[str, Any],
    embedding: str,
    now: datetime,
    in_use: bool = True,
) -> ModelArtefact:
    """Store a version and, if it is to be in use, make it the active one. The same version again only activates it."""
    _one_at_a_time(name)
    row, _ = ModelArtefact.objects.get_or_create(
        name=name,
        version=version,
        defaults={
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": content,
            "size": len(content),
            "config": dict(config),
            "embedding": embedding,
            "created_at": now,
        },
    )
    if in_use:
        activate(row, now=now)
    old = ModelArtefact.objects.filter(name=name, is_active=False).order_by("-created_at", "-pk")
    ModelArtefact.objects.filter(pk__in=list(old.values_list("pk", flat=True)[_KEPT - 1 :])).delete()
    return row


@transaction.atomic
def activate(artefact: ModelArtefact, *, now: datetime) -> None:
    """From now on this version is the one in use, also if it is an older one."""
    _one_at_a_time(artefact.name)
    ModelArtefact.objects.filter(name=artefact.name, is_active=True).exclude(pk=artefact.pk).update(is_active=False)
    ModelArtefact.objects.filter(pk=artefact.pk).update(is_active=True, activated_at=now)
    versions.bump(kind_of(artefact.name))


def kind_of(name: str) -> str:
    """Under this kind ``games.versions`` tells that another version of it is in use: its readers alone read again."""
    return f"learnt:{name}"[:_KIND_LENGTH]


def active(name: str) -> ModelArtefact | None:
    """The version in use, without its bytes: those come from ``read``."""
    return ModelArtefact.objects.filter(name=name, is_active=True).defer("content").first()


def active_among(names: Iterable[str]) -> list[ModelArtefact]:
    """The versions in use of all these, without their bytes, in one statement."""
    return list(ModelArtefact.objects.filter(name__in=list(names), is_active=True).defer("content"))


def of_version(name: str, version: str) -> ModelArtefact | None:
    """This version, without its bytes."""
    return ModelArtefact.objects.filter(name=name, version=version).defer("content").first()


def read(artefact: ModelArtefact) -> bytes:
    """Its bytes, from this machine's copy if there is a sound one. Raises DamagedArtefactError."""
    path = Path(settings.STATE_DIR) / "artefacts" / artefact.sha256
    with contextlib.suppress(OSError):
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() == artefact.sha256:
            return content
    content = bytes(artefact.content)
    if hashlib.sha256(content).hexdigest() != artefact.sha256:
        raise DamagedArtefactError(f"{artefact} is not what was published")
    with contextlib.suppress(OSError):  # a full or read-only disk costs the copy, not the service
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        os.replace(file.name, path)
    return content


def _one_at_a_time(name: str) -> None:
    """Two that activate at once would both find no other active version and break the constraint."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, number])
