"""Wishes and questions that no record of ours can answer: ads, languages, subscriptions, streaming, machines. Pure.

Saying nothing would sound like a yes, so it is said that our notes are silent and the store page is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# As it stands in "I don't know …", and the words that ask for it.
_ABOUT: Mapping[str, re.Pattern[str]] = {
    "whether there are ads": re.compile(r"\b(?:ads?|adverts?|advertis\w+|commercials)\b"),
    "whether it needs an account": re.compile(r"\b(?:no|without(?: an?| any)?|need an?|requires? an?) (?:log ?-?ins?|sign ?-?ups?|accounts?|registration|email)\b"),
    "how much reading it takes": re.compile(r"\b(?:no|without|little|less|not much|barely any|hates?) (?:the )?(?:reading|text|dialogue)\b|\bcan(?:'?t|not) read\b"),
    "what it sells inside": re.compile(r"\b(?:in[- ]?app(?: purchases?)?|iaps?|micro ?-?transactions?|mtx|loot ?-?box(?:es)?|pay ?(?:2|to) ?win|p2w|gacha|battle ?pass|hidden costs?|pay ?walls?)\b"),
    "whether it runs offline": re.compile(r"\b(?:offline|(?:needs?|requires?|uses?) (?:the |a |an |any )?(?:wi-?fi|internet|data|signal|(?:internet )?connection)|always[- ]online|no (?:wi-?fi|internet|signal|data|connection)|without (?:wi-?fi|internet|a connection|signal|data)|(?:on|for) (?:a|the|my) (?:plane|flight)|airplane mode|flight mode)\b"),
    "how big the download is": re.compile(r"\b(?:download size|file size|how (?:big|large|heavy) is (?:it|the download|the file)|how many (?:gb|gigs|gigabytes|mb)|how much (?:space|storage|memory|data)|(?:takes?|needs?) (?:up )?(?:much |little )?(?:space|storage)|low storage|under \d+ ?(?:gb|mb)|small download)\b"),
    "what machine it needs": re.compile(r"\b(?:(?:run|work|play)s? on (?:a |my |an )?(?:potato|old|crappy|weak|toaster|low[- ]end|cheap|integrated|20\d\d|chromebook)|low[- ]end|potato (?:pc|laptop)|toaster|(?:system |min(?:imum)? |pc )?(?:requirements|specs?)|integrated graphics|no (?:gpu|graphics card)|(?:can|will|would) my (?:\w+ ){0,2}(?:laptop|pc|computer|mac|phone|macbook) (?:run|handle|take|play)|(?:laptop|pc|computer|phone) from (?:19|20)\d\d|(?:old|ancient|weak|crappy|shitty|bad) (?:laptop|pc|computer|phone|gpu))\b"),
    "its languages": re.compile(r"\b(?:in (?:spanish|german|french|portuguese|hindi|italian|dutch|polish|russian|japanese|chinese|korean|arabic|turkish|tagalog|filipino|indonesian)|subtitles?|dubbed|voice acting|translated|localis\w+|localiz\w+|what languages?|which languages?)\b"),
    "how it plays with a controller": re.compile(r"\b(?:controllers?|game ?pads?|joysticks?|keyboard and mouse|touch ?screen controls?)\b"),
    "whether one hand is enough": re.compile(r"\b(?:one[- ]handed(?:ly)?|one hand|single hand|with one thumb)\b"),
    "which subscriptions include it": re.compile(r"\b(?:game ?pass(?:es)?|xgp|gp ultimate|ps ?(?:plus|\+)|(?:playstation|psn) (?:plus|\+)|ps now|apple arcade|(?:google )?play pass|netflix games?|games? (?:on|in|from) netflix|(?:on|in|with|from|part of|included in|via) (?:my )?netflix(?! and\b)|ea (?:play|access)|prime gaming|(?:amazon|twitch) prime|ubisoft ?(?:\+|plus)|uplay ?\+|(?:nintendo|switch) online|nso|humble (?:choice|bundle)|subscriptions?)(?!\w)"),
    "whether it can be streamed": re.compile(r"\b(?:ge ?force ?now|gfn|x ?cloud|(?:amazon )?luna cloud|amazon luna|boosteroid|stadia|shadow pc|cloud (?:gaming|play|streaming|streamed|version)|(?:stream|streaming|streamed) (?:it |this |that )?(?:from|over|in|via|through) the cloud|(?:play|run)s? in the cloud|remote play|steam link)\b"),
    "whether it has timers": re.compile(r"\b(?:timers?|timed levels?|countdowns?)\b"),
    "how it plays without sound": re.compile(r"\b(?:no sound|sound off|without (?:the )?sound|on mute|muted|silently)\b"),
    "whether it has voice chat": re.compile(r"\b(?:voice ?chat|voip|proximity chat|in[- ]game chat)\b"),
    "whether it has crossplay": re.compile(r"\b(?:cross[- ]?play|cross[- ]?platform|cross[- ]?save)\b"),
    "what help it has for colour-blind or low-sighted players": re.compile(r"\b(?:colou?r ?-?blind\w*|accessib\w+|screen ?reader|large text|big text|(?:text|font|letters|writing) (?:is |are )?(?:large|big|small|tiny|readable|legible)|(?:bigger|larger) (?:text|font|letters)|font size|subtitles for|deaf|dyslexi\w+|motion sick\w*)\b"),
}  # fmt: skip


def uncheckable_in(text: str) -> tuple[str, ...]:
    """What is asked for that our records do not hold, in the order above; at most two."""
    lowered = text.lower().replace("’", "'")
    return tuple(about for about, words in _ABOUT.items() if words.search(lowered))[:2]
