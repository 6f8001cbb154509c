"""Requests to one's own memory, as people word them: save, my list, remind, "what was that one with the ghost", forget.

Pure. Whole phrases decide, not single words: "save me some money" is no list, "this reminds me of Zelda" no
reminder, "something to forget my day" nothing to forget. ``is_sure`` False is a request only if what it names is
found; else the words mean something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from conversations.dialogue.times.hindi_times import in_english
from conversations.understanding.normalise import clean, fold
from conversations.understanding.phrase_files import phrases_of

# A request to one's memory is short; what is longer tells a story, and these patterns would take their time over it.
_LONGEST = 300
_PHRASES = Path(__file__).parent / "phrases"
_AROUND = phrases_of("requests", _PHRASES)
_LISTS = phrases_of("saving", _PHRASES)
_REMINDERS = phrases_of("reminding", _PHRASES)
_SHOWN = phrases_of("recalling", _PHRASES)
_KNOWN = phrases_of("forgetting", _PHRASES)

_LEAD, _POINTED = _AROUND["lead"], _AROUND["pointed"]
_END = rf"{_AROUND['tail']}[ .!?]*$"
_LIST, _MY_LIST, _FOR_LATER = _LISTS["list"], _LISTS["my list"], _LISTS["for later"]
_TO_MY_LIST = rf"(?: (?:to|on|in|into) {_MY_LIST})?"
_SAVE = re.compile(rf"{_LEAD}{_LISTS['save']}\b ?(?P<what>.*?){_TO_MY_LIST}{_FOR_LATER}{_TO_MY_LIST}{_END}")
_ADD = re.compile(rf"\b{_LISTS['add']}\b ?(?P<what>.*?) ?\b(?:to|on|in|into|onto|2) (?:{_MY_LIST}|{_LIST}\b)(?! of\b)")
_KEEP = re.compile(rf"{_LEAD}{_LISTS['keep']} (?P<what>{_POINTED})(?: (?:down|aside|in mind|safe))*{_FOR_LATER}{_END}")
_KEEP_NEEDS = re.compile(_LISTS["kept for later"])
_NO_SAVE = re.compile(_LISTS["no list"])
_NOT = re.compile(_LISTS["not saved"])
_UNSAVE = re.compile(
    rf"\b{_LISTS['take']} ?(?P<what>.*?) ?\b{_LISTS['off']} (?:{_MY_LIST}|{_LIST}\b)"
    rf"|\b(?P<verb>{_LISTS['unsave']}) (?P<what2>.+?){_END}"
    rf"|(?P<what3>[\w' :&-]+?) {_LISTS['may go']} {_MY_LIST}"
    rf"|\b{_LISTS['unwanted']} (?P<what4>.+?) (?:on|in) {_MY_LIST}"
)
_UNSAVE_POINTED = re.compile(rf"{_LEAD}{_LISTS['remove']} (?P<what>{_POINTED})(?: off| out)?{_END}")
_CLEAR = re.compile(_LISTS["clear"])
_SHOW_LIST = re.compile(_LISTS["show"])
_MORE = re.compile(_LISTS["more"])

_ABOUT_REMINDING = re.compile(_REMINDERS["about reminding"])
_MISSPELT_REMIND = re.compile(rf"\b{_REMINDERS['misspelt']}\b(?= (?:me|us)\b)")
_NUDGE = re.compile(rf"\b{_REMINDERS['nudge']}\b")
_NUDGE_NOT = re.compile(_REMINDERS["no nudge"])
_REMINDS_OF = re.compile(_REMINDERS["reminds of"])
_NO_REMINDER = re.compile(_REMINDERS["none"])
_LIST_REMINDERS = re.compile(_REMINDERS["which there are"])
_PLAIN_REMINDER = re.compile(_REMINDERS["plain"])
_NEW_REMINDER = re.compile(_REMINDERS["new"])
_REMIND_RECALL = re.compile(_REMINDERS["asked now"])

_RECALL_SURE = re.compile(_SHOWN["sure"])
_RECALL_UNSURE = re.compile(_SHOWN["unsure"])
_NOT_RECALL = re.compile(_SHOWN["not asked"])
_OF_WHAT_LIES_THERE = re.compile(_SHOWN["of what lies there"])

_FORGET_FACT = re.compile(rf"\b{_KNOWN['forget a fact']} ?\b(?P<what>{_KNOWN['mine']}\b.*)")
_FORGET_LINE = re.compile(
    rf"\b{_KNOWN['forget a line']} ?(?:{_KNOWN['line']} ?#?(?P<number>{_KNOWN['line number']})"
    rf"|(?P<nth>{_KNOWN['nth']}) {_KNOWN['nth line']}(?: about me)?)"
    rf"|^{_KNOWN['numbered']} ?(?P<number2>\d{{1,2}}) {_KNOWN['is wrong']}\b"
)
_GONE = re.compile(
    rf"\b{_KNOWN['no longer have']} (?P<what>.+?)(?: {_KNOWN['any more']})[ .!]*$"
    rf"|\b{_KNOWN['have none']} (?P<what2>.+?)[ .!]*$|\b{_KNOWN['sold']} (?P<what3>.+?)[ .!]*$"
    rf"|\bmy (?P<what4>[\w ]+?) {_KNOWN['is broken']}[ .!]*$"
)
_NOT_FORGET = re.compile(_KNOWN["nothing to forget"])
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10, "10th": 10,
    "last": -1, "bottom": -1, "top": 1, "middle": 2,
}  # fmt: skip
_ZONE = re.compile(
    rf"^{_KNOWN['time zone']} (?P<what>\S+(?: \S+){{0,3}})$|\bmy time ?-?zone is (?P<what3>\S+(?: \S+){{0,2}})$"
    rf"|\b{_KNOWN['living']} (?:in|to|near|around|at) (?P<what2>[a-z .'-]+?)(?: now)?[ .!]*$"
)
_ONE_OF_THEM = re.compile(rf"\b{_AROUND['one of them']} ones?\b")
_THE_FIRST = re.compile(r"\bthe first(?=[ .!?]*$)")
_MOST_WORDS_OF_A_REQUEST = 16  # in a longer story the same words tell of something else


@dataclass(frozen=True)
class Asked:
    """``what`` holds the words that name it; ``numbers`` those of the last list that are meant (-1 is its last)."""

    kind: str  # save unsave clear list remind reminders unremind move recall forget forget_line gone time_zone
    what: str = ""
    numbers: tuple[int, ...] = ()
    is_sure: bool = True
    takes_all: bool = False


def read_request(text: str) -> Asked | None:
    """The request that a message makes to memory, or None."""
    words = _MISSPELT_REMIND.sub("remind", in_english(fold(clean(text))))
    words = _THE_FIRST.sub("the first one", words)  # "first" alone may be an afterthought: "save it first"
    if not words or len(words) > _LONGEST:
        return None
    return _read_reminder(words) or _read_list(words) or _read_recall(words) or _read_forget(words) or _read_zone(words)


def wants_more(text: str) -> bool:
    """Whether a message, while a list is open, asks for its next page."""
    return bool(_MORE.match(fold(clean(text))))


def numbers_in(words: str) -> tuple[int, ...]:
    """ "the second one" is (2,), "1 and 3" is (1, 3), "the first two" is (1, 2), "the last one" is (-1,)."""
    if found := re.search(r"\bfirst (two|three|four|five|[2-5])\b", words):
        return tuple(range(1, (_NUMBERS.get(found[1]) or int(found[1])) + 1))
    bare = _ONE_OF_THEM.sub(lambda found: found[0].rsplit(" ", 1)[0], words)
    names = "|".join(sorted(_NUMBERS, key=len, reverse=True))
    found_all = re.findall(rf"(?<![\w.])(?:{names}|[1-9])(?![\w%$])", bare)
    return tuple(dict.fromkeys(_NUMBERS.get(name) or int(name) for name in found_all))


def _read_reminder(words: str) -> Asked | None:
    if _ABOUT_REMINDING.search(words):
        if _NO_REMINDER.search(words):
            return Asked(
                "unremind", words, numbers_in(words), takes_all=bool(re.search(r"\ball\b|\breminders\b|\bevery", words))
            )
        if re.search(r"\b(?:move|change|push|shift|postpone|delay|reschedule|snooze)\b", words):
            return Asked("move", words)
        if _LIST_REMINDERS.search(words) and not _NEW_REMINDER.search(words):
            return Asked("reminders")
        if _REMIND_RECALL.search(words) or _SHOW_LIST.search(words):
            return None  # "remind me what that game was" asks now, not later
        if _REMINDS_OF.search(words):
            return None
        is_short = len(words.split()) <= _MOST_WORDS_OF_A_REQUEST
        return Asked("remind", words, is_sure=is_short and bool(_PLAIN_REMINDER.search(words)))
    if _NUDGE.search(words) and not _NUDGE_NOT.search(words):
        return Asked("remind", words, is_sure=False)
    return None


def _read_list(words: str) -> Asked | None:
    if _CLEAR.search(words):
        return Asked("clear")
    if found := _UNSAVE.search(words):
        what = next((value for name, value in found.groupdict().items() if name != "verb" and value), "")
        return None if what in ("me", "us", "my number") else _about_games("unsave", what)
    if (found := _UNSAVE_POINTED.match(words)) and found["what"] not in ("all", "everything"):
        return _about_games("unsave", found["what"], is_sure=False)
    if _NOT.search(words) and re.search(rf"\b(?:save|saving|{_LIST})\b", words):
        return _about_games("unsave", words, is_sure=False)
    if not _NO_SAVE.search(words) and not _asks_for_saved(words):
        if found := _SAVE.match(words):
            what = found["what"].strip()
            is_plain = not what or bool(re.fullmatch(_POINTED, what))
            if is_plain or len(what.split()) <= 7:
                return _about_games("save", what, is_sure=is_plain)
        found = _ADD.search(words) if len(words.split()) <= _MOST_WORDS_OF_A_REQUEST else None
        is_theirs = found is not None and found["what"].split(" ")[0] not in ("me", "us", "my")
        if found and is_theirs and not _SHOW_LIST.search(words) and len(found["what"].split()) <= 8:
            return _about_games("save", found["what"])
        if (found := _KEEP.match(words)) and _KEEP_NEEDS.search(words):
            return _about_games("save", found["what"])
    if _SHOW_LIST.search(words):
        return Asked("list")
    return None


def _asks_for_saved(words: str) -> bool:
    return bool(re.match(rf"{_LEAD}(?:what|which|show|list|did|have)\b", words)) and bool(
        re.search(r"\bsaved?\b", words)
    )


def _about_games(kind: str, what: str, *, is_sure: bool = True) -> Asked:
    what = re.sub(r"\b(?:please|pls|the game|game called)\b", " ", what)
    takes_all = bool(re.search(r"\b(?:all|both|everything|them|these|those)\b", what))
    return Asked(kind, " ".join(what.split()), numbers_in(what), is_sure=is_sure, takes_all=takes_all)


def _read_recall(words: str) -> Asked | None:
    if _NOT_RECALL.search(words) or _OF_WHAT_LIES_THERE.search(words):
        return None
    is_sure = bool(_RECALL_SURE.search(words))
    return Asked("recall", words, is_sure=is_sure) if is_sure or _RECALL_UNSURE.search(words) else None


def _read_forget(words: str) -> Asked | None:
    if found := _FORGET_LINE.search(words):
        number = next((value for value in (found["number"], found["number2"], found["nth"]) if value), "")
        return Asked("forget_line", numbers=(_NUMBERS.get(number) or int(number),))
    if _NOT_FORGET.search(words):
        return None
    if found := _GONE.search(words):
        return Asked("gone", next(value for value in found.groups() if value), is_sure=False)
    if found := _FORGET_FACT.search(words):
        return None if found["what"].strip(" .!?") in ("me", "us") else Asked("forget", found["what"], is_sure=False)
    return None


def _read_zone(words: str) -> Asked | None:
    if found := _ZONE.search(words):
        told = found["what"] or found["what3"]
        return Asked("time_zone", told or found["what2"], is_sure=bool(told))
    return None
