"""A simulated chat as a script: who writes, from when on, with which seed, and what happens step by step. Pure.

A script is plain JSON, so that a chat can be kept in a row, in a file of the repository or in a form of the
simulator's page. Whoever plays it twice against the same code and catalogue gets the same chat twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Self
from zoneinfo import available_timezones

from games.vocabulary import GENRES, PLATFORMS

VERSION = 1
MOST_STEPS = 80
MOST_CHARS = 4096  # what WhatsApp lets a person write at once
LONGEST_WAIT = timedelta(days=90)
AGE_BANDS = ("", "under_13", "13_17", "adult")
ENGLISH = ("", "easy", "normal", "rich")
FILES = ("voice", "image", "video", "document", "location", "contact", "sticker")
STAFF = ("take_over", "hand_back")
# How a send of ours may fail; a bare number is the provider's error code.
LOST, UNCLEAR = "lost", "unclear"
FAILURES = {
    LOST: "no answer, and it never arrived",
    UNCLEAR: "no answer, yet it arrived",
    "63016": "refused: outside the reply window",
    "63018": "refused: too fast, try later",
    "21610": "refused: the person unsubscribed",
    "63024": "refused: the number has no WhatsApp",
    "reported 63049": "taken, then reported undelivered",
}
DEFAULT_START = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)


class ScriptError(ValueError):
    """The script cannot be played; the message says why in words for the person who wrote it."""


@dataclass(frozen=True)
class Who:
    """The person who writes. ``is_known``: the first-time line was said to them before."""

    name: str = "Robin"
    country: str = "GB"
    time_zone: str = ""
    age_band: str = ""
    platforms: tuple[str, ...] = ()
    liked_genres: tuple[str, ...] = ()
    avoided_genres: tuple[str, ...] = ()
    budget: tuple[str, str] | None = None  # amount, currency
    persona: str = ""  # who speaks with them; empty: the default
    english: str = ""  # empty: guessed from what they write
    is_known: bool = False


@dataclass(frozen=True)
class Step:
    """One thing that happens. Exactly one of ``say``, ``tap``, ``send``, ``wait``, ``fail`` and ``staff`` is set.

    ``tap`` names a quick reply by what it does ("why", "mood:chill"), for its whole id differs from run to run;
    ``title`` is what it read. ``quote`` is the number of the message of ours that is quoted; ``about`` the slug
    of the game that a tap is about, where that is not the newest.
    """

    say: str = ""
    tap: str = ""
    send: str = ""
    wait: int = 0  # minutes
    fail: str = ""
    staff: str = ""
    quote: int | None = None
    title: str = ""
    about: str = ""

    @property
    def is_inbound(self) -> bool:
        return bool(self.say or self.tap or self.send)

    @classmethod
    def from_json(cls, raw: object) -> Self:
        if not isinstance(raw, Mapping):
            raise ScriptError("a step must be an object")
        unknown = set(raw) - {"say", "tap", "send", "wait", "fail", "staff", "quote", "title", "about"}
        if unknown:
            raise ScriptError(f"a step knows no {', '.join(sorted(map(str, unknown)))}")
        step = cls(
            say=_text(raw, "say", MOST_CHARS),
            tap=_text(raw, "tap", 80),
            send=_text(raw, "send", 20),
            wait=_whole_number(raw.get("wait", 0), "wait"),
            fail=_text(raw, "fail", 20),
            staff=_text(raw, "staff", 20),
            quote=None if raw.get("quote") is None else _whole_number(raw["quote"], "quote"),
            title=_text(raw, "title", 80),
            about=_text(raw, "about", 200),
        )
        # A file may come with words, everything else comes alone.
        said = step.say if not step.send else ""
        if sum(bool(part) for part in (said, step.tap, step.send, step.wait, step.fail, step.staff)) != 1:
            raise ScriptError("a step does exactly one thing: say, tap, send, wait, fail or staff")
        step._check()
        return step

    def _check(self) -> None:
        if self.send and self.send not in FILES:
            raise ScriptError(f"nobody can send a {self.send!r}; there are {', '.join(FILES)}")
        if self.staff and self.staff not in STAFF:
            raise ScriptError(f"an operator cannot {self.staff!r}; there are {', '.join(STAFF)}")
        if self.fail and self.fail not in FAILURES and not self.fail.removeprefix("reported ").isdecimal():
            raise ScriptError(f"no failure is called {self.fail!r}")
        if timedelta(minutes=self.wait) > LONGEST_WAIT:
            raise ScriptError(f"a wait takes at most {LONGEST_WAIT.days} days")
        if self.quote is not None and self.quote < 1:
            raise ScriptError("messages are quoted by their number, from 1")

    def as_json(self) -> dict[str, Any]:
        kept = {name: value for name, value in vars(self).items() if value}
        return dict(sorted(kept.items(), key=lambda item: item[0] in ("quote", "title", "about")))


@dataclass(frozen=True)
class Script:
    who: Who = field(default_factory=Who)
    starts_at: datetime = DEFAULT_START
    seed: int = 1
    steps: tuple[Step, ...] = ()

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read a script that somebody else wrote. Raises ScriptError."""
        if not isinstance(raw, Mapping):
            raise ScriptError("a script must be an object")
        if raw.get("version", VERSION) != VERSION:
            raise ScriptError(f"this is a script of version {raw.get('version')!r}; {VERSION} is understood")
        steps = raw.get("steps", [])
        if not isinstance(steps, list):
            raise ScriptError("steps must be a list")
        if len(steps) > MOST_STEPS:
            raise ScriptError(f"a script has at most {MOST_STEPS} steps")
        return cls(
            who=_who(raw.get("who", {})),
            starts_at=_time(raw.get("starts_at")),
            seed=_whole_number(raw.get("seed", 1), "seed"),
            steps=tuple(Step.from_json(step) for step in steps),
        )

    def as_json(self) -> dict[str, Any]:
        who = {name: value for name, value in vars(self.who).items() if value not in ("", (), None, False)}
        return {
            "version": VERSION,
            "who": {name: list(value) if isinstance(value, tuple) else value for name, value in who.items()},
            "starts_at": self.starts_at.isoformat(),
            "seed": self.seed,
            "steps": [step.as_json() for step in self.steps],
        }

    def followed_by(self, step: Step) -> Self:
        if len(self.steps) >= MOST_STEPS:
            raise ScriptError(f"a chat has at most {MOST_STEPS} steps; save it or start again")
        return replace(self, steps=(*self.steps, step))

    def cut_to(self, count: int) -> Self:
        return replace(self, steps=self.steps[: max(count, 0)])


