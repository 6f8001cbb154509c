"""Small certain readings of one's own: yes and no, an age, a name, a question about oneself. Pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("own_words", Path(__file__).parent / "phrases")
_YES = re.compile(rf"^{_SAID['yes']}(?:[ ,.!]+{_SAID['after a yes']})*[.! ]*$")
_NO = re.compile(rf"^{_SAID['no']}(?:[ ,.!]+{_SAID['after a no']})*[.! ]*$")
_AGE = re.compile(
    r"\b(?:i'?m|i am|im) (?:only |just |almost |nearly )?(\d{1,2})(?: ?(?:yo|y/o|yrs?(?: old)?|years? old))?"
    r"(?=$|[.,!?;)\n]|\s+(?:and|so|but|btw|lol|now|, )\b)|\b(?:i'?m|i am|im) (?:a |an )?(\d{1,2})[- ]"
    r"(?:year|yr)s?[- ]old\b|\bmy age is (\d{1,2})\b|^\s*(\d{1,2}) (?:years old|yo|y/o)\s*$"
)
_ABOUT_ME = re.compile(_SAID["what we know"])
_ONLY = re.compile(_SAID["only"])
_AGREES = re.compile(rf"\b{_SAID['agrees']}\b|^(?:ok(?:ay)? )?bet\W*$")
_NO_IDEA = re.compile(
    rf"(?:{_SAID['hesitating before it']}[ ,.]+)*(?:i )?{_SAID['no idea']}(?:[ ,]+{_SAID['of what']})*[\s.!?🤷]*"
)
_LASTING = re.compile(rf"\b{_SAID['lasting']}\b")
_NO_QUESTIONS = re.compile(_SAID["no questions"])
# Where children are listed; beyond it lies a story, and this pattern would take its time over it.
_LONGEST_LIST = 600
_CHILDREN = re.compile(_SAID["ages of children"])
_INTRODUCES = re.compile(
    r"\b(?:[Mm]y name(?:'s| is)|[Cc]all me|[Nn]ame's)\s+([^\W\d_][\w'’-]+)"
    r"|\b(?:[Ii]'?m|[Ii] am|[Tt]his is|[Ii]t'?s)\s+([A-Z][a-z'’-]+)(?=\s*(?:$|[.,!)]|here\b|and\b|btw\b))"
)
_SAID_LOW = phrases_of("low", Path(__file__).parent / "phrases")
_WORTH = re.compile(rf"\b{_SAID_LOW['doubts their worth']}\b")
_LOW = re.compile(rf"^{_SAID_LOW['all of it']}\W*$|\b{_SAID_LOW['nothing is fun']}\b|{_WORTH.pattern}")
_LOOKS_BACK = re.compile(r"\b(?:again|show me|back to|go back|previous|earlier|before|ones)\b")
_OWNS_IT = re.compile(_SAID["owns it"])
_SETTLES = re.compile(rf"^{_SAID['settles']}\b|\b(?:it is|it is then|then|please)\W*$")
_ITS_LIKE = re.compile(
    r"\b(?:like|similar|same|as|style|vibes?|but|instead|not|than|another|more|was|were|is|too|hate|didn'?t)\b|\?"
)
_ASKS_FOR_A_GAME = re.compile(rf"\b{_SAID['asks for a game']}\b")
# Whoever asks for the like of a game and says no more has told no mood.
_ITS_LIKE_ONLY = re.compile(
    rf"(?:.*[.!,] *)?(?:{_SAID['leading in']}[ ,]+)*{_SAID['something']}(?: (?:just|more|kinda|a bit|similar))* "
    rf"{_SAID['like']} (?P<it>[\w':&-]+(?: [\w':&-]+){{0,4}})[ .!?]*"
)
_AND_MORE = re.compile(r"\b(?:but|and|with|without|that|for|when|because|cuz|so|yet|less|more)\b")
_ASKS_ABOUT_IT = re.compile(_SAID["asks about it"])
_CHOOSES = re.compile(rf"\b{_SAID['chooses']}(?: the look of)? {_SAID['number']}?{_SAID['which one']}\b")
_ITS_KIND = re.compile(
    rf"\b{_SAID['more']}(?: \w+)? (?:like|similar to|along the lines of) "
    rf"(?:the |that |this |number |no\.? ?|#)?{_SAID['which one']}\b"
)
_REFUSES = re.compile(r"\b(?:not|n't|never|hate|dislike|no|neither|less|don'?t|dont)\b")
_LEFT_TO_US = re.compile(rf"\b{_SAID['left to us']}\b")
_SHRUG = re.compile(
    rf"(?:{_SAID['hesitating']}[\s,.!]+)*{_SAID['shrugs']}(?:[\s,.!]+{_SAID['after a shrug']})*[\s.!?🤷♂♀️]*"
)
_ALL_OF_THEM = re.compile(_SAID["all of them"])
_ONLY_OK = re.compile(
    r"(?:ok(?:ay|ie)?|k+|kk|alright|right|cool|hm+|i see|noted|fine|sure)"
    r"(?: ok| cool| then| lol| thanks)?[\s.!👍]*"
)
_SAID_OF_MONEY = phrases_of("comparing", Path(__file__).parent / "phrases")
_LIFTED = {
    "minutes": re.compile(_SAID["any length"]),
    "price": re.compile(
        rf"\b{_SAID_OF_MONEY['no limit']}(?!\w)"
        rf"|\b(?:drop|forget|ignore|lose|lift) (?:the |my |being )?{_SAID['money']}(?: limit| part| bit)?\b"
    ),
    "platforms": re.compile(_SAID["any platform"]),
    "genres": re.compile(
        r"\b(?:any|whatever|whichever) (?:genre|kind|type)\b|\bgenre (?:doesn'?t|does not|dont) matter\b"
    ),
    "player_mode": re.compile(_SAID["any company"]),
}  # fmt: skip
_NAME = re.compile(
    rf"^(?:{_SAID['before a name']}\s+)*([^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){{0,2}})[.! ]*$",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    line.strip()
    for line in (Path(__file__).parents[2] / "data" / "no_names.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)


def yes_or_no(text: str) -> bool | None:
    """What a short answer says; None when it is neither."""
    lowered = text.strip().lower().replace("’", "'")
    if _YES.match(lowered):
        return True
    return False if _NO.match(lowered) else None


def own_age(text: str) -> int | None:
    """The age that somebody states of themselves, 4 to 99."""
    found = _AGE.search(text.lower().replace("’", "'"))
    age = next((int(part) for part in found.groups() if part), None) if found else None
    return age if age is not None and 4 <= age <= 99 else None


def asks_what_we_know(text: str) -> bool:
    return bool(_ABOUT_ME.search(text.lower()))


def agrees(text: str) -> bool:
    """Whether somebody takes up what was just suggested."""
    return bool(_AGREES.search(text.strip().lower().replace("’", "'")))


def has_no_idea(text: str) -> bool:
    """Whether they say that they do not know what they want, and nothing else."""
    return bool(_NO_IDEA.fullmatch(text.strip().lower().replace("’", "'")))


def name_in_greeting(text: str) -> str:
    """ "hi, I'm Tom": a name of its own, written as one; "im tired" is none."""
    found = _INTRODUCES.search(text)
    return usable_name(found[1] or found[2]) if found else ""


def sounds_low(text: str) -> bool:
    """ "Not great", "nothing feels fun any more": no mood that a game is picked by, and no time for jokes."""
    return bool(_LOW.search(text.strip().lower().replace("’", "'")))


def doubts_their_worth(text: str) -> bool:
    """ "Am I a loser?": low too, and to be answered with more than an ear."""
    return bool(_WORTH.search(text.lower().replace("’", "'")))


def only_ok(text: str) -> bool:
    return bool(_ONLY_OK.fullmatch(text.strip().lower()))


def looks_back(text: str) -> bool:
    """ "Show me the first ones again" chooses nothing."""
    return bool(_LOOKS_BACK.search(text.lower()))


def owns_it(text: str) -> bool:
    """ "Good, but I have it": no news to them."""
    lowered = text.lower().replace("’", "'")
    return bool(_OWNS_IT.search(lowered)) and not re.search(
        r"\?|\b(?:not|n't|never|no|do (?:you|u)|want to|wanna|gotta|must|need to)\b", lowered
    )


def settles_on(text: str) -> bool:
    """ "Ok, Hades then": a title by name, and no wish for its like."""
    return bool(_SETTLES.search(text.lower())) and not _ITS_LIKE.search(text.lower())


def asks_for_a_game(text: str) -> bool:
    return bool(_ASKS_FOR_A_GAME.search(text.lower()))


def asks_only_for_its_like(text: str) -> bool:
    """ "Something like Doom", and nothing else that could tell a mood."""
    found = _ITS_LIKE_ONLY.fullmatch(text.strip().lower().replace("’", "'"))
    return found is not None and not _AND_MORE.search(found["it"])


def asks_about_it(text: str) -> bool:
    """ "What's that second one about?" chooses nothing either."""
    return bool(_ASKS_ABOUT_IT.search(text.lower().replace("’", "'")))


def names_stop(text: str) -> bool:
    """Whether the very word stands there, whatever else does."""
    return bool(re.search(r"\b(?:stop|unsubscribe|opt ?out)\b", text.lower()))


def wants_no_questions(text: str) -> bool:
    return bool(_NO_QUESTIONS.search(text.lower().replace("’", "'")))


def youngest_of_children(text: str) -> int | None:
    """ "3 kids (5, 8, 11)" is 5: several ages beside the word for children."""
    found = _CHILDREN.search(text[:_LONGEST_LIST].lower())
    ages = [int(age) for age in re.findall(r"\d{1,2}", found[0])] if found else []
    ages = [age for age in ages if 1 <= age <= 17]
    return min(ages) if len(ages) > 1 else None


def chooses(text: str) -> bool:
    """ "I like the last one", "going with number 2": said of one of several."""
    lowered = text.lower().replace("’", "'")
    return bool(_CHOOSES.search(lowered)) and not _REFUSES.search(lowered)


def wants_its_kind(text: str) -> bool:
    """ "More like the last one": another of its kind, and not that one."""
    return bool(_ITS_KIND.search(text.lower()))


def is_lasting(text: str) -> bool:
    """Whether something is said of always, not of tonight."""
    return bool(_LASTING.search(text.lower().replace("’", "'")))


def shrugs(text: str) -> bool:
    """Whether all they say is that they do not know, or that we may choose."""
    return bool(_SHRUG.fullmatch(text.strip().lower().replace("’", "'")))


def leaves_it_to_us(text: str) -> bool:
    """ "You pick", and not "idk": asked what to give up, the one is an answer."""
    return shrugs(text) and bool(_LEFT_TO_US.search(text.lower()))


def means_all(text: str) -> bool:
    """Whether everything that was just suggested is turned down."""
    return bool(_ALL_OF_THEM.search(text.strip().lower().replace("’", "'")))


def lifted_wish(text: str) -> str:
    """The wish that no longer matters to them ("any length is fine"), or empty."""
    lowered = text.lower().replace("’", "'")
    return next((wish for wish, pattern in _LIFTED.items() if pattern.search(lowered)), "")


def says_only(text: str) -> bool:
    """ "I only have a Switch" replaces what was known; "I have a Switch" adds to it."""
    return bool(_ONLY.search(text.lower()))


def name_in_answer(text: str) -> str:
    """The name in an answer to "what do I call you?"; empty when it is no name."""
    found = _NAME.match(text.strip())
    if not found or any(word.strip("'’.-") in _NO_NAMES for word in found[1].lower().split()):
        return ""
    return usable_name(found[1])


def usable_name(raw: str) -> str:
    """What to call somebody by: the first name of a profile name, or empty if there is none in it."""
    words = [word for word in re.split(r"[\s_|/·•]+", "".join(map(_letters_only, raw))) if word]
    first = next((word.strip("'’.-") for word in words if sum(map(str.isalpha, word)) >= 2), "")
    if not first or len(first) > 24 or first.lower() in _NO_NAMES:
        return ""
    return first if any(char.islower() for char in first) or not first.isascii() else first.capitalize()


def _letters_only(char: str) -> str:
    kind = unicodedata.category(char)
    if "\ufe00" <= char <= "\ufe0f":  # belongs to an emoji, not to a letter
        return ""
    return char if kind[0] in "LM" or char in "'’.-" else " "
