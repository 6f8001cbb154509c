"""Which of the titles that a message names are liked, which are blamed, and which are only named."""

from __future__ import annotations

import itertools
import re

from conversations.understanding.negation import Scopes, find_scopes
from conversations.understanding.title_entries import TitleHit

_DISLIKED_BEFORE = re.compile(
    r"\b(?:hate[ds]?|disliked?|not like|(?<!there's )(?<!theres )(?<!there is )nothing like|unlike|couldn'?t get into|can'?t get into|bounced off(?: of)?|rage ?-?quit|fed up (?:with|of)|bored of|burn(?:t|ed) out on|gave up on|binned(?: off)?|uninstalled|deleted|not (?:another|more)|(?:stop(?:ped)?|quit|quitting|stopping|banned from|off) playing|pushing|shilling|hyping(?: up)?|stop (?:recommending|suggesting|showing me)|refunded|regret|never liked|sick of|tired of|done with|over|opposite of|don'?t like|didn'?t like|less like|less(?= (?:the )?$)|(?:dont|don'?t|do not|never|please no|pls no) (?:say|suggest|recommend|mention|tell me|give me|offer|bring up|name)|(?:every ?one|every ?body|people|they|ppl|friends|mates|the internet|reddit|tiktok|the algorithm|steam) (?:all |always |just |only )?(?:keeps? |kept )?(?:says?|saying|recommends?|recommending|suggests?|suggesting|pushes|tells? me to (?:play|try)|telling me to (?:play|try|get))|aparte de|ademas de|au(?:ss|s)er|a part|hors|sauf|bukod sa|tirando)(?: \w+)? (?:the )?$"
)
_DISLIKED_AFTER = re.compile(
    # What is said of a game right after its name, with or without "is": "too beige", "was pay to win garbage", "n it dragged".
    r"^ (?:(?:was|is|were|are|felt|feels|got|gets|seems|turned|became|went|has become|has gone|'s) )?(?:just |so |such |way |all |a bit |kinda |basically |pure |total |now |literally |only |far |much )*(?:(?:a |an )?(?:p2w|pay[- ]?(?:to|2)[- ]?win|cash ?grab|gacha hell|money pit|microtransaction\w*|grindfest|slog|snoozefest|letdown|cesspit|toxic\w*|unplayable|garbage|laggy|buggy|broken mess|bloated|soulless|overhyped|overrated|pretentious)|(?:barely|hardly|not even) (?:scary|fun|a game|funny|hard|challenging)|too (?:chatty|serious|fast|frustrating|random|tiring|draining|demanding|political|corny|cheesy|cringe|glitchy|beige|brown|grey|gray|bland|busy|fiddly|clunky|buggy|janky|preachy|wordy|talky|linear|bleak|dated|shallow|predictable|edgy|twitchy|floaty|crowded|noisy|flashy|generic|samey|tense|gloomy|creepy|twee|sugary|greedy|toxic|hectic|much (?:grind\w*|talking|reading|menus?|text|micro\w*|stress|gore|violence|pvp|work|effort)))\b"
    # "Casino" alone may be a part of it ("the casino heist").
    r"|^ (?:was|is|were|are|felt|feels|got|gets|seems|turned into|became|has become|'s)(?: (?:just|so|all|a bit|kinda|basically|pure|total|now|literally|only))* (?:a |an )?(?:casino|slot machine|chore|disaster|rng|luck)\b"
    r"|^ (?:is|was) (?:just |basically |really )?one (?:big|giant|long|huge|massive) (?:shop|store|ad|advert|grind|chore|menu|fetch quest|casino|microtransaction|waiting room|spreadsheet)\b|^ (?:runs?|ran|running|chugs|stutters|lags|plays) (?:like|so bad\w*|terribly|badly|awful\w*|at \d+)\b|^ (?:keeps? |kept )?crash(?:es|ed|ing)\b|^ (?:costs?|charges?|wants|asks) (?:more than|too much|so much|way too much|a fortune|an arm|my)\b"
    r"|^ (?:\w+ )?(?:burn(?:ed|t)|wore|wiped|tired|stressed) (?:me|us) out\b|^ (?:\w+ )?(?:scared|put|turned) (?:me|us) off\b"
    r"|^,? ?(?:but |and |n )?(?:it |that |they )?(?:just |really |kinda |kind of )?(?:dragged|fell flat|flopped|disappointed me|underwhelmed|bored (?:us|them|him|her|everyone)|put (?:me|us|him|her) to sleep|gave up on (?:it|me))\b"
    r"|^ (?:is|was|'s|has been|been|keeps) (?:\w+ )?(?:wreck|ruin|kill|fry|drain|melt|rott|shredd|eat|destroy)ing (?:my|our|me|his|her) ?(?:nerves|sleep|mental|sanity|mood|soul|marriage|confidence|blood pressure|health|wallet|will to live|patience)?\b"
    r"|^[^.!?]{0,20}?,? (?:and |but |n |so |now )*(?:i |i'm |im |we're )?(?:totally |so |just |completely )?(?:(?:sick|tired|bored|done|fed up|over it with) (?:of|with) (?:it|that|them)|stopped (?:caring|enjoying|having fun|playing|liking it|bothering)|lost interest|couldn'?t care less)\b|"
    r"^\s*[0-6]/10\b|^(?: (?:and|n|&) [\w: ]{2,24})? (?:r|is|are|died|be) dead to me\b|^,? (?:but )?(?:i )?(?:bounced|bounced right|bounced straight) off\b|^,? (?:but )?(?:i )?(?:hated it|quit after|dropped it|refunded it|couldn'?t get into it|didn'?t (?:click|stick|grab me)|never clicked|no thanks|not for me)\b|^ (?:bhi )?(?:mat|na|nahi) (?:bol\w*|bata\w*|de\w*|dikha\w*|suggest\w*)|^ bhi nahi\b|^ ke (?:alawa|siwa\w*|bina)\b|^[^.!?;,]{0,16}? (?:got|has|had) (?:me|us) (?:so )?(?:fuming|raging|tilted|malding|livid|shaking with rage|furious)\b|^ (?:elo|ranked|solo queue|soloq|solo q) hell\b|^ (?:already )?(?:(?:ate|drained|emptied|robbed|took|cleaned out) (?:all )?(?:my|our) (?:wallet|money|savings|bank|salary|paycheck|card)|(?:robbed|bankrupted) (?:me|us)|cleaned (?:me|us) out|drained (?:me|us))\b|^ (?:khel khel ke|se (?:pak|bore?|thak|ub|man bhar)|ne (?:\w+ )?(?:gussa|dimag|dimaag|pareshan))\b|^ (?:tire|don tire|tired) (?:me|us)\b|^ (?:went|ended|goes) (?:so |very |really )?(?:badly|wrong|south|horribly|in tears|in a fight)\b|^[^.!?;]{0,24}\b(?:but |and )?(?:im|i'm|we'?re|we are|i am) (?:so |all |just )?(?:sick|tired|bored|over|done)(?: of| with)? (?:it|that|them)\b|^ (?:too|way too) (?:hard|ugly|long|slow|grindy|scary|loud|dark|easy|short|sad|expensive|sweaty|stressful|complicated|anime|bright|weird|big|cute|gory|violent|depressing|intense|difficult|punishing)\b|^\W*(?:(?:was|is|felt|feels|got|seems)(?: so| just| really| way| kinda| too| a bit)* (?:boring|bad|awful|terrible|trash|rubbish|mid|overrated|too (?:hard|long|stressful|slow|grindy|scary|difficult|complicated|confusing|repetitive|easy|short|dark|gory|violent|depressing|intense|frantic|chaotic|childish|expensive|punishing)|stressful|exhausting|tedious|meh|shit|crap|dull|annoying|a chore|not for me|not my)"
    r"|(?:wasn'?t|isn'?t|was not|is not) (?:for me|my|great|fun|it|good)|sucks?\b|sucked\b|bored me|didn'?t (?:click|do it|land|hook)|nahi pasand|annoyed me|stressed me|(?:nearly|almost) (?:ended|killed|broke)|(?:has |have )?(?:broke|broken|breaks|destroyed|wrecked|rinsed|drained|exhausted|humbled) (?:me|us)\b(?=[^?]{0,40}\b(?:easy|easier|calm\w*|chill\w*|low stress|less|gentle|relax\w*|brain off|mindless|soft\w*|break)\b)|gave me (?:grey|gray|a headache|nothing|anxiety|ptsd)|wore me out|ended (?:friendships|my|our)|(?:is|was)(?: \w+)? (?:done to death|too much|banned|\d+ ?gb|dead|4 only)\b|\? ?(?:boring|nah|no thanks|meh|hated)|drove me (?:mad|to|up|nuts|insane)|,? (?:meh|nah|no thanks|hated it|regretted)\b|,? and (?:regretted|hated|refunded|bounced)|made me (?:rage|mad|so mad|angry|ill|sick)|(?:is|was) a (?:rip|scam|joke|mess|waste|chore|slog|grind|drag|disappointment)|let me down|(?:\w+ )?lost me\b)"
)
# "Nearly killed me. do it again": what hurt is blamed only by who wants no more of it.
_HURT = re.compile(
    r"nearly|stressed|stressful|anxiety|ended|drove me|made me|wore me|too hard|punishing|exhausting|annoyed"
)
_WANTED_AGAIN = re.compile(
    r"\b(?:(?:do|want|need|gimme|give me) (?:it|that|this|more|another)|(?:it|that|this|me|pls|please) again|again (?:pls|please)|more (?:pls|please|of|like)|and (?:i|we) (?:still )?love[d]?|loved (?:it|every)|worth it|in (?:a|the) (?:good|best) way|what else)\b"
)
_LIKED_JUST_BEFORE = re.compile(r"(?<!never )(?<!not )\b(?:liked|loved|adored|enjoyed|miss) (?:the )?$")
# A verdict on what was named a little before: "… and i bounced off it", "none of them scared me".
_REFUSED_LATER = re.compile(
    r"^[^!?]{0,60}?\b(?:hated (?:it|every|all|most|them|both)\b|(?:i|we|he|she|they|never) (?:\w+ )?(?:bounced off|hated?|refunded|dropped|quit|uninstalled|disliked|couldn'?t get into|didn'?t (?:like|enjoy|get|click with)|never got into|can'?t stand) (?:it|them|that|all of (?:it|them)|both)\b"
    r"|(?:none|neither) of (?:them|those|these|that|it)\b|\b(?:all (?:that|this|those|them|of (?:that|it|them|those))|both|those|they|these)(?: are| is|'re)? (?:off the table|a no|banned|no go|no-go)\b|\ball (?:that|this|those|them|of (?:that|it|them|those))(?: are| is|'re)? out\b(?! (?:on|now|in|for|already|yet|there))|\b(?:both|those|they|these)(?: are|'re) out(?= ?$| ?[.!,])|(?:its|it's|it is|that's|thats) (?:all|pure|just|basically) (?:luck|rng|grind\w*|gambling|pay\w*|menus|chores|homework)\b|didn'?t (?:do it|scare me|grab me|click|land)\b)"
)
_NOW_OVER = re.compile(
    r"^\s*(?:is|are|was|has|got|gets|'s)(?: (?:so|just|really|way|kinda|too|a bit|all|been|gotten|gone|become|getting|getting kinda|now|lowkey))* (?:over(?= for| now|,|\.|$)|stale|boring|old|dead|samey|played out|repetitive|sweaty|toxic|cooked|ruined(?! (?:me|my|other|everything))|full of \w+|(?:beyond )?boring|dry|mid|washed|chh?od (?:di|diya|dunga|do)|too \w+)\b|^ for good\b|^ (?:already|ages ago|years ago|last (?:year|month|week))\b(?![^.!?]{0,40}\b(?:love|loved|want|best|amazing|in my (?:top|fav\w*|heart)|one of my)\b)"
)
_PRAISE = r"(?:love[ds]?|lovin|loving|adored?|enjoyed|fav\w*|obsessed|goat\w*|amazing|great|awesome|brilliant|masterpiece|heaven|mint|unreal|perfect|the best|best game|liked|miss(?:ing)?|incredible|hit the spot|addicted|hooked|(?:need|want|any|some|gimme|give me) more|more of (?:that|it|this)|what else|what'?s next|anything else|something else like|equivalent|energy|in (?:that|this|the same) (?:line|vein|spirit|style)|along those lines|any(?:thing)? (?:new|newer|similar|close|closer|comparable|recent)|(?:a |the )?(?:modern|newer|new|recent|todays?) (?:version|equivalent|successor|take|one)|successors?|brain ?(?:rot)?(?=[.,!]| and| so|$| need)|what a (?:rush|ride|game|trip|blast|masterpiece|gem|journey|banger)|more games? (?:that|where|which|like)|since (?:19|20)\d\d|since (?:i was|day one|launch|forever|childhood)|all my life|best way|feels? (?:flat|empty)|nothing (?:compares|hits|else|comes close)|hole in my (?:life|heart)|bereft|sunk \d+|was (?:so |pretty |really )?(?:cool|fun|good|nice|lovely)|used to|as a (?:kid|child|teen(?:ager)?|student)|in (?:a|one|1) (?:weekend|night|sitting|day|evening|week|go)|(?:next|another)(?: \w+)? ?\?|another (?:one |1 )?for (?:us|me|the two)|next (?:co-?op|one)|(?:that|the same|same) (?:kind|sort|vibe|feeling|feel|sweat|rush|energy|buzz|thrill)|still want|want (?:it|that|more)|(?:it|that|this) again|to me again|\d+ times|ate my|has me|had me|broke me|(?:raised|shaped) me|made me (?:\w+ )?(?:cry|sob|weep|bawl)|(?:ruined|spoil\w*) (?:\w+ )?(?:games|gaming|everything)|blew my mind|(?:grabbed|hooked|gripped|clicked with|stuck with|sucked) (?:me|in)|foaming|fan of|huge fan|like)"
_PRAISED = re.compile(rf"\b{_PRAISE}\b")
# "nothing excites me since i finished it": so good that what came after it is poor.
_MISSED_SINCE = re.compile(
    r"(?:\b(?:nothing|no(?: other)? games?|every ?(?:thing|game)(?: else)?|life|all games|games)\b[^.!?;]{0,40}\b(?:since|after|compared to|next to|as good as)|\b(?:empty|void|hole|lost|bereft|hangover|hungover|grieving|withdrawal|depression|blues)\b[^.!?;]{0,20}\b(?:since|after|from|left by)|\bpost|(?:can'?t|cannot|never|not) (?:get|got|gotten)? ?over)\b[^.!?;,]{0,24}$"
)
_JOINT = re.compile(r"\s*(?:[,/&+]|,?\s*\b(?:and|n|or|y|e|aur|und|then)\b)\s*(?:the )?")
_LIKE_AT_END = re.compile(r"(?:something|smth|sth)? ?\b(?:like|than) (?:the )?$")
# "gta vi release date": asked about, not wished for.
_ASKED_AFTER = re.compile(
    r"^ (?:night|session|tourn\w+|league|party|stream|raid|match|server|servers) (?:got|was|were|is|are|has been|gets) (?:\w+ )?(?:cancel+ed|off|down|delayed|postponed|ruined|over|dead|full)\b|^ (?:in|at) (?:my|the) back (?:pocket|burner|of)|^ (?:for later|on (?:ice|hold|standby)|in reserve)\b|^[^.!?]{0,44}\b(?:backwards|inside (?:and )?out|by heart|like the back of)\b|^ (?:w|with) (?:extra steps|a (?:skin|coat|paint|mask)|worse|less|more ads|different)\b|^ (?:but worse|clone|knock ?-?off|rip ?-?off|reskin|at home)\b(?=[^.!?]{0,20}$)|^\? (?:\w+ ){0,3}(?:done|finished|completed|cleared|beaten)\b|"
    r"^ is on (?:the|my) (?:\w+ )?(?:pile|list|backlog|wishlist|shelf)\b|^ (?:is|was) (?:done|finished|completed)(?= too| already|$|, (?:plat|100|what|next|n\b))|^[^.!?]{0,24}\b(?:is|its|it's|thats|that's) (?:literally )?all (?:my \w+|he|she|they|everyone|we|people) (?:ever |want to |wanna )?(?:plays?|talks?|watch)"
    r"|^ (?:release date|release|price|trailer|update|patch|servers?|news|leaks?|dlc (?:date|release|price)|tickets?|tournament|esports?|movie|film|show|series on|merch)\b"
)
_ASKED_BEFORE = re.compile(
    r"\b(?:(?:what'?s|what is) (?:the deal|up|wrong|the fuss|the hype|all the fuss|so special|so great) (?:with|about)(?: all)?(?: th(?:is|ese|e))?|(?:u|you|it|ya|bot) (?:\w+ )?(?:said|says?|gave|gives?|sent|sends?|suggested?|suggests|recommend(?:ed|s)?|picked|chose|offered|offers)(?: me| us| with)?(?: the)?|(?:that|this|it)(?:'?s| is) (?:just|basically|literally|only) (?:a )?(?:worse |cheap |bad )?|copy of|is it \w+ than|is this \w+ than|hands to play|(?:beats?|beaten|thrash\w*|destroy\w*|smash\w*|rinse[sd]?) (?:me|us) (?:\w+ )?(?:at|in|on)) $"
)
# "i play stellaris most evenings" tells a taste, "i play fifa with my cousins" a fact.
_PLAYS_IT = re.compile(r"\bi (?:mostly |mainly |usually |only |just |still |always )?play (?:the )?$")
_AS_A_HABIT = re.compile(
    r"^(?: on \w+(?: \w+){0,2}| \w+)? (?:most (?:evenings|nights|days|weekends|mornings)|every (?:single )?(?:day|night|evening|weekend|morning)|daily|religiously|non ?-?stop|all the time|after work|before bed)\b(?![^?]{0,60}\b(?:bored|sick of|tired of|help|else|burnt|new|different|change))"
)
# "Fifa night … sick of fifa": said once outright, it is not liked for being named before.
_OUTRIGHT = re.compile(r"\b(?:sick|tired|bored|fed up) (?:of|with) (?:the )?$|\bhate[ds]? (?:the )?$")
# The title is a fact of the message, not a wish: owned, played, asked about.
_ONLY_NAMED = re.compile(
    r"\b(?:own|have|got|bought|have played|already played|already have|already own|already finished|finished|completed|cleared|platinumed|beat|beaten|done|played|is|does|are|(?<!childhood )(?<!teens )(?<!youth )(?<!twenties )(?<!teenage years )(?<!summers )(?<!summer )(?<!student years )(?<!life )(?<!comfort game )(?<!first game )(?<!fave )was|will|can i (?:play|get|run)|how (?:long|much|hard|big|many \w+) (?:is|does|are)|whats|what's|what is|tell me (?:more )?about|price of|when (?:is|did|does)|(?<!people )(?<!ppl )(?<!guys )(?<!devs )(?<!team )(?<!folks )(?<!ones )who made|cheat codes for|beat the \w+ (?:boss )?in|boss in|(?:brother|sister|bro|sis|mate|friend|cousin|gf|bf|dad|mum|wife|husband|son|daughter|he|she|they) (?:put|has|have|had|got|sunk|spent)\b[^.!?]{0,24}(?:into|in|on)|(?:been|was|were|keep getting|got) told|(?:i|ive|i've) heard|people say|apparently|along with|alongside|same (?:day|week|month|year|time) as|beg(?:s|ging)? for|i suck at|rubbish at|bad at|says i'?d like|(?:i )?gave|(?:(?:just |keep |kept |always )?(?:got|get|getting|been|being) )?(?:smurfed|stomped|griefed|farmed|clapped|rolled|humiliated|tilted|carried|reported|banned|kicked|hacked|rekt|cooked|camped|steamrolled|flamed)(?: on)? (?:in|on|at|from|by)|(?:mates|friends|friend|squad|lads|boys|girls|crew|gang|they|everyone|everybody|he|she|kids|kid|son|daughter|brother|sister|bf|gf|husband|wife|flatmate|roommate|cousins?|nephews?) (?:only|just|all|will only|literally only) (?:ever )?(?:do|does|touch(?:es)?|wants?(?: to play)?|care about|run|talk about)|(?:say|says|said|wants? me to|asking me to|tell me to|begging me to) (?:jump|hop|get|come|go|log) (?:on|onto|back on|into)|(?:we|u|you|y'all|guys|people) (?:still |even |always )?recommending|(?:destroyed|beaten|humbled|wrecked|killed) by|dropped|quit|uninstalled|deleted|outgrown|outgrew|(?:made|makes|making) (?:me|us) play|bought (?:me|us)|got me|(?:talks?|talking|yapping|goes? on|banging on) about|(?:is|are|'s|'re|s) (?:\w+ )?(?:glued|addicted|hooked|always|forever|still|stuck|constantly|permanently|obsessed) ?(?:to|on|with|playing|in)?|(?:he|she|they|son|daughter|kids?|gf|bf|wife|husband|brother|sister|mum|mom|dad|gran|nan|teenager|nephew|niece|roommate|flatmate|boss|grandma|grandad|cousins?|mates?|friends?) (?:lives? on|spends? (?:\w+ )?(?:\w+ )?on|plays?|binges?|grinds?|watch(?:es)?|streams?)|(?:he|she|they|son|daughter|kid|kids|gf|bf|wife|husband|brother|sister|mates?|friends?|everyone|everybody|dad|mum) (?:only |just |all |still )?plays?|(?:been|keep|kept) playing|i play|did|spent \S+ on|stop (?:recommending|suggesting|showing me)|hated|(?:beat|beaten|lost|losing|smashed|destroyed|bronze|cracked|good|bad|rubbish|trash|shit|level \d+|hours?|hrs)(?: \w+)? (?:on|at|in))(?: (?:the|that|this))? $"
)


