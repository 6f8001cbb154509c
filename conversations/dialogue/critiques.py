"""What is wrong with a suggestion, in a person's words: "too sad", "less violent", "something newer". Pure.

Each critique is a key; ``wishes`` says what it changes and ``naming`` how we say it back.
"""

from __future__ import annotations

import re

from conversations.understanding.number_words import NUMBER_WORDS

_VERY = r"(?:so|a bit|bit|kinda|a little|pretty|very|really)"
_TOO = rf"(?:too|{_VERY})"
_LESS = r"(?:less|not (?:so|that|too|as)|a bit less|without being(?: so)?|nothing|(?:don'?t|do not) (?:want|need|fancy|feel like) (?:anything|something))"
# Key -> how it is called when there is too much of it, and how its opposite is asked for.
_WORDS: dict[str, tuple[str, str]] = {
    "lighter": (r"sad|depressing|heavy|dark|gloomy|bleak|grim|emotional|sombre|somber|miserable|tragic",
                r"lighter|happier|cheerier|more (?:cheerful|upbeat|light-?hearted|uplifting|hopeful)|less of a downer"),
    "not_scary": (r"scary|creepy|spooky|frightening|unsettling|disturbing", r"less scary"),
    "scarier": (r"tame", r"scarier|creepier|spookier|(?:more|really) (?:scary|creepy|spooky) (?:pls|please|than)|not scary enough|actually scary"),
    "peaceful": (r"combat[- ]heavy|fighty", r"(?:without|no|zero) (?:any |all that |the )?(?:killing|fighting|fights|combat|violence|battles|enemies|guns|weapons)|nothing violent|non-?violent|peaceful|pacifist"),
    "less_violent": (r"violent|gory|bloody|brutal|gruesome|graphic", r"less (?:blood|gore|violence|killing|shooting)|(?:don'?t|do not|can'?t|cannot|never) (?:really |much )?(?:like|stand|want|enjoy|care for|do|take|handle|need) (?:any |all |the |all the )?(?:violence|gore|blood|shooting|killing|violent games)|(?:hates?|detests?|dislikes?|not (?:a fan of|keen on|into)) (?:the |all |any )?(?:violence|gore|blood|shooting|killing|violent games)|(?:without|no|zero) (?:any |all that |the )?(?:blood|gore)"),
    "easier": (r"hard|difficult|complicated|complex|punishing|stressful to play|fiddly", r"easier|simpler"),
    "harder": (r"easy|simple|basic|braindead", r"harder|tougher|more (?:challenging|difficult|of a challenge)"),
    "calmer": (r"intense|stressful|hectic|frantic|fast|loud|much going on|chaotic", r"calmer|slower|more (?:chilled|relaxed|laid ?back)"),
    "livelier": (r"slow|boring|sleepy|quiet|dull", r"faster|more (?:action|exciting|intense|energetic)|livelier"),
    "longer": (r"short|small", r"longer|bigger|more to it|meatier"),
    "grown_up": (r"childish|kiddy|kiddie|babyish|cutesy|cute|for kids", r"more (?:grown ?-?up|adult|mature)"),
    "newer": (r"old|dated|old ?-?fashioned|retro", r"newer|more (?:recent|modern)"),
    "older": (r"new|modern", r"older|more (?:retro|old ?-?school)"),
    "hidden": (r"mainstream|popular|well ?-?known|obvious|famous", r"less (?:mainstream|well ?-?known|obvious|popular)|more obscure"),
    "known": (r"obscure|niche|indie|unknown", r"more (?:popular|mainstream|well ?-?known)|better known"),
}  # fmt: skip
_PATTERNS = {
    key: re.compile(rf"\b(?:{_TOO} (?:{too})|{_LESS} (?:{too}))\b|\b(?:{asked})\b")
    for key, (too, asked) in _WORDS.items()
}
# "Not too hard" is a wish for easier; "not too easy" is one for harder: both are in _LESS. But "not bad" and
# "so sad that he left me" are no critique, so feelings about oneself are set aside.
_ABOUT_MYSELF = re.compile(
    r"\b(?:i'?m|im|i am|i feel|i felt|feeling|feel|i was|been|my (?:day|life|week|boss|ex|head)(?: is| was|'s)?|today(?: is| was|'s)?|it'?s been)"
    r" (?:\w+ )?(?:so|too|very|really|kinda|a bit|pretty|way too) \w+"
)

# "Something really scary" and "a very hard game" ask for just that; "too scary" never does.
_WISHED = re.compile(
    rf"\b(?:something|anything|smth|sth|stuff|ones?|games?)(?: that(?: is|'?s)| which is)? {_VERY} \w+"
    rf"|\b(?:want|need|make|like|love) (?:it|them|this|one) {_VERY} \w+"
    rf"|\b{_VERY} \w+ (?:games?|ones?|titles?|story|stories|stuff|experience|today|day|week)\b"
)


