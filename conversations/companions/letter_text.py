"""A letter's answer from authored paragraphs: it takes up what they wrote in their own words, and one game. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

FEWEST_WORDS = 200
ANSWER_WORDS = (150, 300)
_MOST_PASSAGES = 3
_QUOTE_WORDS = (3, 14)
# No quote ends on one of these.
_HANGING = frozenset({
    "a", "an", "and", "as", "at", "because", "but", "by", "for", "from", "her", "his", "if", "in", "into", "like",
    "my", "of", "on", "or", "our", "so", "than", "that", "the", "their", "then", "to", "was", "were", "when",
    "where", "which", "while", "who", "with", "your",
})  # fmt: skip
_SECTION = re.compile(r"^# ([a-z]+(?:\.[a-z]+)?)$", re.MULTILINE)
_CLAUSES = re.compile(r"[^.!?;:\n…“”\"(),]+")
# What is not read out: numbers to call, addresses, links.
_PRIVATE = re.compile(r"\d{3,}|@|https?:|www\.", re.IGNORECASE)
_ANYTHING = "anything"


@dataclass(frozen=True)
class Sheet:
    """The authored file: paragraphs by section, and for each theme the words that it is heard by."""

    paragraphs: Mapping[str, Sequence[str]]
    words: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Heard:
    """A theme, and the piece of the letter that told it, word for word."""

    theme: str
    quote: str


def read_sheet(text: str) -> Sheet:
    """Raises ValueError for a file that lacks something."""
    pieces = _SECTION.split(text)[1:]
    paragraphs: dict[str, tuple[str, ...]] = {}
    words: dict[str, tuple[str, ...]] = {}
    for name, body in zip(pieces[::2], pieces[1::2], strict=True):
        lines = body.strip().split("\n", 1)
        if lines[0].startswith("words:"):
            words[name.partition(".")[2]] = tuple(one.strip() for one in lines[0][6:].split(",") if one.strip())
            body = lines[1] if len(lines) > 1 else ""
        blocks = [block.strip() for block in re.split(r"\n\n+", body) if block.strip()]
        paragraphs[name] = tuple(_signed(blocks)) if name == "closing" else tuple(blocks)
    for name in (
        "opening.sad",
        "opening.nostalgic",
        "opening.other",
        f"theme.{_ANYTHING}",
        "between",
        "game",
        "nothing",
        "closing",
    ):
        if not paragraphs.get(name):
            raise ValueError(f"the letter has no section {name!r}")
    return Sheet(paragraphs, words)


def read_waiting(text: str) -> tuple[str, ...]:
    """Whole letters, each under "# " and a name. Raises ValueError for one without its game."""
    letters = tuple(body.strip() for body in _SECTION.split(text)[2::2])
    if not letters or any("{{title}}" not in one or "{{reason}}" not in one for one in letters):
        raise ValueError("every letter names its game and says why")
    return letters


def compose_waiting(letters: Sequence[str], sheet: Sheet, *, number: int, title: str, reason: str) -> str:
    """The one with this number, round and round. Without a game another paragraph says so in place of its own."""
    blocks = letters[number % len(letters)].split("\n\n")
    blocks = [one if title or "{{title}}" not in one else _variant(sheet, "nothing", number) for one in blocks]
    return "\n\n".join(blocks).replace("{{title}}", title).replace("{{reason}}", _sentence(reason))


def count_words(text: str) -> int:
    return len(text.split())


# What is carried, or missed: a clause that says all is well with it is no answer's theme.
_WEIGHING = ("work", "friends")
_AT_PEACE = re.compile(
    r"\b(?:is|are|was|were|'s) (?:\w+ )?(?:fine|good|ok|okay|great|alright|lovely|kind)\b"
    r"|\bnobody (?:shouts|yells|bothers|minds)\b|\bno complaints\b"
    r"|\b(?:good|lovely|kind|dear) (?:job|friends?|boss|life|work|colleagues)\b"
    r"|\bwho (?:would|always) (?:come|help|listen|pick up)\b|\bi (?:like|love) my\b"
)


def hear(text: str, sheet: Sheet, *, may_quote: Callable[[str], bool] = lambda quote: True) -> tuple[Heard, ...]:
    """The themes of a letter in the order of the sheet, each with a quote of its own; up to three of them."""
    found: list[Heard] = []
    for theme, words in sheet.words.items():
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
        weighs = theme in _WEIGHING

        def may_be_read_out(quote: str, *, weighs: bool = weighs) -> bool:
            return may_quote(quote) and not (weighs and _AT_PEACE.search(quote.lower()))

        quote = _quote(text, pattern, [one.quote for one in found], may_be_read_out)
        if quote:
            found.append(Heard(theme, quote))
    return tuple(found[:_MOST_PASSAGES])


def compose(
    text: str, sheet: Sheet, *, mood: str, title: str, reason: str, seed: int,
    may_quote: Callable[[str], bool] = lambda quote: True,
) -> str:  # fmt: skip
    """The answer. The same letter with the same ``seed`` is answered in the same words."""
    heard = list(hear(text, sheet, may_quote=may_quote))
    if len(heard) < 2:
        taken = [one.quote for one in heard]
        if any_line := _quote(text, re.compile(r"\b(?:i|my|we|it|me)\b", re.IGNORECASE), taken, may_quote):
            heard.append(Heard(_ANYTHING, any_line))

    def pick(name: str) -> str:
        return _variant(sheet, name, seed)

    opening = f"opening.{mood}" if f"opening.{mood}" in sheet.paragraphs else "opening.other"
    passages = [pick(f"theme.{one.theme}").replace("{{quote}}", one.quote) for one in heard] or [pick("between")]
    game = pick("game" if title else "nothing").replace("{{title}}", title).replace("{{reason}}", _sentence(reason))
    while len(passages) > 1:
        answer = "\n\n".join([pick(opening), *passages, game, pick("closing")])
        if count_words(answer) <= ANSWER_WORDS[1]:
            return answer
        passages.pop()
    return "\n\n".join([pick(opening), *passages, game, pick("closing")])


def _variant(sheet: Sheet, name: str, number: int) -> str:
    variants = sheet.paragraphs[name]
    return variants[number % len(variants)]


def quotes_in(answer: str) -> list[str]:
    return re.findall(r"[“\"]([^”\"]+)[”\"]", answer)


def problem_with(answer: str, *, letter: str, title: str, reason: str = "") -> str:
    """Why a freely written answer is not sent; empty where it may go."""
    words = count_words(answer)
    if not ANSWER_WORDS[0] <= words <= ANSWER_WORDS[1]:
        return "length"
    if title and title not in answer:
        return "game"
    told, said = _plain(letter), quotes_in(answer)
    if not said or any(_plain(quote) not in told for quote in said if quote != title):
        return "quotes"
    # Prices, lengths and years come from the record or from them.
    known = {*re.findall(r"\d+", f"{letter} {title} {reason}")}
    return "" if {*re.findall(r"\d+", answer)} <= known else "numbers"


def _quote(text: str, pattern: re.Pattern[str], taken: Sequence[str], may_quote: Callable[[str], bool]) -> str:
    """A clause that says it, or the words around it where the clause is long."""
    fewest, most = _QUOTE_WORDS
    for clause in _CLAUSES.finditer(text):
        hit = pattern.search(clause[0])
        if hit is None:
            continue
        words = [(one.start(), one.end()) for one in re.finditer(r"\S+", clause[0])]
        place = next((number for number, (_, end) in enumerate(words) if end > hit.start()), 0)
        first = max(0, min(place - most // 2, len(words) - most)) if len(words) > most else 0
        span = words[first : first + most]
        while span and clause[0][span[-1][0] : span[-1][1]].lower() in _HANGING:
            span = span[:-1]
        if not span:
            continue
        quote = clause[0][span[0][0] : span[-1][1]]
        is_new = not any(quote in one or one in quote for one in taken)
        if len(span) >= fewest and is_new and not _PRIVATE.search(quote) and may_quote(quote):
            return quote
    return ""


def _signed(blocks: Sequence[str]) -> list[str]:
    """A closing and the lines under it belong together: the signature is a block of its own in the file."""
    return ["\n\n".join(pair) for pair in zip(blocks[::2], blocks[1::2], strict=True)]


def _sentence(reason: str) -> str:
    reason = reason.strip().rstrip(".")
    return f"{reason[:1].upper()}{reason[1:]}." if reason else ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())
