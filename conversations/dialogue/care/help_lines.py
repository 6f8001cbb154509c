"""Where somebody who wants to die finds a person to talk to, by the country of their number. Pure.

Only national lines that are well established stand here; to be looked at once a year. Everybody else, and
everybody whose country we do not know, is pointed to the worldwide list alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import phonenumbers

WORLDWIDE = "findahelpline.com"
_BY_COUNTRY: Mapping[str, str] = {
    "US": "988 (call or text)",
    "CA": "988 (call or text)",
    "GB": "Samaritans, 116 123",
    "IE": "Samaritans, 116 123",
    "AU": "Lifeline, 13 11 14",
    "NZ": "1737 (call or text)",
    "IN": "Tele-MANAS, 14416",
    "PH": "the NCMH crisis hotline, 1553",
    "SG": "SOS, 1767",
    "DE": "TelefonSeelsorge, 0800 111 0 111",
    "AT": "TelefonSeelsorge, 142",
    "CH": "Die Dargebotene Hand, 143",
    "FR": "3114",
    "ES": "024",
    "BR": "CVV, 188",
    "NL": "113 (0800 0113)",
    "ZA": "SADAG, 0800 567 567",
    "KR": "109",
}


def help_for(phone: str) -> str:
    """The line of that number's country with the worldwide list; the list alone where we know no line."""
    line = _BY_COUNTRY.get(_country_of(phone), "")
    return f"{line}, or {WORLDWIDE}" if line else WORLDWIDE


def _country_of(phone: str) -> str:
    """The ISO code of a number's country, or empty. One that only looks like a number is nobody's."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone, None)) or ""
    except phonenumbers.NumberParseException:
        return ""
