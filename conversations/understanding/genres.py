"""Which kinds of games a message asks for and which it rules out."""

from __future__ import annotations

import re

from conversations.understanding.negation import Scopes

_GAME = r"(?:games?|gms?|ones?|titles?|stuff|things?|thingy|type|types|style|wala|wali|recs?|kinda)"

# Key -> what people call it. Words that also mean something else need "game" or the like beside them.
_NAMES: dict[str, str] = {
    "visual-novel": r"visual novels?|vns?\b|dating sims?|otome",
    "city-builder": r"city[- ]?build(?:er|ers|ing)|town[- ]?build(?:er|ers|ing)|city sims?|village builders?|build(?:ing)?[- ](?:(?:a|an|my|our|some|little|own|small|tiny|whole)[- ])*(?:cit(?:y|ies)|towns?|villages?|settlements?|colon(?:y|ies))|build(?:ing)? (?:a|my own|our own) (?:city|town)",
    "tower-defense": r"tower[- ]?defen[sc]es?|\btds?\b(?= games?)|defend (?:the|my) towers?",
    "battle-royale": r"battle ?-?royal(?:e|es)?|\bbrs?\b(?= games?|$)|royales?\b|(?<=a )br\b|^br\b|last man standing shooters?",
    "open-world": r"worlds? (?:that )?(?:i|you|u|we) can (?:just )?(?:wander|roam|explore freely)|open[- ]?world(?:s|er)?|mundo abierto|mundo aberto|sandbox world",
    "soulslike": r"souls?[- ]?(?:like|likes|borne|type|style)|soulslikes?|souls (?:games?|fans?|stuff|type|style|clones?|ones?)|fromsoft(?:ware)? (?:style|like|type)",
    "metroidvania": r"metroid ?-?vanias?|metroidvannias?|castleroids?|metroid (?:style|type|like)",
    "roguelike": r"rogue ?-?(?:like|lite)s?|roguelikes?|rougelikes?|rougelites?|roguelites?",
    "card": r"deck ?-?(?:build|battl)(?:er|ers|ing|e)|decks\b(?! (?:out|of))|card (?:games?|battlers?|stuff|ones?|based)|cards\b(?! on the table)|card (?:thing|battles?|addiction|fix|duels?|fights?|runs?|combos?|roguelikes?)|card(?=\s*(?:$|,? either| or (?:puzzle|strategy|board)))|(?<= or )card\b|ccgs?|tcgs?|solitaire|poker|jeux? de cartes|juegos? de cartas|cartas|kartenspiel",
    "story-rich": r"story so (?:good|gripping|rich)|story[- ]?(?:rich|driven|heavy|focused|based|first|stuff|game|games|led|mode games?|one|thing)|(?<!my )(?<!her )(?<!his )(?<!your )(?<!the )(?<!long )(?<!detective )(?<!main )(?<!side )(?<!no )story(?=\s*(?:$|[.,!;]|for|than|on|pls|please|and|n\b|over))|(?:good|great|strong|deep|more|big|proper|real|solid|epic|emotional|rich|better|amazing|actual|decent|juicy|heavy|all|nice|beautiful|for the|want a|with a|w a|w/ a|a) (?:\w+ )?stor(?:y|ies|ylines?)(?! (?:to tell|short|bro|line up|mode|where|of my life|about|that|like))"
    r"|narrative(?:s|[- ](?:driven|heavy|rich|game|games|focused|adventure))?|story over|stories that|plot[- ]?(?:heavy|driven)|good writing|well written|interactive (?:fiction|story|stories|movie|drama)|stor(?:y|ies)\b(?= (?:pls|please|rpg|adventure))|historia|con buena historia|story wala",
    "mmo": r"mmo(?:rpg)?s?|massively multiplayer",
    "moba": r"mobas?",
    "rpg": r"[jcat]?rpgs?|[ja]rpg|role ?-?play(?:ing)?(?: games?)?|crpgs?|dungeon crawlers?|juegos? de rol",
    "strategy": r"strateg(?:y|ies|ic)|strats? games?|rts|4x|turn ?-?based (?:tactics|strategy|war)|grand strat(?:egy)?|tactics\b|tactical (?:games?|rpgs?|strategy)|wargames?|auto ?-?battlers?|estrategia|strategie(?:spiel)?",
    "farming": r"farm(?:ing)?[- ](?:games?|sims?|life|stuff|simulators?|ones?|things?|rpgs?)|farming|(?:(?<=wanna )|(?<=want to )|(?<=lets )|(?<=let's )|(?<=just )|(?<=could ))farm\b(?! (?:xp|levels?|loot|gold|karma|souls|mobs))|farms?\b(?! (?:animals?|work|hands?|boy|shop))|farm game|harvest game|fazendinha|granja|fazenda",
    "simulation": r"(?<!dating )(?<!city )(?<!farm )(?<!farming )(?<!colony )(?:\w+ )?sims\b(?! (?:[1-4]|four|three))|(?:whatever |any |some |a |good |decent )sim\b(?! cards?)|(?:run|running|manage|managing|own|owning) (?:a |my |my own |an |our )(?:zoo|theme park|hospital|shop|restaurant|cafe|farm|hotel|football (?:club|team)|club|airline|airport|museum|prison|school|business|bakery|bar|pub|railway)|(?<!farm )(?<!farming )(?<!boyfriend )(?<!girlfriend )(?<!husband )(?<!wife )(?<!waifu )simulat(?:ion|ions|ors?)|(?<!dating )(?<!city )(?<!farm )(?<!farming )(?<!colony )sim[- ](?:stuff|games?|things?|type)|(?:flight|truck|train|life|management|business|job|driving|cooking|shop|restaurant|tycoon|fishing|hunting|space|racing|medical|bus|ship) ?sims?|management\b(?! (?:course|job|meeting|consult\w*|team|at work|are|is|made|wants|said|have|keep))|sim(?= racing)|tycoons?|simulador(?:es)?|colony (?:sims?|builders?|managers?)",
    "racing": r"(?<!heart )(?<!mind )(?<!minds )(?<!hearts )(?<!brain )(?<!thoughts )(?<!pulse )racing(?! (?:thoughts|mind|heart|pulse|brain))|rac(?:er|ers)\b|race (?:games?|cars?)|race (?:against |vs )?(?:my|him|her|them|each other|people|strangers|randoms|friends|mates)\b|lap times?|(?:car|kart|karting|driving|rally) (?:games?|racers?|ones?)|karting|(?:wanna|want to|need to|let me|gonna|just) (?:drive|drift|race)\b(?! (?:home|to|my|me|back|into))|drive like (?:a|an|im|i'm)\b|cars\b(?=,? (?:tho|though|cars|pls|please|and|or|i))|carreras|corrida|rennspiel|jeux? de course|(?:drive|driving) cars?\b",
    "fighting": r"fight(?:ing|er)?[- ]" + _GAME + r"|fighters\b|(?:(?<=\ba )|(?<=\bwhich )|(?<=\bwhat )|(?<=\banother )|(?<=\bnew )|(?<=\bnext ))fighter\b(?! (?:jet|pilot|plane))|1v1 fight(?:er|ing)|(?:2d|3d|arena|platform|anime|tag|retro|good|decent|proper|street|tekken[- ](?:type|style|like)) fight(?:er|ers|ing)|fgc|fight (?:someone|somebody)(?! in)|beat ?-?'?em ?-?ups?|juegos? de pelea|jogos? de luta|luta|peleas|kampfspiel",
    "shooter": r"shooters?|fps(?:es)?\b(?! (?:drops?|is|are))|tps\b|looter ?-?shooters?|shmups?|shoot(?:ing)? games?|shoot ?-?'?em ?-?ups?|first person shoot\w*|gun games?|shooting (?:stuff|ones?|wala)|shoot (?:stuff|things|people|zombies|aliens|bad guys|something|smth|robots|monsters|nazis|demons|baddies)|disparos|juegos? de tiros|jogo de tiro|tiros?\b|bullet ?hells?|ballerspiel\w*",
    "horror": r"horror|horrors|horor|horreur|korku|terror(?! de)|darawn[ai]|bhoot(?:iya)?|katatakutan|grusel\w*|survival horror",
    "survival": r"survival(?: craft(?:ing|er)?)?|surviv(?:e|ing)[- ](?:games?|crafting)|supervivencia|(?<!nicht )(?<!woche )(?<!tag )uberleben(?:s\w*)?(?= |,|$)|survivre|sobrevivencia",
    "sandbox": r"sand ?-?box(?:es)?(?! world)",
    "rhythm": r"rhythm|rythm|rhythem|music games?|dance games?|sing ?-?along|karaoke|singing games?|ritmo",
    "party": r"(?<=, )party(?=\s*(?:$|[.,!]|or\b))|party(?= or (?:sports?|racing|card))|party[- ](?:games?|stuff|ones?|type|style|kinda|modes?)|juegos? de fiesta|jackbox style|partyspiel\w*",
    "stealth": r"stealth(?:y)?|sneak(?:y|ing)|assassin (?:stuff|games?|type|things?)|sigilo",
    "idle": r"idle(?:rs?)?[- ](?:games?|clickers?|stuff|ones?|thing)|idlers?\b|idle\b(?! (?:hands|chat|time))|clickers?|incremental(?:s| games?)?",
    "sports": r"sports?[- ]?(?:games?|stuff|ones?|titles?|sims?|type)|sports\b|(?:any|other|another|some|team|ball|same|different|which|a) sport\b|sporty|football|footy|soccer|futbol|futebol|basketball|basket ball|tennis|golf(?:ing)?\b|cricket|hockey|baseball|rugby|skateboarding|skate games?|skating games?|snowboarding|boxing games?|wrestling games?|fifa style|bowling|volleyball|deportes?|esporte|badminton|ping ?-?pong|table tennis|snooker|darts|surfing games?|fisch(?:en|ing) games?",
    "puzzle": r"puzzl(?:e|es|er|ers|ey|ing)|brain ?-?teasers?|sudoku|match[- ]?3|match three|escape room(?:s? (?:games?|type|style|puzzles?|ones?))|rompecabezas|quebra-?cabecas?|ratselspiel\w*|logic games?|word games?",
    "platformer": r"platform(?:er|ers|ing)(?: games?)?|platform games?|plat ?formers?|plataformas?|jump ?(?:and|n|&|'n') ?runs?|side ?-?scrollers?",
    "adventure": r"(?:action[- ])?adventures?[- ]" + _GAME + r"|action[- ]adventures?|point (?:and|n|&) clicks?|adventure\b(?= (?:rpgs?|puzzle|platformer|with|w/|or|and|,|on)\b)|adventures\b(?= (?:like|on|for))|juegos? de aventuras?|text adventures?|graphic adventures?|metroid adventure|walking sims?|(?<!an )(?<!my )(?<!next )(?<!life )(?<!real )(?<!new )(?<!go on an )(?<!action )(?<!action-)adventure\b(?! (?:time|park|mode|begins|awaits))",
    "action": r"action[- ](?:rpgs?|" + _GAME[3:-1] + r")|action(?! (?:figure|item|plan))(?:y|[- ]packed)?|hack (?:n|and|&|'n') ?slash(?:er|ers)?|hack ?-?n ?-?slash|brawlers?|accion|acao|spectacle fighters?",
}  # fmt: skip
_SCARY = re.compile(r"\b(?:scar(?:e|es|ed|y)|spook\w*|creep\w*|dread|terror|haunt\w*|fright\w*|horror|terrif\w*)\b")
# Said of what is not wanted these name a genre; said of what is wanted they name a mood, or nothing.
_NAMES_WHEN_REFUSED: dict[str, str] = {
    "soulslike": r"souls",
    "fighting": r"fighting|fights",
    "shooter": r"guns?|gun ?play|gunfights?|shooting|shooty|shootouts?",
    "horror": r"scary|spooky(?! mood)|creepy|frightening|terrifying",
}
_PATTERNS_WHEN_REFUSED = {
    key: re.compile(rf"(?<![\w'])(?:{names})(?![\w'])") for key, names in _NAMES_WHEN_REFUSED.items()
}
_PATTERNS = {key: re.compile(rf"(?<![\w'])(?:{names})(?![\w'])") for key, names in _NAMES.items()}

