"""Words of loss and of strong sadness: they are met with sympathy before anything else. Pure.

Weaker than what ``distress.py`` looks for: nobody is in danger, and a quiet game is welcome.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from conversations.understanding.normalise import fold

DEATH = "death"
# What a game's record calls itself when it is about loss.
TAGS_OF_LOSS = ("grief", "death", "loss", "mourning", "melancholy", "emotional", "dying", "funeral", "suicide")

_DEAR = (
    r"(?:(?:best |close |dear |old |little |big |baby |elder |older |younger |sweet |poor |beloved |grand ?)*"
    r"(?:dog|doggo|pup(?:py)?|cat|kitty|kitten|pet|horse|hamster|bunny|rabbit|bird|parrot|guinea pig|mum|mom|mommy|mother|ma|dad|daddy|father|papa|parents?|"
    r"nan|nana|gran|granny|grandma|grandpa|grandad|granddad|grandmother|grandfather|brother|bro|sister|sis|twin|son|daughter|baby|child|kid|wife|husband|hubby|partner|"
    r"fiancee?|girlfriend|boyfriend|gf|bf|friend|buddy|bestie|aunt(?:ie)?|uncle|cousin|niece|nephew|mate|neighbou?r|teacher|coach|ex)s?)"
)
_MY = rf"(?:my|our) {_DEAR}(?: \w+)?"
_JUST = r"(?:(?:just|has|have|had|recently|finally|suddenly|sadly) )*"
# Kind → its words. The first that is found is the one that is answered.
_SORROWS: Mapping[str, re.Pattern[str]] = {
    DEATH: re.compile(
        rf"\b{_MY} {_JUST}(?:died|dead|is dead|was killed|got killed|passed(?: away| on)?(?! (?:the|my|his|her|their|a|out|me)\b)|(?:was|got|is being|had to be) put (?:down|to sleep))\b"
        rf"|\b(?:lost|losing|buried|burying|put down) {_MY}(?! at\b)|\b(?:had to )?put {_MY} (?:down|to sleep)\b|\b(?:lost|losing|buried) (?:a|another|one of (?:my|our|the)|two|three|my|our) (?:\w+ )?(?:patients?|residents?|colleagues?|classmates?|students?|comrades?)(?! (?:to (?:another|a|the) (?:clinic|practice|school|company)|at\b|in (?:the )?(?:game|crowd|mall|shop)))\b|\b(?:patients?|residents?) (?:of mine |of ours )?(?:just )?(?:died|passed away)\b|\b(?:death|loss|passing) of {_MY}|\bmiscarr\w+|\bstillb\w+"
        r"|\b(?:my|our|his|her|their|a|the) (?:\w+ )?funeral\b|\b(?:i'?m|i am|im|still|we'?re|been) (?:in )?(?:grieving|mourning)\b"
        r"|\b(?:somebody|someone) (?:i love[d]?|close to me|dear to me) (?:just )?(?:died|passed away)\b"
    ),
    "breakup": re.compile(
        rf"\b(?:my|our) {_DEAR} {_JUST}(?:dumped|left|cheated on|ghosted|divorced|broke up with|is leaving|walked out on|is divorcing)(?: me| us)?\b(?! (?:the|a|some|his|her|on|at|in|for)\b)"
        r"|\b(?:he|she|they) (?:just )?(?:dumped me|left me|cheated on me|broke up with me|broke my heart|wants? a divorce)\b"
        r"|\b(?:i|we) (?:just |finally |recently )?(?:broke up|split up|got dumped|was dumped|got divorced)\b|\bi (?:just )?got (?:dumped|left|cheated on)\b"
        r"|\b(?:going|been going|went) through (?:a |an )?(?:\w+ )?(?:break ?-?up|divorce|separation)\b|\bheart ?-?broken\b|\bmy heart is broken\b"
    ),
    "work": re.compile(
        r"\b(?:i|we) (?:just |was just |have been |'ve been |been )?(?:got|was|were|am|been) (?:just )?(?:fired|laid off|sacked|made redundant|evicted|expelled|kicked out)\b"
        r"|\b(?:i'?m|i'?ve been|just got|just been|got) (?:just )?(?:fired(?! up)|laid off|sacked|made redundant|evicted|expelled)\b"
        r"|\blost (?:my|our) (?:job|home|house|apartment|business)\b|\bmy boss (?:just )?fired me\b"
    ),
    "tears": re.compile(
        r"\b(?:can'?t|cannot|cant|couldn'?t) stop crying\b|\b(?:i'?m|i am|im|been|i'?ve been|keep|kept|still|just) (?:\w+ ){0,2}?(?:crying|sobbing|weeping|bawling|in tears)\b"
        r"|\bcri(?:ed|es) (?:all|the whole) (?:day|night|morning|evening|week)\b|\bcried myself to sleep\b|\b(?:i'?m|i am|im|feel(?:ing)?) (?:so |just |totally |absolutely |completely )?(?:devastated|shattered by|falling apart|broken inside)\b"
    ),
}  # fmt: skip
_DENIED = re.compile(
    r"\b(?:not|never|no longer|nobody|no one|isn'?t|wasn'?t|didn'?t|haven'?t|hasn'?t|don'?t|aren'?t|without|stopped|ain'?t|almost|nearly)\b(?! (?:okay|ok|fine|sure|good|great|well|only|just|doing|feeling)\b)(?: \w+){0,3}?"
    r" (?:die|died|dead|dying|crying|sobbing|fired|sacked|dumped|laid|broken?|broke|split|heart ?-?broken|lose|lost|left|passed|mourning|grieving|divorced|evicted)\b(?: (?:up|off|away|my \w+))?"
)
# A story, a joke, or long ago in a game: nothing to be sorry about.
_TOLD = re.compile(
    r"\bin[- ](?:the |a |my |this |that )?(?:games?|minecraft|(?:the )?sims|stardew|fallout|skyrim|zelda|fortnite|ranked|lobby|movie|film|book|show|save|run|world|story)\b"
    r"|\bmade me (?:cry|sob|weep|tear)|\b(?:games?|movies?|films?|books?|story|stories|something) (?:where|about|in which|with|that)\b|\bmy character\b|\b(?:crying|sobbing|dead|screaming) (?:with laugh\w+|laughing|lol|lmao)"
    r"|\b(?:lol|lmao+|lmfao|rofl|haha\w*|jk|just kidding)\b|[😂🤣]|\bhappy tears\b|\btears of joy\b|\bcrying (?:of|from|with) (?:joy|happiness|laugh\w+)"
)


def sorrow_in(text: str) -> str:
    """Which kind of loss or sadness somebody tells of as their own: death, breakup, work, tears; empty for none."""
    folded = " ".join(fold(text).replace("’", "'").split())
    if _TOLD.search(folded):
        return ""
    folded = _DENIED.sub(" ", folded)
    return next((kind for kind, words in _SORROWS.items() if words.search(folded)), "")
