"""The plain words of each mood, and which of them a message takes back ("not sad, just bored")."""

from __future__ import annotations

import re

from conversations.understanding.negation import Scopes

_STEMS: dict[str, str] = {
    "chill": r"chill(?:ed|ing|ax|er)?|cozy|cosy|comfy|relax(?:ed|ing|es)?|calm(?:ing|er|ly)?|peaceful|gentle|mellow|unwind(?:ing)?|soothing|zen|laid ?back|easy ?going|serene|tranquil\w*|wholesome|low ?key|hygge|winding down|wind down|relajante|tranquilo|slow",
    "tired": r"tired|exhausted|sleepy|drained|shattered|knackered|wiped(?: out)?|worn out|fatigued?|drowsy|pooped|burn(?:t|ed) out|dead on my feet|no energy|zero energy|low energy|half asleep|sluggish|cansad[ao]|agotad[ao]|thak\w*|pagod|brain ?dead|no brain|fried|zombie|jet ?lag(?:ged)?",
    "stressed": r"stress(?:ed|ful|ing|y)?|anxi(?:ous|ety)|overwhelm(?:ed|ing)|panic(?:king|ky)?|nervous|worried|worrying|tense|deadlines?|overthinking|freaking out|on edge|frazzled|pressure|estresad[ao]|ansios[ao]|ansiedad|tension|de ?stress|spiral(?:ing|ling)?|wound up|dread(?:ing)?",
    "sad": r"sad|down|heartbroken|depress(?:ed|ing)?|crying|cry|cried|tears|grie(?:f|ving|ve)|gutted|blue|miserable|upset|dumped|broke up|break ?up|hopeless|low|comfort(?:ing)?|heart ?break|triste|udaas|lungkot|hurts?|devastated|weepy|mourning",
    "lonely": r"lonely|loneliness|alone|isolated|nobody|no friends|no one|left out|friendless|homesick|company|miss(?:ing)? (?:my|him|her|them|people)|solit\w+|akela|invisible|by myself again|companionship",
    "angry": r"angry|anger|mad|furious|rage|raging|pissed(?: off)?|livid|fuming|frustrat(?:ed|ing)|tilted|seething|vent|smash(?:ing)?|punch(?:ing)?|annoyed|salty|vex|gussa|cabread[ao]|furios[ao]|irritated|destroy|wreck|fed up|blow (?:stuff|things) up",
    "bored": r"bored|boring|boredom|dull|nothing to do|samey|stale|uninspired|aburrid[ao]|entediad[ao]|sian|same old|nothing (?:is )?fun|nothing hits|in a rut|slump",
    "happy": r"happy|cheer(?:ful|y)|good mood|great mood|joy(?:ful)?|celebrat\w+|glad|delighted|sunny|smil(?:e|ing)|uplifting|feel ?good|content|over the moon|feliz|khush|best day|birthday|bday|jolly|giddy|blessed",
    "hyped": r"hyped?|pumped|adrenaline|energy|energetic|excited|buzzing|intense|stoked|wired|amped|fired up|high octane|fast paced|explosive|heart pounding|thrill\w*|wild|lets go+|power(?:ful)?|epic",
    "competitive": r"competitive|compete|ranked|rank|win|winning|ladders?|leaderboards?|sweat(?:y|ing)?|tryhard|esports?|tournaments?|pvp|1v1|grind(?:ing)?|beat|dominate|elo|mmr|skill ceiling|lobbies|opponents?|prove",
    "adventurous": r"adventur(?:e|es|ous)|explor(?:e|ing|ation)|wander(?:ing|lust)?|discover(?:y|ing)?|journey|lost in|roam|curious|quest|travel|unknown|secrets|world|far away|expedition|voyage",
    "nostalgic": r"nostalgi[ac]\w*|retro|childhood|old ?school|classic|throwback|memories|remember|grew up|as a kid|when i was|90s|80s|2000s|ps1|ps2|snes|n64|game ?boy|arcade|pixel|bachpan|saudade|infancia|16 bit|8 bit",
    "creative": r"creativ(?:e|ity)|build(?:ing|er)?|design(?:ing|er)?|craft(?:ing|y)?|decorat(?:e|ing)|create|creating|paint(?:ing)?|art(?:y|sy|istic)?|express|customi[sz]\w+|construct|terraform\w*|tinker|invent|imagination|make my own|draw",
    "spooky": r"spooky|scary|scare|scared|scares|creep(?:y|s)?|horror|terrif(?:y|ied|ying)|haunted|ghosts?|nightmares?|dread|eerie|frighten\w*|chills|jump ?scares?|halloween|unsettling|spooked|terror|miedo|darawn\w+|bhoot",
    "brainy": r"brain(?:y|er|s)? teasers?|puzzl\w+|think(?:ing|er|y)?|clever|smart|logic|strateg\w+|detective|myster(?:y|ies)|riddles?|mental(?:ly)?|solve|solving|cerebral|big brain|mind bending|chess|deduc\w+|challenge my|work it out|figure (?:it )?out|intellect\w*",
    "silly": r"sill(?:y|iness)|funny|goofy|laugh\w*|absurd|daft|stupid|dumb(?:est)?|ridiculous|hilarious|giggl\w+|comedy|wacky|nonsense|chao(?:s|tic)|meme|bonkers|weird|slapstick|unhinged|ragdolls?|lighthearted|prank",
}  # fmt: skip
_PATTERNS = {mood: re.compile(rf"(?<![\w'])(?:{stems})(?![\w'])") for mood, stems in _STEMS.items()}
_ANY = re.compile("|".join(rf"(?P<{mood}>(?<![\w'])(?:{stems})(?![\w']))" for mood, stems in _STEMS.items()))
# "less stressful", "too stressful", "not in a spooky mood": the word names what is not wanted.
_LESS = re.compile(r"\b(?:less|too|not so|not that|fewer|menos|kam)\s?(?:\w+ )?$")


def read_mood_words(words: str, scopes: Scopes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Moods that are named and moods that are taken back, each in the order of the vocabulary."""
    named: list[str] = []
    refused: list[str] = []
    for mood, pattern in _PATTERNS.items():
        for found in pattern.finditer(words):
            (refused if _is_refused(words, found.start(), scopes) else named).append(mood)
    return tuple(dict.fromkeys(named)), tuple(mood for mood in dict.fromkeys(refused) if mood not in named)


def drop_refused(words: str, scopes: Scopes) -> str:
    """The text without the mood words that it takes back, so that meaning is not read from them."""
    return _ANY.sub(lambda found: "" if _is_refused(words, found.start(), scopes) else found[0], words)


def _is_refused(words: str, start: int, scopes: Scopes) -> bool:
    return scopes.cover(start, start + 1) or bool(_LESS.search(words[max(0, start - 24) : start]))
