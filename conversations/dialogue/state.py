"""What the dialogue remembers between two messages of one person, as one JSON on the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from conversations.dialogue.said.english import Evidence
from games.recommender.types import Pick

_MAX_SEEN = 60  # an evening's worth; older ones are kept out by what was shown in the last seven days
_MAX_WISH_CHARS = 300
_MAX_FINISHED = 30
# A name said more often than once in about five replies sounds like a salesman.
REPLIES_BETWEEN_NAMES = 5


@dataclass(frozen=True)
class Offered:
    """A game that we put before the player, with what a later "cheaper" or "shorter" compares to."""

    slug: str
    title: str = ""
    impression_id: int | None = None
    amount: str = ""
    currency: str = ""
    session_minutes: int | None = None
    genres: tuple[str, ...] = ()
    difficulty: int | None = None
    popularity: float | None = None

    @classmethod
    def from_pick(cls, pick: Pick) -> Self:
        facts = pick.facts
        return cls(
            slug=facts.slug,
            title=facts.title,
            amount=str(facts.price.amount) if facts.price else "",
            currency=facts.price.currency if facts.price else "",
            session_minutes=facts.session_minutes,
            genres=facts.genres,
            difficulty=facts.difficulty,
            popularity=facts.popularity,
        )


@dataclass(frozen=True)
class Tonight:
    """What holds for this evening only; it ends with an idle return. Empty: not said."""

    mood: str = ""
    secondary_mood: str = ""
    sorrow: str = ""  # the loss they told of: nothing loud, and no questions, for this evening
    wish: str = ""  # the words of the last wish, so that "shorter" still searches for it
    platforms: tuple[str, ...] = ()
    excluded_platforms: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    excluded_genres: tuple[str, ...] = ()  # and themes
    allowed_genres: tuple[str, ...] = ()  # these and themes, although they avoid them as a rule
    price_max: str = ""
    currency: str = ""
    minutes: int | None = None
    shorter_than: int | None = None
    wants_easier: bool = False
    wants_harder: bool = False
    most_difficulty: int | None = None
    least_difficulty: int | None = None
    keeps_difficulty: bool = False  # said of the whole evening: a new wish leaves it
    wants_longer: bool = False
    avoided_moods: tuple[str, ...] = ()
    released_from: int | None = None
    released_to: int | None = None
    fame: str = ""  # "hidden" | "known"
    less_known_than: float | None = None
    player_mode: str = ""
    like_titles: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()  # slugs
    child_age: int | None = None


@dataclass(frozen=True)
class Company:
    """Where somebody stands with a companion (see ``conversations.companions``). Outlives evenings; empty: nowhere.

    ``name`` is which story or journey, ``place`` where in it, ``turns`` the messages it has answered, ``lost`` how many
    of them in a row it could make nothing of. ``gathered`` are the tags of what they chose, as often as they chose it,
    ``deeds`` the same in words. While it ``is_resting`` messages are not for it: it waits for "go on".
    ``finished`` names what they have been through ("story:lighthouse"), ``offered_at`` when a mode was last
    offered and ``unanswered`` how often in a row that led to nothing.
    """

    mode: str = ""
    name: str = ""
    place: str = ""
    turns: int = 0
    lost: int = 0
    is_resting: bool = False
    gathered: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    offered_at: str = ""
    unanswered: int = 0

    @property
    def is_on(self) -> bool:
        """Whether what they say now is for the companion first."""
        return bool(self.mode) and not self.is_resting

    def begun(self, mode: str, name: str, place: str) -> Self:
        return type(self)(
            mode, name, place, turns=1, finished=self.finished, offered_at=self.offered_at, unanswered=0
        )  # fmt: skip

    def moved(self, **changes: Any) -> Self:
        """One more answer of the companion's."""
        return replace(self, **{"lost": 0, "is_resting": False, "turns": self.turns + 1, **changes})

    def rested(self) -> Self:
        return replace(self, is_resting=bool(self.mode))

    def over(self, *, finished: str = "") -> Self:
        """Nowhere again; what was gone through to the end is remembered."""
        been = tuple(dict.fromkeys((*self.finished, *filter(None, (finished,)))))[-_MAX_FINISHED:]
        return type(self)(finished=been, offered_at=self.offered_at, unanswered=self.unanswered)


