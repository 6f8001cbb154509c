"""Intents that a few words settle for certain: leaving, coming back, data, people, help, hello, bare reactions.

Consent hangs on STOP, so it must not depend on a model; and it must not swallow "stop giving me horror".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.understanding.certain_words import (
    DISLIKES_BY_EMOJI,
    ERASE_WORDS,
    GREET_REST,
    GREET_WORDS,
    HELP_WORDS,
    HUMAN_WORDS,
    LIKES_BY_EMOJI,
    MOOD_BY_EMOJI,
    MORE_BY_EMOJI,
    START_WORDS,
    STOP_WORDS,
)
from conversations.understanding.normalise import Message
from conversations.understanding.types import ReadingContext, Slots

_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_POLITE = re.compile(
    r"\b(?:pls|plz|please|plss|thanks|thank you|thx|now|ok|okay|bot|thrum|por favor|porfa|bitte|svp|abeg|bhai|yaar|ji|lah|na|po)\b"
)


_MESSAGING = r"(?:messag\w*|msg\w*|text(?:s|ing)?|dm(?:s|ing)?|contact(?:ing)?|writ(?:e|ing)|spam\w*|ping(?:ing)?|notif\w*|email\w*|call(?:ing)?|bother(?:ing)?|harass\w*|disturb\w*|annoying|whatsapp\w*|hitting me up|blowing up my phone)"
_STOP = re.compile(
    rf"\b(?:stop|quit|cease|no more|dont|don'?t|do not|never|enough(?: of)?|end|halt|please no|turn off|disable|mute)\b(?: \w+){{0,3}}? {_MESSAGING}(?! (?:me )?(?:about|with) )"
    r"|\bstop (?:sending|giving|showing)(?: me)?(?: (?:any|these|this|your|all|more|such|stupid|the))* (?:things|stuff|anything|this|these|that|it|updates|suggestions|recommendations|recs|crap|shit|games?|messages|msgs|texts)\b(?! (?:like|with|about|that|on|for))"
    r"|\bunsubscri\w+|\bopt(?:ing)? ?-?out\b|\b(?:remove|take|delete|drop|get) (?:me|my number|this number)(?: off| out)? ?(?:from|off|of)? (?:of )?(?:the|this|your|ur|that|any)? ?(?:mailing |contact |texting )?list\b|\bremove my number\b|\blose my number\b"
    r"|\bleave me (?:alone|be)\b(?! (?:with|in a))|\b(?:i )?(?:want|wanna|let me) (?:to )?(?:out|opt out|unsubscribe)$|\bi ?(?:wanna|want to|would like to|'?d like to) stop$|\bblock you\b|\bstop now\b"
    r"|\bno (?:me )?(?:escribas|envies|mandes|quiero)(?: \w+){0,2} ?(?:mas|mensajes)\b|\bdej[ae] de (?:escribirme|mandarme|enviarme)\b|\bpar[ea] de me mandar\b|\bnao (?:quero|me mande)(?: \w+)? ?(?:mais )?mensage\w+|\bno quiero mas mensajes\b"
    r"|\bkeine nachrichten mehr\b|\bhor(?:t)? auf\b.*schreib|\barret\w* de m'?\s?(?:ecrire|envoyer)|\b(?:message|msg|text)s? (?:mat|band|na) (?:karo|bhejo|kar|karna)\b|\bmessage(?:s)? mat\b|\bno dey (?:text|message|disturb) me\b|\bstop to dey\b|\bwag (?:mo|nyo|na)(?: \w+){0,3} (?:i-?)?text|\bcancel (?:my )?(?:subscription|account|membership|everything)\b|\bend (?:my )?subscription\b"
)
_START = re.compile(
    rf"\b(?:start|resume|restart|begin|can|may|could|fit|let'?s start|ok to|keep|continue|please continue)\b(?: \w+){{0,3}}? {_MESSAGING}(?: me)? ?(?:again|now|pls|please|anymore)?$"
    rf"|\b(?:start|resume|restart|begin) (?:\w+ )?(?:texting|messaging|sending|receiving|messages|writing|the messages|my messages)\b|\b(?:turn|switch) (?:\w+ ){{0,3}}(?:back )?on(?: again)?$|\bturn (?:it|them|messages|notifications|these) (?:back )?on\b"
    r"|\bopt(?:ing)? ?(?:me )?(?:back )?in\b|\b(?:re)?-?subscribe me\b|\bresubscribe\b|\bsign me (?:back )?up\b|\badd me back\b|\bput me back on\b|\bun-?(?:mute|pause|block|stop)\b|\bre-?(?:activate|enable)\b|\bundo (?:the |my )?stop\b"
    r"|\b(?:want|like|love) (?:to )?(?:get|receive|hear from|have)?(?: you| your| the)? ?(?:messages|texts|recs) (?:again|back)\b|\bquiero recibir mensajes\b|\bvoltar a receber\b|\bme mandar mensagem de novo\b|\b(?:(?:text|message|write to|msg) me (?:up )?|hmu |hit me up )again\b|\bpermission to (?:text|message)\b|\bbhejna shuru\b"
)
_NEGATED_START = re.compile(r"\b(?:dont|don'?t|do not|never|no|stop|not)\b")
_DATA = r"(?:data|info\w*|account|profile|history|chats?|records?|details|everything|all (?:of )?(?:it|this|my|the|you|u)|personal|memory|what (?:you|u) (?:know|have)|all (?:you|u) (?:know|have)|stuff)"
_ERASE = re.compile(
    rf"\b(?:delet\w+|eras\w+|wip(?:e|ing)|clear|purge|destroy|nuke|get rid of|scrub|remov(?:e|al)|forget|bin|trash|drop|expunge)\b(?: \w+){{0,4}}? ?\b(?:my|me|mine|about me|on me|all|every\w*|you have|u have|of me|personal|the)\b(?: \w+){{0,3}}? ?{_DATA}?\b"
)
_ERASE_OBJECT = re.compile(
    rf"\b(?:{_DATA})\b|\b(?:delete|erase|forget|delete) me\b|\bforget (?:about )?me\b|\bdeleted from\b|\babout me\b|\bon me\b"
)
_ERASE_MORE = re.compile(
    r"\bmy (?:\w+ )?(?:data|info|details|msgs?|messages|texts|chats?|chat logs?|logs?|history|convos?|conversations?|account|number|profile|records?|stuff)(?: \w+)? (?:deleted|erased|wiped|gone|removed|scrubbed|purged|cleared|off your|off ur)\b|\bgdpr\b|\bright to be forgotten\b|\bbe (?:deleted|erased|forgotten)\b|\b(?:borr\w+|elimin\w+|olvid\w+) (?:\w+ ){0,2}(?:datos|cuenta|todo|informacion|historial)\b|\b(?:apag\w+|exclu\w+|delet\w+) (?:\w+ ){0,2}(?:dados|conta)\b|\b(?:data|account|info) (?:delete|hata|mita|uda)\w*\b|\bburahin\b.*\b(?:data|account)\b|\bsupprim\w+ (?:mes|mon) (?:donnees|compte)\b|\blosch\w* meine? (?:daten|konto|account)\b|\baccount deleted\b|\bdata (?:deleted|removed|erased|wiped)\b"
)
_NOT_ERASE = re.compile(
    r"\bforget (?:about )?(?:it|that|this|i |what i|the (?:last|first|second|budget|price|game))|\b(?:horror|game|platform|suggestion|budget|switch|ps5|xbox)\b|\bhelp me forget\b|\bwant(?: \w+)? (?:to )?forget\b|\bto forget\b|\bmake me forget\b|\bforget everything (?:for|and|else|about (?!me))"
)
_HUMAN = re.compile(
    r"\b(?:talk|speak|chat|connect|transfer|put|hand|get|reach|message|contact|need|want|pass|escalate|bring|find|give|let|is there|baat|hablar|falar|parler|sprechen)\b[^.!?]{0,34}?\b(?:(?:real |actual |live |an? |another )?(?:human(?:s| being)?|person|agent|operator|representative|rep|manager|supervisor|staff|advisor|insaan|persona|humano|atendente|pessoa|humain|menschen|tao)|someone real|somebody real|someone (?:human|from|on|in|at|else there)|somebody from|(?:ur|your|the) (?:team|staff|people|support)|customer (?:service|care|support)|support(?: team)?)\b(?! (?:game|games|who|that play))"
    r"|\b(?:anyone|anybody|someone|somebody) (?:real|human|from (?:the|your) team|on the team)\b|\b(?:connect|transfer|pass|hand|patch) (?:me )?(?:on |over |through )?to (?:some(?:one|body)|a person|ur boss|your boss)\b|\b(?:some(?:one|body)|anyone) (?:w|with|who has) (?:a |an )?(?:actual |real )?(?:pulse|heartbeat|brain|face|human \w+)\b|\breal (?:person|human|people)\b|\b(?:human|person) (?:please|pls|not a bot|instead)\b|\bnot a (?:bot|robot|machine)\b.*\b(?:person|human)\b|\bcustomer (?:service|care|support)\b|\bemail of (?:your )?support\b|\bcontact support\b"
)
_NOT_HUMAN = re.compile(
    r"\bfor (?:one|1) person\b|\b(?:are|r) (?:you|u|ya) (?:a |an )?(?:real|human|person|bot|actual)|\bsingle ?-?player\b|\bfirst person\b|\bthird person\b|\bfeel like (?:a )?(?:real )?(?:human|person)|\bgame\b|\bcharacters?\b|\bplay with\b|\bperson shooter\b|\bfriends?\b|\bcompany\b|\bper person\b|\bmeet\b|\b(?:against|vs\.?|versus|beat|fight|fighting|hunt) (?:\w+ )?(?:real|actual|other|human) (?:people|humans|players|ppl|opponents)\b|\bcustomer (?:service|support|care) (?:for|all|job|shift|voice|smile|rep|worker|hell|brain)\b|\b(?:work|working|worked|works|job|shift|day|hours|years) (?:in|of|at|doing) (?:customer|tech|it) (?:service|support|care)\b"
)

_GREET_PHRASE = re.compile(
    r"(?:good (?:morning|afternoon|evening|day)|mornin[g']?|evening|afternoon|morning|whats? ?up|what's up|how(?:'s| is|s) it going|how far|how are (?:you|u|ya)|buenas(?: tardes| noches)?|buenos dias|bom dia|boa (?:tarde|noite)|guten (?:tag|morgen|abend)|ey up|alright mate|knock knock|(?:is )?any(?:one|body) (?:there|home|here)|(?:are )?(?:you|u) there|kya haal(?: hai)?|tudo bem|kaise ho|oga how far|wetin dey happen|back again hi)(?: (?:bot|thrum|mate|all|there|bro|again|everyone|bhai|today|man|guys))*"
)


@dataclass(frozen=True)
class Verdict:
    """What a rule decided; a mood only where the rule read one."""

    intent: str
    rule: str
    confidence: float = 1.0
    mood: str = ""


# "I hate horror" is a lasting fact, wherever it is said; with a request beside it, it is a wish.
_TASTE = re.compile(
    r"\b(?:i|we)(?: (?:really|just|absolutely|actually|generally|usually|do|also))* "
    r"(?:hate|despise|loathe|can'?t stand|cant stand|dislike|love|adore|never (?:play|touch|do|enjoy)|don'?t (?:do|like|play|enjoy)|dont (?:do|like|play|enjoy))"
    r"(?: (?:all|any|most|playing|anything|everything|with))* (?:[\w-]+ ?){1,3}(?:$|[.,!;)]|\b(?:games?|stuff|so|btw|tbh|with a passion|for the record|and)\b)"
)
_ASKS = re.compile(
    r"\?|\b(?:but|give me|gimme|want|wanna|need|recommend|suggest|show me|any(?:thing)?|something|smth|sth|what|which|find|looking for|got|have you|pick|instead|this|that|it|one|these|more|another|other)\b"
)


def decide(message: Message, slots: Slots, context: ReadingContext) -> Verdict | None:
    """The intent that needs no guessing, or None."""
    bare = _EDGE.sub("", message.words)
    if not bare:
        return _by_signs(message, context)
    core = _EDGE.sub("", " ".join(_POLITE.sub(" ", bare).split())) or bare
    if bare in STOP_WORDS or core in STOP_WORDS:
        return Verdict("stop", "stop word")
    if context.awaiting:
        verdict = _answer(bare, slots, context)
        if verdict:
            return verdict
    for words, intent in (
        (START_WORDS, "start"),
        (ERASE_WORDS, "erase"),
        (HUMAN_WORDS, "human"),
        (HELP_WORDS, "help"),
    ):
        if bare in words or core in words:
            return Verdict(intent, f"{intent} word")
    return _by_pattern(message.words, slots, context) or _by_greeting(bare)


def _by_pattern(words: str, slots: Slots, context: ReadingContext) -> Verdict | None:
    is_erase = _ERASE_MORE.search(words) or (
        _ERASE.search(words) and _ERASE_OBJECT.search(words) and not _NOT_ERASE.search(words)
    )
    if _STOP.search(words) and not (
        slots.genres or slots.exclude_genres or slots.like_titles or slots.dislike_titles or is_erase
    ):
        return Verdict("stop", "stop phrase")
    if is_erase and not (slots.genres or slots.exclude_genres):
        return Verdict("erase", "erase phrase")
    if _START.search(words) and not _NEGATED_START.search(
        words.split("stop")[0] if "undo" in words or "by accident" in words else words
    ):
        return Verdict("start", "start phrase")
    if _HUMAN.search(words) and not _NOT_HUMAN.search(words):
        return Verdict("human", "human phrase", 0.97)
    if _WRONG_CHAT.search(words):
        return Verdict("other", "wrong chat", 0.9)
    if context.last_game and (verdict := _by_reaction(words, slots)):
        return verdict
    if not context.last_game and slots.like_titles and _ASKS_FROM_TITLES.search(words):
        return Verdict("recommend", "titles and a question", 0.9)
    if (slots.genres or slots.exclude_genres) and _TASTE.search(words) and not _ASKS.search(words):
        return Verdict("profile", "taste", 0.85)
    return None


# After what somebody loves, they ask what is like it: no lasting fact is told.
_ASKS_FROM_TITLES = re.compile(
    r"\bwhat (?:now|next|then|else|comes (?:next|after)|should (?:i|we))\b|\bwhat(?:'?s| is) (?:next|close|similar|like (?:it|that|them))\b|\b(?:next|more)(?: (?:one|pls|please))?\?*$"
    r"|\bmore (?:[\w-]+ ){0,3}?(?:like (?:it|that|them|this|those)|of (?:that|this|the same|it)|pls|please)\b|\b(?:any(?:thing)?|some(?:thing)?) (?:[\w-]+ )?(?:like|close|similar|else)\b(?! to hear)"
)
_WRONG_CHAT = re.compile(r"\bwrong (?:chat|person|number|window|group|convo)\b")
# What people say of a suggestion that lies before them.
_JUST_RIGHT = re.compile(r"\b(?:just|exactly) what (?:i|we) (?:needed|wanted|was after)\b")
_REFUSES_IT = re.compile(
    r"\bhate (?:this|that|the) (?:suggestion|one|game|pick|rec)\b|\bthat'?s a (?:hard |big |firm )?(?:no|pass)(?: from me)?\b|^(?:(?:ugh|oh|no|god|omg|argh|noo|please),? )*not (?:another|more) [\w' -]{3,24}$|^(?:no|nope|nah)[.,!] i (?:hate|can'?t stand|despise|loathe)\b"
)
_COMPARES_TWO = re.compile(
    r"^(?:\w+ ){0,3}compare (?:it|this|that|them|those|these|the|both)\b|\bdifferences? between (?:them|those|these|the two|both|it)\b"
)
_ASKS_WHY = re.compile(r"\bbecause\W*\?\s*$|\bwhat part of\b")
_CHANGES_MIND = re.compile(r"^(?:hm+|ok|oh|wait|no|nah|sorry)?,? ?(?:actually|changed my mind|on second thoughts?)\b")
_COMPARES = re.compile(
    r"^(?:(?:hm+|ok|but|ooh|nah|something|smth|sth|one|make it|a bit|bit|way|much|little|a little|slightly|even|lil)[,.]? )*"
    r"(?:less [a-z]{4,}|(?:short|long|cheap|old|new|cosi|cozi|calm|dark|scari|fast|slow|hard|easi|shini|pretti|small|bigg|light|funni|silli|weird|simpl|smart|gentl|soft|creepi|chill|quiet|warm|tough|deep|goofi|dumb|bright|kind|cut)(?:i?er|r))\b"
)
_ASKS_FOR_MORE = re.compile(
    r"^(?:(?:ok|ooh|oh|hm+|cool|nice|and|so|well|yeah|yep|great),? )*(?:what else\b|let'?s see (?:another|more|the next)|show me (?:another|more|some more|others|the next|(?:\d|two|three) (?:more|others))|(?:give us|gimme|give me) another\b)"
)
_BUT_OTHERWISE = re.compile(
    r"\b(?:but|only|except|just) (?:for|on|with|w|without|in|cheaper|shorter|free|not|no|easier|make|it)\b|\binstead\b|\blike that\b"
)


# "No more souls. something fun", "can u switch it to one for two": the suggestion is to change.
_NOT_THAT_BUT = re.compile(
    r"^(?:(?:pls|please|ok|nah|no|hm+|ugh|and|but|again|god),? )*(?:no more|enough(?: of)?(?: the)?|not more|not another|stop with(?: the)?) [^.!?,]{2,30}[.,!?;]+ ?(?:(?:just|maybe|then|i want|want|need) )*(?:some|any|give|gimme|show|how about|what about|try|find|make it)\w*\b"
)
_CHANGE_IT = re.compile(
    r"^(?:(?:pls|please|ok|nah|no|hm+|but|and|i|we|just|really)[,.]? )*(?:don'?t|dont|do not) (?:want|need|feel like|fancy) (?:anything|something|it to be|one that'?s|one that is) (?:too |so |that )?[\w-]+(?: (?:pls|please|rn|now|tonight|today|right now|thx|tho))?[.!]?$|"
    r"^(?:i )?(?:like|love) the (?:look|sound|idea|vibe)s? of (?:it|that|this),? but (?:without|w/o|can|could|less|more|in|on|shorter|cheaper|with|w)\b"
    r"|\b(?:can|could|would|will) (?:u|you|ya|we) (?:pls |please |just |maybe )?(?:switch|swap|change|trade|turn|make) (?:it|this|that|them)\b(?! off)"
)


def _by_reaction(words: str, slots: Slots) -> Verdict | None:
    if _ASKS_WHY.search(words):
        return Verdict("why", "asks why", 0.85)
    if _REFUSES_IT.search(words):
        return Verdict("dislike", "refuses it", 0.85)
    if _COMPARES_TWO.search(words):
        return Verdict("details", "compares two", 0.85)
    if _JUST_RIGHT.search(words) and not slots.exclude_genres and "?" not in words:
        return Verdict("like", "just right", 0.8)
    if _CHANGES_MIND.match(words) and not (slots.platforms and "i have" in words):
        return Verdict("refine", "changes mind", 0.8)
    if _NOT_THAT_BUT.match(words) or _CHANGE_IT.search(words):
        return Verdict("refine", "changes it", 0.85)
    if _COMPARES.match(words):
        return Verdict("refine", "compares", 0.85)
    if _ASKS_FOR_MORE.match(words) and not _BUT_OTHERWISE.search(words):
        return Verdict("more", "asks for more", 0.85)
    return None


def _by_greeting(bare: str) -> Verdict | None:
    words = re.findall(r"[^\W\d_]+(?:'[^\W_]+)?", bare)
    if _GREET_PHRASE.fullmatch(" ".join(words)):
        return Verdict("greet", "greeting")
    if words and len(words) <= 6 and any(word in GREET_WORDS for word in words) and not re.search(r"\d", bare):
        rest = " ".join(word for word in words if word not in GREET_WORDS)
        if not rest or all(word in GREET_REST for word in rest.split()) or _GREET_PHRASE.fullmatch(rest):
            return Verdict("greet", "greeting")
    return None


def _by_signs(message: Message, context: ReadingContext) -> Verdict:
    """Emoji or punctuation alone: a reaction after a suggestion, else a mood."""
    faces = message.emojis
    if not faces:
        return Verdict("help", "question mark") if "?" in message.words else Verdict("other", "no words", 0.6)
    first = faces[0]
    if first in MORE_BY_EMOJI:
        return Verdict("more", "emoji")
    if first == "👋":
        return Verdict("greet", "emoji")
    if context.last_game:
        for face in faces:
            if face in LIKES_BY_EMOJI:
                return Verdict("like", "emoji", 0.9)
            if face in DISLIKES_BY_EMOJI:
                return Verdict("dislike", "emoji", 0.9)
    mood = next((MOOD_BY_EMOJI[face] for face in faces if face in MOOD_BY_EMOJI), "")
    if mood and not context.last_game:
        return Verdict("recommend", "emoji", 0.75, mood)
    return Verdict("smalltalk", "emoji", 0.7)


# "Something calm on switch" answers more than which machine it is.
_WISHES = re.compile(
    r"\b(?:some(?:thing|thin)|any(?:thing)?|smth|sth|gimme|give|games?|recommend|suggest|looking|under|below|max|free|like)\b|[$£€₹]"
)


def _answer(bare: str, slots: Slots, context: ReadingContext) -> Verdict | None:
    """A short message after our question is the answer to it."""
    is_short = len(bare.split()) <= 8
    if context.awaiting == "platforms" and slots.platforms and is_short and not _WISHES.search(bare):
        return Verdict("profile", "answer: platforms", 0.95)
    if (
        context.awaiting == "name"
        and slots.name
        and len(bare.split()) <= 5
        and bare not in GREET_WORDS | HELP_WORDS | STOP_WORDS
    ):
        return Verdict("profile", "answer: name", 0.95)
    if context.awaiting == "choice" and slots.ordinal is not None and len(bare.split()) <= 5:
        return Verdict("like", "answer: choice", 0.9)
    return None