# A like-title's own words and idioms that carry a genre's name without meaning it.
_IDIOMS = re.compile(
    r"\b(?:(?:heart|mind|brain|pulse|thoughts?|head|chest)(?:'?s| is| are| was| were| been| keeps?| kept| started| still| just)* racing|racing (?:heart|mind|thoughts|pulse)"
    r"|war stor(?:y|ies)|love stor(?:y|ies)|sob stor(?:y|ies)|bed ?time stor(?:y|ies)|true stor(?:y|ies)|long stor(?:y|ies)(?! (?:games?|driven|rich|based|ones?|rpgs?))|stor(?:y|ies) of my life|cool story bro|cool story|same story|whole story|toy story"
    r"|in action|action figures?|party (?:tonight|at|last|later|tomorrow|pooper|animal|members?)|(?:birthday|bday|house|hen|stag|xmas|christmas|office|dinner|your|ur|my|a|the) party(?! games?)"
    r"|trading cards?|credit cards?|gift cards?|graphics cards?|birthday cards?|on the cards|sports (?:bar|bra|car|day)"
    r"|(?:is|s|'s|are|be|out|off|gone|went) (?:at|to) (?:the )?(?:golf|football|footy|cricket|rugby|tennis|hockey|basketball|darts)|(?:her|his|my|mum'?s?|mom'?s?|dad'?s?|bank|debit|the|a) card(?! games?| battle| thing)\b|football practice|(?:golf|football|cricket|rugby|tennis|hockey|basketball|baseball|bowling|swimming|sports?) (?:is|was|got|'?s) (?:off|cancelled|rained off|on (?:the )?(?:telly|tv|box)|on all|over|closed)|(?<!run a )(?<!own a )(?<!running a )(?<!manage a )(?<!managing a )(?:golf|football|cricket|rugby|tennis|hockey|basketball|baseball|bowling) (?:club|season|trip|lesson|injury|widow|dad|mum|mom)s?\b|escape rooms?(?! (?:games?|types?|styles?|puzzles?|ones?|things?|vibes?))|after football|(?:might|may|could) (?:go )?build a city|party mode(?: on| activated)?|smash (?:things|stuff) simulators?|(?:watch(?:ed|ing)?|lost|won|(?:good|bad|shit|rubbish|was|lost|practice) at|from|before|until|till|during|after|played|playing|my) (?:the )?(?:football|footy|tennis|basketball|cricket|golf|rugby|hockey)(?! games?)(?: match| practice| final| training)?"
    r"|survival mode|survival instinct|horror story|(?:absolute|total|real|a) horror show|puzzled|rat race|the human race|race you|racing to (?:the|work|get|catch|finish)|card declined|cards close|no idea|action plan"
    r"|immersive sims?|karaoke (?:had|was|nights?|scenes?|bits?)|strategy meeting|work strategy|marketing strategy)\b"
)
_LESS = re.compile(r"\b(?:less|fewer|not as much|not so much|menos|weniger|moins)(?: of(?: the)?)? ?(?:[\w-]+ )?$")


