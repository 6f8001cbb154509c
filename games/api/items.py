"""Games and picks as partners read them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from games.models import Game, Impression
from games.recommender import Pick, PriceTag

_ID: Final = re.compile(r"rec_([0-9a-f]{32})_(\d{1,2})\Z")


def recommendation_id(slate: UUID, slot: int) -> str:
    return f"rec_{slate.hex}_{slot}"


def impressions_of(named: Collection[str], *, player_id: int) -> dict[str, Impression]:
    """The impressions that were told by these ids to this player, and to nobody else. One query."""
    slots = {text: (UUID(found[1]), int(found[2])) for text in named if (found := _ID.match(text))}
    if not slots:
        return {}
    rows = Impression.objects.select_related("game", "slate").filter(
        player_id=player_id, slate__public_id__in={slate for slate, _ in slots.values()}
    )
    # A slate tells of all that it chose from, and a game has a long vector: neither is asked for here.
    rows = rows.only("slot", "player_id", "slate__public_id", "game__slug", "game__genres", "game__tags")
    by_slot = {(row.slate.public_id, row.slot): row for row in rows}
    return {text: by_slot[slot] for text, slot in slots.items() if slot in by_slot}


def picked(pick: Pick, *, slate: UUID, explains: bool = False) -> dict[str, Any]:
    facts = pick.facts
    return {
        "recommendation_id": recommendation_id(slate, pick.slot),
        "slug": facts.slug,
        "title": facts.title,
        "platforms": list(facts.platforms),
        "genres": list(facts.genres),
        "tags": list(facts.tags),
        "feel": facts.feel,
        **price_of(facts.price),
        "session_minutes": facts.session_minutes,
        "image_url": facts.image_url or None,
        "score": round(pick.score, 4),
        "confidence": round(pick.confidence, 4),
        "strategy": pick.strategy,
        "reason": pick.reason,
        **({"parts": {name: round(value, 4) for name, value in pick.parts.items()}} if explains else {}),
    }


def price_of(price: PriceTag | None) -> dict[str, Any]:
    if price is None:
        return {"price": None, "currency": None, "store": None}
    return {"price": float(price.amount), "currency": price.currency, "store": price.store}


def game(row: Game, price: PriceTag | None) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title,
        "summary": row.summary,
        "feel": row.feel,
        "platforms": row.platforms,
        "genres": row.genres,
        "tags": row.tags,
        "release_date": row.release_date.isoformat() if row.release_date else None,
        "session_minutes": row.session_minutes,
        "hours_to_finish": float(row.hours_to_finish) if row.hours_to_finish is not None else None,
        "player_modes": row.player_modes,
        "difficulty": row.difficulty,
        "age_rating": row.age_rating,
        "critic_score": row.critic_score,
        "studio": row.studio,
        "image_url": row.image_url or None,
        **price_of(price),
    }
