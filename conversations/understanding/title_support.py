"""Whether the words beside a name show that a game is meant, for titles that are ordinary words too."""

from __future__ import annotations

import re

# A title that is an ordinary word counts only where a title is expected. Just before it …
_SUPPORT_BEFORE = re.compile(
    r"(?:\b(?:like|similar to|such as|closer to|remember|liked|loved?|loves|loving|adored?|enjoyed|played|playing|play|replayed|finished|beat|completed|fan of|giving me|giving|called|named|into|so (?:was|is|were)|miss(?:ed)?"
    r"|obsessed with|addicted to|(?:vibes?|feel(?:ing)?) of|reminds me of|think|a la|than|after|hated?|hating|another|como|tipo|wie|comme|jaisa|from|is|does|for|own|have|bought|got|tried|style of|spirit of|since|best game|game|sequel to|done with|(?:people|ppl|devs?|guys|team|studio|folks|makers?|creators?|minds?|ones|lot|lads) (?:behind|of|from|(?:who|that) (?:made|make|did|built|wrote|created)))"
    r"|[\"'(,/+&]|\b(?:and|or|n|y|e|but not|plus))\s*(?:the |a bit of |both |some )?$"
)
# … and just after it a title has an end.
_SUPPORT_AFTER = re.compile(
    r"^\s*(?:$|[.,!?;:\"')/+&(]|just (?:for|to|because|cos|bc)\b|(?:but|on|or|and|n|had|has|did|does|feel|feels|made|loved|love|liked|hated|meant|till|until|a lot|to bits|loads|though|was|is|were|style|vibes?|type|games?|for|with|w|w/|again|twice|once|a lot|so much|too|to death|already|pls|please|plz|though|tho|except|without|in|if|where|lol|haha|etc|i\b|im\b|i'm|khel\w*|khela|\d+ (?:times|hours?|hrs)|kind|sort|level|like|jaisa|y|e|o|pero|que|minus|this|last|less|more|rather|not|all (?:day|night|week|weekend|month|year|summer|winter)|when|recently|goty|that|which|because|cos|bc|since)\b)"
)
# "something to play inside when it rains", "stay inside": where, not what.
_STAYS = re.compile(r"\b(?:play|playing|do|stay|staying|stuck|sit|sitting|be|being|am|im|i'm|we're|cosy|cozy)\s*$")
_IS_A_PLACE = re.compile(
    r"(?:inside|outside)\b\s*(?:when|while|because|cos|cuz|with|all|today|tonight|now|since|if|in|rn|bc|as|this)\b"
)
# Words of praise and blame in chat that are hardly said of anything but a game.
_VERDICT_AFTER = re.compile(
    r"^\s*(?:(?:was|is|were)\s+(?:(?:so|just|really|pretty|absolutely|about|such|the|my|a|too)\s+)*(?:\d+(?:\.\d)?/10|peak|goated|mint|tight|\w+ (?:4|for) (?:me|him|her|us)|stale|dead now|a vibe|a banger|a gem|my (?:level|speed|thing))\b|\d+(?:\.\d)?/10\b"
    r"|(?:(?:absolutely|proper|really|just|still)\s+)?(?:slapped|slaps|slapping|banged|bangs|ruled|rocked|rinsed me|wrecked me|broke me|got me (?:good|hooked|through)|ate my|stole my|owns? me|owned me|has me|had me|lives rent free|hits when|hit different|hits different|scratched)\b"
    r"|itch\b|maniacs?\b|enjoyers?\b|addicts?\b|man myself\b|heads? here\b|gang\b(?= (?:here|assemble|unite|rise))|(?:main|mains)\b|kinda (?:night|day|mood|thing|vibe|game)|(?:kind|sort) of (?:night|day|mood|thing|game)|combo\b|dread\b|lane\b|breed\b)"
)
# Feelings that go on: "peak vibes" and "rage energy" are no games.
_ALSO_A_QUALITY = frozenset(
    {
        "peak",
        "elite",
        "eternal",
        "primal",
        "rage",
        "off",
        "flow",
        "edge",
        "chess",
        "inside",
        "outside",
        "control",
        "menace",
        "farming",
        "fate",
        "fishing",
        "gods",
        "perish",
        "unreal",
        "black",
        "blood",
        "folklore",
        "frenzy",
        "gothic",
        "haunted house",
        "hunting",
        "mafia",
        "marathon",
        "routine",
        "skate",
        "supernatural",
        "theme park",
        "wasteland",
        "automation",
        "squad",
        "quarantine",
    }
)
_WEPT_BEFORE = re.compile(
    r"\b(?:(?:stop|still|keep|keeps|kept) (?:thinking|dreaming|talking|raving|on) (?:about|of)|like i (?:did|cried|was|felt) (?:at|to|in|with|during|after|playing)|(?:ugly )?(?:cried|cry|crying|sobbed|wept|bawled|tears|tearing up) (?:at|over|to|during)|(?:\d+|few|hundred|thousand|million|many|so many) (?:hours?|hrs?) (?:of|in|into|on)|(?:plat\w*|gold|diamond|ranked|masters?|immortal|radiant|champ|grandmaster|gm|legend) (?:in|on|at)|picks|picked|100%'?d|platinumed|rinsed|binged|replaying|speedr\w+|modded|beat|quit|ragequit|uninstalled|itch (?:for|of)|stuck on|hooked on|halfway through|rolled credits on|the ending of|fell (?:so )?hard for|lost (?:a |my )?(?:whole )?(?:week|weekend|summer|month|year) to|(?:reinstall\w*)) $"
)
_PRAISE_AFTER = re.compile(
    r"^\s*(?:was|is) (?:my|our) (?:\w+ )?(?:childhood|teenage|teens|youth|life|jam|fav\w*|first|comfort|everything|thing)|^\s*(?:made me feel|blew my mind|got it right|nailed it|does it right|is everything|was everything|changed my life|was (?:a )?(?:masterpiece|magic|special))|^\s*(?:was|is|has been|were|are)\s+(?:\w+\s+){0,2}?(?:ideal|lovely|wonderful|fantastic|excellent|superb|delightful|spot on|bang on|just right|therapy|money well|soothing|comforting|exquisite|adorable|hilarious|my (?:whole )?(?:personality|roman empire|obsession)|amazing|great|awesome|perfect|mint|unreal|brilliant|incredible|the best|my fav\w*|peak|goated|beautiful|fun|heaven|so good|good|sick|fire)\b|^\s*(?:was|is|felt|feels) like (?:having|being|coming|living|visiting|going|my|a (?:hug|warm|second|dream|holiday|best)|home|therapy|magic)\b"
)
_WEAK_LIKE = re.compile(
    r"\b(?:feel|feels|felt|feeling|seems?|sounds?|looks?|looking|would|i'?d|id|be|just|its|it's|was|been|act|do|does|really|we|they|people) like\s*(?:the |a )?$"
)


