"""Thanks, jokes, "are you real?": a short friendly word and the door left open."""

from __future__ import annotations

import re

from conversations.dialogue.types import Outcome, Turn

_THANKS = re.compile(r"\b(?:thank(?:s| you)?|thx|ty|tysm|cheers|appreciate|merci|gracias|danke)\b")
_ONLY_THANKS = re.compile(
    r"^(?:ok |okay |great |cool |nice |aw+ )?(?:thanks?(?: you)?|thx|ty|tysm|cheers)(?: so much| a lot| a bunch| mate| bro| man| thrum| x+)?[\s!.❤🙏💕😊]*$"
)
_BYE = re.compile(r"\b(?:bye+|good ?night|gn|see (?:you|ya)|cya|later|ttyl|laters)\b")
_ARE_YOU = re.compile(
    r"\b(?:are|r) (?:you|u) (?:a |an |even |actually )*(?:bot|robot|real|human|person|ai|machine|chatgpt)\b|\bwho are (?:you|u)\b|\bis this a bot\b"
)


def handle(turn: Turn) -> Outcome:
    lowered = turn.text.lower()
    if _ARE_YOU.search(lowered):
        return turn.answer("smalltalk.a_bot", state=turn.state)
    if _THANKS.search(lowered):
        return turn.answer("smalltalk.thanks", state=turn.state)
    if _BYE.search(lowered):
        return turn.answer("smalltalk.bye", state=turn.state)
    if turn.reading.sentiment == "negative":
        return turn.answer("smalltalk.low", state=turn.state)
    return turn.answer("smalltalk.chat", state=turn.state)


def is_only_thanks(text: str) -> bool:
    return bool(_ONLY_THANKS.match(text.strip().lower()))
