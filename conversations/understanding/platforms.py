"""Which machines a message names, as people call them, and which of them it rules out."""

from __future__ import annotations

import re

from conversations.understanding.negation import Scopes
from conversations.understanding.phrase_files import phrases_of

_PLAYSTATIONS, _XBOXES, _PHONES = ("ps4", "ps5"), ("xbox-one", "xbox-series"), ("ios", "android")

_SAID = phrases_of("platforms")
# The longest name first: what a pattern takes, no later pattern sees. An empty tuple: a machine we have no games for.
_PATTERNS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(rf"(?<![\w-]){names}(?![\w-])"), keys)
    for names, keys in (
        (_SAID["steam deck"], ("steam-deck",)),
        (_SAID["machines without games"], ()),
        (_SAID["headsets"], ("vr",)),
        (_SAID["both playstations"], _PLAYSTATIONS),
        (_SAID["playstation 5"], ("ps5",)),
        (_SAID["playstation 4"], ("ps4",)),
        (_SAID["any playstation"], _PLAYSTATIONS),
        (_SAID["xbox series"], ("xbox-series",)),
        (_SAID["xbox one"], ("xbox-one",)),
        (_SAID["any xbox"], _XBOXES),
        (_SAID["switch 2"], ("switch-2",)),
        (_SAID["switch"], ("switch",)),
        (_SAID["mac"], ("mac",)),
        (_SAID["linux"], ("linux",)),
        (_SAID["iphone"], ("ios",)),
        (_SAID["android"], ("android",)),
        (_SAID["browser"], ("browser",)),
        (_SAID["phones"], _PHONES),
        (_SAID["pc"], ("pc",)),
    )
)

# "switch" is also a verb. It is the machine after these, before these, or as an item of a list.
_SWITCH = re.compile(r"(?<![\w-])switch(?:es)?(?![\w-])")
_SWITCH_BEFORE = re.compile(rf"(?:\b{_SAID['before a switch']}|[,/&+(.!?:-]|^)\s*$")
_SWITCH_VERB_AFTER = re.compile(rf"^\s*{_SAID['after a verb']}\b")
_SWITCH_OFF_BEFORE = re.compile(rf"\b{_SAID['who switches']}\s*$")
_CHANGED_AT_ONCE = re.compile(r"^\s*(?:it|that|this|them|things|us|me) (?:to|up|with|for|out|around|over|back)\b")
_SURELY_A_VERB = re.compile(r"^\s*(?:off|my brain|my mind|my head|it up|things up|gears)\b")
_MACHINE_AFTER = re.compile(rf"^\s*{_SAID['after the machine']}")
_CHANGES_TO = re.compile(rf"\s*(?:over )?(?:to|from) (?:my |the |a )?{_SAID['other makes']}\b")
_OWNED = re.compile(r"\b(?:my|the|a|our|his|her|from|on)\s*$")
_NOT_PLAYED_ON = re.compile(_SAID["not played on"])
# What was played on then is no wish for it now.
_THEN = re.compile(r"\b(?:used to (?:always )?play|grew up playing|played as a kid)\b[^.!?,]*$")
# "I have never played a computer game" tells who they are, not what they own.
_NEVER_YET = re.compile(rf"\b{_SAID['never yet']} $")
_GAME_OF_IT = re.compile(r" ?games?\b")
_GIVEN_AWAY = re.compile(rf"\b{_SAID['given away']} (?:my|the|our|an?)(?: old)?\s*$")
_NOT_OURS = re.compile(rf"^\s*{_SAID['not ours']}")
_PASSING_BEFORE = re.compile(
    r"\b(?:scrolling|charging|dropped|lost|texting|staring at|glued to)(?: on| at)?(?: my| the)?\s*$"
)
_PASSING_AFTER = re.compile(r"\s*(?:(?:is|was|s)\s+)?(?:dying|died|dead|rang|ringing|buzzing)\b")


def read_platforms(words: str, scopes: Scopes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Wanted and ruled out, both in the order named."""
    wanted: dict[str, int] = {}
    refused: dict[str, int] = {}
    rest = words
    for pattern, keys in (*_PATTERNS, (_SWITCH, ("switch",))):
        for found in list(pattern.finditer(rest)):
            start, end = found.span()
            blank = " " * (end - start)
            is_bare_switch = keys == ("switch",) and found[0] in {"switch", "switches"}
            if is_bare_switch and (_is_a_change(words, start, end) or not _is_machine(rest, start, end)):
                continue
            rest = rest[:start] + blank + rest[end:]
            if (
                _NOT_PLAYED_ON.search(words[:start])
                or _THEN.search(words[:start])
                or (_GAME_OF_IT.match(words, end) and _NEVER_YET.search(words[:start]))
                or (keys == _PHONES and _is_passing(words, start, end))
            ):
                continue
            if keys == _PHONES and not {"ios", "android"}.isdisjoint({*wanted, *refused}):
                continue  # "android tablet", "my phone, an iphone": the make was named
            if keys == _XBOXES and not {"xbox-one", "xbox-series"}.isdisjoint({*wanted, *refused}):
                continue  # "an xbox family, series s": which of them was told
            is_gone = _GIVEN_AWAY.search(words[:start]) or _NOT_OURS.match(words[end:])
            side = refused if is_gone or scopes.cover(start, end) else wanted
            for key in keys:
                side.setdefault(key, start)
    ordered = sorted(
        (key for key in wanted if key not in refused or wanted[key] > refused[key]), key=wanted.__getitem__
    )
    return tuple(ordered), tuple(sorted((key for key in refused if key not in ordered), key=refused.__getitem__))


def _is_a_change(words: str, start: int, end: int) -> bool:
    return bool(_CHANGES_TO.match(words, end)) and not _OWNED.search(words[:start])


def _is_machine(words: str, start: int, end: int) -> bool:
    before, after = words[:start], words[end:]
    if _SWITCH_OFF_BEFORE.search(before) and _SWITCH_VERB_AFTER.match(after):
        return False
    if not before.strip() and _CHANGED_AT_ONCE.match(after):
        return False
    if _SWITCH_BEFORE.search(before) and not _SURELY_A_VERB.match(after):
        return True
    return bool(_MACHINE_AFTER.match(after)) and not _SWITCH_OFF_BEFORE.search(before)


def _is_passing(words: str, start: int, end: int) -> bool:
    """ "my phone dying of boredom", "scrolling on my phone": mentioned, not asked for."""
    return bool(_PASSING_BEFORE.search(words[:start]) or _PASSING_AFTER.match(words[end:]))