def read_genres(words: str, scopes: Scopes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Asked for and ruled out, both in the order named."""
    text = _IDIOMS.sub(lambda found: " " * len(found[0]), words)
    wanted: dict[str, int] = {}
    refused: dict[str, int] = {}
    named: dict[str, list[int]] = {}
    taken: list[tuple[int, int]] = []
    for key, pattern in _PATTERNS.items():
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(left <= start < right and (right - left) >= (end - start) for left, right in taken) and key not in {
                "rpg",
                "action",
                "survival",
            }:
                continue
            taken.append((start, end))
            if text[:start].endswith((" over ", " above ")) and not re.search(
                r"\b(?:im|i'm|am|get|getting) over $", text[:start]
            ):
                continue  # "atmosphere over action" asks for neither
            if not found[0].startswith("more ") and _LESS.search(text[:start]):
                refused.setdefault(key, start)  # "less rpg, more puzzle"
                continue
            side = refused if scopes.cover(start, min(end, start + 1)) else wanted
            side.setdefault(key, start)
            named.setdefault(key, []).append(start)
    for key, pattern in _PATTERNS_WHEN_REFUSED.items():
        for found in pattern.finditer(text):
            if scopes.cover(found.start(), found.start() + 1) and not _LESS.search(text[: found.start()]):
                refused.setdefault(key, found.start())
    # "can't do scary stuff alone, so coop horror": whoever asks for it by its name wants it.
    soft = {key for key, start in refused.items() if key in wanted and start not in named.get(key, ())}
    refused = {key: start for key, start in refused.items() if key not in soft}
    if refused.keys() & {"horror"} and "horror" not in wanted and _is_scare_wanted(text, scopes):
        del refused["horror"]  # "creepy but nothing too scary" rules out a degree, not the kind
    if len(refused) > 1:
        # "horror, but not action horror" refuses a kind of what is wanted.
        refused = {key: start for key, start in refused.items() if not (key in wanted and wanted[key] < start)}
    # "no more shooters, well maybe a shooter": the last word counts, a refusal wins a tie.
    kept = sorted((key for key in wanted if key not in refused), key=wanted.__getitem__)
    return tuple(kept), tuple(sorted(refused, key=refused.__getitem__))


def _is_scare_wanted(text: str, scopes: Scopes) -> bool:
    return any(not scopes.cover(found.start(), found.start() + 1) for found in _SCARY.finditer(text))
