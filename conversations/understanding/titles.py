"""Finding game titles in a message: exact names, abbreviations, typos; a few microseconds a word, not a scan.

The index maps folded phrases to titles. What is not found exactly is looked for among the few titles that
share rare words or character trigrams, and only there is similarity measured.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.understanding.everyday_words import EverydayWords
from conversations.understanding.normalise import fold
from conversations.understanding.title_entries import AMBIGUOUS, Name, TitleEntry, TitleHit
from conversations.understanding.title_joins import LONGEST_PIECE, joined_name, without_their_series
from conversations.understanding.title_lists import Doubtful, those_in_lists
from conversations.understanding.title_mentions import is_mentioned, is_seldom_said
from conversations.understanding.title_names import (
    WORD,
    are_forms_of_one,
    first_in_digits,
    in_digits,
    keys_of,
    trigram_postings,
    trigrams,
    variants,
    without_apostrophes,
    words_of,
)
from conversations.understanding.title_slips import EXPECTS_TITLE, expected_name, slipped_names
from conversations.understanding.title_support import NEVER_LISTED, is_a_deed, is_supported, is_written_as_a_title

__all__ = ["TitleEntry", "TitleHit", "TitleIndex"]

MAX_CANDIDATES = 50
_MAX_WORDS = 9


class TitleIndex:
    """Immutable after construction; safe to share between threads."""

    def __init__(
        self, entries: Iterable[TitleEntry], *, word_ranks: Mapping[str, int], catalogue: Iterable[str] = ()
    ) -> None:
        self._names: dict[str, Name] = {}
        self._everyday = EverydayWords(word_ranks)
        self.titles: tuple[str, ...] = ()
        own = list(entries)
        self._add(own, known=True)
        known = dict(self._names)
        self._add((TitleEntry(title) for title in catalogue), known=False)
        self.words = frozenset(word for name in self._names for word in name.split())
        self._longest: dict[str, int] = {}  # of the names that begin with a word, how many words
        for name in self._names:
            first = name.split(" ", 1)[0]
            self._longest[first] = max(self._longest.get(first, 0), name.count(" ") + 1)
        # Slips are mended towards names that people know; among all of the catalogue everything is a slip of something.
        self._by_trigram = trigram_postings({word for name in known for word in name.split() if len(word) >= 4})
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for name in known:
            if " " in name:
                for word in set(name.split()):
                    self._by_word[word].append(name)
        self.titles = tuple(dict.fromkeys(name.title for name in self._names.values()))

    def find(self, words: str, *, raw: str = "", offered: str = "") -> tuple[TitleHit, ...]:
        """Titles in reading order, the longest name first where names overlap.

        ``raw`` is the text as it was typed: capitals within a sentence tell a title from the word that it is.
        ``offered`` is what they were offered last: whoever says its name means it.
        """
        spans = [
            (found[0].removesuffix("'s").replace("'", ""), found.start(), found.end()) for found in WORD.finditer(words)
        ]
        hits = self._find_exact(words, spans, raw, "" if self._everyday.are_said_by_all(fold(offered)) else offered)
        hits += self._find_in_lists(words, spans, hits)
        hits += self._find_misspelt(words, spans, hits)
        hits += self._find_near(words, spans, hits)
        return without_their_series(words, hits)

    def spelling_of(self, title: str) -> str | None:
        """The usual full spelling of a name that somebody wrote down."""
        name = self._names.get(" ".join(words_of(title)))
        return name.title if name else None

    def _add(self, entries: Iterable[TitleEntry], *, known: bool) -> None:
        derived: dict[str, set[str]] = defaultdict(set)
        needs: dict[str, bool] = {}
        for entry in entries:
            full = " ".join(words_of(entry.title))
            if not full or len(full) > 90:
                continue
            # Of the catalogue's thousands many are one word, and most words were a title once.
            is_common = entry.is_common_word or full in AMBIGUOUS
            is_common |= not known and (" " not in full or self._everyday.holds_words_of(full))
            for name in filter(_is_enough, (full, " ".join(words_of(without_apostrophes(entry.title))))):
                if not known and " " not in name and (name.isdigit() or self._everyday.are_said_by_all(name)):
                    continue  # "Everything", "Love", "140": of thousands of games some are in every other message
                self._names.setdefault(name, Name(entry.title, is_common, known and self._is_seldom_said(name)))
            for key in dict.fromkeys(keys_of(entry.aliases)):
                if key and (not known or key not in self._names):
                    is_doubtful = key in AMBIGUOUS or (is_common and key == f"{full} game")  # "an inside game"
                    self._names[key] = Name(entry.title, is_doubtful)
            for key in filter(None, keys_of(entry.risky_aliases)):
                seldom = known and " " in key and self._is_seldom_said(key)
                self._names.setdefault(key, Name(entry.title, True, seldom))
            for variant in variants(entry.title, full):
                derived[variant].add(entry.title)
                needs[variant] = is_common or variant in AMBIGUOUS or self._everyday.make_up(variant)
                needs[variant] |= not known and " " not in variant
                is_told_by_its_end = not full.startswith(
                    variant.split(" ", 1)[0]
                )  # the "lone wolf" of "Bendy: Lone Wolf"
                needs[variant] |= is_told_by_its_end and self._everyday.holds_words_of(variant)
        for variant, owners in derived.items():
            is_a_word = not known and variant in self._everyday  # the "harvest" of "Harvest: Massive Encounter"
            if len(owners) == 1 and len(variant) >= 3 and not variant.isdigit() and not is_a_word:
                self._names.setdefault(variant, Name(next(iter(owners)), needs[variant]))

    def _is_seldom_said(self, name: str) -> bool:
        return name not in AMBIGUOUS and is_seldom_said(name, is_rare=self._everyday.is_rare(name))

    def _find_exact(self, words: str, spans: list[tuple[str, int, int]], raw: str, offered: str) -> list[TitleHit]:
        hits: list[TitleHit] = []
        index = 0
        while index < len(spans):
            hit, used = self._longest_at(words, spans, index, hits, raw, offered)
            if hit:
                hits.append(hit)
            index += used
        return hits

    def _longest_at(
        self,
        words: str,
        spans: list[tuple[str, int, int]],
        index: int,
        before: list[TitleHit],
        raw: str = "",
        offered: str = "",
    ) -> tuple[TitleHit | None, int]:
        for size in range(min(self._longest_from(spans[index][0]), len(spans) - index), 0, -1):
            name = self._name_of(spans[index : index + size])
            if name is None:
                continue
            start, end = spans[index][1], spans[index + size - 1][2]
            last_end = before[-1].end if before else None
            if name.needs_support and not (
                name.title == offered
                or is_written_as_a_title(name.title, raw)
                or self._is_spoken_of(name, words, start, end, last_end)
            ):
                continue
            if size == 1 and is_a_deed(words, start, end):
                continue
            return TitleHit(name.title, start, end, True), size
        return None, 1

    def _is_spoken_of(self, name: Name, words: str, start: int, end: int, last_end: int | None) -> bool:
        is_all_that_is_said = start == 0 and end == len(words) and " " in words
        if is_all_that_is_said or is_supported(words, start, end, last_end=last_end):
            return True
        return name.is_seldom_said and is_mentioned(words, start, end)

    def _find_in_lists(self, words: str, spans: list[tuple[str, int, int]], taken: list[TitleHit]) -> list[TitleHit]:
        """ "the witness, tunic etc": everyday words that are titles too, where other titles stand beside them."""
        doubtful: list[Doubtful] = []
        index = 0
        while index < len(spans):
            used = 1
            longest = self._longest_from(spans[index][0])
            if longest and not _overlaps(spans[index][1], spans[index][2], taken):
                for size in range(min(longest, len(spans) - index), 0, -1):
                    name = self._name_of(spans[index : index + size])
                    if name and words[spans[index][1] : spans[index + size - 1][2]] not in NEVER_LISTED:
                        doubtful.append(Doubtful(name.title, spans[index][1], spans[index + size - 1][2]))
                        used = size
                        break
            index += used
        if not doubtful or (not taken and len(doubtful) < 2):
            return []
        sure = [(hit.start, hit.end) for hit in taken]
        return [
            TitleHit(one.title, one.start, one.end, True)
            for one in those_in_lists(words, sure, doubtful, is_rare=self._everyday.is_rare)
        ]

    def _name_of(self, spans: list[tuple[str, int, int]]) -> Name | None:
        piece = [span[0] for span in spans]
        if name := self._names.get(" ".join(piece)):
            return name
        counted = " ".join(in_digits(piece))
        found = None if counted.isdigit() else self._names.get(counted)
        return found or joined_name(piece, self._names, self._everyday.is_rare)

    def _longest_from(self, word: str) -> int:
        """Of how many words a name can be that begins with this one; 0 if none does."""
        # Two letters may be the first half of four: "ac nh".
        halves = 2 if len(word) <= LONGEST_PIECE and word.isalpha() else 0
        longest = max(self._longest.get(word, 0), self._longest.get(first_in_digits(word), 0), halves)
        return min(longest, _MAX_WORDS)

    def _find_misspelt(self, words: str, spans: list[tuple[str, int, int]], taken: list[TitleHit]) -> list[TitleHit]:
        """One wrong word in a name ("stardw valey" has two): put the likely word in its place and look again."""
        hits: list[TitleHit] = []
        fixed = list(spans)
        changed: set[int] = set()
        for index, (word, start, end) in enumerate(spans):
            if (
                len(word) < 4
                or word in self.words
                or word in self._everyday
                or _overlaps(start, end, taken)
                or word.isdigit()
            ):
                continue
            nearest = self._nearest_word(word)
            if nearest and (nearest.isalpha() or not word.isalpha()):  # "smth" is no "smt3"
                fixed[index] = (nearest, start, end)
                changed.add(index)
        for index in sorted(changed):
            for first in range(max(0, index - 3), index + 1):
                if hits and hits[-1].end > fixed[first][1]:
                    continue
                hit, used = self._longest_at(words, fixed, first, taken)
                is_whole = hit is not None and first <= index < first + used
                last_end = max((one.end for one in taken + hits if one.end <= fixed[first][1]), default=None)
                if (
                    hit
                    and is_whole
                    and (used > 1 or self._is_meant(spans[index][0], fixed[index][0], words, hit, last_end))
                ):
                    hits.append(TitleHit(hit.title, hit.start, hit.end, False))
                    break
        return hits

    def _is_meant(self, written: str, meant: str, words: str, hit: TitleHit, last_end: int | None) -> bool:
        """A single word could be a slip of any other word too: "like minecarft", but not "the rundown"."""
        if len(written) <= 4 or self._everyday.are_parts_of(written):
            return False
        return self._is_unmistakable(written, meant) or is_supported(words, hit.start, hit.end, last_end=last_end)

    def _is_unmistakable(self, written: str, meant: str) -> bool:
        """ "spirtfarer": a long name of its own, and no word of the language is as near as it is."""
        name = self._names.get(meant)
        if not self._everyday or name is None or name.needs_support or len(meant) < 7 or meant in self._everyday:
            return False
        edits = OSA.distance(written, meant)
        reach = 1 if len(meant) < 10 or " " in name.title else 2  # "blueprints" are not joined-up "Blue Prince"
        return edits <= reach and not are_forms_of_one(written, meant) and not self._everyday.has_within(written, edits)

    def _nearest_word(self, word: str) -> str | None:
        votes: Counter[str] = Counter()
        for trigram in trigrams(word):
            votes.update(self._by_trigram.get(trigram, ()))
        # Whoever misspells a name still begins it right.
        candidates = [candidate for candidate, _ in votes.most_common(MAX_CANDIDATES) if candidate[0] == word[0]]
        reach = 1 if len(word) <= 6 else 2
        best = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=3)
        return best[0][0] if best else None

    def _find_near(self, words: str, spans: list[tuple[str, int, int]], taken: list[TitleHit]) -> list[TitleHit]:
        """Names written a little wrong: of real words where a title is expected, else where one word gives them away."""
        typed = [word for word, _, _ in spans]
        hits: list[TitleHit] = []
        for name, first, last in slipped_names(typed, self._by_word, self._everyday):
            start, end = spans[first][1], spans[last][2]
            if _overlaps(start, end, taken + hits):
                continue
            meant = self._names[name]
            if not meant.needs_support or is_supported(words, start, end, last_end=None):
                hits.append(TitleHit(meant.title, start, end, False))
        for cue in EXPECTS_TITLE.finditer(words):
            first = next((index for index, span in enumerate(spans) if span[1] >= cue.end()), -1)
            if first < 0 or _overlaps(spans[first][1], spans[first][2], taken + hits):
                continue
            found = expected_name(typed[first:], self._by_word, self._everyday)
            if found and not self._names[found[0]].needs_support:
                name, size = found
                hits.append(TitleHit(self._names[name].title, spans[first][1], spans[first + size - 1][2], False))
        return hits


def _is_enough(name: str) -> bool:
    """One letter names nothing, even where a drawn-out word folds to it."""
    return len(name) > 1


def _overlaps(start: int, end: int, hits: list[TitleHit]) -> bool:
    return any(hit.start < end and start < hit.end for hit in hits)
