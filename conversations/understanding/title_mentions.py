"""How games are spoken of, for names that chat seldom says of anything else: "fez levels of secrets", "gone home made me cry".

What would prove nothing of an everyday word ("control was good", "the inside") is enough for these.
"""

from __future__ import annotations

import re


def _words(text: str, *, apart: str | None = None) -> frozenset[str]:
    return frozenset(" ".join(text.split()).split(apart))


# Rare in a dictionary's sense, and said all the time where people talk of how they feel, live and play.
_ALSO_SAID = _words(
    """
    accounting alienation arsenal backbone banana blade breakdown breakout burnout capitalism chess compound contra
    contractors crawl crossfire destiny detention digger dispatch dots dusk dystopia eco enlisted eternal evade folklore
    extermination fallout flashback forsaken framed freelancer frenzy gigantic granny grime grounded gtfo hatred
    haze imperialism infamous islanders jailbreak keeper knack lair lifeline lingo mag marathon moss melatonin menace
    minesweeper obscure observer onward overboard piggy prodigal rad rampage rematch renegade rewrite risen rogue
    routine rust scorn scramble screamer scum seaman severed shatter sheltered skate slope solitaire sonny sorcery
    stack standoff steep strife stunts sudoku supernatural trojan turmoil unbeatable undisputed uno unreal vigor
    """
)
_ALSO_SAID_PHRASES = _words(
    """
    60 seconds, all in, another world, baby steps, back to bed, before we leave, big farm, big pharma, black and
    white, blue fire, board game arena, call to arms, cannon fodder, chess com, coffee talk, cold waters,
    construction simulator, cool spot, dead or alive, deer hunter, design home, down the rabbit hole, draw
    something, due process, dungeon master, endless ocean, endless sky, endless space, evil genius, factory town,
    fairy tail, family island, fantasy life, finding nemo, fire and ice, from dust, from the depths, full throttle,
    game of thrones, garden life, going under, golden sun, good job, grow a garden, grow home, grow up, hang on,
    haunted house, heads up, helicopter game, her story, hidden city, home sweet home, how to survive, how to train
    your dragon, i am alive, infinite space, iron lung, just cause, just dance, just survive, kind words, kung fu
    panda, last stop, late shift, learn to fly, let it die, life force, making history, mini football, moving out,
    natural disaster survival, natural selection, never alone, new world, no time to relax, north and south, not
    tonight, nuclear option, old world, only up, open roads, out of space, out of words, out run, out there, paper
    trail, party animals, party hard, perfect gold, perfect world, point blank, production line, pump it up, raw
    data, ready or not, remember me, restaurant city, rock band, save room, second life, soccer stars, soccer story,
    spelling bee, split second, summer lesson, super people, tell me why, test drive, theme park, time crisis, to
    the top, top gear, total battle, track and field, travel town, two worlds, under a rock, we were here, world war
    3, zero hour
    """,
    apart=", ",
)
_GAME_PARTS = (
    r"(?:soundtracks?|osts?|campaigns?|endings?|themes?|gun ?play|combat|humou?r|writing|dialogues?|boss(?:es| fights?)?|multiplayer|lore|clips|movement|traversal"
    r"|speed ?-?runs?|dlc|mods?|sequel|remake|remaster|remastered|karaoke|quests?|story ?line|physics|gameplay|maps?|worlds?|characters?|aesthetics?|graphics|art ?style|atmosphere|music)"
)
_KINDS = r"(?:level|levels|type|types|kinda|kind|sort|tier|size|length|mood|fantasy|feel|feeling|vibes?|energy|style|brain|itch|esque|-esque|-like|like|jaisa|jaisi|jaise|wala|wali|tarah)"
# The favourite is a game where this bot is told of one.
_FAVOURITE_BEFORE = re.compile(
    r"\b(?:fav(?:e|s|ou?rites?|ou?rite games?|e games?| games?)?|goat|comfort game|first game|last game|best game|game i(?:'ve)? (?:loved|played|finished|adored))(?: (?:game|games|ever|of all time|of mine|i (?:\w+ )?(?:loved|played|finished)|on \w+|rn|lately|is|was|are|were|has|to be|gotta be|got to be|be|will always be|still|always|probably|def|definitely|honestly))* ?(?:is|was|:|-|=|be|like|to) $"
)
_BEFORE = re.compile(
    r"\b(?:as (?:good|fun|cosy|cozy|scary|dark|pretty|clever|weird|deep|hard|chill|sweaty|funny|tense|sad|calm|stressful|silly|beautiful|moody|creepy|relaxing|addictive|satisfying|well (?:written|made)|\w+) as"
    r"|(?:close(?:r|st)?|near(?:er|est)?|similar|comparable|akin|equal|successor|sequel|parecid[oa]s?|ahnlich(?:es)?) (?:thing )?(?:to|zu|a|wie)|heard of|ever (?:play|played|try|tried)|tried|do you know|(?:u|you) know|kennst (?:du|ihr)|conoces|connais|alam mo|replaying|rewatching|back (?:to|into)|boot(?:ed)? up|fire[d]? up|load(?:ed)? up|grew up (?:on|with)"
    r"|raised on|been (?:rinsing|playing|on|replaying|binging|grinding)|swears? by|grabbed me was|clicked (?:was|since)|hooked me was|used to (?:play|do|love)|my heart belongs to|peaked (?:at|with)|lan (?:of|with)|should i (?:get|play|try) after|next after|coming (?:off|from)|fresh off|like (?:in|when i played|old|the old|an old|first time in)"
    r"|(?:just|finally|nearly|almost) (?:finished|beat|completed|wrapped up|done)|mood for (?:some|more)|(?:want|need|gimme|give me|crave|craving) (?:some |more |another )(?:of )?|the (?:world|mood|feel|feeling|vibe|vibes|atmosphere|spirit|magic|tension|charm|humou?r|music|art|story|style) (?:of|in|from)"
    r"|(?:adict[oa] a|enganchad[oa] a|enamorad[oa] de|me encanto|me encanta|me gusto|adorei|amei|j'ai adore|j adore|jai adore|ich liebe|liebe|ich mochte|mahal ko|gustung gusto ko|placut)|mujhe|muje|mereko|mere ko|(?<!feel )(?<!feels )(?<!felt )(?<!seems )(?<!looks )(?<!sounds )(?<!look )(?<!sound )(?<!would )(?<!acts )(?<!it's )(?<!its )(?<!im )(?<!i'm )(?<!was )(?<!is )(?<!i )(?<!u )(?<!you )(?<!they )(?<!we )like|such as|liked|loved|enjoyed|adored|missed|scratche[sd] (?:the|that|my)|think(?: more| of)?|i picks?|he picks|she picks|remember|rent(?:ed|ing)|hours? (?:of|in|into|on)|the feel of (?:old )?|levels in|nothing but|like when)\s*(?:the |el |la |le |das |den |o |old )?$"
)
_AFTER_ANYWHERE = re.compile(
    rf"^(?:'s|s)? (?:{_GAME_PARTS}\b|(?:{_KINDS}) (?:of )?\w|(?:bahut|bohot|bahot) (?:pasand|accha|acha|mast)|pasand (?:hai|tha|aaya|aya)|se (?:milta|related)|(?:ke|ki) (?:jaisa|jaisi|tarah)|(?:me encanto|me gusto|mucho)|was (?:class|mint|lush|ace|goated|peak|unreal))"
)
_DID = (
    r"(?:made|makes|ruined|destroyed|spoiled|broke|wrecked|fixed|ate|took|kept|keeps|got|gets|gave|gives|had|scared|helped|helps|settles?|calms?|calmed|healed|saved|hooked|hit|hits|taught|changed"
    r"|blew|messed|stole|stuck|stayed|lived|lives|cured|broken|traumati[sz]ed|humbled|owned|owns|hates|loves|feels|felt|holds|held|carried|scratch(?:es|ed)|clicked|deserves?|deserved|retired|nearly|almost|still|never|always|usually"
    r"|hooks?|slaps|slapped|rules|rocks|rocked|looked|looks|sounded|sounds|plays|played|ended|was|were|is|did|does|has)"
)
# "limbo made me", "soma was so good", "fez but for phones", "gone home with my sis": what begins its clause and is spoken of.
_AFTER_AT_START = re.compile(
    rf"^(?: (?:really|just|absolutely|totally|proper|lowkey|literally|honestly|kinda|only|also|still|nearly|almost|always|never|usually|too|though|completely|finally|actually))*(?: {_DID}\b| (?:type|level|levels|tier|kinda|kind|sort|style|vibes?|energy|fans?|person|kid|guy|girl|ppl|people|enjoyer|nerd|addict|player) ?\w*"
    r"| (?:w/o|without|minus) (?:the|all|any|having|needing)\b| but (?:for|with|w|w/|w/o|without|in|on|not|less|more|make|newer|older|funny|free|cheaper|shorter|longer|easier|harder|modern|mobile|co-?op|multiplayer|co[sz]y|cute|scary|spooky|from|as|can|if|i|my|its|it's|im|i'm|2d|3d|\w+er)\b"
    r"| (?:w|with|w/) (?:the|my|a|an|no|more|less|better|mates|friends|randoms|some|fewer)\b| on (?:my|the|a|an|ps\d|xbox|switch|pc|gba|ds|psp|mobile|phone|ipad|deck)\b| (?:summers|days|nights|era|back in|as a kid|after school|at (?:school|uni|college|work)|when i was|in (?:the|our|my) (?:school|classroom|library|computer|arcade|dorm|garage|basement|attic|living room)|in (?:vr|space|co-?op|bed|19\d\d|20\d\d|space basically))\b"
    r"| (?:and|n|&) (?:chill|that|pepsi|coke|tea|snacks|pizza)\b| (?:good|finished|completed|obviously|pls|plz|co-?op|for example|anyone|crew|fantasy|sailing|sneaking|building) ?\w*| or (?:nothing|similar|something|smth|die|bust)\b|:| > | >> | >>> | = )"
)
_CLAUSE_BEGINS = re.compile(
    r"(?:^|[.,!?;:(\"]|[^\x00-\x7f]|\b(?:but|and|though|because|cos|bc|since|bro|yaar|man|dude|bhai|omg|ngl|honestly|tbh|lol|ok|okay|ok so|so|oh|ah|ahh|yo|hmm|think|picks?|my (?:bf|gf|wife|husband|brother|sister|mate|friend) says))\s*(?:old |good old |ol )?$"
)
_WHOLE_AFTER = re.compile(r"^\s*(?:$|[.!?,;:)\"]|[^\x00-\x7f])")
_WHOLE_BEFORE = re.compile(r"(?:^|[.!?;:(\"])\s*$")


def is_seldom_said(name: str, *, is_rare: bool) -> bool:
    """Whether chat seldom says ``name`` of anything but the game; ``is_rare`` tells so of one word by a dictionary."""
    if " " in name:
        return name not in _ALSO_SAID_PHRASES and not name.startswith(("the ", "a ", "to ", "not ", "for "))
    return is_rare and len(name) > 2 and name not in _ALSO_SAID


def is_mentioned(words: str, start: int, end: int) -> bool:
    """Whether the words beside a seldom said name speak of it as of a game."""
    head, tail = words[:start], words[end:]
    if _FAVOURITE_BEFORE.search(head) or _BEFORE.search(head) or _AFTER_ANYWHERE.match(tail):
        return True
    if _CLAUSE_BEGINS.search(head) and _AFTER_AT_START.match(tail):
        return True
    return _WHOLE_BEFORE.search(head) is not None and _WHOLE_AFTER.match(tail) is not None
