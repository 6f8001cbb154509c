"""How often the intervals of the read-out hold the truth: simulated, and kept for each release."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from engagement.models import Figures
from engagement.statistics.coverage import Coverage, simulate

_KEY = "coverage of release "
# As an experiment of ours is: four hundred people a day, one in ten of whom does it, for two months.
SETTING: dict[str, Any] = {"base": 0.1, "people_a_day": 200, "days": 60, "rounds": 4_000, "alpha": 0.05}
LIFTS = (0.0, 0.1, 0.2, 0.5)


@cache
def release() -> str:
    """As the project calls itself."""
    told = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])


def measure(*, now: datetime, rng: np.random.Generator, **changes: Any) -> list[Coverage]:
    """Under a second. Kept in the place of what was measured of this release before."""
    setting = SETTING | changes
    found = simulate(LIFTS, rng=rng, **setting)
    figures = {"setting": setting, "coverage": [asdict(one) for one in found]}
    Figures.objects.update_or_create(key=f"{_KEY}{release()}", defaults={"counted_at": now, "figures": figures})
    return found


def kept() -> list[tuple[str, datetime, dict[str, Any], list[Coverage]]]:
    """Each release with when it was measured and how; the latest first."""
    rows = Figures.objects.filter(key__startswith=_KEY).order_by("-counted_at")
    return [
        (
            row.key.removeprefix(_KEY),
            row.counted_at,
            row.figures["setting"],
            [Coverage(**one) for one in row.figures["coverage"]],
        )
        for row in rows
    ]
