"""How much a game may cost: amount and currency as people say them in many countries."""

from __future__ import annotations

import re

from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("money")
_CURRENCIES = phrases_of("currencies")
_ANY = "|".join(_CURRENCIES.values())
# What must follow a sign was asked when it was found; the sign alone is looked up here.
_BY_PATTERN = tuple((re.compile(re.sub(r"\(\?=[^)]*\)", "", names)), code) for code, names in _CURRENCIES.items())
_NUMBER = r"\d{1,3}(?:[,.\s]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_THOUSANDS = r"(?:\s?(?P<kilo{n}>k|mil|thousand|hazaar|hazar|lakh)\b)?"
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "zero": 0, "fifteen": 15, "twelve": 12, "twenty": 20, "twenty five": 25, "thirty": 30, "thirty five": 35,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a hundred": 100, "hundred": 100,
    "one hundred": 100, "two hundred": 200, "three hundred": 300, "five hundred": 500, "a thousand": 1000,
    "one thousand": 1000, "a couple": 2, "a few": 5, "a": 1, "couple": 2,
    "diez": 10, "quince": 15, "veinte": 20, "treinta": 30, "cien": 100, "cinco": 5, "dez": 10, "vinte": 20,
    "trinta": 30, "paanch sau": 500, "sau": 100, "do sau": 200, "hazaar": 1000,
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
    rf"\b(?P<amount>{_WORD})(?: (?:or|to) (?P<upper>{_WORD}))? (?P<sign>{_SAID['currency in words']})\b"
)
_BARE_IN_WORDS = re.compile(
    rf"\b(?P<amount>{_WORD}) (?:or less|or under|max|tops|at most)\b(?! (?:players|hours|people))"
    rf"|\b(?:under|below|less than|no more than|not over|max) (?P<after>{_SAID['bare in words']})\b"
    r"(?=\s*(?:$|[.,!?;]|pls|please|on|for))"
)
_SLANG = (
    (re.compile(rf"\b{_SAID['ten']}\b"), 10.0, "GBP"),
    (re.compile(rf"\b{_SAID['five']}\b"), 5.0, "GBP"),
    (re.compile(_SAID["a score"]), 20.0, "GBP"),
    (re.compile(rf"\b(?:a )?(?:pony) {_SAID['a pony as a limit']}"), 25.0, "GBP"),
    (re.compile(r"\b(?:a )?twenty (?:spot|note)\b|\ba twenty\b"), 20.0, ""),
    (re.compile(r"\b(?:a )?fifty\b(?= max| tops| or less)"), 50.0, ""),
    (re.compile(r"\b(?:a )?grand\b(?= max| tops)"), 1000.0, ""),
)
# "budget is 40", "under 20", "max 15", "20 max": no currency named, but money by the words around it.
_BARE_AMOUNT = rf"(?P<amount>{_NUMBER}){_THOUSANDS.format(n='a')}"
_BARE = (
    re.compile(
        rf"\b{_SAID['budget']}(?: {_SAID['after the budget']})* ?:?\s?{_BARE_AMOUNT}(?!\w)(?:\s?-\s?(?P<upper>\d+))?"
    ),
    re.compile(rf"(?<!\w){_SAID['limit']}\s?{_BARE_AMOUNT}(?:\s?(?:-|to)\s?(?P<upper>\d+))?(?![\w%])"),
    re.compile(rf"(?<![\w.]){_BARE_AMOUNT}\s?{_SAID['limit after']}\b"),
    re.compile(rf"(?<![\w.])(?P<amount>{_NUMBER}) ?(?:each|a head)(?=\s*(?:$|[.,!?]|max|tops|pls|please|at most))"),
    re.compile(rf"(?<![\w.]){_BARE_AMOUNT}\s?{_SAID['limit after in other tongues']}\b"),
    re.compile(rf"(?:< ?)(?P<amount>{_NUMBER})(?!\w)"),
)
# "30 dollars is too steep, let's say 12", "i said 500".
_SAID_BARE = re.compile(r"\b(?:let'?s say|i said)\s(?P<amount>\d{1,5})(?=\s*(?:$|[.!,?;]|pls|please|max|tops))(?<=\d)")
_OTHER_UNIT = re.compile(rf"^\s?(?:-\s?\d+\s?)?(?:ish\s?)?(?:-?\s?{_SAID['counts something else']})")
_PAID = re.compile(rf"\b{_SAID['paid']}\b[^.,!?;]{{0,25}}$")
_TOO_MUCH = re.compile(rf"^{_SAID['too much']}")
# "Nothing under 10 dollars", "at least 10", "over 20": what it may cost at least is no limit.
_AT_LEAST = re.compile(rf"\b{_SAID['at least']}\s?$")
_ABOVE = re.compile(rf"\b{_SAID['above']}\s?$")
_NOT_ABOVE = re.compile(rf"(?:\b{_SAID['not above']}|n'?t)\b[^.,!?;]{{0,24}}$")
_REFUSED_AFTER = re.compile(r"^[^.,!?;]{0,16}\b(?:is|are|it'?s|too|forget|no)\b")
_OR_MORE = re.compile(rf"^{_SAID['or more']}(?!\w)")
_CORRECTED = re.compile(rf"\b{_SAID['corrected']}(?: (?:like|about|under|max|up to))?\s?$")
_FREE = re.compile(rf"\b{_SAID['costs nothing']}\b")
_FREE_WORD = re.compile(r"(?<![\w-])free(?![\w-])")
_NOT_COST = re.compile(rf"^\s?-?{_SAID['free but no price']}\b")
_FREE_OF = re.compile(rf"(?:\b{_SAID['free of it']}|-)\s?-?$")
_COUNTS_AGES = re.compile(rf"\b{_SAID['whose age']}(?: (?:aged|all|both|who are))* $")
_IS_IT = re.compile(rf"\b{_SAID['is it']}\s?(?:like |also |totally |completely )?$")
_QUESTION = re.compile(r"\b(?:is (?:it|that|this|the \w+)|are (?:they|these))\s?(?:\w+ )?$")


def read_price(words: str) -> tuple[float | None, str]:
    """The most that a game may cost and the currency named ("" if none was)."""
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", words)
    if named := [found for pattern in (_BEFORE, _AFTER) for found in pattern.finditer(text) if _is_limit(text, found)]:
        # "my card is 50 sgd, but keep half, so 25": who corrects themselves means the later one.
        said = next((found for found in reversed(named) if _CORRECTED.search(text[: found.start()])), named[0])
        return _amount(said), _code_of(said["sign"])
    for found in _IN_WORDS.finditer(text):
        if not (_PAID.search(text[: found.start()]) or _is_at_least(text, found)):
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
            if not (
                _OTHER_UNIT.match(text[_number_end(found) :])
                or _is_approximate_time(text, found)
                or _is_at_least(text, found)
            ):
                return _amount(found), ""
    return None, ""


def _is_limit(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    return not (
        _PAID.search(before) or _TOO_MUCH.match(after) or _is_ordinary_word(text, found) or _is_at_least(text, found)
    )


def _is_at_least(text: str, found: re.Match[str]) -> bool:
    """Whether the amount is the least that a game may cost."""
    is_named_by_its_sign = found.re is _BEFORE
    before, after = text[: found.start() if is_named_by_its_sign else found.start("amount")], text[found.end() :]
    if _AT_LEAST.search(before) or _OR_MORE.match(after):
        return True
    above = _ABOVE.search(before)
    return above is not None and not (_NOT_ABOVE.search(before[: above.start()]) or _REFUSED_AFTER.match(after))


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
