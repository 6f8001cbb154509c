"""The answer to "did it fit?": yes, kind of, no, or not tried yet. Pure."""

from __future__ import annotations

import re

YES, KINDA, NO = 1.0, 0.5, 0.0
VALUES = {"yes": YES, "kinda": KINDA, "no": NO}

_NOT_YET = re.compile(
    r"\b(?:haven'?t|havent|have not|didn'?t|didnt|did not|couldn'?t|not)\b(?: \w+){0,3} (?:played|tried|started|play|try|start|get|got|had|have|time|chance|around|yet)\b|\bnot yet\b|\bno time\b|\bstill (?:downloading|installing|need to|have to|on my list)\b|\bwill (?:play|try)\b|\bgonna (?:play|try)\b|\blater\b"
)
_KINDA = re.compile(
    r"\b(?:kinda|kind of|sorta|sort of|so so|so-so|somewhat|a (?:bit|little)|half|partly|partially|in a way|maybe|ish|meh|mid|ok(?:ay)?(?:ish)?|alright|fine|decent|not (?:bad|quite|exactly|entirely|sure|100)|could be better|more or less|50 ?/ ?50|mas o menos|it was ok)\b|🤷|😐|👌"
)
_NO = re.compile(
    r"^(?:n|no+|nope|nah+|naw|nein|non)\b|\b(?:not (?:at all|really|for me|my (?:thing|mood|vibe))|didn'?t (?:fit|help|work|like|enjoy|vibe|suit|do it)|did not (?:fit|help|work|like|enjoy)|wrong (?:mood|vibe|game|call)|hated|awful|terrible|worse|boring|bored me|annoy\w*|too (?:\w+)|opposite|waste|miss(?:ed)?|off|dropped it|quit|gave up|refunded)\b|👎|😡|😒"
)
_YES = re.compile(
    r"^(?:y|ya+|yes+|yea+h*|yep+|yup|si|sí|oui|ja|sure|totally|absolutely|definitely|100%?|very(?: much)?|exactly|perfect(?:ly)?|it did|sure did|for sure|hell yeah|big time|so much|10/10)\b|\b(?:it (?:really |totally |so )?(?:did|fit|fitted|helped|worked|hit)|loved|love it|perfect(?:ly)?|exactly what|just what|spot on|nailed it|great|amazing|so good|really good|was good|awesome|enjoyed|enjoying|had fun|hooked|obsessed|needed that|banger|slaps)\b|👍|❤|🔥|😍|💯|✅"
)


def read_fit(text: str) -> float | str | None:
    """A share, "not yet", or None for words that answer something else."""
    words = " ".join(text.casefold().replace("’", "'").split())
    if not words or len(words.split()) > 14 or words.endswith("?"):
        return None
    if _NOT_YET.search(words):
        return "not yet"
    if _KINDA.search(words):
        return KINDA
    if _NO.search(words):
        return NO
    return YES if _YES.search(words) else None
