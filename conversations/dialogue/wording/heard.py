"""What we understood, said back in half a sentence before the games. Pure."""

from __future__ import annotations

from conversations.dialogue.state import Tonight
from conversations.dialogue.wording import naming
from conversations.understanding.types import Slots
from games import themes

MOST_FACTS = 4
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥", "BRL": "R$", "PHP": "₱", "AUD": "A$", "CAD": "C$"}


def facts_heard(before: Tonight, after: Tonight, slots: Slots, *, currency: str = "") -> tuple[str, ...]:
    """What a message has changed about tonight, each in a few words; what was known before is not repeated.

    ``currency`` is what a bare number means.
    """
    news = [
        _machines(before, after),
        _genres(before, after, slots),
        _price(before, after, slots, currency),
        _time(before, after, slots),
        _company(before, after),
        f"like {naming.joined(after.like_titles[:2])}" if {*after.like_titles} - {*before.like_titles} else "",
    ]
    return tuple(fact for fact in news if fact)[:MOST_FACTS]


def _machines(before: Tonight, after: Tonight) -> str:
    if after.platforms and after.platforms != before.platforms:
        return f"on {_called(after.platforms)}"
    unwanted = tuple(key for key in after.excluded_platforms if key not in before.excluded_platforms)
    return f"not on {_called(unwanted)}" if unwanted else ""


def _called(machines: tuple[str, ...]) -> str:
    """ "Xbox" for every Xbox there is: the way people said it."""
    if set(machines) == {"ios", "android"}:
        return "your phone"
    names = naming.platforms_of(machines, ()) if len(machines) > 1 else (naming.platform(machines[0]),)
    return naming.joined(dict.fromkeys(names[:3]), "or")


def _genres(before: Tonight, after: Tonight, slots: Slots) -> str:
    unwanted = [key for key in after.excluded_genres if key not in before.excluded_genres]
    # That who asks for a shooter no longer means "no guns" needs no words.
    back = [key for key in slots.allow_genres if key in _left_out(before) or key not in before.allowed_genres]
    back = [key for key in back if key not in after.genres]
    parts = [
        naming.joined(map(naming.genre, after.genres[:2])) if after.genres and after.genres != before.genres else "",
        f"no {naming.joined(map(naming.genre, unwanted[:MOST_FACTS]), 'or')}" if unwanted else "",
        fine_again(tuple(map(naming.genre, back[:2]))),
    ]
    return ", ".join(filter(None, parts))


def _left_out(tonight: Tonight) -> tuple[str, ...]:
    return (*tonight.excluded_genres, *themes.unwanted(tonight.excluded_genres).marks)


def fine_again(names: tuple[str, ...]) -> str:
    """ "Zombies are fine": said back to who no longer minds."""
    if not names:
        return ""
    is_one = len(names) == 1 and (not names[0].endswith("s") or names[0].endswith("ss"))
    return f"{naming.joined(names)} {'is' if is_one else 'are'} fine"


def _price(before: Tonight, after: Tonight, slots: Slots, currency: str) -> str:
    if not after.price_max or (after.price_max, after.currency) == (before.price_max, before.currency):
        return ""
    if slots.price_max is None:
        return "cheaper"
    amount = float(after.price_max)
    if amount == 0:
        return "free"
    code = after.currency or currency
    sign = _SIGNS.get(code, "")
    number = f"{amount:g}" if amount % 1 == 0 else f"{amount:.2f}"
    return f"under {sign}{number}" if sign else f"under {number} {code}".rstrip()


def _time(before: Tonight, after: Tonight, slots: Slots) -> str:
    if after.minutes and after.minutes != before.minutes:
        hours, minutes = divmod(after.minutes, 60)
        if not minutes:
            return "for an hour" if hours == 1 else f"for {hours} hours"
        return f"for {after.minutes} minutes"
    if not slots.wants_shorter or after.shorter_than == before.shorter_than:
        return ""
    return "shorter" if before.wish else "short"


def _company(before: Tonight, after: Tonight) -> str:
    if after.child_age is not None and after.child_age != before.child_age:
        return f"fine for age {after.child_age}"
    changed = after.player_mode and after.player_mode != before.player_mode
    return naming.mode(after.player_mode) if changed else ""
