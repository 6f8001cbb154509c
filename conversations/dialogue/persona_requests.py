"""Wishes about who speaks and how: another persona, other words, "who are you?". Pure.

Only whole messages are taken, for "something easier" and "can I talk to somebody else" mean a game and a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_START = r"(?:(?:ok(?:ay)?|hey|hi|hello|yo|hmm+|so|pls|please|sorry|actually|btw|bro|no|yes|thrum)[ ,.!]+)*"
_ASK = r"(?:(?:can|could|would|will|may|do|should) (?:you|u|ya|i|we) (?:please |pls |just |maybe |also |kindly )*|i (?:want|need|would like|wish|'d like) (?:you|u)? ?(?:to )?|i'?d (?:like|prefer|rather) (?:if )?(?:you|u)? ?(?:to )?|(?:please|pls|just|let'?s|you can|you could|u can|you should|you may|try to|try|start|go|now) )*"
_END = r"(?:[ ,.!]+(?:please|pls|plz|plss+|with me|to me|for me|from now on|again|now|thanks|thank you|thx|instead|ok|okay|a bit|a little|bro|mate|lol|haha|today|tonight|next time|then))*[\s.!?🙏]*"
_TALK = r"(?:talk(?:ing)?|speak(?:ing)?|write|writing|answer(?:ing)?|reply(?:ing)?|text|chat|be|sound|use|using|say it|say that|explain|explain it|try|have)"
_SIMPLE = r"(?:simple|simpler|easy|easier|basic|plain|plainer|small|short|shorter|less complicated|less difficult|not so hard|not so difficult|beginner)"
_FANCY = r"(?:fanc(?:y|ier)|posh(?:er)?|rich(?:er)?|big(?:ger)?|long(?:er)?|elegant|sophisticated|elaborate|advanced|complex|difficult|hard(?:er)?|literary|poetic|eloquent|proper|formal)"
_WORDS = r"(?:english|words?|language|vocabulary|vocab|sentences|terms)"

_EASY = re.compile(
    rf"{_START}(?:{_ASK}(?:{_TALK} )?(?:to me )?(?:with |in |only )?(?:a |the |more |very |much |some |only |really )*{_SIMPLE}(?: and {_SIMPLE})* {_WORDS}"
    rf"|{_ASK}(?:talk|speak|write|explain(?: it| that)?|say (?:it|that)) (?:to me )?(?:in )?(?:a )?(?:more )?(?:simple|simpler|simply|easy|easier|slow|slowly|slower)(?: way)?"
    r"|(?:that'?s |this is |it'?s |you use |your english is |your words are |these words are )?(?:too many |too |so many )(?:hard|difficult|big|complicated|fancy|long) (?:words?|english)(?: for me)?"
    r"|(?:i (?:do not|don'?t|dont|not|no|can'?t|cannot) understand (?:your|this|these|the|so much|all your|all these|half (?:of )?(?:your|the|these)) (?:words?|english|language))"
    rf"){_END}"
)
_NORMAL = re.compile(
    rf"{_START}(?:{_ASK}(?:talk|speak|write|be|sound|act|text|chat|answer)(?:ing)? (?:to me )?(?:like )?(?:a |more |as )?(?:normal|normally|regular|regularly|usual|like (?:a )?normal(?: person| human)?|normal person|normal human|like (?:you did )?before|how you (?:did|talked|spoke) before|naturally|natural)"
    rf"|{_ASK}(?:use |talk |speak |talk in |speak in )?(?:normal|regular|usual|ordinary) {_WORDS}"
    r"|(?:stop|no more|quit|drop|enough)(?: with)?(?: the| talking| using| all the)* (?:fancy|posh|big|simple|easy|baby)(?: words?| talk| english| language)?"
    r"|(?:my english is (?:good|fine|ok|okay)|i (?:speak|understand|know) english (?:well|fine|very well|just fine|perfectly)|you (?:can|don'?t (?:have|need) to) (?:talk|speak) (?:normal|normally|to me like (?:a|i'?m a) (?:child|kid|baby)|so simple|so simply))"
    rf"){_END}"
)
_RICH = re.compile(
    rf"{_START}(?:{_ASK}(?:{_TALK} )?(?:to me )?(?:with |in )?(?:a |the |more |very |much |some |really )*{_FANCY} {_WORDS}"
    rf"|{_ASK}(?:talk|speak|write) (?:to me )?(?:more )?(?:fancy|fancier|posh|posher|elegantly|eloquently|formally|properly|poetically|like (?:a |an )?(?:poet|shakespeare|professor|book|aristocrat|novel))"
    r"|(?:your (?:english|words|language) (?:is|are) too (?:simple|easy|basic|plain))"
    rf"){_END}"
)
_WHO = re.compile(
    rf"{_START}(?:(?:and |but )?who (?:are|r) (?:you|u)(?: exactly| really| anyway| even| again)?|who(?:'?s| is) (?:this|that|there|speaking|talking|writing)|what(?:'?s| is| s) (?:your|ur) name|what are you called|what (?:do|should|can) i call you|who am i (?:talking|speaking|chatting|texting|writing) (?:to|with)(?: here| now)?|do you have a name|(?:your|ur) name){_END}"
)
_SOMEBODY_ELSE = re.compile(
    rf"{_START}{_ASK}(?:be (?:somebody|someone|a ?nother (?:person|persona|character|one)|another (?:person|persona|character)|a different (?:person|persona|character))(?: else| different)?"
    r"|(?:change|switch|swap)(?: up)? (?:your |the |ur )?(?:persona|personality|character|voice|style|tone)s?|(?:talk|speak|sound|act|write) (?:like |as )?(?:somebody|someone) else|(?:a |an ?other |other |different |new |next )(?:persona|personality|character|voice)|who else (?:can|could) (?:you|u) be|what other (?:voices|personas|personalities|characters) (?:are there|do you have|have you got|can you do)|(?:talk|speak|sound|act) different(?:ly)?"
    rf"){_END}"
)
_YOURSELF = re.compile(
    rf"{_START}{_ASK}(?:be yourself|(?:talk|speak|sound|act) like yourself|go back to (?:being )?(?:yourself|normal you|the old you|the first one|the normal one)|(?:i (?:want|miss) )?(?:the )?(?:old|real|normal|original|first) (?:you|voice|thrum)(?: back)?|back to the (?:old|first|normal|original) (?:you|voice|persona|one)){_END}"
)
_AS_WHOM = re.compile(
    rf"{_START}{_ASK}(?:(?:talk|speak|sound|act|write|answer|reply|chat|text|behave)(?:ing)? (?:to me )?(?:like|as)|be(?:come)?(?: like)?|switch (?:back )?to|change (?:back )?to|go back to|(?:talk|speak|chat) (?:to|with)|bring(?: me)?(?: back)?|give me(?: back)?|put on|i want|i'?d like|where(?:'?s| is)|let me talk to|back to) (?:a |an |the |my |our |your )?(?P<who>[a-z][a-z' -]{{1,28}}?)(?: (?:back|voice|persona|style|one))?{_END}"
)
# What "talk like …" may ask for without naming one of ours; "switch to …" and the like mean games.
_IMITATE = re.compile(rf"{_START}{_ASK}(?:talk|speak|sound|act|write)(?:ing)? (?:to me )?(?:like|as) ")
_LONGEST_TALK = 500
# Who writes more than that wants more than another voice. The patterns above are quick only below it: their
# optional words may be divided in many ways.
_LONGEST = 90
_NOBODY = frozenset(
    {"that", "this", "it", "me", "you", "him", "her", "them", "a human", "human", "person", "real person"}
)


@dataclass(frozen=True)
class Request:
    """``kind``: level, persona, next, default, who or unknown; ``argument`` the level or the persona."""

    kind: str
    argument: str = ""


def read_request(text: str, *, aliases: Mapping[str, str]) -> Request | None:
    """The wish in a message that says nothing else. ``aliases``: what personas are called, folded, to their keys."""
    lowered = " ".join(text.casefold().replace("’", "'").split())
    if not lowered or len(lowered) > _LONGEST:
        return None
    for level, pattern in (("easy", _EASY), ("normal", _NORMAL), ("rich", _RICH)):
        if pattern.fullmatch(lowered):
            return Request("level", level)
    if _WHO.fullmatch(lowered):
        return Request("who")
    if _YOURSELF.fullmatch(lowered):
        return Request("default")
    if _SOMEBODY_ELSE.fullmatch(lowered):
        return Request("next")
    if found := _AS_WHOM.fullmatch(lowered):
        return _persona(found["who"].strip(), lowered, aliases)
    return None


def level_within(text: str) -> str:
    """The level asked for in one sentence among others: "simple english please. i want something calm"."""
    sentences = re.split(r"[.!?;\n]+", text[:_LONGEST_TALK])
    wishes = (read_request(sentence, aliases={}) for sentence in sentences)
    return next((wish.argument for wish in wishes if wish and wish.kind == "level"), "")


def _persona(who: str, text: str, aliases: Mapping[str, str]) -> Request | None:
    bare = {alias.removeprefix("the ").removeprefix("a "): key for alias, key in aliases.items()}
    if key := bare.get(who):
        return Request("persona", key)
    return Request("unknown") if _IMITATE.match(text) and who not in _NOBODY else None
