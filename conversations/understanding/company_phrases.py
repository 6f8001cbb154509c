"""Further words for who plays along: how English speakers put it, and other tongues.

Each text is a part of the pattern of its mode in ``company`` and begins where a word does.
"""

from __future__ import annotations

import re

_KIN = (
    r"(?:friends?|mates?|m8s?|wife|husband|hubby|gf|bf|girlfriend|boyfriend|partner|fiancee?|bro|brother|sis|sister|sibling|cousin|kids?|son|daughter|nephew|niece|mum|mom|dad|nan|gran|grandma|grandpa|grandad"
    r"|granddad|bestie|best friend|flatmate|roommate|housemate|twin|buddy|pal|colleague|coworker|boyf|missus|fella|other half|lads|boys|girls|squad|crew|gang|homies)"
)
_IBERIAN_KIN = (
    r"(?:herman[oa]s?|irma[oa]?s?|irmaos|novi[oa]s?|namorad[oa]s?|prim[oa]s?|amig[oa]s?|amig(?:ui)?[oa]s?|compas?|colegas?|parejas?|mujer|esposa|esposo|marido|mulher|hij[oa]s?|filh[oa]s?|padres?|madres?|pais?|mae"
    r"|tios?|tias?|sobrin[oa]s?|cuates?|panas?|parceir[oa]s?|galera|peques?|suegr[oa]s?|ti[oa]s?|cunad[oa]s?)"
)
_COOP_TONGUES = (
    # Spanish, Portuguese
    rf"(?:mi|mis|meu|minha|meus) {_IBERIAN_KIN} (?:y yo|e eu|i jo)\b|(?:con|com) (?:mi|mis|un|una|el|la|unos|unas|meu|minha|meus|minhas|uns|um|uma|o|a|os|as) {_IBERIAN_KIN}\b|(?:yo y|eu e) (?:mi|mis|meu|minha|o meu|a minha) {_IBERIAN_KIN}\b"
    r"|(?:somos|estamos|seremos|vamos(?: a ser)?) (?:dos|dois|duas|tres|cuatro|quatro|2|3|4)\b|(?:jugar|jogar|jugamos|jugando) (?:a |en |em )?(?:dobles|duo|dupla|pareja|parejas|familia|equipo|cooperativo)\b|em dupla\b|entre amig[oa]s\b"
    # French, Italian
    r"|(?:(?:avec|pour) (?:(?:mon|ma|mes|un|une|les|des|deux|trois) )?|a (?:deux|trois) )(?:mec|meuf|gosses?|enfants?|famille|collegues?|potes|copains|copines|cherie?|cousins?|cousines?|frangins?|frangines?|mari|femme|gars)\b|(?:on|nous) (?:est|sommes|sera|joue(?:ra)?(?: a)?) (?:deux|trois|quatre|2|3|4)\b|mon (?:mec|mari|pote|frere) et moi\b|ma (?:meuf|femme|soeur|copine) et moi\b"
    r"|siamo in (?:due|tre|quattro|coppia)\b|in (?:due|tre|quattro|coppia)(?= ?$| (?:stasera|sul divano|giocare)\b)|(?:con|insieme a) (?:i miei|le mie|gli|il mio|la mia|mio|mia|un|una) (?:amic\w+|figli\w*|fratell\w+|sorell\w+|ragazz\w+|mogli\w+|marit\w+|cugin\w+)\b|giocare insieme\b|insieme\b(?=\s*(?:$|[,.!?]))"
    # German, Dutch, Swedish, Polish, Turkish
    r"|mit (?:meine[mnr]?|den|der|nem|ner|unsere[mnr]?|meinen) (?:\w+ )?(?:mann|frau|freund\w*|kumpels?|bruder|schwester|kind\w*|sohn|tochter|mama|papa|mutter|vater|jungs|madels|eltern|oma|opa|kollegen)\b|(?:wir (?:sind )?)?(?:zu|zum) (?:zweit|dritt|viert)\b|zu (?:zweit|dritt|viert)\b|gemeinsam (?:mit|am|auf|was|spielen|zocken)\b"
    r"|met (?:mijn|m'n|een|de|twee) (?:vriend\w*|broer|zus\w*|maat|maten|man|vrouw|kind\w*|zoon|dochter)\b|samen\b(?= (?:met|spelen|op))|tillsammans(?: med)?\b|med (?:min|mina|mitt) (?:\w+ )?(?:kompis\w*|tjej|kille|bror|syster|van|vanner|barn|sambo|man|fru)\b|z (?:dziewczyna|chlopakiem|kumpl\w+|bratem|siostra|znajomymi|zona|mezem|corka|synem|ekipa|przyjaciol\w+)\b|we (?:dwoje|dwojke|dwoch|trojke|trzech)\b|razem\b"
    r"|arkadas(?:lar)?(?:im|imla|larimla|la|larla)\b|(?:sevgilim|karim|kocam|esim|kardesim|abim|ablam|cocugum|kankam)(?:le|la)\b|birlikte\b|beraber\b|iki kisi(?:lik)?\b"
    # Indonesian, Malay, Tagalog, Swahili, Haitian, Hindi, Vietnamese
    r"|(?:sama|bareng|dengan|dgn|ama|ngan) (?:temen\w*|teman\w*|temanku|adik|adek|kakak|abang|pacar\w*|suami\w*|istri\w*|isteri|keluarga|anak\w*|bestie|kawan\w*|member|sepupu|cowok\w*|cewek\w*|doi)\b|(?:main|online|mabar|nobar) (?:bareng|berdua|bertiga|sama-sama)\b|bareng(?:-| )?bareng\b|mabar\b|berdua\b|bertiga\b|berempat\b|sesama (?:teman|temen)\b"
    r"|(?:kasama|kalaro|kasabay) (?:ang |ko |ng |mga |si )*\w+|(?:kami|tayo|naming|namin|kaming) (?:dalawa|dalawang|tatlo|tatlong|apat|magkapatid|magkaibigan|magpinsan|magjowa)\b|(?:dalawa|tatlo|apat) kami\b|sabay (?:kami|kaming|tayo)\b"
    r"|(?:na|pamoja na) (?:marafiki|rafiki|maboys|wasee|mabeshte|beshte|ndugu|dada|kaka|mke|mume|watoto|wenzangu)\b|(?:kucheza|tucheze|tukicheza) pamoja\b|pamoja\b|(?:ak|avek) (?:zanmi|madanm|mari|mennaj|fre|se|pitit)\w*\b|ansanm\b|jwe (?:ak|avek|with)\b"
    r"|(?:dosto?n?|yaaron?|behan|behen|bhai|bhabhi|biwi|pati|bachch?on?|papa|mummy|girlfriend|boyfriend|gf|bf|cousins?|flatmates?|roommates?) (?:ke|k|kay) (?:sa+th|sath)\b|(?:choi|cung|voi) (?:ban|vo|chong|anh|em|nguoi yeu)\b|hai nguoi\b"
)
COOP = (
    rf"(?:me|i|us) (?:and|n|&) (?:my|the|our) (?:\w+ )?{_KIN} (?:are|r) (?:\w+ )?(?:up for|looking|after|bored|keen|ready|down|in the mood|on|online|hoping|stuck|home|free|dying|craving|hungry)\b|{_KIN} (?:plays|games|is playing|joins in) (?:too|as well|also|along)\b(?! (?:much|loud|late|long|often|many))"
    r"|(?:on|at|from|sharing) (?:the |a |one )?same (?:screen|tv|telly|pc|console|device|keyboard|couch|switch)\b|(?:sit|sitting|sat) (?:beside|next to|with) (?:him|her|them) (?:and|n|to|while) (?:i )?(?:help|play)\w*\b"
    r"|"
    rf"(?:w|with|w/) (?:my|me|the|our) (?:\w+ )?(?:{_KIN} )?(?:beside me|next to me|by my side|on the (?:other|second|2nd) (?:controller|pad|joycon|side|remote))|(?:other|spare|second|2nd) (?:controller|pad|joycon)s?\b(?! (?:support|option|compat\w*|just |is |has |sits|gathers|broke|died))"
    rf"|(?:w|with|w/) (?:my|our) (?:\w+ )?{_KIN} (?:beside|next to|sat|sitting|helping|joining|playing|also|too|as well|along|in tow|on (?:the )?(?:sofa|couch|call|mic|discord|voice))\b"
    r"|(?:works?|playable|plays?|doable|possible|manageable) (?:(?:well|fine|ok|okay|great|good) )?(?:w|with|for|w/) (?:just |only )?(?:2|two|3|three|4|four)\b(?! (?:hands?|thumbs?|fingers?|buttons?|hours?|hrs?|mins?|minutes?|gb|screens?|monitors?))"
    r"|where (?:we|us) (?:all|both|two)\b(?! (?:fight|battle|betray|compete|race|backstab|kill|attack|shoot))|(?:one|something|smth|game|thing) (?:that )?(?:we|us) (?:can |could |both |all )+(?:get|be|laugh|scream|giggle|muck|mess|shout|cackle|chat|build|explore|survive)\b"
    rf"|(?:me|myself) (?:and|n|&|plus) (?:my )?(?:2|3|4|two|three|four) (?:\w+ )?{_KIN}s?\b|{_KIN} (?:and|n|&) (?:i|me|myself)(?= (?:want|need|r\b|are|can|share|love|like|play|on|fancy|have|got|always|both|after|looking))"
    r"|(?:pass|passing|hand|handing|swap|swapping) (?:the )?(?:pad|controller|phone) (?:back and forth|around|between us|over|along)\b|hot ?-?seat\b|drop[- ]in(?: drop[- ]out)?\b|remote play together\b|friend ?-?pass\b"
    rf"|{_COOP_TONGUES}"
)
# Affection is no rivalry; whatever else is done to each other is one.
_KINDLY = r"(?:help|lov|hugg|support|heal|reviv|teach|understand|see|miss|know|carry|sav|cover|protect|text|call|giv|tell|talk|meet|liv|trust|hold|kiss|bump|heckl|nudg|feed|find|follow|ignor|hat|visit|annoy|us|show|compliment|complet|rescu|comfort|cheer|back|wait|match)ing"
_VERSUS_TONGUES = (
    r"(?:lawan|ngelawan|melawan|vs) (?:temen\w*|teman\w*|orang|adik|kakak|pacar\w*|kawan\w*|player|pemain|bestie)\b|(?:ku-?battle|kushindana|kupambana|tushindane|tupigane|kupigana na)\b|(?:arkadas\w*|kardesim\w*|abim\w*|kankam\w*|rakip\w*|birbir\w*) (?:karsi|kapis\w+|yaris\w+)\b|birbirimize\b"
    r"|(?:przeciwko|przeciw) \w+|tegen (?:mijn|m'n|elkaar|vrienden|anderen|mensen)\b|mot (?:min|mina|varandra|andra|kompisar)\b|(?:picarme|picarnos|competir|pelear|pelearme|ganarle|retar|batallar) (?:con|contra|a) (?:mi|mis|los|las|un|gente|otros|amigos)\b"
    rf"|contra (?:mi|mis|meu|minha|meus|os|las|los|o|a|um|un|uma|una) {_IBERIAN_KIN}\b|contra (?:outr[oa]s|otr[oa]s|pessoas|desconhecidos|jogadores|jugadores|randoms)\b|contro (?:i miei|il mio|la mia|mio|mia|gli|altri|amici|un amico)\b|ek ?-?dusre (?:se|ko|ke)\b|(?:dosto?n?|bhai|behan|cousins?|friends) (?:ke|k|ko) (?:khilaf|against|haran\w*|peet\w*|dho\w*)\b|kalaban (?:ko|ang|ng)\b|magkalaban\b|laban (?:kami|tayo|kay|sa)\b"
)
VERSUS = (
    rf"wipe (?:the|that) (?:smile|grin|smirk|smug look) off\b|(?:crush|beat|smash|destroy|humiliate|wreck|own|battle|duel) (?:people |ppl |someone |somebody )?online\b|"
    rf"(?!{_KINDLY})[a-z]{{3,}}ing (?:the (?:hell|shit|crap|life) out of )?(?:each other|one another)\b"
    r"|(?:scrims?\b|scrimm\w+|(?:scrim|gank|hunt|ambush|snipe|raid|bully|fool|trick|smoke|clap|outwit|outsmart|outdrive|terroris|terroriz|stalk|trap|ruin|humble)(?:e|ing|s|es)? (?:other |real |random |actual |some )*(?:players|squads|teams|people|ppl|humans|randoms|noobs|strangers|survivors|lobbies|kids)(?: online)?\b)"
    rf"|compet(?:e|ing) (?:w|w/|with|against|vs) (?:my |the |other |real )?\w+|(?:pit|pitting) (?:me|us|myself|ourselves) against\b|(?:dog ?fights?|duels?|battles?|races?|fights?|matches|games|combat) (?:against|vs|versus|with) (?:real |actual |other |live |human )+(?:people|ppl|players|humans|pilots|drivers|opponents|folks)\b"
    rf"|(?:prove|show) (?:my |the |a )?(?:\w+ )?{_KIN} (?:who'?s|that i|i'?m|im|wrong|who is)\b|(?:rub|shove) (?:it|this|that) in (?:his|her|their|my)\b|(?:wipe|mop) the floor with\b|asymmetric(?:al)?\b|(?:put|knock) (?:him|her|them|my \w+) in (?:his|her|their) place\b"
    rf"|{_VERSUS_TONGUES}"
)
_SOLO_TONGUES = (
    r"mag ?-?isa(?:ng)?\b|(?:ako|ako lang) (?:lang|mag-?isa)(?= (?:maglal\w+|ang|kasi|sa))|(?:main|maen|mainnya) (?:sendiri\w*|solo)\b|sendirian\b|(?:buat|untuk) (?:sendiri|gw doang|aku aja)\b|peke yangu\b|tek (?:basima|kisilik|basina)\b|(?:w pojedynke|sam(?:a)? (?:sobie|pogra\w+|gra\w+))\b|(?:alleen|in m'n eentje|in mijn eentje)\b(?= (?:spelen|gamen|op))|helt sjalv\b"
    r"|(?:na )?only me (?:go |dey |wan |want |fit )+\w+|na (?:only )?me (?:one|alone) (?:go |dey |wan )|(?:yo|eu) (?:solit[oa]|sozinh[oa]|sol[oa])\b|(?:jogar|jogo|pra mim) sozinh[oa]\b|(?:da sol[oa]|per conto mio)\b|(?:(?:rien que|juste) (?:pour )?moi|que pour moi)\b|sans (?:personne|les autres|autres joueurs)\b|ohne (?:andere|mitspieler|leute|menschen)\b|(?:akel[ae]|akeli|khud|apne aap) (?:hi )?(?:khel\w*|ke liye)\b"
)
SOLO = (
    r"no need (?:for|of) (?:a |any )?(?:squad|team|friends|others|clan|guild|group|party|teammates|mates)\b|"
    r"(?:nobody|noone|no one|no-one|not a soul|no other soul|no humans?|no people|no players)(?: else)?(?: in (?:there|it|here|the world|the game))?(?: around)? (?:but|except|besides|other than|apart from|only) (?:me|myself|for me)\b|(?:for|just|with) me only\b|just me in (?:it|there|here|the world)\b"
    r"|alone (?:w|with|w/) (?:my (?:own )?(?:thoughts|music|headphones|head|podcasts?|brain|tea|cup)|the (?:dark|silence|sea|stars|machines))\b|(?:so|and|now|it'?s|its|make it|only) just me (?:now|tonight|then|today|after all)\b|without (?:the |any |all the )?(?:people|other people|humans|randoms|clans?|guilds?|others|teammates|playing with)\b"
    r"|(?:(?:don'?t|dont|do not|never) (?:need|have|want)|not needing|without needing) (?:a |any |no )?(?:clan|guild|squad|team|group|party|friends|lobby)\b|(?:no|zero|0) (?:clans?|guilds?|matchmaking|party chat|queueing|online stuff|online bits)\b|(?:no|zero|0) (?:mates|friends|team ?mates?|buddies) (?:needed|required|necessary)\b|solo(?:able| ?-?friendly|able)\b|table for one\b"
    rf"|{_SOLO_TONGUES}"
)

# Words of other tongues among them are no slips of English ones: "galera" is no "galaxy".
WORDS = frozenset(re.findall(r"(?<![\\a-z])[a-z]{5,}(?![a-z])", f"{COOP} {VERSUS} {SOLO}"))
