"""One spelling for what people type in many: folded, elongations cut, slang spelt out, emoji as words.

Two forms leave this module. ``Message.words`` is what the grammars read: folded, but word for word what
was typed (digits, currency signs and hyphens kept). ``Message.plain`` is what meaning is read from: the same
with slang and emoji spelt out as plain English.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import emoji

from conversations.understanding.emoji_meanings import EMOJI_MEANINGS, EMOTICONS

# WhatsApp itself allows 4,096; whatever comes beyond adds time, not meaning.
MAX_CHARS = 2_000
_MAX_SLANG_WORDS = 4

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SAME_SIGNS = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_NUMERAL = re.compile(r"x?(?:viii|iii)")  # "final fantasy viii" is not the sixth with a drawn-out i
_SPACES = re.compile(r"\s+")
_TOKEN = re.compile(r"[^\W_]+(?:['&+][^\W_]+)*|[^\w\s]")
_WORD = re.compile(r"[^\W\d_]{5,}")
_URL = re.compile(r"https?://\S+|www\.\S+")
# Letters that do not fall apart into a base letter and an accent.
_FOLDS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_KEPT_SIGNS = frozenset("₹₦₱₩₺₴₽₫₪€£¥$¢฿")
_EMOTICON = re.compile(r"(?:(?<=\s)|^)(" + "|".join(re.escape(face) for face in EMOTICONS) + r")(?=\s|$|[.,!?])")
# Words that are spelt with a double letter, by their shape: an elongation of them keeps two.
_DOUBLED = re.compile(
    r"(?:c|f|p|t|sch|st|l|b|r|gr|sl|kn|sw|d|n|fr|str|w|h|g|m)(?:oo|ee)[a-z]{1,3}|too|see|fee|tree|three|free|bee|woo|boo"
    r"|(?:a|ba|ca|fa|ha|ta|wa|te|be|se|hi|wi|ki|mi|fi|gu|pu|ro|sma|sti|sme|che|ki|sti|we|she|spe)ll(?:[a-z]{0,3})"
)


@dataclass(frozen=True)
class Message:
    """One message in the forms that its readers need."""

    raw: str  # capped, control characters gone
    words: str  # folded to lower case; emoji as they are
    plain: str  # slang and emoji spelt out
    emojis: tuple[str, ...]
    is_shouted: bool
    has_letters: bool


def read_message(text: str, slang: Mapping[str, str], correct: Callable[[str], str] = str) -> Message:
    """``correct`` gives a misspelt word's likely spelling, or the word itself."""
    raw = clean(text)
    words = _WORD.sub(lambda found: correct(found[0]), fold(raw))
    letters = [char for char in raw if char.isalpha()]
    return Message(
        raw=raw,
        words=words,
        plain=spell_out(words, slang),
        emojis=tuple(found["emoji"] for found in emoji.emoji_list(words)),
        is_shouted=len(letters) >= 5 and sum(map(str.isupper, letters)) > 0.6 * len(letters),
        has_letters=bool(letters),
    )


def clean(text: str) -> str:
    """Capped, one line, without characters that carry no meaning (NUL, direction marks, zero width).

    The zero-width joiner goes too, so that a joined emoji reads as its parts.
    """
    head = text[: MAX_CHARS * 4].encode("utf-8", "ignore").decode("utf-8")  # lone surrogates
    head = _CONTROL.sub(" ", head.replace("\u200d", ""))
    return _SPACES.sub(" ", head.translate(_SAME_SIGNS).replace("…", "...")).strip()[:MAX_CHARS]


def fold(text: str) -> str:
    """Lower case, no accents, full-width forms narrow, "soooo" to "so", faces made of signs to emoji."""
    lowered = _URL.sub(" ", text).casefold()
    bare = lowered if lowered.isascii() else _without_accents(lowered)
    faced = _EMOTICON.sub(lambda found: EMOTICONS[found[1]], bare.translate(_FOLDS))
    return _SPACES.sub(" ", _ELONGATED.sub(lambda run: _shortened(faced, run), faced)).strip()[:MAX_CHARS]


def _without_accents(lowered: str) -> str:
    apart = "".join(char if char in _KEPT_SIGNS else unicodedata.normalize("NFKD", char) for char in lowered)
    bare = "".join(char for char in apart if not unicodedata.combining(char) and char != "\ufe0f")
    # Put together again what had no accent to lose: Hangul falls apart into its letters.
    return unicodedata.normalize("NFC", bare)


def _shortened(text: str, run: re.Match[str]) -> str:
    """ "soooo" to "so", "heyyy" to "hey", but "coool" to "cool": doubled where the word is spelt so."""
    start, end = run.span()
    while start and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    if _NUMERAL.fullmatch(text[start:end]):
        return run[0]
    doubled = text[start : run.start()] + run[1] * 2 + text[run.end() : end]
    return run[1] * 2 if _DOUBLED.fullmatch(doubled) else run[1]


def phrase_key(phrase: str) -> str:
    """A phrase as ``spell_out`` looks it up: its tokens, however they were set ("w/", "b&b")."""
    return " ".join(_TOKEN.findall(fold(phrase)))


def spell_out(words: str, slang: Mapping[str, str]) -> str:
    """Slang phrases, the longest first, then single words, then emoji, as plain English."""
    tokens = _TOKEN.findall(words)
    plain: list[str] = []
    index = 0
    while index < len(tokens):
        for size in range(min(_MAX_SLANG_WORDS, len(tokens) - index), 0, -1):
            meaning = slang.get(" ".join(tokens[index : index + size]))
            if meaning is not None:
                plain.append(meaning)
                index += size
                break
        else:
            token = tokens[index]
            plain.append(token if token[0].isalnum() else meaning_of_sign(token))
            index += 1
    spelt = " ".join(part for part in plain if part)
    return re.sub(r" ([.,!?])", r"\1", spelt)


@functools.lru_cache(maxsize=2048)
def meaning_of_sign(sign: str) -> str:
    if sign in EMOJI_MEANINGS:
        return EMOJI_MEANINGS[sign]
    if emoji.is_emoji(sign):
        return emoji.demojize(sign, delimiters=("", "")).replace("_", " ")
    return sign if sign in ".,!?" or sign in _KEPT_SIGNS else ""
