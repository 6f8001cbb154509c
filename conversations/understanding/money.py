"""How much a game may cost: amount and currency as people say them in many countries."""

from __future__ import annotations

import re

# What stands before or after an amount -> ISO 4217. "kr" and "$" are several; the commonest is named.
_CURRENCIES: dict[str, str] = {
    r"us ?\$|usd|\$|dollars?|dolares|dollaroos|bucks?|bux|dollas?|smackers|greenbacks": "USD",
    r"€|eur|euros?|eurs": "EUR",
    r"£|gbp|quid|pounds?|squid|sterling": "GBP",
    r"₹|inr|rs\.?|rupees?|rupaye?|rupay|rupiya|bucks indian": "INR",
    r"₦|ngn|naira|nairas": "NGN",
    r"zar|rands?|r(?=\d)": "ZAR",
    r"ksh|kshs|kes|kenyan shillings?|shillings?|bob": "KES",
    r"ghs|cedis?|gh₵": "GHS",
    r"myr|rm|ringgits?": "MYR",
    r"sgd|s\$|sing dollars?": "SGD",
    r"php|₱|pesos|piso": "PHP",
    r"aud|a\$|au\$|aussie dollars?|aud\$": "AUD",
    r"nzd|nz\$|kiwi dollars?": "NZD",
    r"cad|c\$|ca\$|canadian(?: dollars?)?|loonies": "CAD",
    r"r\$|brl|reais|real|conto|pila": "BRL",
    r"mxn|mex\$": "MXN", r"ars": "ARS", r"clp": "CLP", r"cop": "COP", r"soles|pen(?=\s*\d)": "PEN",
    r"zl|zloty(?:ch|s)?|pln": "PLN", r"sek|kronor": "SEK", r"nok|kroner": "NOK", r"dkk": "DKK", r"kr\.?|kronas?|kronur": "SEK",
    r"chf|francs?|franken": "CHF", r"czk|kc": "CZK", r"huf|forints?": "HUF", r"ron|lei": "RON", r"try|₺|lira|tl": "TRY",
    r"yen|jpy|¥": "JPY", r"cny|rmb|yuan|kuai": "CNY", r"₩|krw|won(?=\s|$)": "KRW", r"idr|rupiah|rp\.?": "IDR", r"thb|baht|฿": "THB",
    r"vnd|dong|₫": "VND", r"hkd|hk\$": "HKD", r"twd|nt\$": "TWD", r"aed|dirhams?|dhs": "AED", r"sar|riyals?": "SAR", r"egp": "EGP",
    r"pkr": "PKR", r"bdt|taka": "BDT", r"lkr": "LKR", r"ils|shekels?|₪": "ILS", r"uah|hryvnias?|₴": "UAH", r"rub|rubles?|roubles?|₽": "RUB",
    r"ugx": "UGX", r"tzs": "TZS",
}  # fmt: skip
# What must follow a sign was asked when it was found; the sign alone is looked up here.
_BY_PATTERN = tuple((re.compile(re.sub(r"\(\?=[^)]*\)", "", pattern)), code) for pattern, code in _CURRENCIES.items())
_ANY = "|".join(_CURRENCIES)
# Many of the short codes are also words or parts of words; only next to a number do they count.
_NUMBER = r"\d{1,3}(?:[,.\s]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_THOUSANDS = r"(?:\s?(?P<kilo{n}>k|mil|thousand|hazaar|hazar|lakh)\b)?"
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "zero": 0, "fifteen": 15, "twelve": 12, "twenty": 20, "twenty five": 25, "thirty": 30, "thirty five": 35, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "a hundred": 100, "hundred": 100, "one hundred": 100, "two hundred": 200,
    "three hundred": 300, "five hundred": 500, "a thousand": 1000, "one thousand": 1000, "a couple": 2, "a few": 5, "a": 1, "couple": 2,
    "diez": 10, "quince": 15, "veinte": 20, "treinta": 30, "cien": 100, "cinco": 5, "dez": 10, "vinte": 20, "trinta": 30,
    "paanch sau": 500, "sau": 100, "do sau": 200, "hazaar": 1000,
}  # fmt: skip
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?<![\w.])(?P<sign>{_ANY})\s?(?P<amount>{_NUMBER})"
    + _THOUSANDS.format(n="a")
    + rf"(?:\s?(?:-|to|–)\s?(?:{_ANY})?\s?(?P<upper>{_NUMBER})"
    + _THOUSANDS.format(n="b")
    + r")?(?![\d])"
)
_AFTER = re.compile(
    rf"(?<![\w.$€£])(?P<amount>{_NUMBER})"
    + _THOUSANDS.format(n="a")
    + rf"(?:\s?(?:-|to|–|or)\s?(?P<upper>{_NUMBER})"
    + _THOUSANDS.format(n="b")
    + rf")?(?:ish)?\s?(?:(?:us|canadian|aussie|australian|singapore|hong kong)\s)?(?P<sign>{_ANY})(?![\w])"
)
_IN_WORDS = re.compile(
    rf"\b(?P<amount>{_WORD})(?: (?:or|to) (?P<upper>{_WORD}))? (?P<sign>bucks|quid|dollars?|pounds?|euros?|rupees|naira|pesos|reais|rands?|cedis|ringgit|kronor|kroner|zloty|bob)\b"
)
_BARE_IN_WORDS = re.compile(
    rf"\b(?P<amount>{_WORD}) (?:or less|or under|max|tops|at most)\b(?! (?:players|hours|people))|\b(?:under|below|less than|no more than|not over|max) (?P<after>ten|fifteen|twenty|twenty five|thirty|forty|fifty|sixty)\b(?=\s*(?:$|[.,!?;]|pls|please|on|for))"
)
_SLANG = (
    (re.compile(r"\b(?:a )?(?:tenner)s?\b"), 10.0, "GBP"),
    (re.compile(r"\b(?:a )?(?:fiver)s?\b"), 5.0, "GBP"),
    (
        re.compile(r"\b(?:a )?score\b(?= max| tops| or less)|\b(?:than|under|over|below|spend|about) a score\b"),
        20.0,
        "GBP",
    ),
    (
        re.compile(
            r"\b(?:a )?(?:pony) (?:max|tops|ke andar|tak\b|se kam|ceiling|cap|each|is my (?:ceiling|limit|max|cap|budget)|or less)"
        ),
        25.0,
        "GBP",
    ),
    (re.compile(r"\b(?:a )?twenty (?:spot|note)\b|\ba twenty\b"), 20.0, ""),
    (re.compile(r"\b(?:a )?fifty\b(?= max| tops| or less)"), 50.0, ""),
    (re.compile(r"\b(?:a )?grand\b(?= max| tops)"), 1000.0, ""),
)
# "budget is 40", "under 20", "max 15", "20 max": no currency named, but money by the words around it.
_LIMIT = r"(?:under|below|less than|max(?:imum)?(?: of)?|no more than|not more than|not over|nothing over|(?:don'?t|can'?t|not|cannot) (?:go|spend) (?:over|above|past|more than)|(?:can|could) (?:only|just) (?:do|spend|pay|afford|stretch to)|(?:only|just) (?:can )?(?:do|spend)|on sale for|up to|upto|at most|cheaper than|within|<=?|menos de|maximo|hasta|ate|abaixo de|unter|maximal|moins de|sub|around|about|~)"
_BARE = (
    re.compile(
        rf"\b(?:budget|budgets|spend|pay|price|cost(?:s|ing)?|presupuesto|orcamento)(?: (?:is|of|limit|cap|around|about|max|under|like|just|only|maybe|up to|at|more than|:))* ?:?\s?(?P<amount>{_NUMBER}){_THOUSANDS.format(n='a')}(?!\w)(?:\s?-\s?(?P<upper>\d+))?"
    ),
    re.compile(
        rf"(?<!\w){_LIMIT}\s?(?P<amount>{_NUMBER}){_THOUSANDS.format(n='a')}(?:\s?(?:-|to)\s?(?P<upper>\d+))?(?![\w%])"
    ),
    re.compile(
        rf"(?<![\w.])(?P<amount>{_NUMBER}){_THOUSANDS.format(n='a')}\s?(?:max|tops|or less|or under|at most|maximum|and under|budget)\b"
    ),
    re.compile(rf"(?<![\w.])(?P<amount>{_NUMBER}) ?(?:each|a head)(?=\s*(?:$|[.,!?]|max|tops|pls|please|at most))"),
    re.compile(
        rf"(?<![\w.])(?P<amount>{_NUMBER}){_THOUSANDS.format(n='a')}\s?(?:(?:ke|k) (?:andar|under|niche|neeche)|se (?:kam|niche|neeche)|tak\b(?! (?:ka|ki) time)|lang\b|pababa|o menos|ou menos|oder weniger|ou moins|kebawah|ke bawah)\b"
    ),
    re.compile(rf"(?:< ?)(?P<amount>{_NUMBER})(?!\w)"),
)
# "30 dollars is too steep, let's say 12", "i said 500".
_SAID_BARE = re.compile(r"\b(?:let'?s say|i said)\s(?P<amount>\d{1,5})(?=\s*(?:$|[.!,?;]|pls|please|max|tops))(?<=\d)")
# What makes a bare number something else than money.
_OTHER_UNIT = re.compile(
    r"^\s?(?:-\s?\d+\s?)?(?:ish\s?)?(?:-?\s?(?:h\b|hrs?|hours?|min|mins|minutes?|m\b|secs?|seconds?|days?|weeks?|months?|years?|yrs?|yo\b|y/o|of us|players?|people|ppl|friends|persons?"
    r"|gb|mb|gigs?|levels?|am\b|pm\b|%|percent|st\b|nd\b|rd\b|th\b|s\b|fps|bit|d\b|games?|v\d|x\b|kids?|mates|matches|rounds|horas?|minutos?|ghante|stunden|minuten|heures|pages|km|miles|o'?clock|oras|times|chars|stars?|/10))"
)
_PAID = re.compile(
    r"\b(?:lost|losing|spent|paid|owe|owes|owed|stole|stolen|fined?|scammed|out of|nicked|charged|cost me|bill|went up|goes up|bet me|bet|put|gave|full whack|won|earned|fine|kept|ticket|on (?:coffee|food|drinks))\b[^.,!?;]{0,25}$"
)
# Of these prices the message says that they are not what it wants to pay.
_TOO_MUCH = re.compile(
    r"^\s?(?:coins?|notes?|bills?)\b|^\W*(?:is |are )?(?:way |far |a bit |bit |much )?(?:too (?:steep|much|dear|pricey|expensive)|is (?:so |just |absolutely |a bit |kinda |way |pure |daylight )*(?:a |an )?(?:lot|steep|mad|robbery|rip ?off|insane|nuts|crazy|wild|ridiculous|mental|bonkers|absurd|obscene|outrageous|criminal|joke|scam|much|madness|theft|dear|pricey|expensive|excessive|extortion\w*|insult|hard no|taking the (?:piss|mick)))\b|^\s?for (?:a |that |this )\w+(?: game)?\?"
)
_CORRECTED = re.compile(
    r"\b(?:so|so like|lets say|let's say|i said|said|say|make it|from now on|actually|only|more like)(?: (?:like|about|under|max|up to))?\s?$"
)
_FREE = re.compile(
    r"\bf2p\b|\bfree ?-?(?:2|to) ?-?play\b|\b0 (?:budget|money|dollars|euros|quid)\b|\b(?:zero|no) (?:budget|money|cash|dough|funds)\b(?! (?:issues?|limits?|problems?|constraints?|caps?|restrictions?|worries))|\bfor free\b|\bfreebies?\b|\bgratis\b|\bgratuit(?:o|a|e|os)?\b|\bgratos\b|\bde graca\b"
    r"|\b(?:zero|0|no) costs?\b(?! (?:of|to my))|\b(?:sin|sem) (?:gastar|pagar)(?: (?:nada|dinero|plata|dinheiro|un peso))?\b|\bsans (?:payer|depenser|rien payer)\b|\bohne (?:geld|kosten|zu (?:be)?zahlen)\b|\bbina pais[ae]\b|\bwalang bayad\b|\bmuft\b|\bkostenlos\w*\b|\bfree(?:[- ]?ware)\b|\blibre y gratis\b|\bwithout paying\b|\bcosts? nothing\b|\bwey no cost\b|\bcan'?t (?:afford|spend) (?:anything|a penny|a cent|money)\b"
    r"|\b(?:dont|don't|do not) (?:wanna|want to) (?:pay|spend)(?: anything| money| a penny)?\b|\b(?:im|i'm|am|completely|totally|dead) broke\b|\bbroke (?:af|rn|till|until|student|asf|this)\b|\bskint\b|\blibre(?:ng)?\b|\b(?:never|dont|don't|do not|won'?t|wont|refuse to|not) pay(?:ing)? for (?:games?|apps?|stuff|anything|them|it)\b|\bzero (?:naira|dollars|euros|pounds|rupees|bucks|pesos|rands?|shillings|bob|ringgit|quid)\b|\b(?:can'?t|cannot) pay\b"
)  # fmt: skip
_FREE_WORD = re.compile(r"(?<![\w-])free(?![\w-])")
_NOT_COST = re.compile(
    r"^\s?-?(?:time|evening|afternoon|morning|day|days|night|tonight|now|weekend|hour|hours|hrs?|mins?|minutes?|rn|today|tomorrow|tmrw|until|till|till|for (?:an?|the|like|\d|about|half)|from|roam(?:ing)?|world|spirit|will|fall|form|this|on (?:sat|sun|mon|fri)|as of|since|for \d+ (?:days?|weeks?|months?|years?)|at \d|trial|after|before|slot|period|soul|as a bird|style|running|of (?!charge))\b"
)
_FREE_OF = re.compile(
    r"(?:\b(?:hand|arm|minutes?|mins?|hours?|hrs?|quarter|half|evening|morning|night|day|days|week|weekend|month|year|summer|winter|rent|afternoon|space|head|schedule|feel|set me|set|im|i'm|am|finally|is|are|be|being|im finally|got|smoke|sugar|kid|kids|stress|drama|ad|ads|violence|gore|pain|care|guilt|hands|combat|worry|gluten|lag|risk|debt|bug|break|cancer|covid|virus|tumou?r|symptom|nicotine|alcohol|meat|dairy|meeting|hands|boss|child|worry|man|boyfriend|girlfriend|finally a)|-)\s?-?$"
)
# "3 kids under 5": years, not money.
_COUNTS_AGES = re.compile(
    r"\b(?:kids?|kiddos|children|child|toddlers?|boys?|girls?|sons?|daughters?|nephews?|nieces?|little ones|grandkids|grandchildren|twins)(?: (?:aged|all|both|who are))* $"
)
_IS_IT = re.compile(
    r"\b(?:is it|is that|is this|are they|is the \w+|if its|if it's|its|it's|that's|thats|something thats|must be|has to be|gotta be|be)\s?(?:like |also |totally |completely )?$"
)
_QUESTION = re.compile(r"\b(?:is (?:it|that|this|the \w+)|are (?:they|these))\s?(?:\w+ )?$")


