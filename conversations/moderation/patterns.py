"""What the first look searches for, category by category. Pure; matched against folded text.

The phrases stand in ``phrases/``. Slurs stand in ``data/slurs.rot13``, so that nobody reads them by accident.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conversations.moderation.required import Ways, ways_of
from conversations.understanding.phrase_files import phrases_of

CATEGORIES: Final = {
    "minors": "sexual, about minors",
    "threat": "a threat",
    "doxxing": "somebody's address or number",
    "hate": "hate against a group",
    "slur": "a slur",
    "harassment": "harassment",
    "scam": "a scam",
}


@dataclass(frozen=True)
class Rule:
    """``unless``: said anywhere in the text, it takes the rule away. ``may_be_play``: a game or a joke does.

    ``needs``: what a text holds wherever ``pattern`` matches (``required.py``).
    """

    category: str
    certainty: str
    reason: str
    pattern: re.Pattern[str]
    needs: Ways
    unless: re.Pattern[str] | None = None
    may_be_play: bool = True


def _rule(
    category: str, certainty: str, reason: str, pattern: str, *, unless: str = "", may_be_play: bool = True
) -> Rule:
    sought = re.compile(pattern)
    excused = re.compile(unless) if unless else None
    return Rule(category, certainty, reason, sought, ways_of(sought), excused, may_be_play)


_PHRASES = Path(__file__).parent / "phrases"
_PLAY = phrases_of("play", _PHRASES)
_PEOPLE = phrases_of("people", _PHRASES)
_MINORS = phrases_of("minors", _PHRASES)
_THREATS = phrases_of("threats", _PHRASES)
_WHEREABOUTS = phrases_of("whereabouts", _PHRASES)
_HATE = phrases_of("hate", _PHRASES)
_HARASSMENT = phrases_of("harassment", _PHRASES)
_SCAMS = phrases_of("scams", _PHRASES)

JOKING: Final = re.compile(rf"\b{_PLAY['joking']}\b|[😂🤣😅😆😹💀😜😉]")
ABOUT_A_GAME: Final = re.compile(rf"\b{_PLAY['about a game']}\b")
_CLEAN: Final = rf"\b{_MINORS['clean']}\b"


def _slurs() -> tuple[Rule, ...]:
    """A line a root: the certain ones, then those with another meaning, which come with what else they may mean."""
    path = Path(__file__).parent / "data" / "slurs.rot13"
    words: dict[str, list[str]] = {"certain": [], "suspected": []}
    innocent: list[str] = []
    for line in codecs.decode(path.read_text(encoding="utf-8"), "rot13").splitlines():
        if line and not line.startswith("#"):
            certainty, root, *elsewhere = line.split("\t")
            words[certainty].append(root)
            innocent += elsewhere
    told = _PEOPLE["told"]
    return tuple(
        _rule("slur", certainty, f"a word of contempt ({certainty})", rf"\b(?:{'|'.join(roots)})\b",
              unless=rf"\b(?:{'|'.join([told, *innocent] if certainty == 'suspected' else [told])})\b",
              may_be_play=False)
        for certainty, roots in words.items()
    )  # fmt: skip


RULES: Final = (
    # --- minors: nobody's joke ---
    _rule("minors", "certain", "sexual words beside words for a child",
          rf"\b{_MINORS['child beside']}\b", unless=_CLEAN, may_be_play=False),
    _rule("minors", "certain", "asked for pictures by or of a minor",
          _MINORS["pictures of a minor"], may_be_play=False),
    _rule("minors", "certain", "child abuse material",
          rf"\b{_MINORS['abuse material']}\b", may_be_play=False),
    _rule("minors", "suspected", "sexual words beside words for teenagers",
          rf"\b{_MINORS['teenager beside']}\b", unless=_CLEAN, may_be_play=False),
    _rule("minors", "suspected", "drawn minors",
          rf"\b{_MINORS['drawn']}\b", unless=_CLEAN, may_be_play=False),
    # --- threats ---
    _rule("threat", "certain", "knows where somebody is and means harm",
          _THREATS["knows where"]),
    _rule("threat", "certain", "an attack on a place",
          _THREATS["attack on a place"], unless=rf"\b{_THREATS['attack in a game']}\b"),
    _rule("threat", "certain", "harm to somebody, with a weapon or a time",
          _THREATS["armed or timed"], unless=rf"\b{_THREATS['beaten at a game']}\b"),
    _rule("threat", "suspected", "harm to the one who reads it",
          _THREATS["harm to you"], unless=_THREATS["no harm to you"]),
    _rule("threat", "suspected", "harm to somebody",
          _THREATS["harm to them"], unless=rf"\b{_THREATS['anger only']}\b"),
    _rule("threat", "certain", "acid, a hit man, or blood money",
          _THREATS["acid or a hit man"], unless=rf"\b{_THREATS['hit man in a game']}\b"),
    _rule("threat", "suspected", "watch your back",
          _THREATS["watch your back"]),
    # --- other people's whereabouts ---
    _rule("doxxing", "certain", "wants or gives somebody's whereabouts",
          _WHEREABOUTS["sought or leaked"], unless=_WHEREABOUTS["of a character"]),
    _rule("doxxing", "suspected", "somebody's address or number in plain sight",
          _WHEREABOUTS["in plain sight"], may_be_play=False),
    # --- hate ---
    _rule("hate", "certain", "wishes harm on a group, or denies that they are people",
          _HATE["wishes harm"], unless=rf"\b{_HATE['told or played']}\b", may_be_play=False),
    _rule("hate", "certain", "praise of those who murdered peoples",
          rf"\b{_HATE['praise of murder']}\b", may_be_play=False),
    _rule("hate", "suspected", "wants a group shut out",
          rf"\b{_HATE['shut out']}\b", unless=rf"\b{_HATE['told only']}\b", may_be_play=False),
    _rule("hate", "suspected", "speaks ill of a group",
          _HATE["speaks ill"], unless=rf"\b{_HATE['of armies or of haters']}\b"),
    # --- harassment ---
    _rule("harassment", "certain", "drives somebody to kill themselves",
          rf"\b{_HARASSMENT['drives to suicide']}\b", unless=rf"\b{_HARASSMENT['told to me']}\b"),
    _rule("harassment", "suspected", "tells somebody to die",
          rf"\b{_HARASSMENT['tells to die']}\b", unless=rf"\b{_HARASSMENT['told or a title']}\b"),
    _rule("harassment", "suspected", "asks for sex or pictures",
          _HARASSMENT["asks for sex"], unless=rf"\b{_HARASSMENT['of a game']}\b", may_be_play=False),
    _rule("harassment", "suspected", "contempt for the one who reads it",
          _HARASSMENT["contempt"], unless=rf"\b{_HARASSMENT['said to them']}\b"),
    _rule("harassment", "suspected", "follows somebody about",
          rf"\b{_HARASSMENT['follows about']}\b"),
    # --- scams ---
    _rule("scam", "certain", "a link beside a bait",
          _SCAMS["link beside bait"], unless=rf"\b{_SCAMS['asked or well known']}\b", may_be_play=False),
    _rule("scam", "certain", "promises money",
          _SCAMS["promises money"], may_be_play=False),
    _rule("scam", "certain", "wants a password or code",
          _SCAMS["wants a password"], may_be_play=False),
    _rule("scam", "suspected", "hands out what costs money",
          _SCAMS["costs money elsewhere"], may_be_play=False),
    *_slurs(),
)  # fmt: skip
