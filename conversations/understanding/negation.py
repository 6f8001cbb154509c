"""What a "no" reaches: spans of the folded text that are refused, and why they end where they end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.understanding.phrase_files import phrases_of
from conversations.understanding.scanning import beginnings_of, found_at

_SAID = phrases_of("negation")
_HARMLESS = re.compile(rf"\b{_SAID['refuses nothing']}\b")
_CUES = re.compile(rf"\b{_SAID['refuses']}\b(?: {_SAID['after what refuses']}\b)*")
# A refusal ends at punctuation, at a contrast and where a wish begins.
_ENDS = re.compile(rf"[.!?;:()\n]|[^\x00-\x7f]|,| - |\b{_SAID['ends a refusal']}\b")
_GIVEN_A_MISS = re.compile(r"\bgive (?P<what>[\w' -]{2,30}) a (?:miss|rest|break)\b")
_ALL_OF_THEM = re.compile(
    rf"(?:^|[.!?;] )(?P<what>[^.!?;]{{3,60}}?)[,:]? (?:just )?{_SAID['away with them all']} "
    r"(?:all|any|every one) (?:of )?(?:that|those|them|it|these)\b"
)
# "Platformer burnout": the one word before it, unless it only joins ("something cozy for burnout").
_WORN_OUT = re.compile(
    rf"\b(?P<what>(?!{_SAID['no kind of game']}\b)[\w'-]{{3,}}) (?:fatigue|burn ?out|overload|overdose|ptsd)\b(?! game)"
)
# The same in languages and phrases that say no afterwards: "battle royale nahi chahiye", "horror is a no".
_AFTERWARDS = re.compile(rf"(?P<what>(?:[\w'-]+ ){{0,3}}[\w'-]+)(?: |(?=[?=])){_SAID['said afterwards']}")
# "Sports bores me to tears, racing too", "and so do mobas".
_AND_SO = re.compile(
    r"\bso (?:do|does|is|are) (?P<what>[\w-]+)|[,.] ?(?P<other>[\w-]+) (?:too|as well|aswell|also)(?=\s*(?:$|[.,!]))"
)
# "algo fofo no pc": in Portuguese that is where, not what not.
_IN_PORTUGUESE = re.compile(rf"\bno {_SAID['portuguese places']}\b")
_SURELY_PORTUGUESE = re.compile(rf"\b{_SAID['surely portuguese']}\b")
_NEXT_WORD = re.compile(r"[-\s]*[\w-]*")
_LIST_GOES_ON = re.compile(r",\s*(?:(?:or|nor|and|no|not)\s+)?(?:[\w-]+\s+){0,2}[\w-]+\s*(?:,|\s(?:or|nor|and)\s)")
_NO_ITEM = re.compile(rf"\s*(?:on |for )?{_SAID['no further item']}\b")
_OR_NEXT = re.compile(r",\s*(?:or|nor|and no|no)\s")
_MAX_REACH = 60
_LIST_STARTS_WITHIN = 24  # "no horror, zombies or gore"; a comma further on ends the clause


@dataclass(frozen=True)
class Scopes:
    """The refused stretches of one text."""

    spans: tuple[tuple[int, int], ...]

    def cover(self, start: int, end: int) -> bool:
        return any(left <= start and end <= right for left, right in self.spans)


def find_scopes(words: str) -> Scopes:
    harmless = [found.span() for found in _HARMLESS.finditer(words)]
    if _SURELY_PORTUGUESE.search(words):
        harmless += [found.span() for found in _IN_PORTUGUESE.finditer(words)]
    spans: list[tuple[int, int]] = []
    for cue in _CUES.finditer(words):
        if any(left <= cue.start() < right for left, right in harmless):
            continue
        if cue[0].strip() == "non":
            spans.append(_NEXT_WORD.match(words, cue.end()).span())  # type: ignore[union-attr]
            continue
        # "im tired", "im bored with..." alone is a mood; the cue needs its preposition, which the pattern holds.
        spans.append((cue.end(), _scope_end(words, cue.end())))
    spans += [found.span("what") for found in _GIVEN_A_MISS.finditer(words)]
    spans += [found.span("what") for found in _ALL_OF_THEM.finditer(words)]
    refused = [found.span("what") for found in found_at(_AFTERWARDS, words, beginnings_of(words))]
    refused += [found.span("what") for found in _WORN_OUT.finditer(words)]
    spans += refused
    if refused:
        spans += [found.span(found.lastgroup or 0) for found in _AND_SO.finditer(words, refused[0][1])]
    return Scopes(tuple(spans))


def _scope_end(words: str, start: int) -> int:
    limit = min(len(words), start + _MAX_REACH)
    position = start
    while found := _ENDS.search(words, position, limit):
        if found.start() - start <= 1 and found[0] not in ",.!?;:":
            position = found.end()  # "not just", "no more", "dont want", "don't need": the wish itself is refused
            start = found.end()
            limit = min(len(words), start + _MAX_REACH)
            continue
        if (
            found[0] == ","
            and found.start() - start <= _LIST_STARTS_WITHIN
            and not _NO_ITEM.match(words, found.end())
            and (_OR_NEXT.match(words, found.start()) or _LIST_GOES_ON.match(words, found.start()))
        ):
            position = found.end()
            continue
        return found.start()
    return limit