# What people put after the name of a game, and hardly after anything else.
_KIND_OF_GAME = (
    r"(?:games?|thing|stuff|vibes?|energy|feel|(?:[jc]?rpg|arpg|mmo|fps|rts|sim|shooter|platformer|puzzler|survival|horror|adventure|strategy|stealth|sandbox"
    r"|racer|builder|fighter|crawler|roguelike|roguelite|metroidvania|co-?op|exploration)s?)"
)
_GAME_AFTER = re.compile(
    r"^\s*(?:fans?\b|withdrawal|(?:feeling|tension|atmosphere|magic|moments?)\b(?=\s*(?:$|[,.!?;]|on|in|but|for|pls|please|again|with|w|and|without))|energy\b|clones?\b|nerds?\b|veterans?\b|players?\b|nights\b|era\b|style\b|vibes?\b|ish\b|(?:blew|hit) me\b|broke my (?:brain|heart)\b|(?:wrecked|ruined|broke|destroyed|changed|healed|helped|saved|raised|shaped|taught) me\b"
    r"|by (?:[a-z]+ ){1,3}(?:was|is|made|had|blew|got)\b"
    rf"|(?:type|esque|(?:kind|sort) ?(?:of|a)) (?:of )?(?:a )?(?:[\w-]+ ){{0,2}}?{_KIND_OF_GAME}\b"
    r"|(?:deserve[sd]?|needs?|needed|got) (?:a |an |another |its )?(?:(?:proper|real|decent) )?(?:sequel|remake|remaster|prequel|dlc)\b|lives? (?:\w+ )?in my head\b|took over my (?:\w+ )?(?:life|week|weekend|winter|summer|month|evenings?|nights?)\b"
    r"|(?:spoil(?:ed|t)|ruined) (?:all |every )?(?:other )?games?\b|(?:guy|girl|gal|dude|stan|junkie|fanatic)s? here\b|hangover\b|khel\w+ (?:the|tha|thi|hai|hain|hu|hoon)\b"
    r"|on (?:the |my |an |a )?(?:tiny |old |big )?(?:floppy|cd|disc|cartridge|crt|vhs|gba|game ?boy|snes|nes|n64|gamecube|wii|ps ?[1-5]|psp|psx|mega ?drive|genesis|dreamcast|saturn|3?ds|amiga|commodore|c64|nokia|blackberry|ipod|old pc)\b)"
)
# Said of much else too, so only of what begins its clause without an article: "limbo was cool", not "the bus was cool".
_LIKED_AFTER = re.compile(
    r"^\s*(?:(?:was|is) (?:(?:just|exactly|so|totally|absolutely|basically|kinda|literally) )*(?:my|our) (?:\w+ )?(?:cup of tea|kind of|sort of|type of|happy place|gateway|go-?to|safe place|religion|bread and butter|drug|crack)\b"
    r"|(?:was|is) (?:exactly |just |precisely )?what i (?:wanted|needed|was after|look for)\b"
    r"|(?:was|is) (?:\w+ ){0,2}?(?:cool|class|lush|lit|magic(?:al)?|dope|ace|unmatched|top tier|phenomenal|stunning|gorgeous|genius|underrated|slept on|a (?:\w+ )?(?:masterpiece|classic|blast|riot|trip|delight|treat|10|ten|work of art|revelation|joy|ride))\b"
    r"|(?:still )?holds up\b|did the (?:job|trick)\b|on (?:repeat|loop)\b|(?:was|is) the best (?:\d+ )?(?:money|euros?|bucks|quid|dollars|pounds|hours|games?) (?:i|i'?ve) (?:ever|have)\b|aged (?:so |really |very )?well\b)"
)
# "give me just dance but weirder", "rust w/o the people": what is asked for with one thing changed.
_GIVE_BEFORE = re.compile(
    r"(?:^|[.!?;:] |\b(?:give me|gimme|give us|want|need|got|show me|find me|find us|basically|like|its|it's) )(?:some |a |another )?$"
)
_CHANGED_AFTER = re.compile(
    r"^\s*but (?:\w+er|more|less|for|on|with|w|in|not|without|free|co-?op|as|if|make it|multiplayer|vr|mobile|2d|3d|way|a bit|much|even|set)\b|^\s*(?:w/o|without|minus) (?:the|all|any|having|needing)\b"
)
# "the way journey moved me", "im a portal girl".
_MANNER_BEFORE = re.compile(r"\b(?:the way|just how|like how|as much as)(?: the)? $")
_MANNER_AFTER = re.compile(
    r"^ (?:moved|got|made|broke|hit|did|does|handles?|handled|felt|feels|scared|hooked|gripped|looked|looks|plays|played|had|kept|sounded|sounds|tells|told|built|builds|used|uses|taught|let|lets)\b"
)
_I_AM_A_BEFORE = re.compile(r"\b(?:i'?m|i am|im|am|been|was|more of|such|proper|total)(?: \w+)? an? $")
_PERSON_AFTER = re.compile(
    r"^ (?:girl|guy|kid|boy|lad|lass|gal|dude|man|woman|person|fan|nerd|fiend|stan|head|household|family)\b"
)
_BETWEEN = (
    (_GIVE_BEFORE, _CHANGED_AFTER),
    (_MANNER_BEFORE, _MANNER_AFTER),
    (_I_AM_A_BEFORE, _PERSON_AFTER),
)
_CAME_BEFORE, _CAME_AFTER = (
    re.compile(r"\b(?:when|since|before|until) $"),
    re.compile(r"^ (?:first )?(?:came out|launched|dropped on)\b"),
)