def read_price(words: str) -> tuple[float | None, str]:
    """The most that a game may cost and the currency named ("" if none was)."""
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", words)
    if named := [found for pattern in (_BEFORE, _AFTER) for found in pattern.finditer(text) if _is_limit(text, found)]:
        # "my card is 50 sgd, but keep half, so 25": who corrects themselves means the later one.
        said = next((found for found in reversed(named) if _CORRECTED.search(text[: found.start()])), named[0])
        return _amount(said), _code_of(said["sign"])
    for found in _IN_WORDS.finditer(text):
        if not _PAID.search(text[: found.start()]):
            return float(_WORDS[found["upper"] or found["amount"]]), _code_of(found["sign"])
    if found_words := _BARE_IN_WORDS.search(text):
        return float(_WORDS[found_words["amount"] or found_words["after"]]), ""
    for slang, amount, currency in _SLANG:
        if (found_slang := slang.search(text)) and not _PAID.search(text[: found_slang.start()]):
            return amount, currency
    if _says_free(text):
        return 0.0, ""
    if found_said := _SAID_BARE.search(text):
        return float(found_said["amount"]), ""
    for pattern in _BARE:
        for found in pattern.finditer(text):
            if not _OTHER_UNIT.match(text[_number_end(found) :]) and not _is_approximate_time(text, found):
                return _amount(found), ""
    return None, ""


