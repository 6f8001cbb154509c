"""Numbers that WhatsApp and people write differently. For looking up only: a reply goes to the number
exactly as it came."""

from __future__ import annotations


def lookup_aliases(number: str) -> list[str]:
    """Other spellings of the same subscriber, E.164 with plus. Empty for most of the world.

    Brazil's mobiles got a ninth digit and WhatsApp may still know the number without it; Mexico's
    lost their 1 after the country code. Argentina's 549… may be stored as 54…; the other way
    round is not guessed, for a 54 number without the 9 can be somebody else's landline.
    """
    digits = number.removeprefix("+")
    if digits.startswith("55") and len(digits) == 13 and digits[4] == "9":
        return [f"+{digits[:4]}{digits[5:]}"]
    if digits.startswith("55") and len(digits) == 12 and digits[4] in "6789":
        return [f"+{digits[:4]}9{digits[4:]}"]
    if digits.startswith("521") and len(digits) == 13:
        return [f"+52{digits[3:]}"]
    if digits.startswith("52") and len(digits) == 12:
        return [f"+521{digits[2:]}"]
    if digits.startswith("549") and len(digits) == 13:
        return [f"+54{digits[3:]}"]
    return []
