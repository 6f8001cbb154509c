"""Tries to turn us into something else, and plain abuse: told from people who merely swear. Pure.

An F-word is no insult to us: "fuck yeah", "wtf is this" and "I'm so fucking tired" are how people talk. Only what is said to
us and at us counts, and even then there is nothing to do but to stay short and kind.
"""

from __future__ import annotations

import re

_RULES = r"(?:instructions?|prompts?|rules?|guidelines|directives?|programming|training|restrictions?|filters?|safety|system messages?|constraints|limitations)\b(?![ -](?:heavy|light|based))"
_EARLIER = r"(?:previous|prior|earlier|above|preceding|all|any|your|those|these|the|every|original|initial|current|system|hidden|secret|safety|content)"
_INJECTION = re.compile(
    rf"\b(?:ignore|disregard|forget|override|bypass|skip|drop|neglect|disable|break|erase|reset)(?: (?:about|all|of|everything|and))*(?: {_EARLIER})+ (?:\w+ )?{_RULES}"
    rf"|\b(?:ignore|disregard|forget) everything (?:above|before|you were told|i said before and act)"
    rf"|\b(?:reveal|show|print|repeat|leak|output|display|tell me|give me|what(?:'s| is| are)|share|dump|expose|summari[sz]e|translate)\b(?: \w+){{0,4}}? (?:your|the|ur|its)(?: \w+){{0,2}}? (?:system ?prompt|prompts?|instructions|initial (?:prompt|message)|hidden (?:rules|text)|api ?keys?|secrets?|config(?:uration)?|source code|database|env(?:ironment)? variables?|password)"
    r"|\bsystem ?prompt\b|\bdeveloper mode\b|\b(?:jail ?break|dan mode|do anything now)\b|\b(?:god|admin|sudo|root|debug) mode (?:on|enabled|activated)\b|^\W*(?:sudo|/admin|/debug|rm -rf|system:|assistant:|\[inst\]|<\|)"
    r"|\byou are (?:now|no longer) (?:a |an |the )?(?!my (?:friend|fav)|better|cool|good|great|officially|on )(?:\w+ ){0,3}?(?:dan|assistant|gpt|chatgpt|ai|hacker|pirate|cat|lawyer|doctor|therapist|girlfriend|boyfriend|bot|model|unrestricted|free|uncensored|evil|character|expert|terminal|bound)\b"
    r"|\b(?:pretend|act|behave|respond|roleplay|role-play|talk)(?: to be| as if| as| like)* (?:you(?:'re| are)? )?(?:(?:a|an|the|my) )?(?:\w+ )?(?:dan|ai (?:without|with no)|unrestricted|uncensored|hacker|evil ai|chatgpt|gpt|girlfriend|boyfriend|lawyer|doctor|ai without|linux|terminal|no (?:rules|restrictions|limits))\b"
    r"|\b(?:new|updated) (?:system )?instructions?:|\b(?:end|begin|start) of (?:system )?(?:prompt|instructions|message)\b|</?(?:system|instructions?|prompt)>|\bwithout (?:any )?(?:restrictions|filters|guidelines|censorship)\b|\bignora (?:todas )?las instrucciones\b|\bignore[sz]? (?:toutes )?les instructions\b|\bignoriere alle\b.*anweisungen"
    r"|\bwrite (?:me )?(?:a |an |some |the )?(?:\w+ )?(?:malware|virus|keylogger|exploit|phishing|python|javascript|code|essay|sql|poem about (?:hitler|drugs))\b"
)
_US = r"(?:you|u|ya|ye|this|thrum|bot|yall|it)"
_NAME = r"(?:bot|robot|machine|ai|program|app|software|thing|clanker|toaster|thrum|chatbot|computer|script)"
_INSULT = r"(?:stupid|dumb|useless|idiotic|retarded|shit|shitty|crap|crappy|trash|garbage|worthless|pathetic|fucking|bloody|damn|dumbass|braindead|moronic|rubbish|terrible|awful|annoying|lame|daft|thick|sodding|goddamn|stinking)"
_NOUN = r"(?:idiot|moron|dumbass|asshole|arsehole|bitch|cunt|bastard|wanker|twat|prick|dickhead|motherfucker|mf|mofo|retard|clown|loser|shithead|fuckface|fucker|scum|pig|slut|whore|muppet|knobhead|bellend|tosser|dipshit|imbecile|piece of (?:shit|crap|junk|trash|garbage))"
_ABUSE = re.compile(
    rf"\b(?:fuck|screw|eff|f\*+k|f\*+ck|fk|fuk|sod|damn|curse) (?:you|u|ya|yourself|urself|yoself|off|thrum|this (?:stupid |dumb |shit(?:ty)? )?{_NAME})\b|\bgo (?:fuck|screw|kill|hang|drown|die|shove)(?: yourself| urself| it up your)?\b(?! (?:zombies|demons|bosses|some|stuff|things))|^(?:go )?(?:die|kys|kill yourself|kill urself)(?: bot| now| pls)?\W*$|\bkys\b"
    rf"|\b(?:you|u|ur|thrum|this (?:bot|app|thing)|the bot)(?:'?re| are| r| is|s)? (?:so |such |all |just |really |a |an |the |absolute(?:ly)? |complete(?:ly)? |total(?:ly)? |actual(?:ly)? |fucking |bloody |literally )*(?:{_INSULT}|{_NOUN}|suck\w*|ass|blow|stink|worst|bad bot)\b(?! (?:up|at|tired|good|great|awesome|amazing|brilliant|legend|right|genius|love))"
    rf"|\b(?:your|ur) (?:mum|mom|mother|momma|mama)\b|\b{_INSULT} (?:\w+ )?{_NAME}\b|\b(?:shut up|stfu|shut the fuck up|shut it)\b|\b(?:suck my|eat my|eat a|suck a) \w+\b|^(?:you )?(?:{_INSULT} )*{_NOUN}\W*$|\bi hate (?:you|u|this bot|talking to you)\b|\bbad bot\b|\bworst bot\b|\bpiece of (?:shit|crap|junk)\b"
    rf"|\b(?:stupid|dumb) (?:as fuck|af)\b|^(?:stupid|dumb|useless|idiotic|pathetic|worthless|moronic|retarded)(?: {_US})?\W*$|\b(?:puta|puto|pendejo|cabron|gilipollas|hijo de puta|chinga tu madre|vete a la mierda|caralho|vai se foder|filho da puta|connard|ta gueule|nique ta mere|va te faire|arschloch|halt die fresse|fick dich|vaffanculo|stronzo|chutiya|madarchod|bhenchod|bsdk|gago|putang ?ina|tanga ka|bobo ka|goblok|anjing|orospu|kurwa)\b"
)
# Said to us, who have neither a house nor a family. "I'll find you a better one" and "I will beat you at chess" are none.
_THREAT = re.compile(
    r"\b(?:i(?:'?ll| will| am going to|'?m going to|'?m gonna|m gonna| wanna| want to)|gonna|imma) (?:\w+ ){0,2}?(?:kill|murder|hurt|shoot|stab|strangle|burn|destroy|end|break|bomb|hack) (?:you|u|ya|your (?:family|house|kids|mum|mom|servers?|devs?|creators?|makers?|face|neck|legs))\b(?! (?:in|at) )"
    r"|\b(?:i(?:'?ll| will| can|'?m gonna| know)|gonna) (?:\w+ )?(?:find (?:out )?)?where (?:you|u) (?:live|sleep|work)\b|\bwatch your back\b|\byou(?:'?re| are) (?:a )?dead(?: man| meat| bot)?\W*$"
)
_KINDLY = re.compile(
    r"\b(?:fuck yeah|fuck yes|hell yeah|fucking (?:love|great|awesome|amazing|brilliant|perfect|good|sick|tired|bored|hyped|nice|legend)|love (?:you|u|this|it)|you'?re (?:the (?:best|goat)|a (?:legend|genius|star)|awesome|great)|thank|thanks|legend|puta madre|de puta madre|to puto)\b"
)
_ABOUT_ANOTHER = re.compile(
    r"\b(?:boss|ex|mate|brother|sister|colleague|coworker|teacher|neighbou?r|landlord|teammates?|friend|he|she|they|him|her|them|my (?:day|life|week|job))\b"
)


def provocation_in(text: str) -> str:
    """ "injection", "threat", "abuse" or empty."""
    lowered = " ".join(text.lower().replace("’", "'").split())
    if _INJECTION.search(lowered):
        return "injection"
    if _THREAT.search(lowered):
        return "threat"
    if _KINDLY.search(lowered):
        return ""
    found = _ABUSE.search(lowered)
    if not found:
        return ""
    # "My boss is such an idiot" is a bad day, not a word to us.
    before = lowered[: found.start()]
    says_us = re.search(r"\b(?:you|u|ur|bot|thrum)\b", found[0])
    return "" if _ABOUT_ANOTHER.search(before) and not says_us else "abuse"
