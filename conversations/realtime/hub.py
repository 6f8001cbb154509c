"""The one manager of a process's sockets: who sits where, whom a ring of the bell wakes, how many there may be.

A seat keeps what was rung as a small set, never as a queue: whoever is slow finds one wake-up waiting, however
often it rang, and reads what is new from the database. So nobody's slowness costs memory or others' time.
Everything here runs on the one event loop.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

# The room that hears of everybody's talks; ids begin at 1.
EVERYBODY = 0
# One person's tabs and devices; the oldest makes room, for it is mostly one that was lost on the way.
MOST_PER_OWNER = 6
_MOST_NAMED = 20
REPLACED = 4409


@dataclass(frozen=True)
class News:
    """``is_everything``: too many rang to name them, or rings may have been missed."""

    contacts: frozenset[int]
    is_everything: bool
    is_asked: bool


class Seat:
    """``owner`` is who looks, ``address`` the network address that they come from."""

    def __init__(self, *, owner: str, address: str) -> None:
        self.owner, self.address = owner, address
        self.room: int | None = None
        self.woken = asyncio.Event()
        self.close_code: int | None = None
        self._contacts: set[int] = set()
        self._is_everything = self._is_asked = False

    def wake(self, contact_id: int | None) -> None:
        """None: anything may be new."""
        if contact_id is None or len(self._contacts) >= _MOST_NAMED:
            self._is_everything = True
        else:
            self._contacts.add(contact_id)
        self.woken.set()

    def ask(self) -> None:
        """The page itself wants to know, and gets an answer also where nothing is new."""
        self._is_asked = True
        self.woken.set()

    def end(self, code: int) -> None:
        self.close_code = code
        self.woken.set()

    def take(self) -> News | None:
        """What was rung since the last time; None for nothing."""
        self.woken.clear()
        if not (self._contacts or self._is_everything or self._is_asked):
            return None
        news = News(frozenset(self._contacts), self._is_everything, self._is_asked)
        self._contacts.clear()
        self._is_everything = self._is_asked = False
        return news


class Hub:
    def __init__(self, *, most: int, most_per_address: int) -> None:
        self._most, self._most_per_address = most, most_per_address
        self._seats: set[Seat] = set()
        self._rooms: dict[int, set[Seat]] = defaultdict(set)
        self._by_owner: dict[str, list[Seat]] = defaultdict(list)  # in the order in which they came
        self._by_address: Counter[str] = Counter()
        self.is_listening = False

    def __len__(self) -> int:
        return len(self._seats)

    def sit(self, seat: Seat) -> bool:
        """False where there is no room left: then the page goes on asking by itself."""
        if len(self._seats) >= self._most or self._by_address[seat.address] >= self._most_per_address:
            return False
        theirs = [other for other in self._by_owner[seat.owner] if other.close_code is None]
        if len(theirs) >= MOST_PER_OWNER:
            theirs[0].end(REPLACED)
        self._seats.add(seat)
        self._by_owner[seat.owner].append(seat)
        self._by_address[seat.address] += 1
        return True

    def leave(self, seat: Seat) -> None:
        """May be called again for who has left."""
        if seat not in self._seats:
            return
        self.move(seat, None)
        self._seats.remove(seat)
        self._by_owner[seat.owner].remove(seat)
        if not self._by_owner[seat.owner]:
            del self._by_owner[seat.owner]
        self._by_address[seat.address] -= 1
        if not self._by_address[seat.address]:
            del self._by_address[seat.address]

    def move(self, seat: Seat, room: int | None) -> None:
        if seat.room is not None:
            self._rooms[seat.room].discard(seat)
            if not self._rooms[seat.room]:
                del self._rooms[seat.room]
        seat.room = room
        if room is not None:
            self._rooms[room].add(seat)

    def ring(self, contact_id: int) -> None:
        for room in (contact_id, EVERYBODY):
            for seat in self._rooms.get(room, ()):
                seat.wake(contact_id)

    def ring_all(self) -> None:
        """Rings may have been missed: everybody looks again."""
        for seat in self._seated():
            seat.wake(None)

    def _seated(self) -> Iterator[Seat]:
        for seats in self._rooms.values():
            yield from seats
