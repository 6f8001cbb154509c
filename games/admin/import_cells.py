"""Cells of a catalogue file as people read them: a list with commas, each price on a line of its own."""

from __future__ import annotations

from collections.abc import Mapping

_LISTS = frozenset({"platforms", "genres", "tags", "player_modes", "mood_fit"})


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(column, before, after), in the order of the file."""
    return [
        (column, *_in_words(column, str(before.get(column, "")), str(after.get(column, ""))))
        for column in dict.fromkeys([*after, *before])
    ]


def _in_words(column: str, before: str, after: str) -> tuple[str, str]:
    if column in _LISTS:
        return _list(before), _list(after)
    if column != "prices":
        return before, after
    told = _prices(before), _prices(after)
    # Where nothing but an address changes, the addresses are what there is to see.
    return told if told[0] != told[1] else (_prices(before, with_address=True), _prices(after, with_address=True))


def _list(cell: str) -> str:
    return ", ".join(part.strip().replace(":", " ") for part in cell.split(";") if part.strip())


def _prices(cell: str, *, with_address: bool = False) -> str:
    return "\n".join(_price(part.strip(), with_address=with_address) for part in cell.split(";") if part.strip())


def _price(told: str, *, with_address: bool) -> str:
    """What is no price as the file writes one stays as it is."""
    parts = [part.strip() for part in told.split("|")]
    if len(parts) != 5:
        return told
    store, family, amount, currency, address = parts
    return f"{store} ({family}): {amount} {currency}{f', {address}' if with_address else ''}"
