"""Nobody waits for the titles of a large catalogue: the last index serves while the next is made, and no title is lost."""

from __future__ import annotations

import threading

from conversations.knowledge.titles_at_hand import TitlesAtHand

PATIENCE = 10.0  # seconds


class Indexer:
    """Counts what it is asked for, and waits where it is told to."""

    def __init__(self) -> None:
        self.made: list[tuple[str, ...]] = []
        self.taken: list[tuple[str, ...]] = []
        self.may_go = threading.Event()
        self.may_go.set()
        self.took_one = threading.Semaphore(0)
        self.rested: list[float] = []

    def make(self, titles):
        assert self.may_go.wait(PATIENCE)
        if titles == ("cursed",):
            raise ValueError("cursed")
        self.made.append(titles)
        return titles

    def take(self, index) -> None:
        self.taken.append(index)
        self.took_one.release()

    def at_hand(self, *, many: int) -> TitlesAtHand:
        return TitlesAtHand(self.make, self.take, many=many, sleep=self.rested.append)


def test_few_titles_are_known_at_once():
    indexer = Indexer()
    titles = indexer.at_hand(many=5)
    assert titles.index_of(("Hades",)) == ("Hades",)
    assert titles.index_of(("Hades", "Celeste")) == ("Hades", "Celeste")
    assert indexer.taken == []


def test_what_is_known_is_not_made_again():
    indexer = Indexer()
    titles = indexer.at_hand(many=5)
    assert titles.index_of(("Hades",)) is titles.index_of(("Hades",))
    assert indexer.made == [("Hades",)]


def test_the_first_of_many_is_waited_for_and_later_ones_are_made_beside():
    indexer = Indexer()
    titles = indexer.at_hand(many=0)
    assert titles.index_of(("Hades",)) == ("Hades",)
    indexer.may_go.clear()
    assert titles.index_of(("Hades", "Celeste")) == ("Hades",)
    indexer.may_go.set()
    assert indexer.took_one.acquire(timeout=PATIENCE)
    assert indexer.taken == [("Hades", "Celeste")]
    assert titles.index_of(("Hades", "Celeste")) == ("Hades", "Celeste")
    assert indexer.made == [("Hades",), ("Hades", "Celeste")]


def test_what_is_published_while_an_index_is_made_comes_with_the_next_one_and_not_one_index_each():
    indexer = Indexer()
    titles = indexer.at_hand(many=0)
    titles.index_of(("A",))
    indexer.may_go.clear()
    for newest in ("B", "C", "D"):
        assert titles.index_of(("A", newest)) == ("A",)
    indexer.may_go.set()
    assert indexer.took_one.acquire(timeout=PATIENCE)
    if indexer.taken[-1] != ("A", "D"):  # it had begun with the first of them
        assert indexer.took_one.acquire(timeout=PATIENCE)
    assert indexer.taken[-1] == ("A", "D")
    assert len(indexer.made) <= 3


def test_titles_that_cannot_be_indexed_cost_nobody_the_last_index_and_the_next_change_tries_again(caplog):
    indexer = Indexer()
    titles = indexer.at_hand(many=0)
    titles.index_of(("Hades",))
    assert titles.index_of(("cursed",)) == ("Hades",)
    while titles.is_making:
        pass
    assert "could not be indexed" in caplog.text
    assert titles.index_of(("Hades", "Celeste")) == ("Hades",)
    assert indexer.took_one.acquire(timeout=PATIENCE)
    assert titles.index_of(("Hades", "Celeste")) == ("Hades", "Celeste")


def test_what_was_published_while_indexing_failed_is_not_forgotten():
    indexer = Indexer()
    titles = indexer.at_hand(many=0)
    titles.index_of(("Hades",))
    indexer.may_go.clear()
    titles.index_of(("cursed",))
    titles.index_of(("Hades", "Celeste"))
    indexer.may_go.set()
    assert indexer.took_one.acquire(timeout=PATIENCE)
    assert indexer.taken == [("Hades", "Celeste")]


def test_who_cannot_take_an_index_gets_the_next_one():
    indexer = Indexer()
    refused = []

    def take(index) -> None:
        if not refused:
            refused.append(index)
            raise RuntimeError("not now")
        indexer.take(index)

    titles = TitlesAtHand(indexer.make, take, many=0, sleep=indexer.rested.append)
    titles.index_of(("A",))
    titles.index_of(("A", "B"))
    while titles.is_making:
        pass
    titles.index_of(("A", "C"))
    assert indexer.took_one.acquire(timeout=PATIENCE)
    assert (refused, indexer.taken) == ([("A", "B")], [("A", "C")])


def test_what_is_few_by_now_is_not_put_back_to_what_was_many():
    indexer = Indexer()
    titles = indexer.at_hand(many=1)
    titles.index_of(("A",))
    at_work, may_end = threading.Event(), threading.Event()

    def make_slowly(many):
        at_work.set()
        assert may_end.wait(PATIENCE)
        return many

    titles._make = make_slowly
    titles.index_of(("A", "B", "C"))
    assert at_work.wait(PATIENCE)
    titles._make = indexer.make
    assert titles.index_of(("B",)) == ("B",)
    maker = titles._maker
    may_end.set()
    maker.join(PATIENCE)
    assert titles.index_of(("B",)) == ("B",)
    assert ("A", "B", "C") not in indexer.taken