@dataclass(frozen=True)
class DialogueState:
    """Frozen; a handler answers with a changed copy.

    ``awaiting`` names the question that we asked last. ``offered`` is the last answer's games in
    the order of their numbers; ``leading`` the place of the one that we talk about. ``before`` is
    tonight as it was until the last change, which one tap takes back. ``wordings``
    holds, for each kind of reply, which wording was used last, so that the same is never said twice
    in a row. ``asked`` is how far onboarding has come. ``company`` is where they stand with a companion.
    ``buttons`` are the ids and titles of the last quick replies: where a channel cannot draw them, people
    type the title or its number. ``refusals`` counts what they did not want since something pleased them,
    ``since_name`` the replies since we last said their name; ``request`` and ``request_about`` hold the words of a
    reminder and its game's slug while we ask when or where, ``heard`` what we made of a voice note while we ask whether
    that is right, ``card`` the topics of the lines that we showed them about
    themselves; the last three are how their English read so far.
    """

    awaiting: str = ""
    offered: tuple[Offered, ...] = ()
    leading: int = 0
    seen: tuple[str, ...] = ()
    tonight: Tonight = field(default_factory=Tonight)
    before: Tonight | None = None
    misunderstood_in_a_row: int = 0
    wordings: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    company: Company = field(default_factory=Company)
    buttons: tuple[tuple[str, str], ...] = ()
    uses_slang: bool = False
    request: str = ""
    request_about: str = ""
    heard: str = ""
    card: tuple[str, ...] = ()
    refusals: int = 0
    since_name: int = REPLIES_BETWEEN_NAMES
    english_score: float = 0.0
    english_heard: int = 0
    usual_words: float = 0.0

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read a stored state; unknown or broken entries, as of another release, are left out."""
        kept = _known(cls, raw)
        for name in ("tonight", "before"):
            if name in kept:
                kept[name] = Tonight(**_known(Tonight, kept[name]))
        if "company" in kept:
            kept["company"] = Company(**_known(Company, kept["company"]))
        if "offered" in kept:
            kept["offered"] = tuple(
                Offered(**entry) for one in kept["offered"] if "slug" in (entry := _known(Offered, one))
            )
        if "buttons" in kept:
            pairs = [pair for pair in kept["buttons"] if isinstance(pair, list | tuple) and len(pair) == 2]
            kept["buttons"] = tuple((str(button_id), str(title)) for button_id, title in pairs)
        return cls(**kept)

    def as_json(self) -> dict[str, Any]:
        """Only what differs from the beginning, so that rows stay small."""
        blank = asdict(type(self)())
        whole = {name: value for name, value in asdict(self).items() if value != blank[name]}
        for name in {"tonight", "before", "company"} & whole.keys():
            usual = blank["company" if name == "company" else "tonight"]
            whole[name] = {key: value for key, value in whole[name].items() if value != usual[key]}
        return whole

    @property
    def lead(self) -> Offered | None:
        """The offered game that "it" means."""
        return self.offered[self.leading] if 0 <= self.leading < len(self.offered) else None

    # --- changes ----------------------------------------------------------------------
    def with_wish(self, tonight: Tonight) -> Self:
        return replace(self, tonight=replace(tonight, wish=tonight.wish[:_MAX_WISH_CHARS]))

    def with_offer(self, picks: tuple[Pick, ...]) -> Self:
        offered = tuple(Offered.from_pick(pick) for pick in picks)
        seen = tuple(dict.fromkeys((*self.seen, *(one.slug for one in offered))))[-_MAX_SEEN:]
        return replace(self, offered=offered, leading=0, seen=seen)

    def led_by(self, offered: Offered) -> Self:
        return replace(self, leading=self.offered.index(offered))

    def about(self, slug: str) -> Self:
        """The talk is about this game from now on: "it" means it. One that was not offered last changes nothing."""
        found = next((place for place, one in enumerate(self.offered) if one.slug == slug), self.leading)
        return replace(self, leading=found)

    def with_refused(self, slug: str) -> Self:
        refused = tuple(dict.fromkeys((*self.tonight.refused, slug)))[-_MAX_SEEN:]
        return replace(self, tonight=replace(self.tonight, refused=refused))

    def having_asked(self, question: str) -> Self:
        return replace(self, awaiting=question, asked=tuple(dict.fromkeys((*self.asked, question))))

    def with_impressions(self, impression_ids: Mapping[str, int]) -> Self:
        """The offered games with the numbers that they got when the slate was recorded."""
        offered = tuple(
            replace(one, impression_id=impression_ids.get(one.slug, one.impression_id)) for one in self.offered
        )
        return replace(self, offered=offered)

    # --- what outlives what -----------------------------------------------------------
    @classmethod
    def at_opening(cls, raw: object, *, kind: str, is_new: bool) -> Self:
        """The state that a message meets in a session of this kind, from what was stored last."""
        state = cls.from_json(raw)
        if not is_new:
            return state
        return state.for_returning() if kind == "returning" else state.for_new_evening()

    def for_returning(self) -> Self:
        """A new sitting of the same evening: the wishes hold, an open question does not."""
        company = self.company.rested()
        return replace(self, awaiting="", misunderstood_in_a_row=0, buttons=(), company=company)

    def for_new_evening(self) -> Self:
        """Tonight's facts have ended; what was said last and asked before has not."""
        company = self.company.rested()
        return type(self)(wordings=self.wordings, asked=self.asked, company=company).having_heard(self.english)

    @property
    def english(self) -> Evidence:
        return Evidence(score=self.english_score, heard=self.english_heard, words=self.usual_words)

    def having_heard(self, english: Evidence) -> Self:
        return replace(self, english_score=english.score, english_heard=english.heard, usual_words=english.words)

    def for_a_child(self) -> Self:
        """Under 13 only the platform and the mood are remembered."""
        kept = Tonight(mood=self.tonight.mood, platforms=self.tonight.platforms, refused=self.tonight.refused)
        company = replace(self.company, gathered=(), deeds=())
        return replace(self, tonight=kept, before=None, company=company, heard="").having_heard(Evidence())


def _known(cls: type, raw: object) -> dict[str, Any]:
    """The entries of ``raw`` that ``cls`` knows, of the type it expects; lists become tuples."""
    if not isinstance(raw, Mapping):
        return {}
    blank = Offered(slug="") if cls is Offered else cls()
    kept: dict[str, Any] = {}
    for entry in fields(cls):
        if entry.name not in raw:
            continue
        value, usual = raw[entry.name], getattr(blank, entry.name)
        if isinstance(usual, tuple):
            if isinstance(value, list | tuple):
                kept[entry.name] = tuple(value)
        elif entry.name == "before":
            if isinstance(value, Mapping):
                kept[entry.name] = value
        elif usual is None:
            numbers = (int, float) if "float" in str(entry.type) else (int,)
            if isinstance(value, numbers) and not isinstance(value, bool):
                kept[entry.name] = value
        elif isinstance(usual, float):
            if isinstance(value, int | float) and not isinstance(value, bool):
                kept[entry.name] = float(value)
        elif isinstance(usual, Tonight | Company):
            if isinstance(value, Mapping):
                kept[entry.name] = value
        elif isinstance(value, type(usual)):
            kept[entry.name] = value
    return kept
