"""Who plays along, and how old the youngest of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversations.understanding import company_phrases as phrases
from conversations.understanding.negation import Scopes
from conversations.understanding.number_words import NUMBER_WORDS
from conversations.understanding.scanning import beginnings_of, found_at

_PEOPLE = (
    r"(?:friends?|frnds?|mates?|m8s?|boys|lads|girls|homies|squad|crew|gang|bros?|brothers?|bro|bruv|sis|sisters?|siblings?|cousins?|wife|wifey|husband|hubby|hubs|gf|bf"
    r"|girlfriends?|boyfriends?|partners?|fiancee?|spouse|bestie|besties|bff|roommates?|roomies?|flatmates?|housemates?|kids?|kiddo|sons?|daughters?|child|children|nephews?|nieces?"
    r"|mum|mom|mam|mama|dad|papa|parents|family|fam|grandma|grandpa|nan|gran|grandkids|grandson|granddaughter|buddy|buddies|pals?|blokes?|daughter-in-law|colleagues?|coworkers?|co-workers|toddler|teen"
    r"|\d{1,2} ?-?(?:yo|y/o|yr|yrs|year)s?(?:[- ]?olds?)?|little one|little ones|date|girl|guy|people|guys|uncle|aunt|auntie|dosto?|bhai|amigos?|amigas?|novi[ao]|hermano|hermana|hij[ao]s?|namorad[ao]|freund(?:e|in)?|tropa|padi|guildies|missus|fella|other half|old man|old lady|lass|her indoors|missis|ppl|barkada|squad|twins|step(?:son|daughter|dad|mum|kids?)|grand(?:children|sons|daughters|ad)|granny|nana|nephews|nieces|classmates?|workmates?|akka|anna|didi|bhaiya|bhabhi|nani|dadi|saheli|primos?|primas?|tio|tia|abuel[oa]s?|suegr[oa]|frere|soeur|potes?|copains?|copines?|bruder|schwester|kumpels?|mann|frau|kuya|ate|pinsan|jowa)"
)
# Whom people wish to beat, but hardly ever play with.
_RIVALS = rf"(?:{_PEOPLE}|professors?|prof|teachers?|boss(?:es)?|manager|supervisor|neighbou?rs?|in-?laws|(?:mother|father|brother|sister)-in-law|ex|nemesis|rivals?|students?|pupils?|class|coach|landlord|therapist|doctor|pastor|interns?|office|team ?mates?|guild|guests?)"
_AND = r"(?:and|n|&|\+|y|e|und|aur)"
_MINE = r"(?:my|our|the|a|some|one|two|three|four|2|3|4|5|six|\d|mi|mis|meu|minha|meine[rn]?|mere|his|her)"
_COOP = re.compile(
    phrases.COOP + r"|\bteam (?:games?|play|based|effort)\b(?! (?:vs|versus))|\ball (?:of (?:us|them) )?(?:pulling|rowing|working|pushing|going) (?:in )?(?:the same (?:direction|way)|together)\b|\b(?:in|on) the same boat\b(?! as)|\b(?:want|wants|wanna|let us|lets|let's|need|like|love) (?:to|2)? ?(?:\w+ )(?:\w+ )?together\b|\b(?:us|we) (?:vs\.?|versus|against) (?:it|the (?:game|machine|computer|odds|clock|level))\b|(?:^|[.!,] ?)(?:friends|mates|the boys|the lads|the girls|2 mates|two mates|3 mates)[.!] ?(?=\w)|\b(?:squad|mates|friends|boys|lads) (?:and|n|&|\+) mics\b|\bme (?:and|n|&) (?!my\b|the\b|our\b|a\b|you\b|u\b|i\b|him\b)[a-z]{2,14}(?: from (?:[\w-]+ ){1,3})? ?(?:want|wanna|need|are after|fancy|would like|r bored|are bored|looking for)\b|\b(?:zu (?:zweit|dritt|viert)|wir (?:zwei|beide|drei)|miteinander|gemeinsam (?:spielen|zocken)|entre (?:dos|tres|los dos|todos)|los dos (?:juntos)?|en pareja|para dos|pra dois|para dois|a deux|a trois|on est (?:deux|trois)|nous deux|tous les deux|en couple|hum (?:do|dono|teen)(?: log)?|mil(?:ke|kar| ke| kar) khel\w*|sa+th me(?:in)?|dalawa kami|kami ng)\b|\b(?:finish|beat|play|do|build|solve|explore|survive|clear|complete) (?:it |this |that |something |smth |one |stuff |puzzles |a \w+ )?as (?:a (?:pair|couple|team|family|duo|trio)|two|three)\b|\bdate night\b(?! (?:was|went))|\b(?:two|2) heads\b|\b(?:second|2nd) (?:player|controller|pad)\b|(?<!my )\bplayer (?:two|2)\b|\bfriends (?:that |who )?(?:can|could) join\b|\b(?:alongside|side by side with|together with) (?:my|the|a|our) (?:\w+ )?(?!cat\b|dog\b)\w+\b|\bco-? ?-?op\w*\b|\bkoop(?:erativ)?\b|\bcooperative\b|\bcooperativ[oa]\b|\bteam(?:ing|ed)? ?up\b|\bas a team\b|\bplay together\b|(?<!piece )(?<!put )(?<!fit )(?<!get )(?<!it )(?<!self )(?<!live )(?<!back )(?<!act )(?<!life )(?<!been )(?<!are )(?<!moved )\btogether\b(?=\s*(?:$|[,.!?])| (?:on|online|with|w|in|as|at|pls|please|something|for))|\bplay(?:ing)? (?:it |this |that |something )?(?:all )?together\b"
    r"|\bmultiplayer (?:with|w/?|for me and)\b|(?<!my )(?<!nobody to )(?<!noone to )(?<!no one to )(?<!lost )(?<!no )\bduo\b|\b(?:and|n|&|with|w) my duo\b|\bmy duo (?:and|n|&) (?:i|me)\b|\bpve\b"
    r"|\bus (?:vs?\.?|versus|against) (?:the )?(?:hordes?|zombies?|bots?|ai|cpu|monsters?|waves|demons|aliens|world|everything|undead|enemies)\b"
    r"|(?<!with a )(?<!lead a )(?<!manage a )(?<!command a )(?<!control a )\b(?:crew|squad|group|gang|stack) of (?:us|[2-8]|two|three|four|five|six|eight)\b|\b(?:squad|lobby|crew)(?:'?s| is) full\b|\bfull squad\b|\b[3-5] ?-?stack\b|\bteamwork\b"
    rf"|\b(?:play|something|smth|sth|game|games|one|fun|online|it|stuff|couch|sofa|enjoy|do) (?:to play |to do |we can play |i can play |that i can play |i could play |)?(?:with|w|w/|alongside) (?:{_MINE} )*(?:\w+ )?(?!people|ppl|guys)(?:{_PEOPLE})\b(?! (?:protagonist|main (?:char\w*|lead)|lead|heroe?s?|heroine|character|mc|pov|detective|boss|villain)\b)"
    rf"|\b(?:me|i|us) {_AND} (?:{_MINE} )(?:[\w-]+ ){{0,2}}?(?:{_PEOPLE})\b(?! (?:is|are|had|have a|broke|fought|split|argued|were|hate|don'?t))"
    rf"|\bmy (?:[\w-]+ ){{0,2}}?(?:{_PEOPLE}) {_AND} (?:i|me|myself)\b(?! (?:broke|had a|fought|split|argued))"
    rf"|\bfor (?:me|us|the two|2|two|both) {_AND} (?:{_MINE} )?(?:[\w-]+ )?(?:{_PEOPLE})\b"
    r"|\b(?:2|3|4|5|6|two|three|four|five|six) of us\b|\bthe (?:two|2|three|3|four|4) of us\b"
    r"|\b(?:we can|we could|can we|so we can|for us to|us both|we both|both of us|us two|the both of us) (?:both )?(?:play|do|enjoy|try)\b|\bboth of us\b|\bus two\b|\bfor us (?:both|to play)\b"
    r"|\b(?:for|with) (?:2|3|4|two|three|four|five|5|6) (?:players?|people|ppl|friends|mates|persons|of us)\b|\b[2-8]-?(?: |-)?players?\b(?! (?:game of|versus|vs|here)\b)|\btwo[- ]player\b"
    r"|\bwants? (?:in|to join|to play (?:too|along|as well|with (?:me|us))|a go|to tag along)\b|\bplay(?:s|ing)? along\b(?! to)|\bjoin(?:s|ing)? (?:me|in)\b|\bsplit ?-?screen\b|\bcouch (?:multiplayer|gaming with)\b"
    rf"|\b(?:{_PEOPLE})(?:'s| is| are|s)? (?:jump|div|hopp|join|com|team|squadd|play|tagg)ing (?:in |along |on |up |it )?(?:with|w) (?:me|us)\b"
    rf"|\b(?:friends?|squad|mates|boys|gang|lads|gf|bf|wife|husband|kids?|bro|sister|brother) (?:and|n|&) (?:me|i|myself)\b"
    r"|\b(?:dost(?:o|on)?|yaaro?n?|bhai|bhaiya|behen|bhen|biwi|pati|papa|mummy) ke sa+th\b|\b(?:on|in) (?:my|our) team\b|\bek (?:hi )?team me(?:in)?\b|\bjug\w+ (?:l[oa]s )?(?:dos |tres )?junt[oa]s\b|\bl[oa]s (?:dos|tres|cuatro) junt[oa]s\b|\bjogar junt[oa]s\b|\bzusammen (?:spielen|zocken)\b|\b(?:todos|todas|reir|reirnos|riendo|hacer|algo|estar|jugamos|jugando|para) junt[oa]s\b|\bensemble avec\b|\b(?:faire|jouer|rire|jouons|jeu) (?:\w+ )?ensemble\b|\b(?:con|junto a) mis? (?:hij[oa]s?|amig[oa]s|primos|sobrin[oa]s?|herman[oa]s?|padres|colegas)\b|\b(?:ich und|und ich|mit) (?:mein|meine|meiner|meinem|meinen|nem|ner|einem|einer) (?:bruder|schwester|freund|freundin|frau|mann|kumpel|sohn|tochter|mutter|vater|papa|mama|kollegen?)\b|\bcon un(?:a)? (?:amigo|amiga|colega|compa)\b|\b(?:moi et|avec) (?:mon|ma|mes|un|une|des) (?:frere|soeur|copain|copine|copains|pote|potes|mec|meuf|femme|mari|fils|fille|ami|amie|amis|pere|mere)\b|\b(?:io e|con) (?:mio|mia|il mio|la mia|un|un') ?(?:fratello|sorella|amico|amica|ragazzo|ragazza|moglie|marito|figlio|figlia)\b|\beu e (?:meu|minha|o meu|a minha) \w+|\bcon (?:mi |mis |unos |una )?(?:amigos?|amigas?|novi[ao]|hermano|hermana|pareja|hijo|hija)\b|\bcom (?:meu|minha|meus|uns|os) (?:amigos?|namorad[ao]|irmao|irma|filho|filha)\b|\bmit (?:freunden|meiner freundin|meinem freund)\b|\bkasama (?:ang )?(?:tropa|barkada|jowa)\b|\bwith (?:the )?(?:boys|lads|girls|homies|squad|gang|crew)\b"
    r"|\b(?:two|2) (?:pads|controllers|joycons|joy-cons)\b|\b(?:same|one) (?:sofa|couch)\b|\b(?:on )?the same (?:team|side)\b|\bgames? (?:as )?a pair\b|\bhorde mode\b"
    rf"|\b(?:the )?(?:lads|boys|girls|squad|gang|crew|mates|friends|homies|group) (?:are|is|r|'re|'s)? ?(?:all )?(?:on(?:line)?|reunit\w+|coming|round|over|back together|together|up for|hopping on)\b|\b(?:squad|lads|boys|girls|gang|crew)'?s (?:online|on|round|over|back)\b"
    rf"|\b(?:one|game|games|something|smth|sth|it)(?: that)? (?:the |my |our )(?:{_PEOPLE})(?: {_AND} i)? (?:can|could|will) (?:join|play|do|enjoy|jump)\b|\bwe (?:can|could) (?:both|all) (?:pick up|join|jump in|muck about|play|do|enjoy)\b"
    rf"|\bfor (?:2|3|4|5|6|two|three|four|five|six)(?: \w+)? (?:{_PEOPLE})\b"
    rf"|(?<!talk )(?<!live )(?<!chat )(?<!argued )(?<!fell out )(?<!shopping )(?<!stay )(?<!stuck )(?<!staying )(?<!living )(?<!tea )(?<!up )(?<!done )(?<!mad )(?<!angry )(?<!annoyed )(?<!finished )(?<!furious )(?<!pissed )\b(?:w|with|w/) (?:my|a|the|two|2|3|some|a few|me) (?!(?:crew|gang|squad|family|people|girl|guy)\b)(?:[\w-]+ )?(?:{_PEOPLE})\b(?= (?:helping|on my team|playing|and me|next to me|beside me|by my side)\b|,? (?:same|on (?:the )?(?:sofa|couch|one|switch|ps|xbox|pc))|\s*(?:$|[.,!?])| than\b| instead\b| rather\b)"
    rf"|\bshar(?:e|ing) (?:a|the|one) (?:screen|couch|sofa|telly|tv|controller)\b|\bshare with (?:my|the) (?:[\w-]+ )?(?:{_PEOPLE})\b|\bshared (?:world|screen|server|save)\b|\bboth playing\b|\bsame save\b|\bside by side\b|\bhelp(?:ing)? each other\b|\b(?:w|with) (?:my|the) squad\b|\bas a (?:pair|family|couple|team)\b"
    r"|\bplay(?:ing)? (?:it |this |something )?with (?:them|him|her)\b|\bfor (?:2|two)\b(?=\s*(?:on\b|[?.,!]|$))|\bcan (?:2|two|3|three|4|four) (?:people|ppl|players|of us) play\b"
    r"|\bfamily game night\b|\bgame (?:for|w|with) the (?:whole )?family\b|\bcan (?:my|our) (?:kid|son|daughter|gf|bf|wife|husband|friend|mate|brother|sister)s? (?:play|join)(?: too| along| with me)?\b"
)  # fmt: skip
_VERSUS = re.compile(
    phrases.VERSUS + r"|\b(?:every(?:one|body)|each|every (?:man|player|woman|person)) for (?:them|him|her|it)?sel(?:f|ves)\b|\b(?:every man|all|each) for (?:him|them|your)sel(?:f|ves)\b|\bffa\b|\b(?:office|lunch|work|family|pub|school|class|dorm|flat|staff|team) (?:comp|competition|contest|tourney|showdown|derby|challenge)\b|\blast (?:one|man|player) standing (?:wins|party|mode)\b|\b(?:less|no|not) (?:team ?work|co-?op\w*|team\w*)[^.!?;]{0,20}\b(?:back ?stab\w*|betray\w*|competi\w+|rival\w*)|\b(?:friendly|proper|real|some) (?:back ?stabbing|betrayals?|rivalry)\b|(?<!no )(?<!without )(?<!less )\b(?:back ?stabbing|betraying)\b(?=[^.!?]{0,40}\b(?:of us|mates|friends|people|ppl|players|call|party)\b)"
    r"|\b(?:one|two|three|four|five) (?:v|vs\.?|versus|on|against) (?:one|two|three|four|five|the rest)\b(?! one)|\b(?:split|divided?|form|make|into) (?:up )?(?:in|into|as)? ?(?:2|two|teams)(?: \w+)? ?teams?\b|\bteams? (?:against|vs\.?|versus) teams?\b|\b(?:winners?|losers?) and (?:losers?|winners?)\b|\b(?:go at|going at|at) (?:it|each other) (?:hard|all night|head)\b|\bscore ?boards?\b(?=[^.!?]{0,40}\b(?:mates|friends|roommates|brothers?|family|office|us)\b)|\btrash ?-?talk(?:ing)? (?:my|the|our|his|her|some|a few|each)\b|\b(?:office|lunch|work|family|house|pub|couch|flat|dorm) (?:lunch )?(?:leagues?|cups?|championships?|rivalry)\b"
    r"|\b(?:ranked|sweaty|competitive) (?:online|lobbies|matches|matchmaking|ladder|pvp)\b|\bonline(?:,| and)? ranked\b|\b(?:gegeneinander|contra el otro|un[oa]s? contra (?:el |la |los |las )?otr[oa]s?|uns contra os outros|l(?:es )?uns? contre (?:les? )?autres?|se taper dessus|s'affronter|se tirer dessus|ek dusre ke (?:against|khila+f)|against khel\w*|ko hara\w*|laban sa|competir (?:con|contra)|ganarles?)\b|"
    rf"\b(?:against|vs\.?|versus) (?:the|our|me) (?:{_PEOPLE})\b(?! (?:team )?up)|\b(?:beat|destroy|crush|smoke|wreck|humiliat|thrash|demolish|smash|defeat|batter|bash|stomp|whoop|humbl|dethron|outplay|outsmart|challeng|embarrass|trash ?talk|bully|annihilat|school|roast|rinse|race)(?:e|ing|ting|es)? (?:my|our|these|all my|his|her)(?: (?!and\b|mode\b|score\b|game\b|level\b|boss fight\b)[\w-]+){{0,2}}? ?(?:{_RIVALS})\b(?! (?:fights?|battles?|rush|level|theme))(?! in the (?:game|story))"
    r"|\b(?:throw|push|kick|shove|shoot|blow up|bash|punch|slap|smash|annihilate) (?:my |the )?(?:mates?|friends?|brothers?|bro|sisters?|sis|cousins?|people online|ppl online|randoms)\b|\btournaments?\b(?! arc)|\bevery(?:one|body) (?:vs\.?|v|versus|against) every(?:one|body)\b|\b(?:backstab|betray|sabotage|outsmart|outplay|embarrass|double cross|screw over) (?:each other|one another|my (?:\w+ )?\w+s?)\b|\b(?:real|human|actual|live) (?:opponents?|rivals?|competition|competitors?)\b|\bus (?:against|vs\.?|versus) them\b|\boutlast (?:everyone|everybody|the rest|them all|strangers)\b|\b(?:ruin|spoil|end) (?:some |a |a few )?(?:strangers?|randoms?)\b|\b(?:beating|crushing|destroying|smashing|humiliating|embarrassing) (?:people|ppl|strangers|randoms|kids|others)\b|\brac(?:e|ing) (?:my|the) (?:neighbou?rs?|boss|colleagues?|coworkers?|rivals?|uncle|dad|cousins?)\b|\bun[oa] contra (?:el |la )?otr[oa]\b|\bganarle a (?:mi|mis|los|las|un|una)\b|\bpiques? con\b|\bfree for all\b|"
    r"\b(?:crush|beat|smash|destroy|humiliate|wreck|own) (?:strangers|randoms|everyone|people online)\b|\bme vs everyone\b|\brevenge\b(?= (?:on|tonight|pls|please|time)|[.!])|\bsome(?:body|one) (?:\w+ )?(?:loses|wins|cries)\b|\b(?:show|teach) (?:him|her|them|my \w+) (?:who'?s boss|a lesson)\b|\brestore order\b|\bbragging rights\b|\bduell(?:e|ieren)?\b|\bgegen (?:mein\w*|ander\w*|freunde|leute|dich|sie|ihn|nen \w+|einen \w+)\b|\bcontre (?:mon|ma|mes|des|les|un|une) (?!la montre)\w+|\b(?:her|him) (?:vs?\.?|versus|against) me\b|\b(?:dance|sing|cook|race|bake|drift)[- ]?offs?\b|\bchalleng(?:ed|ing|es) (?:me|him|her|us|my \w+)\b|\b(?:settle|win|end) (?:\w+ )?(?:arguments?|debates?|beefs?|feuds?|scores)\b|\b(?:outlive|outlast|outplay|outscore|outbuild|outrun) (?:\w+ )?(?:everyone|everybody|strangers|randoms|people|ppl|others|them all|my \w+|him|her)\b|\b(?:smash|destroy|crush|beat|wreck|own) (?:people|ppl|strangers|randoms|others) online\b|\b(?:us|of us) (?:vs?\.?|versus|against) (?:whoever|everyone|randoms|strangers|others|another|other|the world|them)\b|\b(?:vs|versus|pvp)(?: \w+){0,3} (?:better|rather|instead) (?:than|of) co-?op\b|\b(?:one|1) of us (?:hunts?|is the|plays the|against|vs)\b|\b(?:hunts?|chases?|betrays?|backstabs?) (?:the others|the rest|each other|one another)\b|\bsettle (?:it|this|a score|the score)\b|\bonline matches\b|\bme (?:vs?\.?|versus|against) the world\b|\bladder climb(?:ing)?\b|\bclimb(?:ing)? the (?:ranked )?ladder\b|\bme v\.? (?:my|the|him|her|me)\b|\b(?:rac(?:e|ing)|thrash(?:ing)?|smack(?:ing)?|roast(?:ing)?|slap(?:ping)?|murder(?:ing)?|(?<!not )(?<!we'll )(?<!well )(?<!don't )(?<!without )kill(?:ing)?|wreck(?:ing)?|embarrass(?:ing)?|punch(?:ing)?|bonk(?:ing)?|chas(?:e|ing)|fight(?:ing)?|batter(?:ing)?|against|destroy(?:ing)?|beat(?:ing)?|humiliat(?:e|ing)|shoot(?:ing)?) (?:each other|one another)\b|\b(?:bully|batter|beat|race|destroy) (?:me|my|each|the) (?:mate|other|brother|sister|roommate|flatmate|cousin|dad|mum|wife|husband|gf|bf|boyfriend|girlfriend)s?\b|\b(?:v|vs|versus|against) (?:strangers|randoms|online)\b|\b(?:ranked|ladder)\b(?= (?:pvp|match|queue|online))|\bwho'?s (?:the )?(?:best|better)\b|"
    r"\b1 ?v ?1s?\b|\b1 ?vs ?1\b|\bone on one\b|\b1 on 1\b|\bpvp\b|\bversus\b|\bvs (?:my|mode|randoms|people|other|real|the(?! (?:ai|cpu|computer|bots?|machine|world|game))|each|her|him|friends)\b|\bhead (?:to|2) head\b|\b\d ?v ?\d\b"
    rf"|\b(?:beat|destroy|crush|smoke|wreck|own|humiliate|pwn|thrash|school|demolish|stomp|smash|defeat|dominate|battle|fight|body|smack|batter|cook|spank|merk|rinse|whoop|whup|slap|humble|dethrone|thump|clap|take on|take down|challenge|race|outplay|outdrive|annihilate) (?:my|the|other|real|some|all my|these|him|her|them|randoms|actual|ppl|people|strangers)(?: (?!and\b)[\w-]+){{0,2}}?(?: ?{_PEOPLE}| players| randoms| opponents| him| strangers| noobs)\b"
    r"|\bagainst (?:my|other|real|people|ppl|randoms|each other|friends|strangers|the boys|humans|mates|her|him|actual|online|a friend)\b|\bvs randoms\b|\bprove (?:him|her|them) wrong\b|\b(?:beat|destroy) (?:ppl|people|randoms|him|her|them)\b"
    r"|\b(?:loser|winner) (?:pays|picks|does|buys|makes|cleans|gets)\b|\bcompete (?:with|against)\b|\bme vs\.? (?!the (?:ai|cpu|computer|bots?|machine|world)|ai\b|cpu\b|bots?\b)|\bvs\.? me\b|\bmy (?:gf|bf|bro|brother|mate|friend|sister|dad|wife|husband) vs me\b|\bplay(?:ing)? against\b(?! (?:the )?(?:bots?|ai|cpu|computer))|\bwants? (?:to|2|a) fight(?: with)? me\b|\bfight me\b(?= (?:on|at|in))|\b(?:gf|girlfriend|bf|boyfriend|wife|husband|brother|bro|sister|sis|mate|friend|cousin|dad|mum|son|daughter|he|she) (?:doesn'?t|does not|always|never|keeps?|can'?t) (?:always |ever )?(?:win(?:s|ning)?|los(?:e|es|ing)|cheat(?:s|ing)?|beat(?:s|ing)?)\b|\bcontra (?:mi|mis|amigos|otros|gente)\b|\bko harana\b"
)  # fmt: skip
_SOLO = re.compile(
    phrases.SOLO + r"|\b(?:party|table|team|squad|army|crew|game|night) of one\b|\bi (?:said|asked for|meant|wanted) (?:alone|solo)\b|\b(?:by|for) (?:yourself|urself|ur ?self|yaself)\b(?=\s*(?:$|[,.!?]|or\b|w\b|with\b|without\b))|\b(?:good|fun|worth it|playable|any good|great|decent|ok|okay|fine|doable) (?:when |if )?(?:(?:playing|you play|u play|played) )?(?:alone|solo|on my own|by yourself)\b|\bfor (?:me alone|me only|me,? just me)\b|(?:^|[,.!] ?)(?:so|and|just|all) alone(?=[.,!]|$)|\b(?:don'?t|dont|do not|not|never|rather not|no) (?:want(?: to)?|wanna|like to|like|gonna|going to|feel like)? ?play(?:ing)? (?:\w+ )?(?:with|against|w) (?:any(?:one|body)|people|ppl|others|other people|strangers|randoms|humans)\b|\b(?:para|pa) mi sol(?:o|a|it[oa])\b|\b(?:without|no) other (?:players|people|humans)\b|\b(?:nur|bloss) (?:fur mich|ich)\b|\b(?:allein|alleine) (?:spielen|zocken)\b|\b(?:tout|toute|moi) seule?\b|\b(?:don'?t|dont|do not|not) (?:\w+ )?(?:wanna |want to |have to |gonna )?(?:need|require|wait for|rely on|depend on) (?:any )?(?:friends|other people|others|teammates|a team|a squad|people|anyone|mates)\b|\b(?:jouer|jugar) seule?\b|\bmag-?isa\b|\bakel[aei]\b(?! (?:rah\w*|hoon|hu)\b)(?=[^.!?]{0,20}\b(?:khel\w*|game|wala|ke liye)\b)|\b(?:i'?m|i am|as|more of|such|bit of) a (?:bit of a )?lone wolf\b|\b(?:nothing|no|without|zero|hate)(?: with)?(?: any)? lobbies\b|\b(?:just|only) (?:for )?myself\b|\bfor just me\b|\b(?:survival|shooter|rpg|adventure|horror|something|one|game) (?:to play )?alone\b|(?<!home )\balone with (?:something|a game|this|it)\b|\bjust me (?:vs|v|versus|against|and) (?:the |a )?(?:ai|cpu|computer|bots?|machine|game)\b|\bfor (?:one|1)(?: person| player)?\b(?=\s*(?:$|[,.!?]|with\b|w\b|on\b))|\bw/o (?:multiplayer|online|other people|co-?op|pvp)\b|\bno (?:other )?(?:humans|people|strangers|teammates|lobbies)\b|\bdon'?t (?:want|wanna|have) to (?:talk|speak|deal) (?:to|with) (?:any(?:one|body)|people|ppl|humans|others|strangers)\b|\bsingle ?-?player\b|(?<!voglio )(?<!quiero )(?<!quero )(?<!busco )(?<!necesito )\bsolo\b(?! (?:dev|leveling|travel|trip|parent|quiero|quero|voglio|necesito|tengo|busco|por|que|un|una|algo|me|ridere|jugar)\b)|\bby (?:myself|my self|meself)\b|\bplay\w* (?:it |this )?by yourself\b|\bon my own\b(?! (?:street|road|block|doorstep|drive|house|home|bed|sofa|couch|phone|pc|terms|time|pace|birthday|team|side|head)\b)|\bjust me\b(?! (?:and|n|&|or|w|with)\b)|\bonly me\b|\bplay(?:ing)? alone\b"
    r"|\b(?:play|enjoy|do|explore|game|games|something|smth) (?:\w+ ){0,3}alone\b|(?:^|[,.!] ?)alone(?:$|[,.!])|\b1 ?-?player\b|\bone[- ]player\b|\bsp only\b|\bno (?:multiplayer|co-?op|pvp|other people|other players|teammates)\b|\bnot multiplayer\b|\bwithout (?:other people|other players|multiplayer|online)\b|\boffline solo\b"
    r"|\b(?:no|zero|without) (?:randoms|human interaction|interaction with)\b|\bun jugador\b|\bsolo para mi\b|\b(?:para|pa) (?:jugar )?(?:yo )?solit[oa]\b|\bjugar (?:yo )?sol[oa]\b|\bdon'?t want any(?:one|body) (?:talking|speaking|chatting) to me\b|\bnever group up\b|\bakel[ae] (?:hi )?khel\w*|\bsozinh[oa]\b(?= (?:jogar|no))|\bsingle$"
    rf"|\bjust me (?:and|n|&|w|with) (?:my|a|an|the|some) (?!(?:[\w-]+ )?(?:cat|dog|pets?|hamster|plants?|walls?|machine|tv|void|fridge)\b)(?!(?:[\w-]+ ){{0,2}}?{_PEOPLE}\b)[\w-]+"
    r"|\balone in (?:the|my|a|this) (?:house|flat|dark|apartment|office|cabin|room)\b|\b(?:im|i'm|am) alone\b(?=[^?]{0,60}\b(?:headphones|lights|scare|spook|horror|haunt)\w*)"
)  # fmt: skip
_SOLO_FEELING = re.compile(
    r"\b(?:feel|feeling|felt|so|im|i'm|am|all|home|house|eating|being|sitting|here|left|dinner|hotel|night) ?(?:so |all )?alone\b"
)
_ALONE_AT_PLAY = re.compile(
    r"single ?-?player|by myself|\bsolo\b|\balone in (?:the|my|a|this)\b|\balone\b[^?]{0,60}\b(?:headphones|lights|scare|spook|horror)"
)
# Being left or left over is told for comfort; who plays along is not settled by it.
_LEFT_ALONE = re.compile(
    r"\bjust me (?:now|then|these days|anymore|left)\b|\b(?:first|second|another|this) (?:xmas|christmas|birthday|holidays?|new year'?s?(?: eve)?|valentine'?s?(?: day)?|eid|diwali|thanksgiving|easter|winter|summer|night|weekend) (?:(?:abroad|away|here|there|in \w+|all|without \w+) ){0,3}(?:on my own|alone|by myself)\b"
    r"|\b(?:live|living|eat|eating|queue|queuing|queueing|sleep|sleeping|drink|drinking|cry|crying|dinner|lunch|raised|walk|walking|moved) (?:\w+ ){0,3}?(?:alone|on my own|by myself)\b"
    r"|\b(?:me siento|estoy|sentirme|me sinto|estou|mi sento|je me sens|fuhle mich|fuhl mich) (?:\w+ ){0,2}(?:sol[oaie]|sozinh[oa]|seule?|allein)\b"
    r"|\b(?:dumped me|left me|leaving me|ghosted me|got dumped|broke up|passed away|moved (?:out|away)|divorced?|widow\w*|funeral|silent since|lasciato|me dejo|terminou comigo)\b"
)
_ASKS_TO_BE_ALONE = re.compile(
    r"\b(?:bailed|flaked|cancel+ed|dropped out|can'?t make it|not coming|pulled out|logged off|went to bed|had to go|no show|isn'?t coming|busy)\b|\b(?:for )?(?:one|1) ?-?player\b|single ?-?player|\bsolo (?:game|play|rpg|adventure)|\bno multiplayer|\bplay with any(?:one|body)\b|\b(?:world|game|place|something|smth|sth|island|story|adventure) (?:[\w-]+ ){0,5}?(?:by myself|on my own|alone)\b|\b(?:fewer|less) players\b|\bplay\w* (?:\w+ )?(?:alone|by myself|on my own)\b"
)
_WANTS_PEOPLE = re.compile(
    r"\b(?:friendly|nice|chatty|welcoming|kind) (?:ppl|people|community|players|guild|folks|server|strangers)\b|\b(?:people|ppl|others|folks) (?:\w+ ){0,2}?(?:talk|chat)\b|\b(?:make|meet|find) (?:\w+ )?(?:friends|people|ppl)\b"
)
# A deed with others that is no game, and a game that was played with them: "in the woods w the gf", "loved it w the lads".
_DEED = re.compile(
    r"\b(?:danc|cook|bak|hik|camp|walk|driv|swimm|sing|watch|cuddl|sitt|fish|shopp|eat|drink|travel)ing\b|\b(?:cabin|woods|kitchen|beach|lake|dinner|lunch|camping|picnic|wedding|museum|cinema|restaurant)\b|\bthatgame\b"
)
_ASKS = re.compile(
    r"\b(?:play\w*|games?|like|want|wanna|need|something|smth|sth|looking|find|one|gimme|give|recommend|but|vibes?|kinda|type|energy|co-?op|couch|controllers?|is|does|can|get)\b"
)
_WITH_THE = re.compile(r"\b(?:w|with|w/) (?:the |my )?$")
_NOT_NOW = re.compile(
    r"\b(?:miss|missed|missing|used to|back when|we used|grew up|remember|memories|those days|as a kid|lost|dumped|my ex)\b[^.!?;,]*$"
)
_USED_TO = re.compile(r"\bused to (?:always )?(?:play|do|beat|finish|sit)\b[^.!?;,]*$")
# "It wants 4 players and i have none" tells what the game wants.
_IT_WANTS = re.compile(
    r"\b(?:it|that|this|game|one) (?:\w+ )?(?:wants|needs|requires|takes|says|demands)(?: at least| like)? $"
)
_WAS_SO = re.compile(r"\s*(?:both |all )?(?:used to|would always|always used|grew up)\b")
_HYPOTHETICAL_TEAM = re.compile(
    r"\b(?:group project|met|dumped|left|cheated|kissed|argued|fight with|fought with|fell out|broke up)\b[^.!?;]*$"
)

_AGE = re.compile(
    r"\b(?P<age>\d{1,2})[- ]?(?:yo\b|y/o\b|yr[- ]?olds?\b|yrs?[- ]old\b|year[- ]?olds?\b|years?[- ]old\b|y\.o\.?)"
    r"|\b(?:he|she|they|kid|kids|son|daughter|nephew|niece|child|brother|sister|boy|girl|grandson|granddaughter|toddler|one)(?:'s| is| are|s| r)? (?:only |just |about |almost |nearly |turning )?(?:aged? )?(?P<is>\d{1,2})\b(?! ?(?:hours?|hrs?|mins?|games?|bucks|quid|times|people|friends|of|am|pm|months|weeks|years (?!old)|/|\.))"
    r"|\b(?:aged?|ages) (?P<aged>\d{1,2})(?: (?:and|&|to|,) (?P<other>\d{1,2}))?"
)
_THING = re.compile(
    r"^\s*(?:laptop|pc|computer|phone|game|console|machine|mac|tv|whisky|car|house|graphics|save|cat|dog|mac ?book|ipad)"
)
_CHILD_PRESENT = re.compile(
    r"\b(?:with|w|w/|for|and|n|&) (?:my |our |the |two |three |2 |3 |both |some |a )+(?:\w+ )?(?:kids?|kiddos?|sons?|daughters?|child|children|nephews?|nieces?|toddlers?|little ones?|grandkids|grandson|granddaughter)\b(?! (?:are|is) (?:asleep|in bed|away|out|at|gone))"
    r"|\b(?:kid|child|family|toddler)[- ](?:friendly|safe)\b|\b(?:for|suitable for|ok for|good for) (?:kids|children|toddlers|little kids|a child|a kid|my kid|small kids)\b|\bmy (?:kid|son|daughter|toddler|nephew|niece) (?:can|could|wants|loves|likes|and i|and me|n me)\b"
)
_WORD_AGES = {word: number for word, number in NUMBER_WORDS.items() if number > 1}
_AGE_IN_WORDS = re.compile(rf"\b(?P<age>{'|'.join(_WORD_AGES)})[- ]year[- ]?olds?\b")
# A child is named but not its age: what suits this age suits nearly every child.
UNKNOWN_CHILD_AGE = 7
_ADULT_AGE = 18


# "pvp or just pve?": asked, not wished.
_WHICH_OF_THEM = re.compile(
    r"\b(?P<one>co-?op|pvp|pve|versus|solo|multiplayer|single ?-?player) or (?:just |only |is it )?(?!(?P=one))(?:co-?op|pvp|pve|versus|solo|multiplayer|single ?-?player)\b[^.!]{0,12}\?"
)
_A_CROWD = re.compile(
    r"\b(?:[5-9]|1\d|five|six|seven|eight|nine|ten|twelve|a dozen) (?:of us|people|ppl|persons|fellas|blokes|lads|girls|women|men|mates|friends|guests|cousins|adults|kids|drunk \w+|players)\b"
)
_ONLY_COUNTS = re.compile(
    r"(?:\w+ of us|(?:two|2) (?:pads|controllers|joy-?cons)|(?:crew|squad|group|gang|stack) of \w+|(?:for |with )?\w+-?(?: |-)?(?:players?|people|ppl|friends|mates|persons)|(?:the )?\w+ (?:are |is |r )?(?:all )?(?:round|over|coming)|(?:other|spare|second|2nd) (?:controller|pad|joycon)s?)"
)


def read_player_mode(words: str, scopes: Scopes) -> str:
    if _WHICH_OF_THEM.search(words):
        return ""
    beginnings = beginnings_of(words)
    found = {
        mode: match
        for mode, pattern in (("versus", _VERSUS), ("coop", _COOP), ("solo", _SOLO))
        if (match := _first_meant(found_at(pattern, words, beginnings), words, scopes, refusable=mode != "solo"))
    }
    if "solo" in found and (
        (_SOLO_FEELING.search(words) and not _ALONE_AT_PLAY.search(words))
        or ((_LEFT_ALONE.search(words) or _WANTS_PEOPLE.search(words)) and not _ASKS_TO_BE_ALONE.search(words))
    ):
        del found["solo"]
    if (
        "coop" in found
        and "versus" not in found
        and _A_CROWD.search(words)
        and _ONLY_COUNTS.fullmatch(found["coop"][0])
    ):
        del found["coop"]  # six on one sofa may be for or against each other
    for mode in ("versus", "coop", "solo"):
        if mode in found and not (
            mode == "coop" and "solo" in found and found["solo"].start() > found["coop"].start() + 40
        ):
            return mode
    return ""


def _first_meant(
    matches: Iterator[re.Match[str]], words: str, scopes: Scopes, *, refusable: bool
) -> re.Match[str] | None:
    for found in matches:
        if refusable and scopes.cover(found.start(), min(found.start() + 1, found.end())):
            continue
        if _NOT_NOW.search(words[: found.start()]) and not re.search(
            r"\btogether\b|\bco-? ?op\b|1v1|\bteam|single ?-?player|\bsolo\b|\bonly\b", found[0]
        ):
            continue
        if _IT_WANTS.search(words[: found.start()]):
            continue
        if _WAS_SO.match(words[found.end() :]) or _USED_TO.search(words[: found.start()]):
            continue  # "me and my dad used to play it" tells of then
        head = words[: found.start()]
        if not refusable and head.endswith("than "):
            continue  # "rather with my brother than on my own"
        if (found[0].startswith(("w ", "w/", "with ")) or _WITH_THE.search(head)) and _is_another_deed(head):
            continue
        if _HYPOTHETICAL_TEAM.search(words[: found.end()]) and "co" not in found[0][:2]:
            continue
        return found
    return None


def _is_another_deed(before: str) -> bool:
    """What is done "with my kids" is no game yet: they dance, they are at the lake."""
    clause = re.split(r"[.,!?;:]", before)[-1]
    return _DEED.search(clause) is not None and _ASKS.search(clause) is None


def read_youngest_age(words: str) -> int | None:
    """The age of the youngest who plays along, if a child is named; the player's own age if under 18."""
    ages = [
        int(age)
        for found in _AGE.finditer(words)
        if not _THING.match(words[found.end() :])
        for age in found.groupdict().values()
        if age
    ]
    ages += [_WORD_AGES[found["age"]] for found in _AGE_IN_WORDS.finditer(words)]
    minors = [age for age in ages if 1 <= age < _ADULT_AGE]
    if minors:
        return min(minors)
    if found_own := re.search(
        r"\b(?:im|i'm|i am|am) (?:only )?(?P<age>1[0-7]|[5-9])\b(?! ?(?:hours?|hrs?|mins?|min|percent|%|games?|days|weeks|months|levels?|deep|bucks|quid|hp|-|in\b|into|away|points?|k\b|st\b|of))",
        words,
    ):
        return int(found_own["age"])
    if _CHILD_PRESENT.search(words):
        listed = re.search(
            r"\b(?:kids?|children|sons?|daughters?)\b[^.!?]{0,20}?\b(\d{1,2})(?: (?:and|&|n) (\d{1,2}))?\b(?! ?(?:mins?|hours?|hrs?|players?|bucks|quid|euros?))",
            words,
        )
        numbers = [int(age) for age in listed.groups() if age and 1 <= int(age) < _ADULT_AGE] if listed else []
        return min(numbers) if numbers else UNKNOWN_CHILD_AGE
    return None