def _who(raw: object) -> Who:
    if not isinstance(raw, Mapping):
        raise ScriptError("who must be an object")
    unknown = set(raw) - set(Who.__dataclass_fields__)
    if unknown:
        raise ScriptError(f"of a person there is no {', '.join(sorted(map(str, unknown)))}")
    age_band = _text(raw, "age_band", 10)
    if age_band not in AGE_BANDS:
        raise ScriptError(f"no age is called {age_band!r}")
    english = _text(raw, "english", 10)
    if english not in ENGLISH:
        raise ScriptError(f"no English is called {english!r}")
    time_zone = _text(raw, "time_zone", 40)
    if time_zone and time_zone not in available_timezones():
        raise ScriptError(f"no time zone is called {time_zone!r}")
    return Who(
        name=_text(raw, "name", 80),
        country=_text(raw, "country", 2).upper() or Who.country,
        time_zone=time_zone,
        age_band=age_band,
        platforms=_keys(raw, "platforms", PLATFORMS),
        liked_genres=_keys(raw, "liked_genres", GENRES),
        avoided_genres=_keys(raw, "avoided_genres", GENRES),
        budget=_budget(raw.get("budget")),
        persona=_text(raw, "persona", 20),
        english=english,
        is_known=raw.get("is_known") is True,
    )


def _text(raw: Mapping[str, Any], name: str, most: int) -> str:
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise ScriptError(f"{name} must be text")
    if len(value) > most:
        raise ScriptError(f"{name} has {len(value)} characters, {most} fit")
    return value.replace("\x00", "")


def _whole_number(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ScriptError(f"{name} must be a whole number from 0")
    return value


def _time(value: object) -> datetime:
    if value is None:
        return DEFAULT_START
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise ScriptError(f"starts_at is no time: {value!r}") from error
    if not 2020 <= read.year < 2100:
        raise ScriptError("a chat starts between 2020 and 2099")
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def _keys(raw: Mapping[str, Any], name: str, known: Sequence[str]) -> tuple[str, ...]:
    value = raw.get(name, [])
    if not isinstance(value, list | tuple):
        raise ScriptError(f"{name} must be a list")
    if wrong := [key for key in value if key not in known]:
        raise ScriptError(f"{name} knows no {wrong[0]!r}")
    return tuple(dict.fromkeys(value))


def _budget(value: object) -> tuple[str, str] | None:
    if value in (None, "", []):
        return None
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ScriptError("a budget is an amount and a currency")
    amount, currency = str(value[0]), str(value[1]).upper()
    try:
        is_money = Decimal(amount).is_finite() and 0 <= Decimal(amount) < 10**6
    except InvalidOperation:
        is_money = False
    if not is_money or not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise ScriptError(f"{amount} {currency} is no budget")
    return amount, currency
