"""Which of the titles that a message names are liked, which are blamed, and which are only named."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from conversations.understanding.negation import Scopes, find_scopes
from conversations.understanding.phrase_files import phrases_of
from conversations.understanding.title_entries import TitleHit

_SAID = phrases_of("title_feelings")
_DISLIKED_BEFORE = re.compile(rf"\b{_SAID['blamed before']}(?: \w+)? (?:the )?$")
_DISLIKED_AFTER = re.compile(rf"^(?: {_SAID['blamed right after']}|{_SAID['blamed soon after']})")
# "Nearly killed me. do it again": what hurt is blamed only by who wants no more of it.
_HURT = re.compile(_SAID["it hurt"])
_WANTED_AGAIN = re.compile(rf"\b{_SAID['wanted again']}\b")
_LIKED_JUST_BEFORE = re.compile(r"(?<!never )(?<!not )\b(?:liked|loved|adored|enjoyed|miss) (?:the )?$")
_REFUSED_LATER = re.compile(rf"^[^!?]{{0,60}}?\b{_SAID['refused later']}")
_NOW_OVER = re.compile(
    rf"^\s*{_SAID['it is now']}(?: {_SAID['by now']})* {_SAID['over']}\b"
    r"|^ for good\b|^ (?:already|ages ago|years ago|last (?:year|month|week))\b"
    r"(?![^.!?]{0,40}\b(?:love|loved|want|best|amazing|in my (?:top|fav\w*|heart)|one of my)\b)"
)
# "I want hades but it's too dear" asks for it, or for one like it that costs less.
_TOO_DEAR = re.compile(rf"^[^.!?;]{{0,40}}\b{_SAID['too dear']}\b")
_WISHED_FOR = re.compile(rf"\b{_SAID['wished for']}\b[^.!?;,]{{0,24}}$")
_LIKE_IT = re.compile(r"\b(?:like|similar to) (?:it|that|them|those|this)\b")
_PRAISED = re.compile(rf"\b{_SAID['praise']}\b")
_MISSED_SINCE = re.compile(rf"{_SAID['missed since']}\b[^.!?;,]{{0,24}}$")
_JOINT = re.compile(r"\s*(?:[,/&+]|,?\s*\b(?:and|n|or|y|e|aur|und|then)\b)\s*(?:the )?")
_AND = re.compile(r",?\s*(?:&|\b(?:and|n|y|e|aur|und|et)\b)\s*(?:the )?")
_COMMA = re.compile(r"\s*,\s*(?:the )?")
_LIKE_AT_END = re.compile(r"(?:something|smth|sth)? ?\b(?:like|than) (?:the )?$")
_ASKED_AFTER = re.compile(rf"^(?: {_SAID['asked after']}|{_SAID['asked somewhere after']})")
_ASKED_BEFORE = re.compile(rf"\b{_SAID['asked before']} $")
# "i play stellaris most evenings" tells a taste, "i play fifa with my cousins" a fact.
_PLAYS_IT = re.compile(r"\bi (?:mostly |mainly |usually |only |just |still |always )?play (?:the )?$")
_AS_A_HABIT = re.compile(
    rf"^(?: on \w+(?: \w+){{0,2}}| \w+)? {_SAID['as a habit']}\b"
    r"(?![^?]{0,60}\b(?:bored|sick of|tired of|help|else|burnt|new|different|change))"
)
# "Fifa night … sick of fifa": said once outright, it is not liked for being named before.
_OUTRIGHT = re.compile(r"\b(?:sick|tired|bored|fed up) (?:of|with) (?:the )?$|\bhate[ds]? (?:the )?$")
_ONLY_NAMED = re.compile(rf"\b{_SAID['only named']}(?: (?:the|that|this))? $")


def _hide(words: str, hits: tuple[TitleHit, ...]) -> str:
    """The "no" of No Man's Sky refuses nothing; places stay as they are."""
    for hit in hits:
        words = f"{words[: hit.start]}{'x' * (hit.end - hit.start)}{words[hit.end :]}"
    return words


def _is_blamed(after: str) -> bool:
    found = _DISLIKED_AFTER.match(after)
    return found is not None and not (_HURT.search(found[0]) and _WANTED_AGAIN.search(after[:90]))


def _before_the_list(words: str, hits: tuple[TitleHit, ...], place: int) -> str:
    """What is said before the first of titles that a word joins: "finished hades, gris and fez" tells of all three."""

    def joints(places: Iterable[int]) -> list[str]:
        between = (words[hits[one].end : hits[one + 1].start] for one in places)
        return [*itertools.takewhile(lambda joint: _COMMA.fullmatch(joint) or _AND.fullmatch(joint), between)]

    before, after = joints(range(place - 1, -1, -1)), joints(range(place, len(hits) - 1))
    is_one_list = any(map(_AND.fullmatch, (*before, *after)))
    return words[: hits[place - len(before) if is_one_list else place].start]


def _said_of_it(words: str, hits: tuple[TitleHit, ...]) -> str:
    """What is said of the first of these as far as its sentence goes: "gris is short. i liked abzu" praises no gris."""
    for hit, following in itertools.pairwise(hits):
        between = words[hit.end : following.start]
        if not _JOINT.fullmatch(between):
            ends = [found.start() for found in re.finditer(r"[.!?;]", between)]
            return between[: ends[-1]] if ends else _LIKE_AT_END.sub("", between)
    return words[hits[-1].end :]


def sort_titles(words: str, hits: tuple[TitleHit, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A named title is a reference to something good unless the words beside it say otherwise."""
    liked: list[str] = []
    disliked: list[str] = []
    outright = {hit.title for hit in hits if _OUTRIGHT.search(words[: hit.start])}
    scopes = find_scopes(_hide(words, hits)) if hits else Scopes(())
    for place, hit in enumerate(hits):
        before, after = words[: hit.start], words[hit.end :]
        beside = _said_of_it(words, hits[place:])
        if words[hit.start : hit.end].endswith("'s"):
            after = f" is{after}"  # "fortnite's too sweaty now"
        if _MISSED_SINCE.search(before) and not _is_blamed(after):
            liked.append(hit.title)
            continue
        is_within_a_no = scopes.cover(hit.start, hit.start + 1)
        if _TOO_DEAR.match(after) and (_WISHED_FOR.search(before) or _LIKE_IT.search(after)) and not is_within_a_no:
            liked.append(hit.title)
            continue
        is_refused = is_within_a_no and not (_PRAISED.search(beside[:50]) or _LIKED_JUST_BEFORE.search(before))
        is_over = _NOW_OVER.match(after) and not _PRAISED.search(before[-30:]) and not before.endswith("reminds me of ")
        if _DISLIKED_BEFORE.search(before) or _is_blamed(after) or is_refused or is_over or _REFUSED_LATER.match(after):
            if not re.search(r"\b(?:done with|over|tired of|finished) (?:the )?$", before):
                disliked.append(hit.title)
        elif _PLAYS_IT.search(before) and _AS_A_HABIT.match(after):
            liked.append(hit.title)
        elif _ASKED_AFTER.match(after) or _ASKED_BEFORE.search(before):
            continue
        elif not (
            _ONLY_NAMED.search(_before_the_list(words, hits, place)) and not _PRAISED.search(before[-40:] + beside[:50])
        ):
            liked.append(hit.title)
    if outright and not _MISSED_SINCE.search(words):
        liked = [title for title in liked if title not in outright or title not in disliked]
    return tuple(dict.fromkeys(liked)), tuple(title for title in dict.fromkeys(disliked) if title not in liked)
