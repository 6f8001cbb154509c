"""How much of an everyday word a name is, by the ranks of the encoder's vocabulary: the most used words come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.understanding.title_names import is_a_form_of

# Words of the vocabulary beyond this are seldom said of anything else.
_EVERYDAY_RANK = 9_000
_SAID_BY_ALL_RANK = 5_000
_SHORTEST_LOOKALIKE = 5


class EverydayWords:
    """Immutable after construction. Empty without an encoder: then no word is known to be everyday."""

    def __init__(self, ranks: Mapping[str, int]) -> None:
        self._ranks = ranks
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in ranks:
            if len(word) >= _SHORTEST_LOOKALIKE:
                self._by_letter[word[0]].append(word)

    def __contains__(self, word: object) -> bool:
        return word in self._ranks

    def __bool__(self) -> bool:
        return bool(self._ranks)

    def is_rare(self, name: str) -> bool:
        return self._ranks.get(name, _EVERYDAY_RANK) >= _EVERYDAY_RANK

    def make_up(self, name: str) -> bool:
        """Whether a name says nothing but such words, so that it must be shown to be one."""
        words = name.split()
        if len(words) == 1:
            return name in self or len(name) <= 3 or is_a_form_of(name, self)
        return all(not self.is_rare(word) or word.isdigit() for word in words)

    def holds_words_of(self, name: str) -> bool:
        """Whether all of a name's words are of the language: what a "lighthouse keeper" is, nobody needs to look up."""
        return self.make_up(name) or all(word in self or is_a_form_of(word, self) for word in name.split())

    def are_said_by_all(self, piece: str) -> bool:
        """ "(in love) with it" is no slip of anything, "hallow knight" is."""
        return all(self._ranks.get(word, _EVERYDAY_RANK) < _SAID_BY_ALL_RANK for word in piece.split())

    def are_parts_of(self, written: str) -> bool:
        """ "soulslike", "crosswords": no slip, but a word made of others."""
        halves = ((written[:at], written[at:]) for at in range(4, len(written) - 3))
        return is_a_form_of(written, self) or any(
            not self.is_rare(one) and not (self.is_rare(two) and self.is_rare(two.removesuffix("s")))
            for one, two in halves
        )

    def has_within(self, written: str, edits: int) -> bool:
        """Whether ``written`` may as well be a slip of one of these words."""
        alike = self._by_letter.get(written[0], ())
        return process.extractOne(written, alike, scorer=OSA.distance, score_cutoff=edits) is not None
