"""What a recorded chat may show of a person: what they wanted, not who they are. Pure.

Names, numbers, addresses and links are masked before a message is played again or shown. A stand-in takes the place
of each, so that a sentence keeps its shape and is understood as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NAME, EMAIL, LINK, NUMBER = "Sam", "mail@example.com", "https://example.com", "0000000"
STREET = "1 Example Street"

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Seven digits or more, however they are grouped; prices, years and minutes are shorter.
_NUMBER = re.compile(r"(?<![\w.,])\+?\(?\d(?:[\s().\-/]{0,2}\d){6,18}(?!\w)")
_HANDLE = re.compile(r"(?<![\w@])@\w{3,}")
_INTRODUCES = re.compile(
    r"(\b(?:my name(?:'s| is)|call me|name's|i am called|this is|me llamo|mi chiamo|ich bin|ich hei(?:ss|ß)e"
    r"|je m'appelle)\s+)([^\W\d_]+(?:[-'’][^\W\d_]+)?)",
    re.IGNORECASE,
)
# Words that follow "call me" or "this is" and are nobody's name.
_NO_NAMES = frozenset(
    ("a", "an", "the", "my", "your", "so", "too", "not", "it", "that", "this", "what", "how", "why", "just", "really",
     "very", "fun", "great", "good", "bad", "perfect", "cool", "nice", "awesome", "boring", "hard", "easy", "for", "on",
     "in", "is", "when", "where", "later", "back", "crazy", "maybe", "old", "new", "müde")
)  # fmt: skip
# "I'm" comes before moods far more often than before names: without a capital only a name that is nothing else counts.
_SURNAMES = r"(?P<rest>(?:\s+[A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)?){0,2})"
_I_AM = re.compile(
    r"(?P<lead>\b(?i:i['’]?m|i am)\s+)(?P<name>[^\W\d_]+(?:[-'’][^\W\d_]+)?)"
    + _SURNAMES
    + r"(?=(?P<origin>\s+from\b)?)"
)
_IT_IS = re.compile(r"(?P<lead>\b(?i:it['’]?s|it is)\s+)(?P<name>[^\W\d_]+)" + _SURNAMES)
_COMMON_NAMES = frozenset(
    ("aaron", "abdul", "abigail", "adam", "ahmed", "aisha", "alejandro", "alessandro", "alex", "alexander",
     "alexandra", "ali", "alice", "alina", "alison", "amanda", "amina", "amir", "amy", "ana", "anastasia",
     "andrea", "andreas", "andrew", "andy", "angela", "anita", "anja", "anna", "anne", "annie", "anthony",
     "antonio", "arjun", "arthur", "ashley", "barbara", "beatriz", "ben", "benjamin", "bernd", "beth", "bianca",
     "bob", "brandon", "brian", "bruno", "camila", "carla", "carlos", "caroline", "catherine", "charlie",
     "charlotte", "chris", "christina", "christine", "christopher", "claire", "clara", "claudia", "connor",
     "daisuke", "dan", "daniel", "daniela", "danny", "dave", "david", "debbie", "deborah", "deepak", "diana",
     "diego", "dimitri", "dmitri", "dominik", "donna", "dylan", "eduardo", "edward", "elena", "elias",
     "elizabeth", "emily", "emma", "eric", "erik", "ethan", "eva", "evelyn", "fatima", "felix", "fernando",
     "finn", "francesca", "francisco", "fred", "gabriel", "gary", "george", "georgia", "giulia", "graham",
     "greg", "guilherme", "gustavo", "hanna", "hannah", "hans", "harriet", "hassan", "heather", "heinz",
     "helen", "henry", "hiroshi", "holly", "ian", "ibrahim", "igor", "imran", "ines", "ingrid", "isaac",
     "isabel", "isabella", "ivan", "jacob", "jake", "jakob", "james", "jamie", "jan", "jana", "jane", "janet",
     "jason", "javier", "jean", "jeff", "jennifer", "jenny", "jens", "jeremy", "jerome", "jessica", "jim",
     "joana", "joanna", "joao", "joe", "joel", "johan", "johannes", "john", "johnny", "jonas", "jonathan",
     "jordan", "jorge", "jose", "joseph", "josh", "joshua", "juan", "julia", "julian", "julie", "jürgen",
     "karen", "karin", "karl", "kate", "katherine", "kathy", "katie", "keith", "kelly", "ken", "kenji", "kevin",
     "khalid", "klaus", "krzysztof", "kumar", "kwame", "lars", "laura", "lauren", "layla", "lea", "leila",
     "lena", "leo", "leon", "leonie", "liam", "lina", "linda", "lisa", "louise", "luca", "lucas", "lucia",
     "lucy", "luis", "luisa", "lukas", "luke", "maja", "manuel", "marco", "marcus", "margaret", "maria",
     "marie", "marina", "marta", "martin", "martina", "mary", "mateo", "matt", "matthew", "matthias", "megan",
     "mehmet", "mei", "melissa", "mia", "michael", "michaela", "michelle", "miguel", "mike", "mikhail", "milan",
     "miriam", "mohamed", "mohammed", "monica", "monika", "muhammad", "mustafa", "nadia", "natalia", "natalie",
     "natasha", "nathan", "neha", "niamh", "nicholas", "nick", "nico", "nicola", "nicole", "niklas", "nikhil",
     "nina", "noah", "noemi", "nora", "oliver", "olga", "olivia", "oluwaseun", "omar", "oscar", "pablo",
     "pascal", "patricia", "patrick", "paul", "paula", "pauline", "pavel", "pedro", "peter", "petra", "philip",
     "philipp", "phoebe", "pierre", "piotr", "pooja", "priya", "rachel", "rafael", "rahul", "raj", "rajesh",
     "rebecca", "renate", "ricardo", "richard", "rita", "robert", "roberto", "robin", "rodrigo", "rohan",
     "roland", "ronald", "rosie", "ryan", "sabine", "sabrina", "sally", "sam", "samantha", "samira", "samuel",
     "sandra", "sanjay", "sara", "sarah", "sean", "sebastian", "sergei", "sergio", "shannon", "sharon",
     "shreya", "simon", "sofia", "sonia", "sophia", "sophie", "stefan", "stefanie", "stephanie", "stephen",
     "steve", "steven", "stuart", "sunita", "susan", "suzanne", "sven", "svetlana", "tamara", "tanja", "tanya",
     "tariq", "thomas", "tim", "timo", "tobias", "todd", "tom", "tomas", "tommy", "tony", "tracy", "tyler",
     "ursula", "valentina", "valeria", "vanessa", "vera", "veronica", "victor", "victoria", "vijay", "vikram",
     "vincent", "vladimir", "walter", "wei", "wendy", "william", "wolfgang", "xavier", "yara", "yasmin", "yuki",
     "yusuf", "yvonne", "zainab", "zoe", "zoey")
)  # fmt: skip
# What people are, written large now and then: moods, places in life, where they come from.
_STATES = frozenset(
    ("alone", "all", "also", "always", "american", "angry", "anxious", "asian", "at", "australian", "autistic",
     "away", "awake", "bisexual", "blind", "bored", "british", "broke", "brazilian", "busy", "canadian", "calm",
     "catholic", "chinese", "christian", "cold", "curious", "danish", "dead", "deaf", "depressed", "disabled",
     "done", "down", "drained", "drunk", "dutch", "dying", "down", "english", "european", "exhausted", "far",
     "feeling", "fine", "finnish", "free", "french", "fresh", "fried", "frustrated", "gay", "german", "going",
     "gonna", "greek", "happy", "here", "high", "home", "hungover", "hungry", "hyped", "ill", "indian",
     "inside", "interested", "into", "irish", "italian", "japanese", "jewish", "jobless", "keen", "korean",
     "lazy", "lonely", "looking", "lost", "mad", "male", "female", "meh", "mexican", "muslim", "muted", "near",
     "no", "norwegian", "now", "numb", "off", "ok", "okay", "only", "out", "over", "polish", "portuguese",
     "pregnant", "ready", "restless", "retired", "russian", "sad", "scared", "scottish", "sick", "single",
     "sleepy", "sober", "sore", "sorry", "spanish", "stoned", "straight", "stressed", "stuck", "sure",
     "swedish", "swiss", "thinking", "tired", "totally", "trans", "turkish", "under", "up", "upset", "warm",
     "welsh", "wired", "with", "worn", "worried")
)  # fmt: skip
_STATE_ENDINGS = ("ing", "ed", "ly", "less", "ful", "ish", "ous", "nese", "ian", "xious")
_NUMBER_OF_HOUSE = r"\b\d{1,4}[a-zA-Z]?,?\s+"
_ADDRESSES = (
    # Capitals as on an envelope. "Street Fighter" and "Streets of Rage" are games.
    re.compile(
        _NUMBER_OF_HOUSE + r"(?:[A-Z][\w'’.-]*\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Way"
        r"|Terrace|Place|Square|Crescent|Gardens|Boulevard|Blvd|Grove)\b(?!\s+(?:Fighter|Hockey|Rage))"
    ),
    re.compile(
        _NUMBER_OF_HOUSE
        + r"(?:(?!(?:for|with|an?|the|of|or|and|in|on|to|games?|players?|hours?|min(?:ute)?s?|bucks|long|is|are)\b)"
        r"[^\W\d_]+\s+){1,2}(?:street|road|avenue|lane|boulevard|blvd|crescent)(?=\s*(?:[,.;!?\n]|$|\bin\b))",
        re.IGNORECASE,
    ),
    re.compile(r"\b[^\W\d_]{3,}[- ]?(?:straße|strasse|str\.|allee|gasse)\s*\d{1,4}[a-z]?\b", re.IGNORECASE),
)
_SHORTEST_NAME = 3


def redact(text: str, *, names: Iterable[str] = ()) -> str:
    """``names`` are what this person is known by; each word of them is masked."""
    text = _EMAIL.sub(EMAIL, text)
    text = _LINK.sub(lambda found: found[0] if found[0] == LINK else LINK, text)
    text = _HANDLE.sub(f"@{NAME.lower()}", text)
    text = _NUMBER.sub(NUMBER, text)
    for address in _ADDRESSES:
        text = address.sub(STREET, text)
    text = _INTRODUCES.sub(_without_name, text)
    text = _I_AM.sub(_without_self, text)
    text = _IT_IS.sub(_without_caller, text)
    words = sorted(_words(names), key=len, reverse=True)
    if words:
        text = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", NAME, text, flags=re.IGNORECASE)
    return text


def _without_name(found: re.Match[str]) -> str:
    return found[0] if found[2].casefold() in _NO_NAMES else f"{found[1]}{NAME}"


def _without_self(found: re.Match[str]) -> str:
    """ "I'm Tom Baker", "im tom", "im kwame from accra"; "im tired from work" is none."""
    name = found["name"]
    lowered = name.casefold()
    is_name = lowered in _COMMON_NAMES
    if not is_name and lowered not in _NO_NAMES | _STATES and not lowered.endswith(_STATE_ENDINGS):
        is_written_as_one = name[0].isupper() and name[1:].islower() and len(name) >= _SHORTEST_NAME
        is_name = is_written_as_one or (found["origin"] is not None and len(name) >= _SHORTEST_NAME)
    return f"{found['lead']}{NAME}{_after(found)}" if is_name else found[0]


def _without_caller(found: re.Match[str]) -> str:
    """ "it's tom". Titles of games follow these words too, so that only a common name counts."""
    is_name = found["name"].casefold() in _COMMON_NAMES
    return f"{found['lead']}{NAME}{_after(found)}" if is_name else found[0]


def _after(found: re.Match[str]) -> str:
    """What stands behind a first name: a surname goes with it, in capital letters nobody can tell one."""
    return found["rest"] if found["rest"].isupper() else ""


def _words(names: Iterable[str]) -> set[str]:
    """Each word of a name; what is shorter than three letters would mask half a sentence."""
    found = {word.strip(".,'’\"()") for name in names for word in name.split()}
    return {word for word in found if len(word) >= _SHORTEST_NAME and any(map(str.isalpha, word))} - {EMAIL, LINK}
