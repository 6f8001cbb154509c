"""What somebody says about a scene, or of themselves because of it, and does not do in it. Pure.

"That guard looks like my boss" is no deed: it wants a word back, and the scene stays where it is. What is said of a
third, in a verb of being or seeming, and what is felt, liked or remembered is such a remark, as long as nothing that
anybody does stands beside it.
"""

from __future__ import annotations

import re

# Of the scene, of something in their own life, or of how dull it is.
SCENE, MEMORY, DULL = "remark", "memory", "dull"

_CLAUSE = re.compile(
    r"[.!?,;…\n]+|\s[-–]\s|\s+(?:but|and|because|cuz|cos|since|so)\s+(?=(?:i|it|he|she|they|that|this|my)\b)"
)
_INTERJECTION = re.compile(
    r"(?:(?:l+o+l+|lmf?ao+|rofl|(?:ha|he|hi){2,}h?|ha|o+m+g+|o+h+|a+w+|wo+w+|who+a+|hm+|ok(?:ay)?|ngl|tbh|honestly|man|bro|dude|jeez|gosh|yo|well|wait|actually|ah+)\b[\s!]*)+"
)
_SEEMS = r"(?:is|are|was|were|isn'?t|aren'?t|wasn'?t|looks?|looked|sounds?|sounded|seems?|seemed|feels?|felt|reminds?|reminded|smells?|has|have|had|gives?|giving|'s|'re)"
_OF_A_THIRD = re.compile(
    rf"(?:(?:that|this|these|those|it|he|she|they|the|ur|your)(?:'s|'re)|(?:that|this|these|those|it|he|she|they|thats|its|hes|shes|theyre|(?:that|this|these|those|the|ur|your) [\w'-]+(?: [\w'-]+)?)"
    rf" {_SEEMS}|(?:thats|its|hes|shes|theyre))\b.*"
)
_OF_MINE = re.compile(
    rf"(?:my|our) [\w'-]+(?: [\w'-]+)? (?:{_SEEMS}|would|used|does|did|do|once|always|never|loves?|loved|hates?|hated|says?|said)\b.*"
)
_FELT = (
    r"(?:really |so |totally |kinda |actually |also |just |always |still )*"
    r"(?:love|loved|like|liked|adore|hate|hated|miss|missed|remember|remembered|used to|once|had|knew|know|was|felt|feel|grew up|wish|can(?:'t| not)? (?:relate|imagine)|relate|'?m (?:so |really |lowkey |literally )?(?:laughing|dying|crying|smiling|loving|enjoying|invested|hooked|scared|nervous|curious|obsessed|dead))"
)
_OF_ME = re.compile(rf"(?:i|im|we)(?:'ve| have)?\s*{_FELT}\b.*")
_OUTCRY = re.compile(
    r"(?:so|very|really|how(?! (?:are|is|do|does|did|can|many|much|long|come|old)\b)|what an?|such an?|too|pretty|kinda|this is|love|loving|lovely|nice|cool|cute|sweet|funny|hilarious|amazing|awesome|great|brilliant|beautiful|wild|creepy|adorable|iconic|relatable|same|me too|fair|brb laughing)"
    r"(?: [\w'-]+){0,3}"
)
_DULL = re.compile(
    r"\b(?:boring|bored|dull|lame|cringe|stupid|dumb|slow|too long|pointless|meh|not (?:fun|funny|for me)|weird and long)\b"
)
# "… so I sneak past": what stands behind "I" and is neither felt nor remembered is done.
_DONE = re.compile(
    rf"\b(?:i|we)(?:'?ll|'?d| will| would| should| could| wanna| want| try| am going|'?m going)\b|\b(?:let'?s|lets|imma|gonna|ill|id)\b"
    rf"|\b(?:i|we)\b(?!(?:'ve| have)?\s*{_FELT}\b)(?!')"
)
# Which way is the better one says where they want to go.
_PREFERRED = re.compile(
    r"\b(?:better|best|nicer|safer|easier|(?:looks?|sounds?|seems?) (?:fun|nice|good|cool|safe|great|right|like fun))\b"
)
_MINE = re.compile(r"\b(?:my|our|i|me|we|us)\b")
_RECALLED = re.compile(r"\b(?:used to|once|remember\w*|remind\w*|grew up|miss\w*|when i was|back (?:then|home))\b")
_MOST_WORDS = 30


def remark_in(text: str) -> str:
    """``SCENE``, ``MEMORY`` or ``DULL`` where somebody only remarks on something; empty where they do or ask."""
    lowered = " ".join(text.lower().replace("’", "'").split())
    if "?" in lowered or len(lowered.split()) > _MOST_WORDS or _DONE.search(lowered) or _PREFERRED.search(lowered):
        return ""
    clauses = [_INTERJECTION.sub(" ", f"{one} ").strip() for one in _CLAUSE.split(lowered)]
    told = [one for one in clauses if one]
    if not told:
        return SCENE if _INTERJECTION.search(f"{lowered} ") else ""
    if not all(any(form.fullmatch(one) for form in (_OF_A_THIRD, _OF_MINE, _OF_ME, _OUTCRY)) for one in told):
        return ""
    if _DULL.search(lowered):
        return DULL
    return MEMORY if _MINE.search(lowered) and _RECALLED.search(lowered) else SCENE
