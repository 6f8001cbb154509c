"""Words of somebody whom another person hurts: they need a person and a help line, and no game. Pure.

Only what is done to them by people counts: bosses of games hit everybody, and brothers "beat" each other at racing.
"""

from __future__ import annotations

import re

_ADULT = (
    r"(?:(?:step|foster|grand)[- ]?)?(?:dad|daddy|father|mum|mom|mam|mommy|mother|parents?|boyfriend|bf|husband|hubby|partner|wife|girlfriend|gf|fiancee?"
    r"|ex(?:[- ](?:boyfriend|husband|girlfriend|wife))?|uncle|aunt(?:ie)?|teacher|coach|pastor|priest|boss|landlord|carer|guardian)"
)
_YOUNG = r"(?:brother|bro|sister|sis|cousin|flatmate|roommate|housemate|classmates?|(?:some |the )?(?:kids?|boys|girls|lads|bullies|people)(?: (?:at|in|from) (?:my )?(?:school|class|work))?)"
_ALWAYS = r"(?: (?:always|often|sometimes|just|still|also|keeps?|kept|has been|is|was|gets? drunk and|got drunk and|drinks and|comes home and|used to|and [\w' ]{3,20}))*"
_HITS = r"(?:hits?|hitting|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?|slap(?:s|ped|ping)?|chok(?:es|ed|ing)|strangl(?:es|ed|ing)|throws? things at|threw things at|burn(?:s|ed|t)|whip(?:s|ped)|abus(?:es|ed|ing)|rap(?:es|ed|ing)|molest(?:s|ed|ing)|grop(?:es|ed|ing)|hurts?|hurting|stalk(?:s|ed|ing)|threaten(?:s|ed|ing)(?: to (?:kill|hurt|hit))?)"
_BEATS = r"(?:beats?|beating)"
_NO_PLAY = r"(?! ?(?:up (?:for|about)|with (?:a |an |the |his |her )?(?:text|meme|joke|question|hug|news|song|look|combo)|at\b(?! home)|in (?!the (?:face|stomach|head|ribs)|front|my (?:face|room))|on (?!the (?:head|arm|back))|every (?:single )?(?:time|match|game|race|round) (?:we|i|at|in)|to (?:it|the)\b|by (?:\d|a)|\d))"
_HURT = re.compile(
    rf"\b(?:my|our|her|his|the) (?:\w+ )?{_ADULT}{_ALWAYS} (?:{_HITS}|{_BEATS}(?: up)?) (?:me|us|on me|my (?:mum|mom|mother|sister|brother|little \w+))\b{_NO_PLAY}"
    rf"|\b(?:my )?{_YOUNG}{_ALWAYS} (?:(?:{_HITS}|{_BEATS} up) (?:me|us)|{_BEATS} (?:me|us) up)\b{_NO_PLAY}"
    rf"|\b(?:he|she|they){_ALWAYS} (?:{_HITS}|{_BEATS}(?: up)?) (?:me|us)(?: up)?(?=\W*$|[.,!?]| (?:when (?:he|she|they)|if i|because|a lot|every (?:day|night|weekend)|at home|again (?:last|yesterday|today|tonight)|last night|yesterday))"
    r"|\b(?:i'?m|i am|im|i'?ve been|i was|i got|i get|been) (?:being |getting |always |just |sexually |physically )*(?:abused|molested|raped|beaten up|sexually assaulted|assaulted|stalked|groomed|trafficked)\b"
    rf"|\b(?:i'?m|i am|im) (?:so |really |too )?(?:scared|afraid|terrified|frightened) (?:of|to go home to|to be (?:alone )?with) (?:my (?:\w+ )?{_ADULT}(?!'s)|him|her)\b|\b(?:too |so )?(?:scared|afraid|terrified) to go home\b"
    rf"|\b(?:my (?:\w+ )?{_ADULT}|he|she) (?:touches|touched|is touching) me (?:down there|there|in (?:places|ways)|when i|where|inappropriately|at night)\b"
)
_OF_A_GAME = re.compile(
    r"\b(?:boss(?:es)? (?:fight|battle|hits?)|level|levels|ranked|lobby|in[- ](?:the )?games?|in[- ]game|health bar|hp|combo|parry|dodge|respawn\w*|elden ring|dark souls|sekiro|hades|tekken|street fighter|smash(?: bros)?|fifa|mario kart"
    r"|chess|uno|scrabble|monopoly|minecraft|fortnite|valorant|character|protagonist|npc|game (?:where|about|that|with)|games? about|story (?:where|about)|quest|controller|racing|race)\b"
)
_JOKING = re.compile(r"\b(?:l+o+l+|lmao+|lmfao+|haha\w*|hehe\w*|jk|rofl|xd|kidding|joking|metaphorically)\b|[😂🤣😆😹]")
_DENIED = re.compile(
    r"\b(?:never|not|no longer|doesn'?t|didn'?t|don'?t|isn'?t|wasn'?t|stopped|wouldn'?t)(?: \w+){0,2}? (?:hits?|beats?|hurts?|punch|kick|abuse\w*|hitting|beating|hurting|abused|scared|afraid)\b"
    r"|\bover (?:it|him|her|them)\b|\bmoved on\b|\bhurts? (?:me|us) (?:emotionally|with (?:his|her) words)\b"
)
_LONGEST = 600


def is_harmed(text: str) -> bool:
    """Whether somebody tells, as far as one can see in earnest, that a person near them hurts them."""
    lowered = " ".join(text[:_LONGEST].lower().replace("’", "'").replace("`", "'").split())
    if not _HURT.search(lowered):
        return False
    return not (_JOKING.search(lowered) or _OF_A_GAME.search(lowered) or _DENIED.search(lowered))
