"""Reminders and times as Hindi is typed in Latin letters, in English words: "kal shaam 8 baje yaad dilana". Pure."""

from __future__ import annotations

import re

_NUMBERS = {
    "ek": "1", "do": "2", "teen": "3", "char": "4", "chaar": "4", "paanch": "5", "panch": "5", "chhe": "6", "che": "6",
    "saat": "7", "aath": "8", "nau": "9", "das": "10", "gyarah": "11", "barah": "12", "bees": "20", "tees": "30",
}  # fmt: skip
_NUMBER = rf"(?P<number>\d+(?:[.:]\d+)?|{'|'.join(_NUMBERS)})"
_UNITS = (
    ("ghant(?:a|e|ey|on)", "hours"),
    ("min(?:ute|uton|at)?s?", "minutes"),
    ("din|dino", "days"),
    ("hafte|hafton|hafta", "weeks"),
)
_LATER = r"(?:baad|bad|me|mein|mai)"
_DAYS = {
    "somwa+r|somva+r|sombar": "monday", "mangal(?:wa+r|va+r)?": "tuesday", "budh(?:wa+r|va+r)": "wednesday",
    "guruwar|guruvar|guruvaar|brihaspati(?:war|vaar)?": "thursday", "shukra?(?:war|vaar|var|waar)": "friday",
    "shani(?:war|vaar|var|waar)": "saturday", "ravi(?:war|vaar|var|waar)|itwa+r|itva+r": "sunday",
}  # fmt: skip
_PARTS = {
    "subah|subeh|savere": "in the morning", "dopahar|dopeher|dupahar": "afternoon", "sha+m": "evening", "ra+t": "night",
}  # fmt: skip
_REMIND = re.compile(
    r"\b(?:(?:mujhe|muje|mereko|mere ko|humko|hume) )?(?P<what>.*?)\s*\b(?:ka |ki |ke bare mein |ke baare me )?"
    r"(?:yaa?d (?:dila|dilwa|kara|karwa|krwa|dil)\w*|reminder? (?:de|dena|bhej|bhejna|laga|lagao|lagana|set kar)\w*)\b"
    r"(?: (?:dena|dijiye|do|de|diyo|na|please|pls|bhai|yaar|hai))*(?P<rest>.*)$"
)
_OTHERS = re.compile(r"\byaa?d dila(?:ne|ta|ti|te|ya|yi)\b")  # "bachpan ki yaad dilane wala game": what a game calls up
_TOLD_BEFORE = re.compile(r"\b(?:mujhe|muje|mereko|mere ko|humko|hume)\b")
_SMALL = re.compile(r"\b(?:ko|par|pe|tak|ke liye|bhai|yaar|ji|na|zara|plz|please|pls)\b")
_IS_HINDI = re.compile(
    r"\b(?:yaa?d|baje|kal|parso+n?|aaj|sha+m|subah|subeh|raat|dopahar|ghant\w+|baad|hafte|mujhe|muje|mereko)\b"
)


def in_english(words: str) -> str:
    """The same words; where they are Hindi, a request to be reminded and its time in English."""
    if not _IS_HINDI.search(words):
        return words
    if (found := _REMIND.search(words)) and not _OTHERS.search(words):
        told = _TOLD_BEFORE.sub(" ", f"{words[: found.start()]} {found['what']} {found['rest']}")
        told = re.sub(r"\b(?:ye|yeh|isko|ise)?(?: game)? ?khelna(?: hai)?\b", " to play it", told)
        told = re.sub(r"\b(?:ka|ki)(?= *$)", " ", told)
        words = f"remind me {_SMALL.sub(' ', told)}"
    return " ".join(_times(words).split())


def _times(words: str) -> str:
    words = re.sub(rf"\baadh?[ae] ghant[ae] {_LATER}\b", "in 30 minutes", words)
    for unit, english in _UNITS:
        for found in reversed(list(re.finditer(rf"\b{_NUMBER} (?:{unit}) {_LATER}\b", words))):
            words = f"{words[: found.start()]}in {_digits(found)} {english}{words[found.end() :]}"
    for name, english in _DAYS.items():
        words = re.sub(rf"\b(?:{name})\b", english, words)
    words = re.sub(r"\bparso+n?\b", "day after tomorrow", words)
    words = re.sub(r"\bkal\b", "tomorrow", words)
    words = re.sub(r"\baaj\b", "today", words)
    words = re.sub(rf"\bsa+dhe {_NUMBER} baje\b", lambda found: f"at {_digits(found)}:30", words)
    words = re.sub(rf"\b{_NUMBER} baje\b", lambda found: f"at {_digits(found)}", words)
    for name, english in _PARTS.items():
        words = re.sub(rf"\b(?:{name})\b", english, words)
    return words


def _digits(found: re.Match[str]) -> str:
    return _NUMBERS.get(found["number"], found["number"])
