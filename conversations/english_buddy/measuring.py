"""How well corrections are made, measured on sentences of our own.

``learners.tsv`` grew together with the rules and shows that they hold; ``learners_unseen.tsv`` was written afterwards
and no rule was added for it: it tells what to expect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from conversations.dialogue.said.english import RICH
from conversations.english_buddy import correcting
from conversations.english_buddy.types import corrected

KNOWN, UNSEEN = "learners.tsv", "learners_unseen.tsv"
_DATA = Path(__file__).parents[1] / "data" / "english_buddy"


@dataclass(frozen=True)
class Measured:
    sentences: int
    told: int  # of them something was told
    right: int  # and it made exactly the sentence that we had written beside it
    native: int
    false_alarms: tuple[tuple[str, str], ...]  # what was right as it was, and what we made of it
    missed: tuple[str, ...]
    other: tuple[tuple[str, str, str], ...]  # said, ours, expected

    @property
    def precision(self) -> float:
        told = self.told + len(self.false_alarms)
        return self.right / told if told else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.sentences


def measure(name: str = KNOWN) -> Measured:
    pairs = [tuple(line.split("\t")) for line in _lines(name)]
    missed, other, right = [], [], 0
    for said, expected in pairs:
        ours = _better(said)
        if ours == said:
            missed.append(said)
        elif _plain(ours) == _plain(expected):
            right += 1
        else:
            other.append((said, ours, expected))
    native = _lines("native.txt")
    alarms = tuple((said, ours) for said in native if (ours := _better(said)) != said)
    return Measured(len(pairs), len(pairs) - len(missed), right, len(native), alarms, tuple(missed), tuple(other))


def _better(said: str) -> str:
    return corrected(said, correcting.look_over(said, level=RICH))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
