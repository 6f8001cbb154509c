"""Moods that somebody says in so many words: "im so hyped", "too knackered", "i want scares".

In a reaction or a question most mood words are about the game ("is it relaxing"), so there only these count.
"""

from __future__ import annotations

import re

from conversations.understanding.negation import Scopes

_I_AM = r"(?:i'?m|i am|im|we'?re|feeling|i feel|me is|am)(?: (?:so|too|very|well|really|just|all|kinda|absolutely|proper|honestly|basically|always|nearly always|already|still|a bit|dead|that))*"
_STATED: dict[str, str] = {
    "tired": rf"(?:{_I_AM}|too) (?:\w+ )?(?:knackered|tired|exhausted|sleepy|shattered|drained|fried|wiped out|half asleep|zonked|cooked)(?! of)|(?:my )?head'?s? (?:is )?(?:pounding|splitting|banging)|(?:ppl|people) (?:exhaust|drain|tire|wear) me(?: out)?|(?:my )?brain'?s? (?:is )?(?:mush|soup|fried|dead|gone)|dead on my feet|half asleep",
    "spooky": r"(?:i )?(?:want|need|wanna|gimme|give me|fancy)(?: \w+){0,2} (?:scares?|frights?)(?! less)|need to be scared|want to be scared|(?<!\bit )(?:scarier|spookier|creepier)(?! than)|up for (?:a|some) (?:scares?|frights?)|wanted (?:to be scared|scares)|(?:make|made) (?:me|it) jump\b|creepy as (?:hell|fuck|anything)",
    "angry": rf"(?:losing|lost) (?:my|me) (?:rag|temper|shit|cool)\b|threw (?:my|the) (?:pad|controller|phone)|(?:{_I_AM}|got so|so) (?:angry|furious|livid|fuming|raging|pissed off)|made (?:me|my) (?:furious|blood boil)|bit the controller",
    "stressed": rf"more anxious|more anxiety|(?:{_I_AM}) (?:\w+ )?(?:anxious|stressed|overwhelmed|on edge)(?! person)|(?:has|got) me on edge",
    "silly": r"(?:giggly|silly|goofy) mood|(?<!\bit )(?:goofier|sillier|funnier|dafter|dumber)(?! than)|(?:asked for|i said|wanted|meant) (?:a |some |something )?(?:funny|laughs?|silly|comedy)|more laughs|(?:want|need|wanna)(?: a| some| to)? (?:laughs?|giggles?)\b|make me laugh",
    "chill": r"(?:asked for|i said|wanted|meant) (?:something )?(?:chill|calm|cosy|cozy|relaxing)\b|(?:looks?|sounds?|seems?) so (?:relaxing|calming|cosy|cozy|peaceful|soothing)|blood pressure'?s? (?:is )?(?:already )?(?:dropping|down)|(?<!\bit )(?:cosier|cozier|calmer|chiller|gentler|mellower)(?! than)|less (?:stressful|sweaty|frantic|hectic|intense)|snug (?:and|n|&) \w+|came here to unwind|too (?:stressful|intense|hectic|frantic) for (?:tonight|today|me rn|now)|shoulders dropped",
    "hyped": rf"(?:{_I_AM}|got me|has me) (?:\w+ )?(?:hyped|pumped|buzzing|stoked|psyched|amped|fired up)\b|want (?:a|the|that) rush|more adrenaline",
    "happy": r"(?:best|great|cheery|good|amazing|lovely|brilliant) mood\b(?! (?:for|board|game))|made my (?:whole )?day|over the moon",
    "competitive": r"play to win|(?:i can|wanna|want to|to) (?:beat|thrash|smack|batter|destroy|crush|humble) my (?:\w+ )?(?:brother|bro|sister|cousin|husband|wife|mate|dad|flatmate|gf|bf|friend|friends|mates)\b",
    "nostalgic": r"inner child|takes me (?:right |straight )?back|missing? being a kid|feel like a kid again",
    "lonely": rf"(?:{_I_AM}) (?:\w+ )?lonely|keeps? me company|too quiet (?:here|in here|since)",
    "brainy": r"chew on mentally|brain (?:on|engaged)\b|make me think\b",
}  # fmt: skip
_PATTERNS = {mood: re.compile(rf"(?<![\w'])(?:{said})(?![\w'])") for mood, said in _STATED.items()}
_ABOUT_THEN = re.compile(r"\b(?:was|were|used to|back when|when i was|last time)\b[^.!?,]{0,20}$")


def read_stated_mood(words: str, scopes: Scopes) -> str:
    """The first mood stated, or ""; what is refused or long ago is none."""
    found = [
        (match.start(), mood)
        for mood, pattern in _PATTERNS.items()
        for match in pattern.finditer(words)
        if not scopes.cover(match.start(), match.start() + 1) and not _ABOUT_THEN.search(words[: match.start()])
    ]
    return min(found)[1] if found else ""