def _hide(words: str, hits: tuple[TitleHit, ...]) -> str:
    """The "no" of No Man's Sky refuses nothing; places stay as they are."""
    for hit in hits:
        words = f"{words[: hit.start]}{'x' * (hit.end - hit.start)}{words[hit.end :]}"
    return words


def _is_blamed(after: str) -> bool:
    found = _DISLIKED_AFTER.match(after)
    return found is not None and not (_HURT.search(found[0]) and _WANTED_AGAIN.search(after[:90]))


def _said_of_it(words: str, hits: tuple[TitleHit, ...]) -> str:
    """What is said of the first of these as far as its sentence goes: "gris is short. i liked abzu" praises no gris."""
    for hit, following in itertools.pairwise(hits):
        between = words[hit.end : following.start]
        if not _JOINT.fullmatch(between):
            ends = [found.start() for found in re.finditer(r"[.!?;]", between)]
            return between[: ends[-1]] if ends else _LIKE_AT_END.sub("", between)
    return words[hits[-1].end :]


def sort_titles(words: str, hits: tuple[TitleHit, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A named title is a reference to something good unless the words beside it say otherwise."""
    liked: list[str] = []
    disliked: list[str] = []
    outright = {hit.title for hit in hits if _OUTRIGHT.search(words[: hit.start])}
    scopes = find_scopes(_hide(words, hits)) if hits else Scopes(())
    for place, hit in enumerate(hits):
        before, after = words[: hit.start], words[hit.end :]
        beside = _said_of_it(words, hits[place:])
        if words[hit.start : hit.end].endswith("'s"):
            after = f" is{after}"  # "fortnite's too sweaty now"
        if _MISSED_SINCE.search(before) and not _is_blamed(after):
            liked.append(hit.title)
            continue
        is_refused = scopes.cover(hit.start, hit.start + 1) and not (
            _PRAISED.search(beside[:50]) or _LIKED_JUST_BEFORE.search(before)
        )
        is_over = _NOW_OVER.match(after) and not _PRAISED.search(before[-30:]) and not before.endswith("reminds me of ")
        if _DISLIKED_BEFORE.search(before) or _is_blamed(after) or is_refused or is_over or _REFUSED_LATER.match(after):
            if not re.search(r"\b(?:done with|over|tired of|finished) (?:the )?$", before):
                disliked.append(hit.title)
        elif _PLAYS_IT.search(before) and _AS_A_HABIT.match(after):
            liked.append(hit.title)
        elif _ASKED_AFTER.match(after) or _ASKED_BEFORE.search(before):
            continue
        elif not (_ONLY_NAMED.search(before) and not _PRAISED.search(before[-40:] + beside[:50])):
            liked.append(hit.title)
    if outright and not _MISSED_SINCE.search(words):
        liked = [title for title in liked if title not in outright or title not in disliked]
    return tuple(dict.fromkeys(liked)), tuple(title for title in dict.fromkeys(disliked) if title not in liked)
