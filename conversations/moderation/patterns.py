"""What the first look searches for, category by category. Pure; matched against folded text.

Slurs stand in ``data/slurs.rot13``, so that nobody reads them by accident.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conversations.moderation.required import Ways, ways_of

CATEGORIES: Final = {
    "minors": "sexual, about minors",
    "threat": "a threat",
    "doxxing": "somebody's address or number",
    "hate": "hate against a group",
    "slur": "a slur",
    "harassment": "harassment",
    "scam": "a scam",
}


@dataclass(frozen=True)
class Rule:
    """``unless``: said anywhere in the text, it takes the rule away. ``may_be_play``: a game or a joke does.

    ``needs``: what a text holds wherever ``pattern`` matches (``required.py``).
    """

    category: str
    certainty: str
    reason: str
    pattern: re.Pattern[str]
    needs: Ways
    unless: re.Pattern[str] | None = None
    may_be_play: bool = True


def _rule(
    category: str, certainty: str, reason: str, pattern: str, *, unless: str = "", may_be_play: bool = True
) -> Rule:
    sought = re.compile(pattern)
    excused = re.compile(unless) if unless else None
    return Rule(category, certainty, reason, sought, ways_of(sought), excused, may_be_play)


JOKING: Final = re.compile(
    r"\b(?:l+o+l+z?|lmf?ao+|haha\w*|hehe\w*|jk|j/k|rofl|xd+|kidding|joking|jajaja\w*|kkkk+|rsrs|lool|bahaha\w*|dey play)\b|[😂🤣😅😆😹💀😜😉]"
)
ABOUT_A_GAME: Final = re.compile(
    r"\b(?:games?|gaming|gamer|boss(?:es)?|level|levels|lvl|respawn\w*|ranked|lobby|lobbies|permadeath|souls?(?: ?-?like)?|elden ring|sekiro|bloodborne|hades|fps|rpgs?|mmo|moba|pvp|pve|co-?op|1v1|2v2"
    r"|minecraft|fortnite|valorant|league|cod|warzone|gta|tetris|the sims|sims|npcs?|character|protagonist|enem(?:y|ies)|rogue ?-?(?:like|lite)s?|visual novel|quests?|mission|raid|dungeon|checkpoint|mario|zelda"
    r"|smash|tekken|street fighter|mortal kombat|fighter|fifa|fc ?2\d|rocket league|halo|doom|zombies?|orcs?|goblins?|demons?|dragons?|aliens?|monsters?|vampires?|bandits?|civ|crusader|hitman|assassin'?s? ?\w*|stealth|sniper"
    r"|switch|ps[345]|xbox|steam|playstation|nintendo|controller|joystick|speedrun\w*|playthrough|save file|skyrim|witcher|baldur\w*|dlc|mods?|loot|spawn|sniped|headshots?|killstreak|kd|k/d|guild|clan|tank|healer|dps)\b"
)

_ME: Final = r"(?:i(?:'?ll|'?m| am|ma| will| shall|'?d)?|we(?:'?ll| will|'?re)?|someone(?:'?s| is| will|'?ll)?|somebody(?:'?s| is| will)?|imma|ima)"
_GOING: Final = r"(?: (?:just|really|actually|literally|fucking|swear|am|going to|should|ought to|needs to|gonna|gon|finna|want to|wanna|will|might|about to|bouta|planning to|personally|come|go|over|and|there|find you|find u|hunt you down|still))*"
_HARM: Final = (
    r"(?:(?:kill|murder|shoot|hurt|hang|burn|beat|smash|bash|break|skin|drown|poison|end|behead)(?:ing)?|stab(?:bing)?|slit(?:ting)?|cut(?:ting)?"
    r"|gut(?:ting)?|strangl(?:e|ing)|chok(?:e|ing)|rap(?:e|ing)|tortur(?:e|ing))"
)
_YOU: Final = r"(?:you|u|ya|your (?:whole |entire )?(?:family|mum|mom|mother|dad|kids?|children|wife|sister|brother|house|throat|face|dog)|ur (?:family|mum|mom|kids?|house|throat))"
_PERSON: Final = r"(?:ex|wife|husband|girlfriend|boyfriend|neighbou?rs?|teacher|colleague|classmates?|manager|landlord|kid|girl|guy|family|roommate|sister|brother|mum|mom|dad|driver)"
_THEM: Final = (
    rf"(?:my (?:\w+ )?(?:{_PERSON}|boss)|(?:that|the|this) (?:\w+ )?{_PERSON}|him|her|them|everyone|everybody)"
)
_GROUP: Final = (
    r"(?:all (?:the |of )?|the |every |these |those |dirty |filthy |fucking )*(?:jews?|jewish people|muslims?|islamists?|christians?|hindus?|sikhs?|blacks|black (?:people|folks?|men|women)|whites|white people|asians?|africans?|arabs?|latinos?|mexicans?"
    r"|indians?|pakistanis?|nigerians?|chinese(?: people)?|turks|poles|romanians?|russians?|ukrainians?|israelis?|palestinians?|gays?|gay people|lesbians?|homosexuals?|queers?|bisexuals?|trans(?: ?(?:people|women|men|gender people|genders?))?|transgenders?|women|females"
    r"|immigrants?|migrants?|refugees?|asylum seekers?|foreigners?|gypsies|roma|travellers|disabled(?: people)?|autistic people|autistics|cripples|old people|poor people|homeless(?: people)?|fat people|feminists?)"
)
_SEXUAL: Final = r"(?:nudes?|naked|nudity|sex|sexual(?:ly)?|sexy|porn\w*|horny|lewds?|hentai|nsfw|erotic\w*|undress\w*|strip(?:ping|tease)?|hook ?up|sext\w*|molest\w*|fondl\w*|groom(?:ing|ed)|grope\w*|hot pics?|dick pics?|rape[ds]?)"
_MINOR: Final = r"(?:child(?:ren)?|kids?|kiddies|minors|underage(?:d)?|under ?age|pre-?teens?|little (?:girls?|boys?)|young (?:girls?|boys?)|school ?(?:girls?|boys?|kids?)|toddlers?|infants?|daughters?|nieces?|nephews?|stepdaughter|pupils?|jailbait|(?:[4-9]|1[0-7]) ?(?:-? ?(?:yo|y/o|yr|yrs|year|years)\b(?:[ -]?olds?)?))"
_TEEN: Final = r"(?:teens?|teenagers?|teenage (?:girls?|boys?)|high ?school(?:ers?| girls?| boys?)?)"
_NEAR: Final = r"(?:\W+\w+){0,6}?\W+"
_CLEAN: Final = (
    r"\b(?:no|non|not|without|w/o|zero|free of|nothing|isn'?t|aren'?t|less|avoid|hate|don'?t|dont|doesn'?t|doesnt|never|too|filter(?:s|ed)?|block|safe from|protect\w*|away from|minus|hide|skip|remove|parental|appropriate|friendly|censor\w*|instead of|hiding|"
    r"turn(?:s|ed)? off|education|sex ed|ed class|pregnan\w*|gender|opposite|same ?-?sex)\b"
)
_LINK: Final = r"(?:https?://|www\.|bit\.ly|t\.me/|tinyurl|wa\.me/|discord\.gg/|\b[a-z0-9-]{3,}\.(?:com|net|org|ru|xyz|info|top|tk|shop|click|site|online|live|gift|gg|cc|io)\b)"
_BAIT: Final = r"(?:free|claim|win|won|winner|gift|prize|verify|login|log in|password|wallet|nitro|skins?|v-?bucks|robux|bonus|giveaway|airdrop|crypto|bitcoin|btc|usdt|profit|invest\w*|loan|earn|reward|limited time|suspended|locked|confirm your)"


def _slurs() -> tuple[Rule, ...]:
    """A line a root: the certain ones, then those with another meaning, which come with what else they may mean."""
    path = Path(__file__).parent / "data" / "slurs.rot13"
    words: dict[str, list[str]] = {"certain": [], "suspected": []}
    innocent: list[str] = []
    for line in codecs.decode(path.read_text(encoding="utf-8"), "rot13").splitlines():
        if line and not line.startswith("#"):
            certainty, root, *elsewhere = line.split("\t")
            words[certainty].append(root)
            innocent += elsewhere
    # Who was called something tells us of it.
    told = r"(?:call|calls|called|calling|shout\w*|said|says|saying|yell\w*|spam\w*|type[sd]?) (?:me|us|my|him|her|them|at me|people)"
    return tuple(
        _rule("slur", certainty, f"a word of contempt ({certainty})", rf"\b(?:{'|'.join(roots)})\b",
              unless=rf"\b(?:{'|'.join([told, *innocent] if certainty == 'suspected' else [told])})\b", may_be_play=False)
        for certainty, roots in words.items()
    )  # fmt: skip


RULES: Final = (
    # --- minors: nobody's joke ---
    _rule("minors", "certain", "sexual words beside words for a child",
          rf"\b(?:{_SEXUAL}\b{_NEAR}{_MINOR}|{_MINOR}\b{_NEAR}{_SEXUAL})\b", unless=_CLEAN, may_be_play=False),
    _rule("minors", "certain", "asked for pictures by or of a minor",
          r"\b(?:send|show|got|want|asked? (?:me )?for|any|share|trade|sell)\b(?:\W+\w+){0,4}?\W+(?:nudes?|naked|porn|nude)\b.{0,60}\b(?:i'?m|im|am|she'?s|he'?s|are you|ur|is) (?:only |just )?(?:[5-9]|1[0-7])\b"
          r"|\b(?:i'?m|im|am|she'?s|he'?s) (?:only |just )?(?:[5-9]|1[0-7])\b.{0,60}\b(?:send|show|asked? (?:me )?for|wants?|sent)\b(?:\W+\w+){0,4}?\W+(?:nudes?|naked|dick pic\w*)\b", may_be_play=False),
    _rule("minors", "certain", "child abuse material", r"\b(?:child porn\w*|kiddie porn|cp (?:pics|vids|videos|links?|trade)|(?:trade|sell|buy|share) cp|csam|p(?:a)?edo (?:content|stuff|porn|pics|games?))\b", may_be_play=False),
    _rule("minors", "suspected", "sexual words beside words for teenagers", rf"\b(?:{_SEXUAL}\b{_NEAR}{_TEEN}|{_TEEN}\b{_NEAR}{_SEXUAL})\b", unless=_CLEAN, may_be_play=False),
    _rule("minors", "suspected", "drawn minors", r"\b(?:loli(?:con|s)?|shota(?:con)?)\b", unless=_CLEAN, may_be_play=False),
    # --- threats ---
    _rule("threat", "certain", "knows where somebody is and means harm",
          rf"\b(?:know|found|find|saw|have|got) (?:out )?(?:where|the place|your address|ur address) ?(?:you|u|ya|your|ur|he|she|they)?\b.{{0,60}}\b(?:{_HARM}|pay for|regret|sorry|coming|come (?:for|over)|watch(?:ing)? (?:you|your back)|gun|knife|acid|dead|bleed|safe)\b"
          rf"|\b(?:{_HARM}|coming (?:for|over)|burn)\b.{{0,40}}\bi know where (?:you|u|he|she|they) (?:live|work|sleep|go)"),
    _rule("threat", "certain", "an attack on a place",
          r"\b(?:shoot(?:ing)? up|shoot|bomb(?:ing)?|blow(?:ing)? up|attack|burn(?:ing)? down|set fire to) (?:up |down )?(?:the|my|a|this|your|our|that) (?:\w+ )?(?:school|class|college|uni(?:versity)?|church|mosque|synagogue|temple|airport|hospital|station|office|workplace|mall|concert|parade|town hall)\b"
          r"|\bbring(?:ing)? (?:a|my|the|dad'?s|his) (?:\w+ )?(?:gun|knife|rifle|machete|weapon|bomb)\b.{0,30}\b(?:to|into|at) (?:the |my )?(?:school|class|work|college|uni|office|church|mosque)\b", unless=r"\b(?:in (?:gta|the sims|minecraft|payday|a game|the game|game)|payday|level|mission|game where|games where)\b"),
    _rule("threat", "certain", "harm to somebody, with a weapon or a time",
          rf"\b{_ME}{_GOING} {_HARM} (?:{_YOU}|{_THEM})\b.{{0,40}}\b(?:tonight|tomorrow|today|right now|after (?:work|school)|with (?:a|my|this|the) (?:gun|knife|bat|hammer|machete|acid|rope|blade)|in (?:your|his|her|their) sleep|i swear (?:to god|down)|not (?:a )?jok\w+|for real|i mean it|watch me)\b", unless=r"\b(?:at|in) (?:the |a )?(?:tekken|fifa|mario\w*|smash|cod|game|games|ranked|chess|uno|monopoly|race|match|minecraft|halo|mk|sf6?|street fighter|duel)\b"),
    _rule("threat", "suspected", "harm to the one who reads it", rf"\b{_ME}{_GOING} {_HARM} {_YOU}\b(?! (?:at|in|with (?:a|the) (?:game|pick)|about|for (?:an?|some|your|the) (?:answer|game|rec|tip|help)|the (?:news|story)))",
          unless=r"\b(?:beat|hurt|break|end) (?:you|u|ya) (?:in|at|to|up on|with)|don'?t (?:want|mean) to (?:hurt|kill|break)|(?:won'?t|not|never|wouldn'?t|dont|don'?t|can'?t|didn'?t) (?:\w+ ){0,3}(?:hurt|kill|beat|break|harm|end|shoot|burn|bash|cut)|how (?:can|do|would) i (?:kill|beat)|(?:hang|end|cut|break) (?:you|u|ya)(?:'?re| are)? (?:off|short|out|with|some|a)|(?:hurts|hurt) you\?"),
    _rule("threat", "suspected", "harm to somebody", rf"\b(?:i'?m|im|i am|imma|i'?ll|i will|i want to|i wanna)(?: (?:just|really|actually|literally|fucking|going to|gonna|finna|bouta|about to|planning to))* (?:(?:kill|murder|shoot|poison)(?:ing)?|stab(?:bing)?|strangl(?:e|ing)|tortur(?:e|ing)) {_THEM}\b",
          unless=r"\b(?:if (?:he|she|they|it|this|the|my|one more)|one more|again|swear (?:if|he|she)|drives? me|lol|with (?:kindness|laughter)|snor\w+|love (?:him|her|them))\b"),
    _rule("threat", "certain", "acid, a hit man, or blood money", r"\b(?:throw|pour) acid (?:on|at|in) (?:you|him|her|them|ur|your|his|my)\b|\b(?:hire|pay|hiring|need) (?:a |an |for a |someone to )?(?:hit ?man|hitmen|killer|kill (?:my|him|her))\b|\bwant (?:him|her|them|my \w+) dead\b", unless=r"\b(?:game|agent 47|mission|contract|level|play|hitman [123]|boss)\b"),
    _rule("threat", "suspected", "watch your back", r"\boutside (?:your|ur|his|her|their) (?:house|home|door|window|flat|work|school)\b.{0,40}\b(?:knife|gun|bat|hammer|acid|kill|hurt|waiting)\b|\b(?:you(?:'?re| are)|ur|u r) (?:so |a )?(?:dead|fucking dead) (?:when|if|man|meat|tomorrow|tonight|bitch)\b|\bwatch your back(?! in| out| stealth)\b|\bsleep with one eye open\b|\byou'?ll (?:pay|bleed) for (?:this|that|it)\b"),
    # --- other people's whereabouts ---
    _rule("doxxing", "certain", "wants or gives somebody's whereabouts",
          r"\b(?:dox+|swat)(?:ing|ting)? (?:him|her|them|you|u|this|that|my|the|some)\b|\b(?:find|figure|work|get|tell me|look up|track down|track|(?:any|some)(?:one|body) knows?|who knows) (?:out |me )*(?:where|the address of|the location of) (?:he|she|they|my ex\w*|this (?:girl|guy|person|player|streamer)|that (?:girl|guy|person|streamer)|some(?:one|body)|an? (?:girl|guy|person|player|streamer))(?: \w+){0,3} (?:live|lives|living|is hiding|sleeps|works)\b"
          r"|\b(?:(?:leak|post|publish)(?:ing|ed)?|(?:spread|sell)(?:ing)?|(?:shar|expos)(?:e|ed|ing)) (?:his|her|their|my ex'?s?|someone'?s|this (?:girl|guy|person)'?s|that (?:girl|guy|person)'?s) (?:\w+ )?(?:nudes?|address|home|number|phone|dms|messages|location|ip|face|pics|photos|real name|info)\b"
          r"|\b(?:get(?:ting)?|pull(?:ing)?|find(?:ing)?|grab(?:bing)?|trac(?:e|ing)|hack(?:ing)?) (?:his|her|their|someone'?s|somebody'?s|a (?:guy|girl|player|person)'?s) (?:ip(?: address)?|home address|address|location|phone number)\b", unless=r"\b(?:game|npc|character|wiki|quest|merchant|boss)s?\b.{0,20}\b(?:live|lives|location)|\bshe'?s in (?:stardew|skyrim)|(?:stardew|skyrim|zelda|genshin|witcher|animal crossing)"),
    _rule("doxxing", "suspected", "somebody's address or number in plain sight",
          r"\b(?:his|her|their|my ex'?s?|this (?:guy|girl|person)'?s) (?:home |full |real |phone |mobile )?(?:address|number|cell|location|postcode)(?: is|'?s|:|=)+ ?.{0,12}\d{2,}|\b(?:she|he|they) lives? (?:at|on) \d+ \w+|\b(?:here'?s|this is|(?:i )?(?:have|got|know)) (?:his|her|their|my ex'?s?) (?:home |phone |full |real )?(?:number|address|phone)\b", may_be_play=False),
    # --- hate ---
    _rule("hate", "certain", "wishes harm on a group, or denies that they are people",
          rf"\b{_GROUP} (?:should|must|need to|have to|deserve to|ought to|are going to|will)(?: all)?(?: just)? (?:die|burn|hang|suffer|rot|be (?:killed|shot|gassed|hanged|hung|burn(?:ed|t)|wiped out|exterminated|eradicated|purged|castrated|beaten|put down|stoned|enslaved|deported|banned from|locked up))\b"
          rf"|\b(?:kill|gas|shoot|burn|hang|exterminate|deport|eradicate|lynch|death to|purge|wipe out) {_GROUP}\b|\b{_GROUP} (?:are|is|r)(?: all| just| nothing but| literally| basically)* (?:an? |the )?(?:vermin|sub ?-?humans?|parasites?|rats|cockroach(?:es)?|scum|filth|filthy|disease|plague|cancer|inferior|apes|monkeys|animals|savages|pests?|mentally ill|criminals|terrorists|rapists|thieves|disgusting|trash|garbage|degenerates?)\b",
          unless=r"\b(?:he said|she said|they said|someone said|people say|racist who|stop saying|nobody should say|in (?:civ|aoe|age of empires|crusader kings|hoi4|total war|eu4)|civ ?\d?|age of empires|as (?:india|china|russia)|playing as)\b", may_be_play=False),
    _rule("hate", "certain", "praise of those who murdered peoples", r"\b(?:heil hitler|sieg heil|hitler (?:was|is) (?:right|a hero|great|correct)|hitler did nothing wrong|gas the \w+|white (?:power(?! rangers?)|pride world ?wide)|white (?:race|people) (?:is|are) superior|race war now|(?:the )?holocaust (?:was|is) (?:a )?(?:fake|hoax|lie)|holocaust (?:never|didn'?t) happen\w*|blood and soil)\b", may_be_play=False),
    _rule("hate", "suspected", "wants a group shut out", rf"\b{_GROUP} (?:don'?t|dont|do not|shouldn'?t|should not) (?:belong|be allowed|exist|have rights|vote|drive)\b", unless=r"\b(?:he said|she said|they said|says|said|saying|told|tell(?:s|ing)? me|think|thinks|people who|prove|wrong that)\b", may_be_play=False),
    _rule("hate", "suspected", "speaks ill of a group",
          rf"\b(?:i |we |everyone )?(?:hate|can'?t stand|despise|detest|am sick of|sick of) (?:all )?{_GROUP}\b|\b(?:go|send (?:them|you|him|her)(?: all)?) back to (?:your|their|his|her|ur) (?:own )?country\b|\bno {_GROUP} (?:allowed|in my)\b",
          unless=r"\b(?:hate (?:the )?(?:indians?|russians?|chinese|poles|turks|africans?|women|old people) (?:in|civ|deck|team|faction|army|nation)|in (?:civ|aoe|hoi4?|eu4|total war|age of empires)|who hate|people (?:that|who) (?:hate|say)|why do (?:people|they|some)|racis[tm]|homophob\w+|sexis[tm]|transphob\w+|how (?:\w+ )?(?:women|people|they) are (?:written|portrayed|drawn))\b"),
    # --- harassment ---
    _rule("harassment", "certain", "drives somebody to kill themselves", r"\b(?:go (?:and )?kill (?:yo)?urself|kill (?:yo)?urself (?:now|already|you|u|bitch|please|pls|tonight)|you should (?:just |really )?(?:kill yourself|kys|die|be dead|hang yourself)|(?:nobody|no one|everyone) (?:would miss|wants|will miss|hates) (?:you|u)\W.{0,20}\b(?:die|kys|kill (?:yo)?urself|disappear)|do (?:us|everyone|the world) a favou?r and (?:die|kys|kill (?:yo)?urself|jump))\b", unless=r"\b(?:to me|at me|told me|tell(?:s|ing)? me|said i should|called me|keeps? saying|they said|he said|she said|someone said|people say|telling me)\b"),
    _rule("harassment", "suspected", "tells somebody to die", r"\b(?:kys|kill (?:yo)?urself|go (?:die|hang yourself)|hope you (?:die|get cancer|get raped|rot)|drink bleach)\b", unless=r"\b(?:to me|at me|told me|tell(?:s|ing)? me|said i should|called me|keeps? saying|they said|he said|she said|someone said|people say|go die hard|if you)\b"),
    _rule("harassment", "suspected", "asks for sex or pictures",
          r"\b(?:send|show|sending|gimme|give|want|drop)(?: \w+){0,3} (?:nudes?|tits|boobs|titties|pussy|naked pics?|dick pics?|feet pics)\b|\b(?:i want to|i wanna|wanna|let me|gonna|i'?d|i'?ll|can i) (?:fuck|bang|screw|lick|rape|bone) (?:you|u|ya|your|ur)\b|\b(?:suck|lick|ride|eat|sit on) my (?:dick|cock|balls|face|ass)\b|\b(?:wanna|want to|lets|let'?s) (?:sext|cyber|have sex|hook up)\b|\bhow big are (?:your|ur) (?:tits|boobs)\b",
          unless=r"\b(?:nude mods?|dlc|patch|dating sims?)\b", may_be_play=False),
    _rule("harassment", "suspected", "contempt for the one who reads it", r"\b(?:you(?:'?re| are)?|u|ur|u r)(?: (?:a|an|such|just|nothing but|the|so|stupid|dirty|little|ugly|fat|fucking|dumb|worthless|filthy|old))+ (?:slut|whore|bitch|cunt|pig|hoe|skank|rapist|incel)\b|\bugly (?:bitch|whore|cunt|slut|pig)\b", unless=r"\b(?:he|she|they|someone|people|guy|boss|ex|called|calls|calling) (?:\w+ )?(?:said|called|calls|says|me|told|telling)\b"),
    _rule("harassment", "suspected", "follows somebody about", r"\b(?:i'?ve been|i have been|i'?m|im|i) (?:following|stalking|watching) (?:you|u|her|him) (?:home|at work|sleep|from|every|everywhere|to)\b"),
    # --- scams ---
    _rule("scam", "certain", "a link beside a bait", rf"(?:{_LINK}.{{0,120}}\b{_BAIT}\b|\b{_BAIT}\b.{{0,120}}{_LINK})", unless=r"\b(?:is (?:this|that|it|the)(?: link| site)? (?:legit|real|a scam|safe|true)|scam\?|legit\?|(?:steampowered|epicgames|nintendo|playstation|xbox|gog|itch|humblebundle|youtube|wikipedia|reddit|imdb|metacritic|isthereanydeal)\.(?:com|io|org|co\.uk)|youtu\.be|got this (?:text|message|mail|email)|my (?:mum|mom|gran|dad) got)\b", may_be_play=False),
    _rule("scam", "certain", "promises money", r"\b(?:double|triple|10x|multiply) your (?:bitcoin|btc|money|crypto|investment|cash|usdt|eth|coins?)\b|\bguaranteed (?:daily |weekly )?(?:profits?|returns?|income)\b|\b(?:earn|make) (?:up to )?(?:us)?[$£€₦₹]? ?\d[\d,.]* ?k?(?: dollars| usd| naira| rupees)? (?:a|per|every|each|daily|weekly)(?: (?:day|week|hour|month))?.{0,40}\b(?:from home|no experience|whatsapp|telegram|dm|message me|contact|click|join|link|invest\w*)\b"
          r"|\b(?:send|transfer|pay)(?: me)? .{0,20}\b(?:btc|bitcoin|usdt|eth|gift ?cards?|crypto)\b.{0,60}\b(?:back|double|return|profit|unlock|release|verify|wallet)\b|\b(?:contact|message|dm|text|whatsapp|telegram|add) (?:me|us|him|her|my manager|our agent)\b.{0,40}\b(?:invest\w*|forex|crypto|bitcoin|profit|loan|recover\w* (?:your )?(?:funds|money|account))\b", may_be_play=False),
    _rule("scam", "certain", "wants a password or code", r"\b(?:send|tell|give|share|forward)(?: me| us)? (?:your|ur|the) (?:\w+ )?(?:password|otp|verification code|6 ?-?digit code|login code|pin code|card (?:number|details)|cvv|seed phrase|bank details)\b|\byour (?:account|whatsapp|steam account|bank account|card) (?:has been|is|will be|was) (?:suspended|locked|blocked|limited|banned)\b.{0,60}\b(?:verify|click|confirm|login|log in|call|send)\b", may_be_play=False),
    _rule("scam", "suspected", "hands out what costs money", r"\b(?:free|unlimited|cheap) (?:v-?bucks|robux|nitro|steam (?:wallet|gift cards?|keys)|gift ?cards?|minecoins|fifa coins|gems|diamonds|uc)\b.{0,50}\b(?:generator|dm|click|claim|join|no survey|here|message me|hack|human verification|whatsapp|telegram)\b|\bchain message\b|\b(?:forward|send) this to (?:\d+|all your|ten|everyone|your) (?:people|friends|contacts|groups)?\b", may_be_play=False),
    *_slurs(),
)  # fmt: skip