# Played long before there were computers: only what is to be like them, or was loved, names a game.
_PASTIMES = frozenset(
    {"chess", "sudoku", "solitaire", "mahjong", "minesweeper", "snake", "uno", "monopoly", "scrabble"}
)
_LIKED_BEFORE = re.compile(r"\b(?:like|love[ds]?|adored?|similar to|such as|fan of|addicted to|obsessed with)\s*$")

# Short names that chat is full of; only what is played, and said to be, is one of them.
_SAID_ALL_THE_TIME = frozenset(
    {"got", "lol", "wow", "wot", "eve", "css", "thug", "tabs", "fm", "gtfo", "off", "me", "it"}
)
NEVER_LISTED = frozenset({"got", "lol", "gtfo", "me", "it", "off"})
_PLAYED_BEFORE = re.compile(
    r"\b(?:(?:games? )?(?:like|similar to|such as)|played|playing|plays?|replay\w*|(?:hours?|hrs?|rank\w*|plat\w*|gold|diamond|silver|bronze|mains?|main|masters?|iron) (?:in|on|of|at)"
    r"|(?:fan|sick|tired|bored|instead) of|addicted to|obsessed with|hooked on|quit|uninstalled|reinstalled|miss(?:ed)?|loved|adored|enjoyed|grew up on)\s*$"
)


