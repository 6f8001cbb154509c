"""Thanks, jokes, "are you real?": a short friendly word and the door left open."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.dialogue import own_words
from conversations.dialogue.critiques import read_critiques
from conversations.dialogue.handlers import refine
from conversations.dialogue.offering import offer
from conversations.dialogue.types import Outcome, Prompt, Turn

_OR = (Prompt("like", "I'm in"), Prompt("more", "something else"))
COMFORT = "comfort"  # we asked whether a game might help

_THANKS = re.compile(r"\b(?:thank(?:s| you)?|thx|ty|tysm|cheers|appreciate|merci|gracias|danke)\b")
_ONLY_THANKS = re.compile(
    r"^(?:ok |okay |great |cool |nice |aw+ |muchas |molte |vielen |mille )?(?:thanks?(?: you)?|thx|ty|tysm|cheers|shukri?ya|dhanya(?:va|waa?)d|gracias|obrigad[oa]|valeu|merci|danke|grazie|salamat|arigato|terima kasih|makasih|dank je|tack|dzi[eę]ki|te[sş]ekk[uü]rler|asante|спасибо)"
    r"(?: so much| a lot| a bunch| mate| bro| man| bhai| yaar| schon| schön| dir| beaucoup| po| thrum| x+)?[\s!.❤🙏💕😊]*$"
)
_BYE = re.compile(
    r"\b(?:bye+|good ?night|gn|see (?:you|ya)|cya|later|ttyl|laters|adi[oó]s|hasta (?:luego|ma[ñn]ana)|tsch(?:ü|u|ue)ss|auf wiedersehen|au revoir|tchau|arrivederci)\b"
)
_MY_NAME = re.compile(
    r"\b(?:what(?:'?s| is| was)|(?:do|did) (?:you|u) (?:still )?(?:know|remember|get|have)|say|tell me) my name\b|\bwhat do (?:you|u) call me\b|\bwho am i to (?:you|u)\b"
)
_ARE_YOU = re.compile(
    r"\b(?:are|r) (?:you|u) (?:a |an |even |actually )*(?:bot|robot|real|human|person|ai|machine|chatgpt)\b|\bwho are (?:you|u)\b|\bis this a bot\b"
)

_ASKED = {
    "joke": re.compile(r"\b(?:tell|know|got|give|say|another) (?:me |us )?(?:a |any |some |another )?(?:\w+ )?jokes?\b|\bmake me laugh\b"),
    "favourite": re.compile(r"\b(?:your|ur) (?:own )?(?:all[- ]time )?fav(?:ou?rite)?s?\b|\bwhat (?:do|would) (?:you|u) (?:like|love|enjoy|play)\b|\b(?:do|did|have|would) (?:you|u) (?:ever |even |actually |really )?(?:play(?:ed)?|like(?:d)?|enjoy(?:ed)?|tr(?:y|ied)|have any hobbies)\b(?! (?:another|more|again|to (?:show|recommend|suggest)))"),
    "no_hands": re.compile(r"\b(?:play|gaming|game) with (?:me|us)\b|\b(?:be|are (?:you|u)) my (?:friend|player ?2|teammate|duo)\b|\bwanna play (?:together|with me)\b"),
    "listening": re.compile(r"\b(?:are|r) (?:you|u) (?:even |actually |still |really )?(?:listening|paying attention|working|broken|awake|deaf|blind|there|following)\b|\b(?:you|u)(?:'re| are)? (?:not|never|don'?t|aren'?t) (?:even )?(?:listen(?:ing)?|paying attention)\b"),
    "languages": re.compile(r"\b(?:do|can|could|will) (?:you|u) (?:speak|understand|talk|write|chat|know|reply)(?: in| any)? (?:hindi|spanish|french|german|portuguese|italian|tagalog|filipino|urdu|arabic|russian|polish|turkish|dutch|chinese|japanese|korean|indonesian|bahasa|other languages?|another language)\b|\bwhat languages? do (?:you|u)\b|\bhablas? (?:espanol|español)\b|\bsprichst du deutsch\b|\bparle[sz]?[- ](?:tu|vous) fran[cç]ais\b|\bhindi aati\b|\bfala portugu[eê]s\b"),
    "no_age": re.compile(r"\bhow old (?:are|r) (?:you|u)\b|\bwhen(?:'s| is) your birthday\b|\bwhere (?:are|r) (?:you|u)(?: from)?\b|\bwhere do (?:you|u) live\b"),
}  # fmt: skip


def handle(turn: Turn) -> Outcome:
    lowered = turn.text.lower()
    if turn.state.offered and read_critiques(turn.text):
        return refine.handle(turn)
    if _ARE_YOU.search(lowered):
        return turn.answer("smalltalk.a_bot", state=turn.state)
    if _THANKS.search(lowered) or is_only_thanks(turn.text):
        return turn.answer("smalltalk.thanks", state=turn.state)
    if _BYE.search(lowered):
        return turn.answer("smalltalk.bye", state=turn.state)
    if asked := about_us(turn):
        return asked
    if own_words.doubts_their_worth(turn.text):
        return of_worth(turn)
    if turn.reading.sentiment == "negative" or own_words.sounds_low(turn.text):
        return low(turn)
    if turn.state.offered and own_words.only_ok(turn.text):
        return turn.answer("smalltalk.ok_then", state=turn.state, prompts=_OR)
    return turn.answer("smalltalk.chat", state=turn.state)


def own_name(turn: Turn) -> Outcome | None:
    """ "What's my name?": as it stands in our notes."""
    if not _MY_NAME.search(turn.text.lower().replace("’", "'")):
        return None
    name = "" if turn.is_child else own_words.usable_name(turn.contact.display_name)
    if name:
        return turn.answer("smalltalk.your_name", state=turn.state, told=name)
    return turn.answer("smalltalk.no_name", state=turn.state)


def low(turn: Turn) -> Outcome:
    """They are not well: an ear, and a game if they want one."""
    return turn.answer("smalltalk.low", state=replace(turn.state, awaiting=COMFORT))


def of_worth(turn: Turn) -> Outcome:
    """ "Am I a loser?": a kind no, and a game if they want one."""
    return turn.answer("smalltalk.worth", state=replace(turn.state, awaiting=COMFORT))


def about_us(turn: Turn) -> Outcome | None:
    """A question about the bot itself, their name, or a joke that is wanted; None for anything else."""
    if named := own_name(turn):
        return named
    lowered = turn.text.lower()
    key = next((name for name, words in _ASKED.items() if words.search(lowered)), "")
    return turn.answer(f"smalltalk.{key}", state=turn.state) if key else None


def is_only_thanks(text: str) -> bool:
    return bool(_ONLY_THANKS.match(text.strip().lower()))


def comfort(turn: Turn) -> Outcome:
    """They said yes to something that might help a bit."""
    tonight = replace(turn.state.tonight, mood=turn.state.tonight.mood or "sad")
    return offer(turn, turn.state.with_wish(tonight), lead="offer.lead", ack=turn.say("ack.plain"))
