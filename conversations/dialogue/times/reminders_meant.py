"""Which of a person's waiting reminders a message is about."""

from __future__ import annotations

from conversations.dialogue.said.memory_words import Asked
from conversations.dialogue.times import reminder_words, whereabouts
from conversations.dialogue.times.times_ahead import read_moment
from conversations.dialogue.types import Turn
from conversations.models import Reminder


def waiting(turn: Turn) -> list[Reminder]:
    return list(Reminder.objects.waiting().filter(contact=turn.contact).order_by("due_at", "pk"))


def meant(turn: Turn, asked: Asked, of: list[Reminder]) -> list[Reminder]:
    if asked.takes_all or len(of) == 1:
        return of
    if asked.numbers:
        return [of[number - 1 if number > 0 else -1] for number in asked.numbers if number <= len(of)]
    words = asked.what
    if named := [one for one in of if one.about.casefold() in words]:
        return named
    moment = read_moment(words, now=reminder_words.there(turn))
    clock = whereabouts.clock_of(turn)
    if moment:
        return [one for one in of if one.due_at.astimezone(clock).date() == moment.at.date()]
    return []


def lines(turn: Turn, waiting: list[Reminder]) -> str:
    return "\n".join(
        f"{number}. {one.about}: {reminder_words.when(turn, one.due_at)}" for number, one in enumerate(waiting, 1)
    )
