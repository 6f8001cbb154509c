"""Slips that learners make and natives do not, each with what to say instead. Pure.

A grammar checker for writers passes most of them over: it knows essays, not chat. A replacement is filled in as a
template of its match; a function is asked where one word decides another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match

from conversations.english_buddy.types import Correction, Kind

_Right = str | Callable[[Match[str]], str]

_BASE = {
    "understood": "understand", "knew": "know", "played": "play", "saw": "see", "bought": "buy", "had": "have",
    "has": "have", "wanted": "want", "found": "find", "worked": "work", "went": "go", "tried": "try",
    "finished": "finish", "liked": "like", "plays": "play", "works": "work", "costs": "cost", "likes": "like",
    "wants": "want", "needs": "need",
}  # fmt: skip
_PAST = {
    "go": "went", "play": "played", "buy": "bought", "see": "saw", "finish": "finished", "start": "started",
    "watch": "watched", "try": "tried", "lose": "lost", "win": "won", "find": "found", "get": "got", "eat": "ate",
    "come": "came", "download": "downloaded", "make": "made",
}  # fmt: skip
_ING = {
    "search": "searching", "look": "looking", "wait": "waiting", "play": "playing", "work": "working",
    "learn": "learning", "study": "studying", "try": "trying", "watch": "watching", "explore": "exploring",
    "build": "building", "read": "reading", "drive": "driving", "cook": "cooking", "fight": "fighting", "do": "doing",
    "make": "making", "talk": "talking", "pay": "paying", "think": "thinking", "kill": "killing", "die": "dying",
    "lose": "losing", "buy": "buying", "spend": "spending", "know": "knowing",
}  # fmt: skip
_ED = {
    "boring": "bored", "tiring": "tired", "exciting": "excited", "interesting": "interested", "confusing": "confused",
    "relaxing": "relaxed",
}  # fmt: skip
_THIRD = {
    "have": "has", "want": "wants", "like": "likes", "need": "needs", "play": "plays", "work": "works", "cost": "costs",
    "look": "looks", "make": "makes", "give": "gives", "take": "takes", "seem": "seems", "run": "runs", "say": "says",
    "love": "loves",
}  # fmt: skip
_MORE = {
    "easy": "easier", "cheap": "cheaper", "short": "shorter", "fast": "faster", "big": "bigger", "small": "smaller",
    "calm": "calmer", "simple": "simpler", "nice": "nicer", "hard": "harder", "long": "longer", "slow": "slower",
    "strong": "stronger", "weak": "weaker", "old": "older", "funny": "funnier", "late": "later", "good": "better",
    "bad": "worse", "stronger": "stronger", "easier": "easier", "better": "better", "cheaper": "cheaper",
}  # fmt: skip
_MOST = {
    "easy": "easiest", "cheap": "cheapest", "hard": "hardest", "big": "biggest", "small": "smallest",
    "funny": "funniest", "long": "longest", "short": "shortest", "strong": "strongest", "nice": "nicest",
}  # fmt: skip
_COUNTED = "informations|advices|softwares|feedbacks|homeworks|equipments|furnitures"
_MANY = {"peoples": "people", "childs": "children", "childrens": "children", "mans": "men", "womans": "women"}
_WRONG_PAST = {
    "buyed": "bought", "goed": "went", "thinked": "thought", "catched": "caught", "finded": "found", "runned": "ran",
    "feeled": "felt", "teached": "taught", "maked": "made", "taked": "took", "gived": "gave", "comed": "came",
    "knowed": "knew", "choosed": "chose", "losed": "lost", "winned": "won", "beated": "beat", "falled": "fell",
}  # fmt: skip
_PERSON = "son|daughter|wife|husband|friend|boyfriend|girlfriend|brother|sister|boss|mother|father|mom|dad|kid|cousin"
_END = r"(?=$|[.,!?;]| (?:and|but|for|with|to|about|because|i|on|like|please)\b)"
# Where a bare verb is right: "can my son play", "makes it look".
_NO_VERB_BEFORE = "".join(
    rf"(?<!\b{word} )"
    for word in (
        "do does did can could will would should may might must make makes made let lets help helps if saw see"
        " and or have had didn't doesn't won't can't watch hear than that of"
    ).split()
)
_GOOD = "good|nice|great|bad|funny|cool|cute|old|new|short|long|relaxing|beautiful|boring|hard|easy|calm|simple|cozy"


def _of(table: dict[str, str], group: int, pattern: str) -> Callable[[Match[str]], str]:
    """``pattern`` with ``@`` for what the table says of the group."""
    return lambda match: match.expand(pattern.replace("@", table[match[group].lower()]))


_SLIPS: tuple[tuple[str, _Right, Kind], ...] = (
    (r"\bi(?: am|'?m) agree\b", "I agree", Kind.WORD),
    (r"\bi(?: am|'?m) (want|need|prefer|have)\b(?! to be)", r"I \1", Kind.TENSE),
    (r"\bi(?: am|'m) (search|look|wait|play|work|learn|study|try)\b", _of(_ING, 1, "I'm @"), Kind.TENSE),
    (r"\b(we|you|they|he|she|it)( are| is|'re|'s) (search|wait|play|learn|study|try)\b(?! to\b)",
     _of(_ING, 3, r"\1\2 @"), Kind.TENSE),
    (r"\bi am (understand|want|know|need|prefer|lik)ing\b", lambda m: f"I {m[1].replace('lik', 'like')}", Kind.TENSE),
    (r"\bi(?:'m| am) ((?:so |very |really )?)(interesting|exciting|confusing) (in|about|by)\b",
     _of(_ED, 2, r"I'm \1@ \3"), Kind.WORD),
    (r"\bi(?:'m| am) ((?:so |very |really |too )?)boring (at home|today|now|tonight)\b", r"I'm \1bored \2", Kind.WORD),
    (r"\bi feel ((?:so |very |really |too |a bit )?)(boring|tiring|exciting|confusing|relaxing)\b",
     _of(_ED, 2, r"I feel \1@"), Kind.WORD),
    (r"\bi very (like|want|love|need|enjoy)\b", r"I really \1", Kind.WORD),
    (r"\bi (?:no|not) (want|like|understand|have|know|need|play|speak)\b", r"I don't \1", Kind.NEGATION),
    (r"\bwhy (you|they|i|we) not (like|want|play|have|know)\b", r"why don't \1 \2", Kind.NEGATION),
    (r"\b(it|he|she) not (work|like|want|have|play|need|run)\b", r"\1 doesn't \2", Kind.NEGATION),
    (r"\bi don'?t can\b", "i can't", Kind.NEGATION),
    (r"\bi have (\d{1,2}) years\b(?! (?:of|experience|in|left|to|on))", r"I'm \1 years old", Kind.WORD),
    (r"\bi have (hungry|cold|sleepy)\b", r"I'm \1", Kind.WORD),
    (r"\bi want that you (\w+)", r"i want you to \1", Kind.INFINITIVE),
    (r"\b(i|we|they|you|he wants|she wants) (want|need)"
     r" (play|buy|relax|try|find|know|forget|download|learn|ask|finish)\b(?! (?:time|through|list))",
     r"\1 \2 to \3", Kind.INFINITIVE),
    (r"\b(like|love|prefer) (play|watch|explore|drive)\b(?! (?:style|time|dough|through|by))(?<!\bto like play)",
     r"\1 to \2", Kind.INFINITIVE),
    (r"\bi (hope|try|plan|forget|decided) (play|watch|explore|buy|find|finish)\b", r"i \1 to \2", Kind.INFINITIVE),
    (r"\bi would like (discuss|play|buy|know|try|find|ask)\b(?: about)?", r"i would like to \1", Kind.INFINITIVE),
    (r"\b(game|games|something|app|thing|anything) for (relax|play|kill|pass|forget|learn|download|buy)\b"
     r"(?! (?:time\?|station))", r"\1 to \2", Kind.INFINITIVE),
    (r"\b(can|could|should|must) (you |i |we )?to (\w+)", r"\1 \2\3", Kind.INFINITIVE),
    (r"\bplease to (\w+)", r"please \1", Kind.INFINITIVE),
    (r"\b(enjoy|enjoyed|avoid|finished?) to (play|watch|explore|build|read|drive|cook|fight|do|make|talk)\b",
     _of(_ING, 2, r"\1 @"), Kind.INFINITIVE),
    (r"\bwithout to (pay|play|think|kill|die|lose|fight|buy|spend|know|read)\b", _of(_ING, 1, "without @"),
     Kind.INFINITIVE),
    (r"\b(tired|afraid|bored|sick) of (fight|play|work|lose|die|wait|think|try)\b", _of(_ING, 2, r"\1 of @"),
     Kind.INFINITIVE),
    (r"\bforward to (play|watch|buy|try|explore|read)(?=$|[.,!?]| (?:it|this|that|with|the|again|together)\b)",
     _of(_ING, 1, "forward to @"), Kind.INFINITIVE),
    (r"\b(he|she|it|they|we|you|i) (can|must|should|will|could) (plays|works|likes|wants|needs|has)\b",
     _of(_BASE, 3, r"\1 \2 @"), Kind.INFINITIVE),
    (r"\b(did|do|does) (you|he|she|it|they|we|i)"
     r" (understood|knew|played|saw|bought|had|has|wanted|found|worked|went|tried|finished|liked|plays|works|costs"
     r"|likes|wants|needs)\b", _of(_BASE, 3, r"\1 \2 @"), Kind.TENSE),
    (r"\b(didn'?t|did not|don'?t|doesn'?t|does not)"
     r" (understood|knew|played|saw|bought|had|has|wanted|found|worked|went|tried|finished|liked|plays|works|costs"
     r"|likes|wants|needs)\b", _of(_BASE, 2, r"\1 @"), Kind.TENSE),
    (rf"\b(yesterday|last (?:night|week|month|year)),? (i|we) ({'|'.join(_PAST)})\b",
     _of(_PAST, 3, r"\1 \2 @"), Kind.TENSE),
    (r"\b(i|we) (play|go|buy|finish|start|watch|download) ((?:\w+ ){0,4}?)(yesterday|last (?:night|week|month|year))\b",
     _of(_PAST, 2, r"\1 @ \3\4"), Kind.TENSE),
    (r"\bi(?: have|'ve) (played|finished|bought|watched|started|tried) ((?:\w+ ){1,4}?)"
     r"(yesterday|last (?:night|week|month|year))\b",
     r"i \1 \2\3", Kind.TENSE),
    (r"\bi(?: have|'ve) been (there|here|ill|sick|tired) yesterday\b", r"i was \1 yesterday", Kind.TENSE),
    (rf"\b({'|'.join(_WRONG_PAST)})\b", _of(_WRONG_PAST, 1, "@"), Kind.TENSE),
    (r"\bi wish you can\b", "i wish you could", Kind.TENSE),
    (r"\bsince (\d+|one|two|three|four|five|six|ten|many|some) (years?|months?|days?|hours?|weeks?)\b(?! ago)",
     r"for \1 \2", Kind.PREPOSITION),
    (r"\b(depends?) of\b", r"\1 on", Kind.PREPOSITION),
    (r"\bexplain me\b", "explain to me", Kind.PREPOSITION),
    (r"\btell to me\b", "tell me", Kind.PREPOSITION),
    (r"\bsaid me\b", "told me", Kind.WORD),
    (r"\b(good|bad) in (shooters?|games|gaming|sports|racing|fps|strategy|puzzles|playing|fighting)\b", r"\1 at \2",
     Kind.PREPOSITION),
    (r"\binterested (?:for|on|at)\b", "interested in", Kind.PREPOSITION),
    (r"\bmarried with\b", "married to", Kind.PREPOSITION),
    (r"\b(listen|listening|listened) (music|podcasts|songs)\b", r"\1 to \2", Kind.PREPOSITION),
    (r"\b(wait|waiting|waited) (my|him|her|them)\b(?! (?:turn|out|time))", r"\1 for \2", Kind.PREPOSITION),
    (r"\b(?:in|at) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b", r"on \1", Kind.PREPOSITION),
    (r"\b(go|going|went|come|came|coming|get|got) to home\b", r"\1 home", Kind.PREPOSITION),
    (r"\bin (?:the )?internet\b(?! (?:caf|explorer|age|era|culture|slang|history|connection))", "on the internet",
     Kind.PREPOSITION),
    (r"\bplay in (?:the |my )?(phone|mobile|computer)\b", r"play on my \1", Kind.PREPOSITION),
    (r"\bin night\b", "at night", Kind.PREPOSITION),
    (r"\bin (?:the )?past (week|month|year)\b", r"last \1", Kind.PREPOSITION),
    (r"\bmuch (games|hours|people|friends|levels|players|times|things|enemies|bosses|monsters|puzzles|weapons|days)\b",
     r"many \1", Kind.PLURAL),
    (r"(\bnot|n't|dont|\bhow|\bso|\btoo|\bvery)( have)? many (money|time|fun|work|patience|experience)\b(?! of)",
     r"\1\2 much \3", Kind.PLURAL),
    (r"\bfew (time|money)\b", r"little \1", Kind.PLURAL),
    (rf"\b(?:{_COUNTED})\b", lambda m: m[0][:-1], Kind.PLURAL),
    (rf"\b(?:{'|'.join(_MANY)})\b", lambda m: _MANY[m[0].lower()], Kind.PLURAL),
    (r"\ban? (advice|information|homework|equipment)\b(?! \w)", r"some \1", Kind.PLURAL),
    (r"\bone of (the|my) (best|worst|hardest|greatest|favou?rite) (game|character|level|weapon|friend)\b(?! \w+s\b)",
     r"one of \1 \2 \3s", Kind.PLURAL),
    (r"\banother (games|people|things|levels|players)\b", r"other \1", Kind.PLURAL),
    (rf"\b(suggest|recommend|want|know|show me|give me) other (game|one){_END}", r"\1 another \2", Kind.PLURAL),
    (r"\b(every|each) (game|day|time|level|week|night)s\b", r"\1 \2", Kind.PLURAL),
    (r"\bthis (games|levels|characters|people|things)(?= (?:are|were|have)\b|[.,!?]|$)", r"these \1", Kind.PLURAL),
    (r"\bthese (game|level|character|thing)(?= (?:are|is|have|has)\b|[.,!?]|$)", r"these \1s", Kind.PLURAL),
    (r"\b(two|three|four|five|many|several|[2-9]) (game|friend|level|hour|month)"
     r"(?=$|[.,!?]| (?:a day|ago|and|because)\b)",
     r"\1 \2s", Kind.PLURAL),
    (r"(?<!about )(?<!with )(?<!of )(?<!for )\bpeople (is|was|has)\b",
     lambda m: "people " + {"is": "are", "was": "were", "has": "have"}[m[1].lower()], Kind.AGREEMENT),
    (rf"{_NO_VERB_BEFORE}\b(my (?:{_PERSON}|little \w+)|this game|the game) ({'|'.join(_THIRD)})\b"
     r"(?! (?:to be|over|of|on|time|and)\b)",
     _of(_THIRD, 2, r"\1 @"), Kind.AGREEMENT),
    (rf"(?:^|(?<=[.,;!?] )|(?<=\bbecause )|(?<=\bbut ))(he|she|it) ({'|'.join(_THIRD)})\b", _of(_THIRD, 2, r"\1 @"),
     Kind.AGREEMENT),
    (r"\bthere (is|was) (many|some|several|a lot of|lots of|few|two|three) (\w+s|people)\b(?<!ss)",
     lambda m: f"there {'are' if m[1].lower() == 'is' else 'were'} {m[2]} {m[3]}", Kind.AGREEMENT),
    (r"\byou is\b", "you are", Kind.AGREEMENT),
    (r"\bi has\b", "i have", Kind.AGREEMENT),
    (r"\b(story|game|music|boss|movie) it is\b(?! (?:what|just))", r"\1 is", Kind.WORD),
    (r"\bgames who (are|have|is|can)\b", r"games that \1", Kind.WORD),
    (r"^is a (good|nice|great|very good) game", r"it is a \1 game", Kind.WORD),
    (r"\bi think is\b(?! (?:that|what))", "i think it is", Kind.WORD),
    (r"\bhow (?:is it|it is|is) called\b", "what is it called", Kind.WORD),
    (r"\bwhat means (\w+)(?=\s*\??$)", r"what does \1 mean", Kind.WORD),
    (r"\bhow much (?:it |this |that )?costs?\b(?=[?.! ]*$)", "how much does it cost", Kind.WORD),
    (r"\bthanks you\b", "thank you", Kind.WORD),
    (r"\btoo much (difficult|hard|expensive|easy|long|tired|big|small|boring|scary|slow|fast|short|old|complicated)\b",
     r"too \1", Kind.WORD),
    (rf"\bmore ({'|'.join(_MORE)})\b(?! (?:games?|ones?|stuff|things|content|vibes|music|to|at|than happy))",
     _of(_MORE, 1, "@"), Kind.COMPARISON),
    (rf"\bthe most ({'|'.join(_MOST)})\b", _of(_MOST, 1, "the @"), Kind.COMPARISON),
    (r"\b(better|worse|more|less|easier|harder|bigger|faster|cheaper) then"
     r" (me|him|her|them|us|you|the|this|that|it|before|my)\b",
     r"\1 than \2", Kind.COMPARISON),
    (rf"\b(it|this|that) (is|was) ((?:very |really )?)({_GOOD}) (game|story|movie|idea|console|character){_END}",
     r"\1 \2 a \3\4 \5", Kind.ARTICLE),
    (rf"\b(i (?:want|need|have|found|am playing)|show me|find me|recommend me) ({_GOOD}) game{_END}",
     lambda m: f"{m[1]} {'an' if m[2][0] in 'aeo' else 'a'} {m[2]} game", Kind.ARTICLE),
    (r"\bplay game(?=$|[.,!?])", "play a game", Kind.ARTICLE),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), right, kind) for pattern, right, kind in _SLIPS)


def find(text: str) -> tuple[Correction, ...]:
    """All that is slipped on, also where two overlap."""
    plain = text.replace("’", "'")
    return tuple(
        Correction(match.start(), match.end(), _right(match, right), kind)
        for pattern, right, kind in _COMPILED
        for match in pattern.finditer(plain)
    )


def _right(match: Match[str], right: _Right) -> str:
    """With a capital where what it replaces has one."""
    said = match.expand(right) if isinstance(right, str) else right(match)
    return said[:1].upper() + said[1:] if match[0][:1].isupper() else said
