"""Who plays along, and how old the youngest of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversations.understanding.negation import Scopes
from conversations.understanding.number_words import NUMBER_WORDS
from conversations.understanding.phrase_files import phrases_of
from conversations.understanding.scanning import beginnings_of, found_at

_SAID = phrases_of("company")
# Looked for where words begin, and nowhere else.
_COOP = re.compile(rf"{_SAID['together']}\b")
_VERSUS = re.compile(rf"{_SAID['against each other']}\b")
_SOLO = re.compile(rf"{_SAID['alone']}\b|{_SAID['alone and a sign']}")
_SOLO_FEELING = re.compile(rf"\b{_SAID['felt alone']} ?(?:so |all )?alone\b")
_ALONE_AT_PLAY = re.compile(_SAID["alone at play"])
_LEFT_ALONE = re.compile(_SAID["left alone"])
_ASKS_TO_BE_ALONE = re.compile(_SAID["asks to be alone"])
_WANTS_PEOPLE = re.compile(rf"\b{_SAID['wants people']}\b")
_DEED = re.compile(rf"\b{_SAID['another deed']}\b")
_ASKS = re.compile(rf"\b{_SAID['asks for a game']}\b")
_WITH_THE = re.compile(r"\b(?:w|with|w/) (?:the |my )?$")
_NOT_NOW = re.compile(rf"\b{_SAID['not now']}\b[^.!?;,]*$")
_TO_BE_SURE = re.compile(_SAID["to be sure"])
_USED_TO = re.compile(r"\bused to (?:always )?(?:play|do|beat|finish|sit)\b[^.!?;,]*$")
# "It wants 4 players and i have none" tells what the game wants.
_IT_WANTS = re.compile(
    r"\b(?:it|that|this|game|one) (?:\w+ )?(?:wants|needs|requires|takes|says|demands)(?: at least| like)? $"
)
_WAS_SO = re.compile(r"\s*(?:both |all )?(?:used to|would always|always used|grew up)\b")
_HYPOTHETICAL_TEAM = re.compile(rf"\b{_SAID['met and parted']}\b[^.!?;]*$")
# "pvp or just pve?": asked, not wished.
_WHICH_OF_THEM = re.compile(
    rf"\b(?P<one>{_SAID['a mode']}) or (?:just |only |is it )?(?!(?P=one)){_SAID['a mode']}\b[^.!]{{0,12}}\?"
)
_A_CROWD = re.compile(rf"\b(?:[5-9]|1\d|five|six|seven|eight|nine|ten|twelve|a dozen) {_SAID['a crowd']}\b")
_ONLY_COUNTS = re.compile(_SAID["only counts"])

_AGE = re.compile(
    r"\b(?P<age>\d{1,2})[- ]?"
    r"(?:yo\b|y/o\b|yr[- ]?olds?\b|yrs?[- ]old\b|year[- ]?olds?\b|years?[- ]old\b|y\.o\.?)"
    rf"|\b{_SAID['whose age']}(?:'s| is| are|s| r)? (?:only |just |about |almost |nearly |turning )?(?:aged? )?"
    rf"(?P<is>\d{{1,2}})\b(?! ?{_SAID['no age']})"
    r"|\b(?:aged?|ages) (?P<aged>\d{1,2})(?: (?:and|&|to|,) (?P<other>\d{1,2}))?"
)
_THING = re.compile(rf"^\s*{_SAID['a thing']}")
_WORD_AGES = {word: number for word, number in NUMBER_WORDS.items() if number > 1}
_ONE_OF_THEM = "|".join(_WORD_AGES)
# "A six-year-old", "he is turning nine"; "he is nine" may as well count what was said before.
_AGE_IN_WORDS = re.compile(
    rf"\b(?P<age>{_ONE_OF_THEM})[- ]year[- ]?olds?\b"
    rf"|\b{_SAID['whose age']}(?:'s| is| are|s)? (?:(?:only|just|about|almost|nearly) )*(?:turning|turns|turned)"
    rf" (?P<is>{_ONE_OF_THEM})\b(?! ?{_SAID['no age']})"
)
# "Hes nine btw": as a whole message it is an age; in a story it may as well count what was said before.
_ONLY_AN_AGE = re.compile(
    rf"(?:{_SAID['before an age']},? )*(?:{_SAID['possessive']} )?{_SAID['whose age']}(?:'?s| is| are|'?re| just)?"
    rf"(?: (?:only|just|about|almost|nearly|turned|like|now))* (?P<is>{_ONE_OF_THEM})(?: {_SAID['after an age']})*\W*"
)
_MY_AGE = re.compile(rf"\b(?:im|i'm|i am|am) (?:only )?(?P<age>1[0-7]|[5-9])\b(?! ?{_SAID['not my age']})")
_CHILD_PRESENT = re.compile(_SAID["a child is there"])
_THEIR_AGES = re.compile(
    r"\b(?:kids?|children|sons?|daughters?)\b[^.!?]{0,20}?\b(\d{1,2})(?: (?:and|&|n) (\d{1,2}))?\b"
    r"(?! ?(?:mins?|hours?|hrs?|players?|bucks|quid|euros?))"
)
# A child is named but not its age: what suits this age suits nearly every child.
UNKNOWN_CHILD_AGE = 7
_ADULT_AGE = 18


def read_player_mode(words: str, scopes: Scopes) -> str:
    if _WHICH_OF_THEM.search(words):
        return ""
    beginnings = beginnings_of(words)
    found = {
        mode: match
        for mode, pattern in (("versus", _VERSUS), ("coop", _COOP), ("solo", _SOLO))
        if (match := _first_meant(found_at(pattern, words, beginnings), words, scopes, refusable=mode != "solo"))
    }
    if "solo" in found and (
        (_SOLO_FEELING.search(words) and not _ALONE_AT_PLAY.search(words))
        or ((_LEFT_ALONE.search(words) or _WANTS_PEOPLE.search(words)) and not _ASKS_TO_BE_ALONE.search(words))
    ):
        del found["solo"]
    if (
        "coop" in found
        and "versus" not in found
        and _A_CROWD.search(words)
        and _ONLY_COUNTS.fullmatch(found["coop"][0])
    ):
        del found["coop"]  # six on one sofa may be for or against each other
    for mode in ("versus", "coop", "solo"):
        if mode in found and not (
            mode == "coop" and "solo" in found and found["solo"].start() > found["coop"].start() + 40
        ):
            return mode
    return ""


def _first_meant(
    matches: Iterator[re.Match[str]], words: str, scopes: Scopes, *, refusable: bool
) -> re.Match[str] | None:
    for found in matches:
        if refusable and scopes.cover(found.start(), min(found.start() + 1, found.end())):
            continue
        if _NOT_NOW.search(words[: found.start()]) and not _TO_BE_SURE.search(found[0]):
            continue
        if _IT_WANTS.search(words[: found.start()]):
            continue
        if _WAS_SO.match(words[found.end() :]) or _USED_TO.search(words[: found.start()]):
            continue  # "me and my dad used to play it" tells of then
        head = words[: found.start()]
        if not refusable and head.endswith("than "):
            continue  # "rather with my brother than on my own"
        if (found[0].startswith(("w ", "w/", "with ")) or _WITH_THE.search(head)) and _is_another_deed(head):
            continue
        if _HYPOTHETICAL_TEAM.search(words[: found.end()]) and "co" not in found[0][:2]:
            continue
        return found
    return None


def _is_another_deed(before: str) -> bool:
    """What is done "with my kids" is no game yet: they dance, they are at the lake."""
    clause = re.split(r"[.,!?;:]", before)[-1]
    return _DEED.search(clause) is not None and _ASKS.search(clause) is None


def read_youngest_age(words: str) -> int | None:
    """The age of the youngest who plays along, if a child is named; the player's own age if under 18."""
    ages = [
        int(age)
        for found in _AGE.finditer(words)
        if not _THING.match(words[found.end() :])
        for age in found.groupdict().values()
        if age
    ]
    ages += [_WORD_AGES[found["age"] or found["is"]] for found in _AGE_IN_WORDS.finditer(words)]
    if found_only := _ONLY_AN_AGE.fullmatch(words):
        ages.append(_WORD_AGES[found_only["is"]])
    minors = [age for age in ages if 1 <= age < _ADULT_AGE]
    if minors:
        return min(minors)
    if found_own := _MY_AGE.search(words):
        return int(found_own["age"])
    if _CHILD_PRESENT.search(words):
        listed = _THEIR_AGES.search(words)
        numbers = [int(age) for age in listed.groups() if age and 1 <= int(age) < _ADULT_AGE] if listed else []
        return min(numbers) if numbers else UNKNOWN_CHILD_AGE
    return None
