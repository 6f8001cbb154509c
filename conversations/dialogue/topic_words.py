"""What somebody says about being written to first: "no more deals", "tell me about new games". Pure.

Whole messages only. "Show me new games" asks for some now; "tell me about new games" asks to be told from now on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.understanding.normalise import fold

NEW_GAMES, DEALS, CHECK_INS, LETTERS = "new_games", "deals", "check_ins", "letters"
TOPICS = (NEW_GAMES, DEALS, CHECK_INS, LETTERS)
TITLES = {NEW_GAMES: "new games", DEALS: "deals", CHECK_INS: "check-ins", LETTERS: "letters"}

_NAMED = {
    NEW_GAMES: r"(?:brand )?new(?:est)? (?:games?|releases?|titles?|ones)|(?:game )?(?:releases|launches)|(?:game )?news|juegos nuevos|nuevos juegos|jogos novos|novos jogos|nouveaux jeux|neuen? spielen?|nuovi giochi",
    DEALS: r"(?:game |special |price )?(?:deals?|discounts?|sales?|offers?|price drops?|bargains?|promos?|promotions?)|ofertas?|promocoes|promociones|descuentos|descontos|offres|angeboten?|offerte|sconti",
    CHECK_INS: r"check[- ]?ins?|checking in(?: on me)?|nudges?|follow[- ]?ups?|how are you(?:'?s)?|did it fit(?: questions?)?",
    LETTERS: r"letters|(?:the )?late post|mail from marlow|cartas|briefen?|lettres|lettere",
}  # fmt: skip
_ONE = "|".join(f"(?:{words})" for words in _NAMED.values())
_KIND = r"(?: (?:messages?|msgs?|texts?|alerts?|updates?|notifications?|pings?|stuff|things))?"
_SOME = rf"(?P<what>(?:{_ONE}){_KIND}(?:(?:,| and| or| &|,? nor| y| e| et| und) (?:any |about |the )?(?:{_ONE}){_KIND}){{0,3}})"
_LEAD = r"(?:(?:hey|hi|ok(?:ay)?|yes|yeah|no|nah|please|pls|can you|could you|thrum|thanks|sorry|actually|and|but|also|just)[ ,.!]+)*"
_TAIL = r"(?:[ ,.!]+(?:please|pls|thanks|thank you|ty|any ?more|anymore|from now on|again|too|as well|now|for me|when (?:they|there)(?:'re| are|'s| is)?(?: (?:come out|any|some|one|new|out))*|mehr|mas|mais))*[ .!]*"
_ANY = r"(?:any |the |your |all |about |of |with |these |those |such |more |another |mas |mais |de |d'|di |die )*"
_TELL = r"(?:tell|write|message|msg|text|notify|ping|alert|inform|update|spam|bother|contact|dm)"
_NO = (
    r"no more|enough(?: of)?|no mas|chega de|basta(?: de| con)?|plus(?: de)?|keine"
    rf"|(?:stop|quit|cut|end|cancel|mute|disable|turn off|switch off|skip|drop)(?: (?:it with|out))?(?: (?:sending|{_TELL}(?:ing|ting|ging|ying)?|writing|updating|pinging|giving|showing)(?: me| us)?)?"
    rf"|(?:don'?t|do not|never|pls don'?t)(?: ever)? (?:(?:send|{_TELL})(?: me| us)?|want|need)(?: to (?:hear|know|be told|get))?"
    r"|(?:i )?(?:don'?t|do not|no longer) (?:want|need|care about|wanna)(?: to)?(?: (?:hear|get|have|see|be told))?|no quiero(?: recibir)?|nao quero(?: receber)?|ich will keine"
    r"|unsubscribe(?: me)? (?:from|of)|take me off|opt(?: me)? out of|remove me from|not interested in"
)  # fmt: skip
_YES = (
    rf"{_TELL}(?: me| us)? (?:about|when (?:there(?:'s| is| are)|you (?:find|see|have)|(?:i miss|something is))|of|on|for|if there(?:'s| is| are))"
    r"|let me know (?:about|of|when (?:there(?:'s| is| are)|you (?:find|see|have))|if there(?:'s| is| are))"
    r"|keep me (?:posted|updated|informed|in the loop) (?:on|about|with|of)|(?:re)?subscribe(?: me)? (?:to|for)|sign me up for|opt(?: me)?(?: back)? in(?:to| to| for)"
    r"|(?:turn|switch) on|enable|unmute|(?:i'?d like|i want|i wanna|i would like) to (?:hear|know|be told) (?:about|of)|(?:start|resume)(?: sending)?(?: me)?|yes to"
)  # fmt: skip
_REFUSED = re.compile(rf"{_LEAD}(?:i said )?(?:{_NO}) {_ANY}{_SOME}{_TAIL}")
_REFUSED_SHORT = re.compile(rf"{_LEAD}(?:no {_ANY}(?P<some>(?:{_ONE})) (?:messages?|msgs?|texts?|alerts?|updates?|notifications?|pings?)|(?P<what>{_ONE}) off){_TAIL}")  # fmt: skip
_ALLOWED = re.compile(rf"{_LEAD}(?:{_YES}) {_ANY}{_SOME}{_TAIL}")
_ALLOWED_SHORT = re.compile(rf"{_LEAD}(?P<what>{_ONE}) on{_TAIL}")
_ONLY = re.compile(rf"{_LEAD}(?:only|just) (?:{_YES}) {_ANY}{_SOME}{_TAIL}|{_LEAD}(?:{_YES}) (?:only |just )(?P<alone>{_ONE}){_TAIL}|{_LEAD}(?:{_YES}) (?P<sole>{_ONE})(?: only| and nothing else){_TAIL}")  # fmt: skip
_ASKS = re.compile(
    rf"{_LEAD}(?:what (?:do|will|can|would) (?:you|u) {_TELL}(?: me| us)? (?:about|for)(?: first)?|what (?:am i|did i) (?:subscribed?|sign(?:ed)? up) (?:to|for)|(?:show |change |manage )?(?:me )?my (?:notifications?|subscriptions?|topics|alerts)(?: settings?)?|(?:notifications?|alerts?|messages?|subscription) settings?|manage (?:notifications|subscriptions|messages)|which messages (?:do|will) i get(?: from you)?)[ ?.!]*"
)
# "Don't text me so often": fewer, not none. Whoever says "stop", "never" or "at all" with it means none.
_FEWER = re.compile(
    rf"{_LEAD}(?:(?:don'?t|dont|do not|no need to) (?:have to )?{_TELL}(?: (?:to )?me| us)? (?:so|that|this|quite so|too) (?:often|much|frequently|many times)"
    rf"|(?:can you |could you |maybe )?{_TELL}(?: (?:to )?me| us)? (?:a (?:bit|little|lot) )?(?:less(?: (?:often|frequently|much))?|not (?:so|that) (?:often|much))"
    rf"|(?:you|u|ya|thrum) (?:(?:are|r|'re) )?{_TELL}(?:ing|ting|ging|s)?(?: (?:to )?me| us)? (?:too|way too|so|a bit too) (?:often|much|frequently)"
    r"|(?:that'?s |its |it'?s |these are )?(?:way |far |a few )?(?:too many|less|fewer|not so many) (?:messages?|msgs?|texts?|pings?|notifications?)(?: (?:from (?:you|u)|a (?:day|week)|per (?:day|week)))?"
    rf"|(?:how do i |can i )?(?:get|have) (?:less|fewer) (?:messages?|msgs?|texts?|pings?|notifications?)|why do (?:you|u) {_TELL}(?: me)? so (?:often|much)){_TAIL}\??"
)
_LONGEST = 120


@dataclass(frozen=True)
class TopicWish:
    """``allowed`` and ``refused`` may both be filled: "only tell me about deals"."""

    allowed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def read_topics(text: str) -> TopicWish | None:
    """None where the message says nothing certain about what we may write of."""
    words = _bare(text)
    if not words:
        return None
    if found := _ONLY.fullmatch(words):
        wanted = _topics_in(next(filter(None, found.groupdict().values())))
        return TopicWish(wanted, tuple(topic for topic in TOPICS if topic not in wanted))
    if found := _REFUSED.fullmatch(words) or _REFUSED_SHORT.fullmatch(words):
        return TopicWish(refused=_topics_in(next(filter(None, found.groupdict().values()))))
    if found := _ALLOWED.fullmatch(words) or _ALLOWED_SHORT.fullmatch(words):
        return TopicWish(allowed=_topics_in(found["what"]))
    return None


def asks_for_topics(text: str) -> bool:
    """ "What do you write me about?": they want to see and change it."""
    words = _bare(text)
    return bool(words) and bool(_ASKS.fullmatch(words))


def asks_for_fewer(text: str) -> bool:
    """ "Don't text me so often": less, while "stop texting me" is none."""
    words = _bare(text)
    return bool(words) and bool(_FEWER.fullmatch(words))


def _bare(text: str) -> str:
    words = " ".join(fold(text).replace("’", "'").split()) if len(text) <= _LONGEST else ""
    return words.strip(" \"'“”")


def _topics_in(words: str) -> tuple[str, ...]:
    return tuple(topic for topic in TOPICS if re.search(rf"\b(?:{_NAMED[topic]})\b", words))