def read_critiques(text: str) -> tuple[str, ...]:
    """In the order in which they are listed above; empty when nothing is found wanting."""
    lowered = _WISHED.sub(" ", _ABOUT_MYSELF.sub(" ", text.lower().replace("’", "'")))
    return tuple(key for key, pattern in _PATTERNS.items() if pattern.search(lowered))


_HIDDEN = re.compile(
    r"\bhidden gems?\b|\bunder ?-?rated\b|\bunder the radar\b|\blesser known\b|\bless(?:er)? ?-?known\b|\bobscure\b|\bniche\b|\bnobody (?:talks about|knows|has heard)\b(?! (?:me\b|i\b|how i\b|what i))"
    r"|\bnever heard of\b|\boverlooked\b|\bi haven'?t heard of\b|\bnot (?:the )?(?:mainstream|usual|obvious)\b|\bno (?:big|famous|household) names?\b|\bunder-?appreciated\b|\boff the beaten (?:path|track)\b|\b(?:hardly|barely) (?:anyone|anybody) (?:knows|plays|has|talks)\b"
    r"|\b(?:no ?one|no-one|few people|hardly anybody|nobody)(?: \w+)? (?:ever )?(?:knows?|plays?|played|heard|talks about|remembers?)\b(?! (?:with\b|to\b|me\b|i\b|how i\b|what i|my\b))|\bi(?:'?d| would) never (?:find|have found|come across|stumble)\b"
)
_KNOWN = re.compile(
    r"\b(?:everyone|everybody)(?:'s| is)? (?:is |else )?(?:playing|plays|knows|loves|talks about|talking about|raving about)\b|\bmost popular\b|\btrending\b|\bpopular (?:games?|ones?|stuff)\b"
    r"|\bwell ?-?known\b|\ball ?-?time (?:great|classic)s?\b|\bmust ?-?plays?\b"
)
# A year of release is asked for by words about games; "this year has been awful" and "I recently lost my job" are lives.
_LAST_YEARS = re.compile(
    r"\b(?:from|of|within|since|(?:released|made|out|something|anything|games?|stuff)(?: (?:in|over|within))?)(?: the)?"
    r" (?:last|past) (?:(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|couple of|few) )?years?\b"
)
_RECENT = re.compile(
    r"\b(?:(?<!my )(?<!our )recent(?:ly (?:released|made|out))?|new release[sd]?|newly released|brand new|just (?:came|come) out|(?:from|out|released|made|of|games?|something|anything) (?:in )?this year|came out last year|(?<!my )latest|(?:something|anything) new out)\b"
)
_OLD = re.compile(r"\b(?:old ?-?school|retro|oldies?|older games?|classics?|vintage|from back in the day)\b")
_DECADE = re.compile(r"\b(?:the )?(?:19)?([789])0'?s\b|\b(?:early |late )?(?:20)?(00|10)'?s\b")
_COUNTS = {**NUMBER_WORDS, "couple of": 2, "few": 3}


_OF_GAMES = re.compile(
    r"\b(?:i|we|she|he|they)(?:'m| am|'re| are|'s| is)? (?:really |just )*(?:don'?t|do not|doesn'?t|does not|can'?t|cannot|never|hates?|detests?|dislikes?|not)"
    r" (?:\w+ ){0,4}(?:violence|gore|blood|shooting|killing|violent games)\b"
)


def says_of_games(text: str) -> bool:
    """Whether something is disliked in games at large, whichever lies before them."""
    return bool(_OF_GAMES.search(text.lower().replace("’", "'")))


def read_fame(text: str) -> str:
    """ "hidden" for who wants what nobody knows, "known" for the opposite, else empty."""
    lowered = text.lower().replace("’", "'")
    if _HIDDEN.search(lowered):
        return "hidden"
    return "known" if _KNOWN.search(lowered) else ""


def read_years(text: str, *, this_year: int) -> tuple[int | None, int | None]:
    """The first and the last year of release that is asked for; None where it is open."""
    lowered = text.lower().replace("’", "'")
    if found := _DECADE.search(lowered):
        first = 1900 + int(found[1]) * 10 if found[1] else 2000 + int(found[2])
        return first, first + 9
    if found := _LAST_YEARS.search(lowered):
        said = found[1] or "1"
        return this_year - (_COUNTS.get(said) or int(said)), None
    if _RECENT.search(lowered):
        return this_year - 2, None
    if _OLD.search(lowered):
        return None, this_year - 15
    return None, None