def is_written_as_a_title(title: str, raw: str) -> bool:
    """In the title's own capitals, inside a sentence that has small letters too."""
    if (title not in raw and title.upper() not in raw) or raw.isupper() or title.islower():
        return False
    spelling = re.escape(title)
    if " " not in title:
        # One word begins a sentence with a capital anyway; shouted in a quiet message it is a name.
        # Where one is from, or a part of a longer name ("Ross Lake", "the Naked Gun"), is no game.
        in_small_talk = (
            rf"(?<=[a-z,] )(?<!\bfrom )(?<!\bnear )(?<!\bliving in )(?<!\blive in ){spelling}(?! [A-Z][a-z])"
        )
        spelling = rf"{in_small_talk}|{re.escape(title.upper())}" if len(title) > 3 else re.escape(title)
    return re.search(rf"(?<![\w'])(?:{spelling})(?![\w'])", raw) is not None


# Before these a noun is somebody's or some: "my journey was peak", "this rage has me".
_OWN_NOUN = re.compile(
    r"\b(?:my|your|ur|his|her|our|their|this|that|a|an|some|any|no|of|in|at|to|for|much|more|own|whole|the)(?: (?:old|whole|entire|usual|new|little|first|last|good|same|full|daily|own|big))?\s*$"
)


def _may_begin(head: str) -> bool:
    return _OWN_NOUN.search(head) is None


_OBJECT_NEXT = re.compile(
    r" (?:the|my|our|his|her|their|a(?! (?:lot|bit|while|ton|few))|an|some|this(?! (?:week|month|year|morning|weekend|one))|that(?! (?:i|we|you|u|was|is|one|made|much)\b)|it|them|everyone|everybody|people|others|strangers|randoms|all)\b"
)
_DOES_BEFORE = re.compile(r"\b(?:i|we|you|u|they|to|can|could|gonna|wanna|will|gotta|lets|let's|must|should)\s*$")


def is_a_deed(words: str, start: int, end: int) -> bool:
    """ "overcooked the pasta" and "outlast everyone" tell what is done."""
    if not _OBJECT_NEXT.match(words, end):
        return False
    return words[start:end].endswith(("ed", "ing")) or _DOES_BEFORE.search(words[:start]) is not None


def _begins_a_clause(head: str) -> bool:
    return (
        not head.strip()
        or re.search(r"\b(?:but|and|though|because|cos)\s*$", head) is not None
        or head.rstrip()[-1:] in ".,!?;:-"
    )


def is_supported(words: str, start: int, end: int, *, last_end: int | None) -> bool:
    head, tail = words[:start], words[end:]
    if words[start:end] in _SAID_ALL_THE_TIME:
        return bool(_PLAYED_BEFORE.search(head) and _SUPPORT_AFTER.match(tail) and not _WEAK_LIKE.search(head))
    if words[start:end] in _PASTIMES and not _LIKED_BEFORE.search(head):
        return False
    if _PRAISE_AFTER.match(tail) and (_begins_a_clause(head) or len(head.split()) <= 1):
        return True
    if _GAME_AFTER.match(tail) or (_VERDICT_AFTER.match(tail) and _may_begin(head)):
        return words[start:end] not in _ALSO_A_QUALITY
    if _LIKED_AFTER.match(tail) and _begins_a_clause(head) and not words.startswith("the ", start):
        return words[start:end] not in _ALSO_A_QUALITY
    if words[start:end] not in _ALSO_A_QUALITY and any(
        before.search(head) and after.match(tail) for before, after in _BETWEEN
    ):
        return True
    if _CAME_BEFORE.search(head) and _CAME_AFTER.match(tail):
        return True
    if _WEPT_BEFORE.search(head) and _SUPPORT_AFTER.match(tail):
        return words[start:end] not in _ALSO_A_QUALITY
    if not _SUPPORT_AFTER.match(tail) or (_STAYS.search(head) and _IS_A_PLACE.match(words[start:])):
        return False
    if last_end is not None and re.fullmatch(
        r"\s*(?:,|and|or|n|&|/|\+|, and|, or|y|e)\s*(?:the )?", words[last_end:start]
    ):
        return True
    if head.rstrip()[-1:] in {'"'} and tail[:1] in {'"'}:
        return True
    found = _SUPPORT_BEFORE.search(head)
    if not found:
        return False
    if re.match(
        r"[,(/+&']|and|or|n\b|y\b|e\b|plus|but not|is|does|for|have|got|from|after|think|than|into|game|since|another",
        found[0].strip(),
    ):
        return False  # too weak alone; with a title before it, it was accepted above
    return not _WEAK_LIKE.search(head)
