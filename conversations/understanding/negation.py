"""What a "no" reaches: spans of the folded text that are refused, and why they end where they end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.understanding.scanning import beginnings_of, found_at

# "not sure", "no idea", "dont mind", "not only": a no that refuses nothing that follows.
_HARMLESS = re.compile(
    r"\bno-\w+|\bno (?:stress|pressure|frills|nonsense|hassle|worries|faff|fuss|thinking|brain|brainer)\b|\b(?:out of|losing|lost) (?:my|your|our|me) (?:mind|head|skull|face|nut)\b|\bzero (?:naira|dollars|euros|pounds|rupees|bucks|budget|money|pesos|rands?|shillings|bob|ringgit|quid)\b"
    r"|\b(?:not (?:sure|only|bad|just|gonna lie|too sure)|no (?:more than (?:[£$€₹] ?)?\d\w*|idea|problem|worries|cap|clue|rush|joke|doubt|matter|one|preference|budget)"
    r"|(?:do not|don'?t|dnt|doesn'?t) (?:mind|care(?! (?:much |at all )?for\b)|matter|know|forget)|never (?:even |really |actually |once |quite )?(?:tried|played|finished|beat|beaten|completed|cleared|made it|got (?:to|past|round|around|far|through|into)|gotten|owned|had|seen|knew|heard|been|held|used|touched|gamed|picked up)|(?:never|didn'?t|did not|dont|don'?t|do not) (?:even )?(?:remember )?(?:mention\w*|said?|saying|talk(?:ed)? about|told (?:you|u))(?! (?:yes|no|ok|stop))|why not|whether or not|can'?t wait|never mind"
    r"|(?:can'?t|cannot|won'?t|couldn'?t) (?:stop|get enough|believe|live without|say no to)|nothing beats|enough (?:for|to)|(?:bet(?:s|ting)? (?:me )?[^.!?]{0,20})i can'?t|(?:there'?s|there is|theres) nothing like"
    r"|(?:won'?t|doesn'?t|does not|will not|not|can'?t) (?:melt|fry|kill|burn|overheat|break|crash|destroy|explode|lag))\b"
)
_CUES = re.compile(
    r"\b(?:"
    r"(?:do not|don'?t|dont|doesn'?t|never|didn'?t) (?:really |much |particularly |exactly )?cared? (?:much |at all |a lot )?for|(?:didn'?t|did not|never) (?:ask|asked|order|request|want|say i wanted)(?: \w+)? for|hindi (?:ako |kami )?(?:mahilig|gusto|hilig|trip)(?: sa| ng)?"
    r"|not (?:really |exactly |particularly |quite |rly )?(?:in the mood|in a mood|up|keen|looking|here|down) (?:for|on)|not feeling|nothing like"
    r"|(?:no|zero|0|little) (?:patience|time|interest|love|appetite|stomach|use|energy|desire|tolerance|nerves?|brain) (?:for|in)|no more|any (?:\w+ )?but|no|nope|not|nothing|none of|never|neither|nor|without|w/o|anything but|everything but|any(?:thing)? except|except(?: for)?"
    r"|other than|besides|apart from|excluding|minus|zero|avoid(?:ing)?|instead of|rather than"
    r"|(?:do|does|did|is|was|were|are|am|would|could|should|can|wo|ca|ai|have|has|had)n'?t(?! you | u )|cannot|dnt|cant|wont|aint"
    r"|too (?:\w+ )?(?:tired|fried|drunk|tipsy|stupid|dumb|old|slow|sober|knackered|stressed|exhausted|wired|impatient|sleepy|hungover|scared|cooked|thick|lazy|anxious|squeamish|fragile|jumpy|clumsy|shaky|wrecked|drained|mushy|foggy|done|twitchy|soft|chicken|cowardly|uncoordinated|wiped|burnt out) for|non|(?:not|never) interested in|(?:can'?t|cannot) be (?:arsed|bothered|asked) (?:with|to)|than (?:play|another|do|touch)|swap(?:ping)? (?:out )?(?:the|this|that)|never ever (?:suggest|show|give|send)(?: me)?|give up on|sworn off|grown out of|outgrown|spare me|could(?:n'?t| not) care less about|(?:had|have) my fill of|can (?:live|do) without|(?:hard )?pass on|less of|nowt with|allergy to|steer clear of|keep away from|stay away from|get rid of|never again"
    r"|hates?|hated|hating|despise|loathe|can'?t stand|allergic to|over it with|put off by"
    r"|(?:sick|tired|bored(?! out)|fed up|done|had it|had enough|burnt out|burned out|over)(?: \w+)? (?:of|with|w|by|on)|im over|i'm over|enough (?:of )?"
    r"|(?:stop|quit) (?:\w+ing)(?: me| us)?|skip the|lose the|cut the|without the|scrap (?:the|that)|lay off|leave out|ditch(?: the)?|drop the|hold the|ban|banned"
    r"|sin|sem|nada de|ni|no quiero|odio|detesto|pas de|sans|kein|keine|keinen|ohne|nicht|walang|ayaw(?: ko)?(?: ng)?|bina|mat"
    r"|sold my|sold the|broke my|lost my"
    r")\b(?: (?:really|rly|even|actually|necessarily|particularly|especially|ever|just|exactly|quite|rn)\b)*"
)
# A refusal ends at punctuation, at a contrast and where a wish begins.
_ENDS = re.compile(
    r"[.!?;:()\n]|[^\x00-\x7f]|,| - |\b(?:but|just|only|instead|rather|though|tho|however|yet|so|because|cos|cuz|coz|bc|since|want|wanna|need"
    r"|gimme|give me|prefer|looking for|maybe|more like|more|like|on|for|please|pls|plz|thanks|try|again|fancy|pero|mas|aber|sondern|lekin|par"
    r"|have|got|something|smth|sth|i'd|id|let'?s|any(?! (?:more|kind|type|of))|where|that|which|when|then|in|gotta|until|unless|(?:and|n|&) (?:u|you|i|im|i'm|we|it)|to(?= relax| play| switch| unwind))\b"
)
# The same in languages and phrases that say no afterwards: "battle royale nahi chahiye", "horror is a no".
_GIVEN_A_MISS = re.compile(r"\bgive (?P<what>[\w' -]{2,30}) a (?:miss|rest|break)\b")
# "open worlds, mmos, gacha: skip all that".
_ALL_OF_THEM = re.compile(
    r"(?:^|[.!?;] )(?P<what>[^.!?;]{3,60}?)[,:]? (?:just )?(?:skip|drop|leave|cut|hide|avoid|ditch|spare me|none of|no to|not|bin) (?:all|any|every one) (?:of )?(?:that|those|them|it|these)\b"
)
# "Platformer burnout": the one word before it, unless it only joins ("something cozy for burnout").
_WORN_OUT = re.compile(
    r"\b(?P<what>(?!(?:for|from|after|with|from|this|that|some|total|complete|serious|severe|major|work|having|have|got|like|and|the)\b)[\w'-]{3,}) (?:fatigue|burn ?out|overload|overdose|ptsd)\b(?! game)"
)
_AFTERWARDS = re.compile(
    r"(?P<what>(?:[\w'-]+ ){0,3}[\w'-]+)(?: |(?=[?=]))(?:(?:nahi+|nahin|nai|mat|na) (?:chahiye|pasand|do|dena|batao|yaar|bhai|please|pls)\b|nahi+\b|nahin\b"
    r"|(?:is|are|r) (?:a |an )?(?:hard |big |absolute |definite )?(?:no+|nope|pass|no go|no-go|off the table|out|banned)\b|out(?=\s*[.,!;])(?<!going out)|(?:is|are|r|was|were) (?:so |too |just |really |very |always |all |a bit |kinda )*(?:dull|boring|shit|trash|rubbish|lame|tedious|annoying|overrated|not my|not for)\b(?! (?:sorted|me))|(?:winds?|piss(?:es)?|bums?|freaks?) me (?:up|off|out)\b|sends? me to sleep\b|\?+ ?(?:me\? ?)?(?:hard pass|no thanks|no thank you|nah|no way|never|absolutely not|not for me)\b(?! (?:problem|brainer))"
    r"|(?:is|are)(?: really| just)? ?(?:not|n'?t) (?:my|for me|our|it)\b|(?:isnt|isn't|arent|aren't|ain't|aint) (?:really )?(?:my|for me|our|it)\b"
    r"|(?:=|equals|feels? like|sounds? like) (?:homework|work|a chore|a job)\b|(?:do|does|did) nothing for me\b|(?:can|could) (?:do one|get in the bin|jog on|get lost)\b"
    r"|puts? me off\b|(?:makes?|made|hurts?|fr(?:y|ies)) my (?:head|eyes|brain|hands?|stomach|heart|blood|skin|wrists?|thumbs?)(?: (?:hurts?|aches?|spin|boil|crawl|explode|race|sick|bleed|go|swim|melt))?\b|[^.!?]{0,20}?\b(?:i'?m|i am|im|we'?re|we are) (?:so |just |totally |completely |officially )?(?:done|finished|sick|tired|bored|fed up|over) (?:with |of )?(?:them|it|those|that)\b|(?:makes?|made) me (?:feel )?(?:\w+ )?(?:thick|dumb|stupid|old|ill|seasick|queasy|cry|rage|panic)\b|(?:annoys?|confuses?|exhausts?|tires?|irritates?|depress(?:es)?) me\b"
    r"|no(?:pe)?(?=\s*(?:$|[,.!;]))|(?:is|are)(?: a)? (?:dead|nope|chore|snooze ?fest|drag)\b|(?:isn't|isnt|ain't|aint|not) it\b(?! (?:\w+))"
    r"|[^.!?]{0,30}\b(?:(?:leave|keep) (?:them|those|that|it|these|all that) (?:out|off|away)|(?:cut|drop|skip|ditch|avoid|hide|remove) (?:them|those|that|it|these)(?: (?:out|off|away))?)\b|(?:and|n|&) (?:i|me|my|[\w' ]{2,24}?) (?:do not|don'?t|never|never did) (?:mix|get (?:on|along)|agree|go together|see eye to eye)\b"
    r"|[^.!?]{0,30}\b(?:so|pls|please|but)?,? ?never (?:those|that|them|it|any of (?:them|those))\b|(?:makes?|made) me (?:a )?(?:worse|bad|angry|toxic|horrible|terrible) (?:person|human|friend|dad|mum)\b|(?:gives?|gave|giving) me the ick\b|(?:is|are) (?:just )?(?:clicking|a second job|for my (?:nephew|nan|gran|kids?))\b|(?:= )?over my dead body\b|gives? me (?:nightmares|anxiety|motion|a headache|headaches)|scares? me|bore[sd]? me|stress(?:es)? me|(?:died|broke|is dead|is broken|is bust|got stolen)\b"
    r"|makes? me (?:sick|dizzy|nauseous|anxious|sleepy|angry|lost|cross|bored|yawn))"
)
# "Sports bores me to tears, racing too", "and so do mobas".
_AND_SO = re.compile(
    r"\bso (?:do|does|is|are) (?P<what>[\w-]+)|[,.] ?(?P<other>[\w-]+) (?:too|as well|aswell|also)(?=\s*(?:$|[.,!]))"
)
# "algo fofo no pc": in Portuguese that is where, not what not.
_IN_PORTUGUESE = re.compile(
    r"\bno (?:pc|celular|cel|switch|xbox|ps ?\d|play ?\d|notebook|note|mac|tablet|steam|android|iphone|computador|telefone|navegador)\b"
)
_SURELY_PORTUGUESE = re.compile(
    r"\b(?:jogo|jogos|jogar|quero|queria|tou|estou|voce|vc|meu|minha|pra|pro|ate|hoje|uma|reais|muito|mais|algo|curtinho|rapidinho|barato)\b"
)
_NEXT_WORD = re.compile(r"[-\s]*[\w-]*")
_LIST_GOES_ON = re.compile(r",\s*(?:(?:or|nor|and|no|not)\s+)?(?:[\w-]+\s+){0,2}[\w-]+\s*(?:,|\s(?:or|nor|and)\s)")
# "bored of sequels, pc, under 20": what comes next is no further thing to refuse.
_NO_ITEM = re.compile(
    r"\s*(?:on |for )?(?:pc|ps ?\d|xbox|switch|phone|i ?pad|iphone|android|mac|linux|deck|steam|laptop|mobile|series|browser|vr|quest|tablet|\d|[£$€₹]|under|max|up to)\b"
)
_OR_NEXT = re.compile(r",\s*(?:or|nor|and no|no)\s")
_MAX_REACH = 60
_LIST_STARTS_WITHIN = 24  # "no horror, zombies or gore"; a comma further on ends the clause


@dataclass(frozen=True)
class Scopes:
    """The refused stretches of one text."""

    spans: tuple[tuple[int, int], ...]

    def cover(self, start: int, end: int) -> bool:
        return any(left <= start and end <= right for left, right in self.spans)


def find_scopes(words: str) -> Scopes:
    harmless = [found.span() for found in _HARMLESS.finditer(words)]
    if _SURELY_PORTUGUESE.search(words):
        harmless += [found.span() for found in _IN_PORTUGUESE.finditer(words)]
    spans: list[tuple[int, int]] = []
    for cue in _CUES.finditer(words):
        if any(left <= cue.start() < right for left, right in harmless):
            continue
        if cue[0].strip() == "non":
            spans.append(_NEXT_WORD.match(words, cue.end()).span())  # type: ignore[union-attr]
            continue
        # "im tired", "im bored with..." alone is a mood; the cue needs its preposition, which the pattern holds.
        spans.append((cue.end(), _scope_end(words, cue.end())))
    spans += [found.span("what") for found in _GIVEN_A_MISS.finditer(words)]
    spans += [found.span("what") for found in _ALL_OF_THEM.finditer(words)]
    refused = [found.span("what") for found in found_at(_AFTERWARDS, words, beginnings_of(words))]
    refused += [found.span("what") for found in _WORN_OUT.finditer(words)]
    spans += refused
    if refused:
        spans += [found.span(found.lastgroup or 0) for found in _AND_SO.finditer(words, refused[0][1])]
    return Scopes(tuple(spans))


def _scope_end(words: str, start: int) -> int:
    limit = min(len(words), start + _MAX_REACH)
    position = start
    while found := _ENDS.search(words, position, limit):
        if found.start() - start <= 1 and found[0] not in ",.!?;:":
            position = found.end()  # "not just", "no more", "dont want", "don't need": the wish itself is refused
            start = found.end()
            limit = min(len(words), start + _MAX_REACH)
            continue
        if (
            found[0] == ","
            and found.start() - start <= _LIST_STARTS_WITHIN
            and not _NO_ITEM.match(words, found.end())
            and (_OR_NEXT.match(words, found.start()) or _LIST_GOES_ON.match(words, found.start()))
        ):
            position = found.end()
            continue
        return found.start()
    return limit
