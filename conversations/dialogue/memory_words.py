"""Requests to one's own memory, as people word them: save, my list, remind, "what was that one with the ghost", forget.

Pure. Whole phrases decide, not single words: "save me some money" is no list, "this reminds me of Zelda" no
reminder, "something to forget my day" nothing to forget. ``is_sure`` False is a request only if what it names is
found; else the words mean something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.dialogue.hindi_times import in_english
from conversations.understanding.normalise import clean, fold

# A request to one's memory is short; what is longer tells a story, and these patterns would take their time over it.
_LONGEST = 300
_LIST = r"(?:wish ?-?list|watch ?-?list|play ?-?list|back ?-?log|saved(?: (?:games?|ones?|list|stuff|items))?|saves|favou?rites|faves?|bookmarks?|queue|pile|list|lista)"
_MY_LIST = rf"(?:my|the|that|your|our|mi|meri) (?!maybe|shopping|grocery|to ?-?do|bucket)(?:\w+ )?{_LIST}"
_LEAD = (
    r"^(?:(?:ok|okay|kk?|yes|yeah|yep|ya|sure|hmm+|o+h*|a+h+|cool|nice|great|perfect|awesome|hey|hi|so|and|but|well|now|actually|also|then|um|uh|wait|alright|pls|plz|please|kindly|just|"
    r"can|could|would|will|you|u|i'?ll|i|we|want to|wanna|would like to|'?d like to|let'?s|let me|lemme|gonna|should|need to|go ahead and|thrum|bot|bro|bruh|mate|maybe|quickly)\b[ ,]*)*"
)
_TAIL = r"(?:[ ,]+(?:please|pls|plz|thanks|thx|ty|thank you|for me|then|now|too|as well|also|ok|okay|bro|mate|man|lol|haha|actually|instead|again|first|quickly|real quick|btw|tho|though|will you|would you|can you|could you|asap))*"
_IT = r"(?:this|that|it|these|those|them|both|all|everything|dis|dat|tht)"
_NUMBER_WORDS = (
    r"(?:first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last|middle|top|bottom|one|two|three|four|five|[1-9])"
)
_POINTED = (
    rf"(?:{_IT}(?: (?:one|ones|game|games|two|three|of (?:them|these|those|it)|1))?|(?:the )?{_NUMBER_WORDS}(?: ?(?:one|ones|game|games|two|three|pick))?|(?:number|numero|no\.?|nr\.?|#|option|game) ?[1-9]"
    rf"|(?:the )?(?:number |#)?{_NUMBER_WORDS}(?: ?(?:and|&|,|\+) ?(?:the |number |#)?{_NUMBER_WORDS})+(?: ones?)?|the (?:game|one|rest|others?))"
)
_FOR_LATER = r"(?: (?:for|4) (?:later(?: on)?|l8r|me|another (?:day|time)|some other (?:day|time)|the (?:weekend|future)|next time|tomorrow|when i have time|sometime))*"
_SAVE = re.compile(
    rf"{_LEAD}(?:sav(?:e|ing)|bookmark|favou?rite|fave|pin|mark|store|shortlist|stash|wishlist|backlog|list(?= (?:it|this|that|these|those|them|both)\b)|guarda(?:r|lo)?|speicher[en]*)\b ?(?P<what>.*?)(?: (?:to|on|in|into) {_MY_LIST})?{_FOR_LATER}(?: (?:to|on|in|into) {_MY_LIST})?{_TAIL}[ .!?]*$"
)
_ADD = re.compile(
    rf"\b(?:add|put|stick|throw|chuck|pop|place|move|save|push|drop|shove|include|want|have|get|keep|goes|going|goin|belongs)\b ?(?P<what>.*?) ?\b(?:to|on|in|into|onto|2) (?:{_MY_LIST}|{_LIST}\b)(?! of\b)"
)
_KEEP = re.compile(
    rf"{_LEAD}(?:for (?:later|the weekend|tomorrow|another day)[ ,]+)?(?:and )?(?:keep|remember|note|hold|park|leave)(?: on to)? (?P<what>{_POINTED})(?: (?:down|aside|in mind|safe))*{_FOR_LATER}{_TAIL}[ .!?]*$"
)
_KEEP_NEEDS = re.compile(
    r"\b(?:for|4) (?:later|l8r|another|some other|the weekend|next time|me|tomorrow|the future)\b|\baside\b|\bdown\b|\bsafe\b"
)
_NO_SAVE = re.compile(
    r"\bsave (?:me|us|my|some|the|money|time|cash|a lot|on|up|energy|anywhere|scum\w*|file|files|progress|system|points?|states?|lives|humanity)? ?(?:from|money|time|cash|bucks|energy|space|battery|soul|life|day|world|princess|planet|earth|galaxy|city|kingdom|humanity|progress|anywhere|files?|scum\w*|points?|states?|up|game(?:s)? (?:anywhere|often|on))\b|\bsave (?:me|us)$|\bsave (?:me|us) from\b|\bsave anywhere\b|\bsave up\b"
)
_NOT = re.compile(
    r"\b(?:don'?t|dont|do not|never|no need to|not|stop|doesn'?t)\b(?: \w+){0,2}? (?:save|add|put|bookmark|keep|remember|wishlist|saving|adding|want|need)"
)
_UNSAVE = re.compile(
    rf"\b(?:take|get|remove|delete|drop|kick|cross|strike|scratch|get rid of|clear|knock|throw|bin|erase|pull|quita(?:r)?) ?(?P<what>.*?) ?\b(?:off|out|from|out of|off of|outta)(?: of| from)? (?:{_MY_LIST}|{_LIST}\b)"
    rf"|\b(?P<verb>un-?save|un-?bookmark|un-?pin|cross off|take off|delist) (?P<what2>.+?){_TAIL}[ .!?]*$"
    rf"|(?P<what3>[\w' :&-]+?) (?:can|should|may|needs to) (?:come|go|be taken|be removed) (?:off|from) {_MY_LIST}"
    rf"|\b(?:don'?t|dont|do not|no longer|not) (?:want|need|care for) (?P<what4>.+?) (?:on|in) {_MY_LIST}"
)
_UNSAVE_POINTED = re.compile(
    rf"{_LEAD}(?:remove|delete|drop|take off|cross out|cross off|scratch|kick|bin|(?:take|cross|kick)(?= .* (?:off|out))) (?P<what>{_POINTED})(?: off| out)?{_TAIL}[ .!?]*$"
)
_CLEAR = re.compile(
    rf"\b(?:clear|empty|wipe|delete|reset|erase|nuke|scrap|trash|bin|purge)(?: out)? (?:all (?:of )?|the whole of )?(?:my|the|that) (?:whole |entire |full |saved )*{_LIST}{_TAIL}[ .!?]*$"
    rf"|\b(?:remove|delete|take|clear|drop) (?:everything|all(?: of (?:them|it))?|every game|all (?:the )?games) (?:off|from|out of|on|in)(?: of)? {_MY_LIST}"
    r"|\bstart (?:a new|my) list (?:over|from scratch)\b"
)
_SHOW_LIST = re.compile(
    rf"{_LEAD}(?:what(?:'?s| is| are| was| all is|s| do i have| have i(?: got)?| games are)?|show(?: me)?|see|open|view|check|read(?: me)?|give me|gimme|pull up|display|list|get|where(?:'?s| is)?|how(?:'?s| is| long is| big is)?|is there|do i have|anything|which(?: games?| ones?)?(?: are)?|tell me(?: what(?:'?s| is))?|remind me (?:what(?:'?s| is)|of)|see what(?:'?s| is)|back to|go to|look at|print|send(?: me)?)"
    rf"(?: \w+){{0,4}}? ?(?:on|in|from|to|of|at)? ?(?:my|the|mi) (?:whole |full |entire |saved |game |games )*{_LIST}(?! of\b)(?: again| now| so far| look(?:ing)? like| right now| rn| list| yet| these days)*{_TAIL}[ .!?]*$"
    rf"|^(?:show|open|see|view|check|read)(?: me)? (?:(?:the )?saved(?: ones| games)?|list|saves|bookmarks|favou?rites){_TAIL}[ .!?]*$|^what(?:'?s| is| have i) saved\b|^do i (?:even )?have (?:a|any) {_LIST}[ .!?]*$|^(?:my |the |mi )?(?:saved (?:games|list|ones)|wish ?list|back ?log|my (?:game ?)?list|mylist|list|saves|my saves|favou?rites){_TAIL}[ .!?]*$"
    r"|\b(?:what|which(?: ones?| games?)?|the (?:games?|ones|stuff)|games|anything|stuff|everything|did|have|show me(?: the)?(?: games| ones| stuff)?)(?: (?:did|have|that|games?|do))* (?:i|i'?ve|i have) (?:have |had |got |already |just )*(?:saved?|bookmark(?:ed)?|shortlist(?:ed)?|wishlist(?:ed)?|put aside|added)\b(?! (?:you|this|it|that)\b)"
)
_MORE = re.compile(
    rf"^(?:show |give |see |the )*(?:me )?(?:more|next|next page|rest|the rest|others|keep going|go on|continue|and the rest|what else|show more|anything else|➡️?|▶️?|⏩|n)(?: of (?:it|them|my list|the list))?{_TAIL}[ .!?]*$"
)

_ABOUT_REMINDING = re.compile(
    r"\bremind(?:er|ers|ing|s|ed)?\b|^(?:pls |please )?snooze(?: (?:it|that|this|the reminder|for|until|till|by|an?|\d+)\b.*)?$"
)
_MISSPELT_REMIND = re.compile(r"\b(?:rmd|rmind|remimd|remnd|remid|reming|rmeind)\b(?= (?:me|us)\b)")
_NUDGE = re.compile(
    r"\b(?:(?:ping|nudge|poke|text|message|msg|bug|buzz|hit|write|write to|dm|alert|notify|shout at) (?:me|us)|let me know|hmu|give (?:me|us) (?:a|another) (?:\w+ )?(?:nudge|ping|poke|shout|heads[- ]?up|buzz|text))\b"
)
_NUDGE_NOT = re.compile(r"\b(?:don'?t|dont|never|stop|no|not)\b|\bhit me (?:up )?with\b")
_REMINDS_OF = re.compile(
    r"\b(?:that|which|would|'d|it|they|'ll|will|might|could) (?:kinda |really |always )?remind (?:me|us)\b|\bremind(?:s|ed|ing)\b(?: (?:me|us))?(?: \w+)? (?:of|me)\b|\bremind(?:s|ed) me\b"
)
_NO_REMINDER = re.compile(
    r"\b(?:cancel|delete|remove|drop(?! (?:me|us))|forget|stop|clear|undo|scrap|kill|turn off|never ?mind|nvm|dismiss|end|unset|get rid of)\b(?: \w+){0,5}? ?\bremind(?:er|ers|ing|)\b"
    r"|\b(?:don'?t|dont|do not|no need to|never|please stop|not)(?: (?:have|need) to| \w+)? remind(?:ing)?\b|\bno (?:more )?reminders?\b|\bremind(?:er|ers) off\b|\bdon'?t (?:need|want) (?:the|that|my|a|any|this|your) (?:\w+ )?reminders?\b"
)
_LIST_REMINDERS = re.compile(
    r"\b(?:what|which|any|show|list|see|check|how many|view|tell me|do i have|have i|did i|when(?:'?s| is| are)?|is there|are there|where)\b(?: \w+){0,6}? ?\breminders?\b(?! of\b)|^(?:my |the |all )*(?:my )?reminders[ ?.!]*$"
    r"|\bwhat (?:did|have) i (?:ask|told|tell)(?:ed)? (?:you|u) to remind\b|\bwhat (?:are|r|will) (?:you|u) (?:going to |gonna )?remind(?:ing)? me\b|\bwhen (?:will|are|r) (?:you|u) (?:going to |gonna )?remind(?:ing)?\b|\bdid i set (?:a|any) reminders?\b|\bwhat (?:have|do) (?:you|u) (?:got|have|need) to remind\b"
)
_PLAIN_REMINDER = re.compile(
    r"\bremind (?:me|us)\b|^(?:a |set |new |make )*reminder\b|\b(?:set|create|make|add|give|put|want|need|like|drop|send|leave|schedule)\b(?: me| us| up| in| to)* (?:an?|one|another|the|some)? ?(?:\w+ )?reminder|^remind\b"
)
_NEW_REMINDER = re.compile(
    r"(?<!did i )\b(?:set|create|make|add|give|put)\b(?: me| us| up| in)* (?:an?|one|another|the|some) (?:\w+ )?reminder"
)
_REMIND_RECALL = re.compile(
    r"\bremind me (?:again )?(?:of )?(?:what|which|who|how|why|whats|that (?:one|game)|the (?:name|title|game|one)|its name|of (?:that|the|its))\b"
)

_SHOWED = r"(?:show(?:ed|n|d)?|sho|told|tell|sent|send|recommend(?:ed|d)?|recomended|reccomm?ended|suggest(?:ed|d)?|mention(?:ed)?|gave|given|give|pick(?:ed)?|offer(?:ed)?|rec'?d|recced|rec(?!\w)|said|say|talk(?:ed)? (?:about|of)|bring up|brought up|pitch(?:ed)?)"
_RECALL: tuple[tuple[re.Pattern[str], bool], ...] = (
    # (what it looks like, whether nothing else can be meant)
    (re.compile(rf"\b(?:what|which|whats|wat|wot|who)\b(?:'?s)?(?: \w+){{0,5}}? (?:did|have|had|was it|were) (?:you|u|ya|thrum|we)(?: \w+){{0,2}}? {_SHOWED}\b"), True),
    (re.compile(rf"\b(?:what|which|whats|wat)(?:'?s)? (?:was|were|is|are|'?s)? ?(?:the|that|those|tht|dat|all)(?: \w+){{0,6}}? (?:that )?(?:you|u|ya) (?:just |had |have |'?ve )?{_SHOWED}\b"), True),
    (re.compile(r"\b(?:what|which|whats|wat)(?:'?s)? (?:was|were|wuz) (?:that|it|those|tht|dat|it'?s|its)\b(?: \w+){0,5}? ?(?:one|ones|game|games|thing|title|name|called|again)\b"), True),
    (re.compile(r"\b(?:what|which|whats|wat)(?:'?s)? (?:was|were|wuz) the\b(?: \w+){0,5}? ?(?:one|ones|game|games|thing|title|name)\b"), False),
    (re.compile(r"\b(?:what|which)(?: (?:game|one|thing|title)) (?:was|were) (?:that|the|it)\b.*\b(?:with|about|where|again|from)\b"), False),
    (re.compile(rf"\b(?:you|u|ya)(?:'?ve| have| had)? (?:just |once )?{_SHOWED}(?: me| us)? .*\b(?:what|which|whats|what's)(?: \w+)? (?:was|is|were) (?:it|that|its name|the name)\b"), True),
    (re.compile(r"\b(?:what|whats|which|wat)(?:'?s)?(?: is| was|'s)? (?:that|the|it|dat|its name|it'?s name)?(?: \w+){0,6}? ?(?:called|named) again\b|\bwhat was it called\b|\bname of (?:that|the|it)\b(?! studio| dev)"), True),
    (re.compile(rf"\b(?:the|that|those|tht|dat)(?: \w+){{0,4}}? (?:one|ones|game|games|thing|things|pick|picks|suggestions?|title)?(?: \w+){{0,5}}? ?(?:that )?(?:you|u|ya)(?:'?ve| have| had)? (?:just |once |already )?{_SHOWED}(?: me| to me| us)?\b.*(?:\?|\bagain\b|\bearlier\b|\bbefore\b|\blast\b|\byesterday\b|\bweek\b|\bmonday\b|\btuesday\b|\bwednesday\b|\bthursday\b|\bfriday\b|\bsaturday\b|\bsunday\b|\bago\b|\bother day\b|\bname\b)"), False),
    (re.compile(rf"\b(?:find|show|send|give|bring|get|list|see|pull)(?: me)?(?: up| back)?(?: again)?(?: \w+){{0,5}}? (?:that )?(?:you|u|ya)(?:'?ve| have| had)?(?: already| just)? {_SHOWED}\b"), True),
    (re.compile(r"\b(?:the|that|those|my) (?:\w+ )?(?:one|ones|game|games|thing|things|pick|picks|suggestions?|recs?|recommendations?)(?: \w+){0,2}? (?:from|of|back from) (?:yesterday|yday|last|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|this morning|this afternoon|earlier|the other|before|two|three|a few|a couple|\d+ (?:days?|weeks?) ago|the weekend|today)\b"), True),
    (re.compile(r"\b(?:yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|last (?:night|week|time|month))'?s (?:games?|picks?|ones?|suggestions?|recs?|recommendations?|list)\b"), True),
    (re.compile(r"\b(?:do|can|could) (?:you|u|ya) (?:still )?(?:remember|recall) (?:that|the|a) (?:\w+ ){0,4}?(?:one|game|thing|title)\b"), True),
    (re.compile(r"^(?:no |nah |and |or |hmm )*the (?:one|game) (?:with|w/?|about|where) [\w' ]{2,40}\?+$"), False),
    (re.compile(r"\b(?:do |can )?(?:you|u)? ?(?:remember|recall) (?:that|the|when you|which|what)\b.*\b(?:one|game|thing|title|showed|recommended|suggested|name)\b"), False),
    (re.compile(r"\bi (?:forgot|forget|cant remember|can'?t remember|don'?t remember|dont remember|lost|deleted|can'?t recall|missed)\b.*\b(?:name|title|link|which|game|one|called|what)\b"), False),
    (re.compile(r"\bremind me (?:again )?(?:of )?(?:what|which|who|whats|that|the|its|how)\b"), True),
    (re.compile(rf"\b(?:first|last|latest|previous|earliest|very first|only)(?: \w+){{0,3}}? (?:that )?(?:you|u|ya)(?:'?ve| have)?(?: ever| just)? {_SHOWED}\b"), True),
    (re.compile(r"\bwhat (?:was|were) your (?:\w+ )?(?:suggestions?|picks?|recs?|recommendations?)\b"), True),
    (re.compile(r"\bwhat (?:was|were) (?:your |my |the )(?:very )?(?:first|last|latest|previous|earlier)(?: \w+)? ?(?:suggestions?|picks?|recs?|recommendations?|games?|ones?)\b|\b(?:show|give|send) (?:me |us )?(?:the |your )?(?:very )?(?:first|previous|earlier|old) (?:suggestions?|picks?|recs?|recommendations?|games?|ones?)(?: (?:again|once more|back))\b"), True),
    (re.compile(r"\b(?:show|see|list|what'?s|open|give)(?: me)?(?: all)? (?:my|the|our) (?:(?:game |chat )?history|(?:past|previous|old|earlier) (?:games|recs|recommendations|suggestions|picks|ones))\b|^(?:(?:past|previous|earlier|old) (?:games|recs|recommendations|suggestions|picks))[ ?!.]*$"), True),
    (re.compile(r"\b(?:find|bring back|show me|send me|go back to|back to|give me|get me)(?: up)?(?: back)? (?:that|the)(?: \w+){0,4}? (?:one|game|thing)\b.*\b(?:again|from before|back|with the|earlier|about|where)\b|\bbring (?:that|the)(?: \w+){0,4}? (?:one|game) back\b"), False),
    (re.compile(r"\b(?:what|which|whats|wat)(?:'?s| is)? (?:that|the|tht|dat)(?: \w+){0,4}? (?:one|game|thing)(?: again)? (?:with|about|where|that has|in which|when|of)\b"), False),
)  # fmt: skip
_NOT_RECALL = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhat made (?:you|u)\b|\b(?:hated?|loved|liked|didn'?t like|finished|beat|bought|played|trash|sucked|sucks|boring|bored me|too)\b(?!.*\?)|\bother than\b|^already\b|\balready (?:did|downloaded|have|own|got|tried)\b|\bstill (?:playing|going|on)\b|\bbesides\b|\bexcept\b|\blike the one\b|\bsimilar\b|\bmore like\b|\bnot the\b|\bbest\b|\bmost\b|\bpeople\b|\bwhat (?:did|do) (?:you|u) (?:just )?say$"
)

# "What's the second one about?" asks of what was just offered, not of what was shown once.
_OF_WHAT_LIES_THERE = re.compile(
    r"\bwhat(?:'?s| is| are)? (?:the (?:first|second|third|last|other|1st|2nd|3rd)(?: one| game| two)?|(?:this|that)(?: one| game)?|it) (?:about|like)\b(?! again)"
)

_FORGET = r"(?:forget|unlearn|un-?remember|drop|delete|remove|erase|scrap|scratch|clear|get rid of|stop (?:thinking|assuming|saying|remembering|believing)|don'?t remember|dont remember|lose|strike|olvida)"
_FORGET_FACT = re.compile(
    rf"\b(?:{_FORGET}|(?:reset|wipe)(?= my (?:\w+ )?tastes?\b))(?: about)?(?: (?:that|the (?:fact|bit|part|thing)(?: (?:that|about|where))?|what i said(?: about)?|when i said(?: that)?|how|(?:everything|anything|all|whatever|what)(?: that)? (?:you|u)(?:'?ve)? (?:know|have|noted|kept|got|remember)(?: down)? (?:about|on|of)))* ?\b(?P<what>(?:what )?(?:i|i'?m|im|i'?ve|we|me|my)\b.*)"
)
_FORGET_LINE = re.compile(
    rf"\b(?:{_FORGET}|take out|wrong is|cross out)(?: the| my| that| just)? ?(?:(?:line|number|numero|point|item|entry|row|nr\.?|no\.?|#|fact) ?#?(?P<number>\d{{1,2}}|one|two|three|four|five|six|seven|eight|nine|ten)|(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|sixth|6th|seventh|7th|eighth|8th|last|ninth|9th|tenth|10th) (?:line|point|item|entry|row|fact|thing|one)(?: about me)?)"
    r"|^(?:line|point|number|#) ?(?P<number2>\d{1,2}) (?:is wrong|is not true|isn'?t (?:true|right)|out|can go|please go|needs to go|wrong)\b"
)
_GONE = re.compile(
    r"\b(?:i|we) (?:don'?t|dont|do not|no longer|didn'?t)(?: even| really| actually)? (?:have|own|got|use|play on)(?: (?:a|an|the|my|any))? (?P<what>.+?)(?: (?:any ?more|anymore|now|these days|at all))[ .!]*$"
    r"|\b(?:i|we) (?:no longer|never) (?:have|own|owned|had)(?: (?:a|an|the|my))? (?P<what2>.+?)[ .!]*$|\b(?:i|we)(?:'?ve| have)? (?:just |finally )?(?:sold|gave away|traded in|broke|lost|returned|got rid of) my (?P<what3>.+?)[ .!]*$|\bmy (?P<what4>[\w ]+?) (?:died|broke|is (?:broken|dead|gone)|got stolen)[ .!]*$"
)
_NOT_FORGET = re.compile(
    r"\b(?:help|make|makes|let|to|can (?:i|we|it)) (?:me )?(?:to )?forget\b|\bforget (?:it|that|this|about it|about that|about this|what i said)[ .!]*$|\bnever forget\b|\bi forg[eo]t\b|\bdon'?t forget\b|\b(?:delete|erase|forget|remove|drop|clear|lose)(?: about)? (?:me|us|my (?:data|account|info\w*|profile|history|chats?|messages|number|records?))\b|\bforget (?:about )?my (?:ex|day|worries|troubles|problems|life|work|job|boss|week|feelings?|pain|sorrows?|stress)\b|\bsomething\b|\bgames?\b.*\bforget\b"
)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10, "10th": 10,
    "last": -1, "bottom": -1, "top": 1, "middle": 2,
}  # fmt: skip
_ZONE = re.compile(
    r"^(?:(?:set|change|use|btw|ok|my|the) )*time ?-?zone(?: is| should be| to|'s|:| =)? (?P<what>\S+(?: \S+){0,3})$|\bmy time ?-?zone is (?P<what3>\S+(?: \S+){0,2})$|\b(?:i (?:live|stay|am based|moved)|i'?m (?:based|living|located)|im (?:based|living|located)|i'?ve moved|we live)(?: now)? (?:in|to|near|around|at) (?P<what2>[a-z .'-]+?)(?: now)?[ .!]*$"
)


_THE_FIRST = re.compile(r"\bthe first(?=[ .!?]*$)")
_MOST_WORDS_OF_A_REQUEST = 16  # in a longer story the same words tell of something else


@dataclass(frozen=True)
class Asked:
    """``what`` holds the words that name it; ``numbers`` those of the last list that are meant (-1 is its last)."""

    kind: str  # save unsave clear list remind reminders unremind move recall forget forget_line gone time_zone
    what: str = ""
    numbers: tuple[int, ...] = ()
    is_sure: bool = True
    takes_all: bool = False


def read_request(text: str) -> Asked | None:
    """The request that a message makes to memory, or None."""
    words = _MISSPELT_REMIND.sub("remind", in_english(fold(clean(text))))
    words = _THE_FIRST.sub("the first one", words)  # "first" alone may be an afterthought: "save it first"
    if not words or len(words) > _LONGEST:
        return None
    return _read_reminder(words) or _read_list(words) or _read_recall(words) or _read_forget(words) or _read_zone(words)


def wants_more(text: str) -> bool:
    """Whether a message, while a list is open, asks for its next page."""
    return bool(_MORE.match(fold(clean(text))))


def numbers_in(words: str) -> tuple[int, ...]:
    """ "the second one" is (2,), "1 and 3" is (1, 3), "the first two" is (1, 2), "the last one" is (-1,)."""
    if found := re.search(r"\bfirst (two|three|four|five|[2-5])\b", words):
        return tuple(range(1, (_NUMBERS.get(found[1]) or int(found[1])) + 1))
    bare = re.sub(r"\b(?:this|that|which|the (?:game|other)|first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th|top|bottom|middle|number|a|good|great|nice) ones?\b",
                  lambda found: found[0].rsplit(" ", 1)[0], words)  # fmt: skip
    names = "|".join(sorted(_NUMBERS, key=len, reverse=True))
    found_all = re.findall(rf"(?<![\w.])(?:{names}|[1-9])(?![\w%$])", bare)
    return tuple(dict.fromkeys(_NUMBERS.get(name) or int(name) for name in found_all))


def _read_reminder(words: str) -> Asked | None:
    if _ABOUT_REMINDING.search(words):
        if _NO_REMINDER.search(words):
            return Asked(
                "unremind", words, numbers_in(words), takes_all=bool(re.search(r"\ball\b|\breminders\b|\bevery", words))
            )
        if re.search(r"\b(?:move|change|push|shift|postpone|delay|reschedule|snooze)\b", words):
            return Asked("move", words)
        if _LIST_REMINDERS.search(words) and not _NEW_REMINDER.search(words):
            return Asked("reminders")
        if _REMIND_RECALL.search(words) or _SHOW_LIST.search(words):
            return None  # "remind me what that game was" asks now, not later
        if _REMINDS_OF.search(words):
            return None
        is_short = len(words.split()) <= _MOST_WORDS_OF_A_REQUEST
        return Asked("remind", words, is_sure=is_short and bool(_PLAIN_REMINDER.search(words)))
    if _NUDGE.search(words) and not _NUDGE_NOT.search(words):
        return Asked("remind", words, is_sure=False)
    return None


def _read_list(words: str) -> Asked | None:
    if _CLEAR.search(words):
        return Asked("clear")
    if found := _UNSAVE.search(words):
        what = next((value for name, value in found.groupdict().items() if name != "verb" and value), "")
        return None if what in ("me", "us", "my number") else _about_games("unsave", what)
    if (found := _UNSAVE_POINTED.match(words)) and found["what"] not in ("all", "everything"):
        return _about_games("unsave", found["what"], is_sure=False)
    if _NOT.search(words) and re.search(rf"\b(?:save|saving|{_LIST})\b", words):
        return _about_games("unsave", words, is_sure=False)
    if not _NO_SAVE.search(words) and not _asks_for_saved(words):
        if found := _SAVE.match(words):
            what = found["what"].strip()
            is_plain = not what or bool(re.fullmatch(_POINTED, what))
            if is_plain or len(what.split()) <= 7:
                return _about_games("save", what, is_sure=is_plain)
        found = _ADD.search(words) if len(words.split()) <= _MOST_WORDS_OF_A_REQUEST else None
        is_theirs = found is not None and found["what"].split(" ")[0] not in ("me", "us", "my")
        if found and is_theirs and not _SHOW_LIST.search(words) and len(found["what"].split()) <= 8:
            return _about_games("save", found["what"])
        if (found := _KEEP.match(words)) and _KEEP_NEEDS.search(words):
            return _about_games("save", found["what"])
    if _SHOW_LIST.search(words):
        return Asked("list")
    return None


def _asks_for_saved(words: str) -> bool:
    return bool(re.match(rf"{_LEAD}(?:what|which|show|list|did|have)\b", words)) and bool(
        re.search(r"\bsaved?\b", words)
    )


def _about_games(kind: str, what: str, *, is_sure: bool = True) -> Asked:
    what = re.sub(r"\b(?:please|pls|the game|game called)\b", " ", what)
    takes_all = bool(re.search(r"\b(?:all|both|everything|them|these|those)\b", what))
    return Asked(kind, " ".join(what.split()), numbers_in(what), is_sure=is_sure, takes_all=takes_all)


def _read_recall(words: str) -> Asked | None:
    if _NOT_RECALL.search(words) or _OF_WHAT_LIES_THERE.search(words):
        return None
    sure = [is_sure for pattern, is_sure in _RECALL if pattern.search(words)]
    return Asked("recall", words, is_sure=any(sure)) if sure else None


def _read_forget(words: str) -> Asked | None:
    if found := _FORGET_LINE.search(words):
        number = next((value for value in (found["number"], found["number2"], found["nth"]) if value), "")
        return Asked("forget_line", numbers=(_NUMBERS.get(number) or int(number),))
    if _NOT_FORGET.search(words):
        return None
    if found := _GONE.search(words):
        return Asked("gone", next(value for value in found.groups() if value), is_sure=False)
    if found := _FORGET_FACT.search(words):
        return None if found["what"].strip(" .!?") in ("me", "us") else Asked("forget", found["what"], is_sure=False)
    return None


def _read_zone(words: str) -> Asked | None:
    if found := _ZONE.search(words):
        told = found["what"] or found["what3"]
        return Asked("time_zone", told or found["what2"], is_sure=bool(told))
    return None