def _is_limit(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    return not (_PAID.search(before) or _TOO_MUCH.match(after) or _is_ordinary_word(text, found))


def _says_free(text: str) -> bool:
    if _FREE.search(text):
        return True
    for found in _FREE_WORD.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if _NOT_COST.match(after) or _QUESTION.search(before):
            continue
        if _FREE_OF.search(before) and not _IS_IT.search(before):
            continue
        return True
    return False


def _number_end(found: re.Match[str]) -> int:
    return max(found.end(name) for name in ("amount", "upper") if name in found.re.groupindex)


def _is_approximate_time(text: str, found: re.Match[str]) -> bool:
    """ "around 8", "about 20": a time of day or a guess, unless money is the subject."""
    if _COUNTS_AGES.search(text[: found.start()]):
        return True
    is_vague = re.match(r"(?:around|about|~)", found[0]) is not None
    return is_vague or bool(re.search(r"\b(?:in|after|before|at|age|aged|level)\s?$", text[: found.start()]))


def _is_ordinary_word(text: str, found: re.Match[str]) -> bool:
    """ "r u", "real 2 player", "kr" and friends next to a number that counts something else."""
    sign = found["sign"]
    if sign in {"real", "won", "pen", "cop", "try", "ron", "bob", "rs", "kc", "score", "all"} and found.re is _BEFORE:
        return True
    if found.re is _BEFORE and sign.isalpha() and _OTHER_UNIT.match(text[_number_end(found) :]):
        return True
    return (
        sign in {"try", "won", "real", "pen", "ron", "cop", "dong", "tl", "lei"}
        and found.re is _AFTER
        and not re.search(r"\d\s?(?:lei|tl|won|real)\b", found[0])
    )


def _amount(found: re.Match[str]) -> float:
    groups = found.groupdict()
    text = groups.get("upper") or groups["amount"]
    kilo = groups.get("kilob") or groups.get("kiloa")
    amount = _parse(text)
    if kilo:
        amount *= 100_000 if kilo == "lakh" else 1_000
    return amount


def _parse(text: str) -> float:
    bare = text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", bare):
        return float(re.sub(r"[.,]", "", bare))
    return float(bare.replace(",", "."))


def _code_of(sign: str) -> str:
    return next((code for pattern, code in _BY_PATTERN if pattern.fullmatch(sign)), "")
