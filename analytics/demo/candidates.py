"""What a made-up slate was chosen from, in the form in which a real one keeps it. Pure."""

from __future__ import annotations

from analytics.demo.people import Person
from analytics.demo.shelf import PICKS, Shelf
from analytics.demo.talks import Shown

Row = dict[str, object]


def candidates_of(shown: Shown, person: Person, shelf: Shelf, *, with_others: bool) -> list[Row]:
    """The picks, and of slates that reports still read what else chance could have brought, with how likely."""
    told = [
        _row(pick.place, pick.score, shown, person, shelf, _at(slot, pick.propensity))
        for slot, pick in enumerate(shown.picks)
    ]
    if not with_others:
        return told
    others: dict[int, list[float]] = {}
    for slot, pick in enumerate(shown.picks):
        for place, chance in pick.instead:
            others.setdefault(place, [0.0] * PICKS)[slot] = round(chance, 4)
    least = min(pick.score for pick in shown.picks)
    return told + [
        _row(place, 0.95 * least, shown, person, shelf, chances) | {"dropped_because": "others fit better"}
        for place, chances in others.items()
    ]


def _row(place: int, score: float, shown: Shown, person: Person, shelf: Shelf, chances: list[float]) -> Row:
    title = shelf.titles[place]
    parts = {
        "mood": round(title.mood_fit.get(shown.mood, 0.0), 4),
        "quality": round(title.quality, 4),
        "taste": round(float(shelf.tastes[place, person.circle]), 4),
    }
    return {
        "game": title.pk,
        "slug": title.slug,
        "title": title.title,
        "source": "mood",
        "score": round(score, 4),
        # As it was built, before anybody's taste was learnt.
        "static_score": round(0.6 * parts["mood"] + 0.4 * parts["quality"], 4),
        "parts": parts,
        "dropped_because": "",
        "ranks": [None, None],
        "chances": chances,
    }


def _at(slot: int, chance: float) -> list[float]:
    return [round(chance, 4) if place == slot else 0.0 for place in range(PICKS)]
