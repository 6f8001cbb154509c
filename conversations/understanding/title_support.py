"""Whether the words beside a name show that a game is meant, for titles that are ordinary words too."""

from __future__ import annotations

import re

from conversations.understanding.phrase_files import listed, phrases_of

_SAID = phrases_of("title_support")
# A title that is an ordinary word counts only where a title is expected. Just before it …
_SUPPORT_BEFORE = re.compile(
    rf"(?:\b{_SAID['expects a title']}|[\"'(,/+&]|\b(?:and|or|n|y|e|but not|plus))\s*(?:the |a bit of |both |some )?$"
)
_TOO_WEAK = re.compile(_SAID["too weak alone"])
_JOINT = re.compile(rf"\s*{_SAID['joins titles']}\s*(?:the )?")
# … and just after it a title has an end.
_SUPPORT_AFTER = re.compile(rf"^\s*{_SAID['a title has an end']}")
_STAYS = re.compile(rf"\b{_SAID['stays']}\s*$")
_IS_A_PLACE = re.compile(rf"(?:inside|outside)\b\s*{_SAID['while']}\b")
_VERDICT_AFTER = re.compile(rf"^\s*{_SAID['a verdict']}")
_ALSO_A_QUALITY = listed("title_support", "also a quality")
_WEPT_BEFORE = re.compile(rf"\b{_SAID['told of a game']} $")
_PRAISE_AFTER = re.compile(rf"^\s*{_SAID['praise after']}")
_WEAK_LIKE = re.compile(rf"\b{_SAID['weak like']} like\s*(?:the |a )?$")
_GAME_AFTER = re.compile(rf"^\s*{_SAID['after a game']}")
_LIKED_AFTER = re.compile(rf"^\s*{_SAID['liked after']}")
_BETWEEN = (
    (
        re.compile(rf"(?:^|[.!?;:] |\b{_SAID['give me']} )(?:some |a |another )?$"),
        re.compile(rf"^\s*but {_SAID['changed']}\b|^\s*(?:w/o|without|minus) (?:the|all|any|having|needing)\b"),
    ),
    (
        re.compile(r"\b(?:the way|just how|like how|as much as)(?: the)? $"),
        re.compile(rf"^ {_SAID['its manner']}\b"),
    ),
    (
        re.compile(r"\b(?:i'?m|i am|im|am|been|was|more of|such|proper|total)(?: \w+)? an? $"),
        re.compile(rf"^ {_SAID['person of a game']}\b"),
    ),
)
_CAME_BEFORE, _CAME_AFTER = (
    re.compile(r"\b(?:when|since|before|until) $"),
    re.compile(r"^ (?:first )?(?:came out|launched|dropped on)\b"),
)
_PASTIMES = listed("title_support", "pastimes")
_LIKED_BEFORE = re.compile(r"\b(?:like|love[ds]?|adored?|similar to|such as|fan of|addicted to|obsessed with)\s*$")
_SAID_ALL_THE_TIME = listed("title_support", "said all the time")
NEVER_LISTED = listed("title_support", "never listed")
_PLAYED_BEFORE = re.compile(rf"\b{_SAID['played before']}\s*$")
_OWN_NOUN = re.compile(
    rf"\b{_SAID['own noun']}"
    r"(?: (?:old|whole|entire|usual|new|little|first|last|good|same|full|daily|own|big))?\s*$"
)
_OBJECT_NEXT = re.compile(rf" {_SAID['what is done to']}\b")
_DOES_BEFORE = re.compile(r"\b(?:i|we|you|u|they|to|can|could|gonna|wanna|will|gotta|lets|let's|must|should)\s*$")


def is_written_as_a_title(title: str, raw: str) -> bool:
    """In the title's own capitals, inside a sentence that has small letters too."""
    if (title not in raw and title.upper() not in raw) or raw.isupper() or title.islower():
        return False
    spelling = re.escape(title)
    if " " not in title:
        # One word begins a sentence with a capital anyway; shouted in a quiet message it is a name.
        # Where one is from, or a part of a longer name ("Ross Lake", "the Naked Gun"), is no game.
        in_small_talk = (
            rf"(?<=[a-z,] )(?<!\bfrom )(?<!\bnear )(?<!\bliving in )(?<!\blive in ){spelling}(?! [A-Z][a-z])"
        )
        spelling = rf"{in_small_talk}|{re.escape(title.upper())}" if len(title) > 3 else re.escape(title)
    return re.search(rf"(?<![\w'])(?:{spelling})(?![\w'])", raw) is not None


def _may_begin(head: str) -> bool:
    return _OWN_NOUN.search(head) is None


def is_a_deed(words: str, start: int, end: int) -> bool:
    """ "overcooked the pasta" and "outlast everyone" tell what is done."""
    if not _OBJECT_NEXT.match(words, end):
        return False
    return words[start:end].endswith(("ed", "ing")) or _DOES_BEFORE.search(words[:start]) is not None


def _begins_a_clause(head: str) -> bool:
    return (
        not head.strip()
        or re.search(r"\b(?:but|and|though|because|cos)\s*$", head) is not None
        or head.rstrip()[-1:] in ".,!?;:-"
    )


def is_supported(words: str, start: int, end: int, *, last_end: int | None) -> bool:
    head, tail = words[:start], words[end:]
    if words[start:end] in _SAID_ALL_THE_TIME:
        return bool(_PLAYED_BEFORE.search(head) and _SUPPORT_AFTER.match(tail) and not _WEAK_LIKE.search(head))
    if words[start:end] in _PASTIMES and not _LIKED_BEFORE.search(head):
        return False
    if _PRAISE_AFTER.match(tail) and (_begins_a_clause(head) or len(head.split()) <= 1):
        return True
    if _GAME_AFTER.match(tail) or (_VERDICT_AFTER.match(tail) and _may_begin(head)):
        return words[start:end] not in _ALSO_A_QUALITY
    if _LIKED_AFTER.match(tail) and _begins_a_clause(head) and not words.startswith("the ", start):
        return words[start:end] not in _ALSO_A_QUALITY
    if words[start:end] not in _ALSO_A_QUALITY and any(
        before.search(head) and after.match(tail) for before, after in _BETWEEN
    ):
        return True
    if _CAME_BEFORE.search(head) and _CAME_AFTER.match(tail):
        return True
    if _WEPT_BEFORE.search(head) and _SUPPORT_AFTER.match(tail):
        return words[start:end] not in _ALSO_A_QUALITY
    if not _SUPPORT_AFTER.match(tail) or (_STAYS.search(head) and _IS_A_PLACE.match(words[start:])):
        return False
    if last_end is not None and _JOINT.fullmatch(words[last_end:start]):
        return True
    if head.rstrip()[-1:] in {'"'} and tail[:1] in {'"'}:
        return True
    found = _SUPPORT_BEFORE.search(head)
    if not found:
        return False
    if _TOO_WEAK.match(found[0].strip()):
        return False  # too weak alone; with a title before it, it was accepted above
    return not _WEAK_LIKE.search(head)
