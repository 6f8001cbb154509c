"""What we said in a simulated chat: the outbox's rows as numbered lines; links and ids are the same in every run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings

from conversations.channels.simulated import has_room_for_buttons
from conversations.dialogue.choices import ABOUT_A_GAME, make_id, read_id
from conversations.models import Message
from conversations.simulation.scripts import Step
from conversations.simulation.talk import Line, Reply
from games.models import Impression

_LINK = "(store page)"
_NUMBER_OF_A_ROW = re.compile(r"(?P<tap>(?P<action>\w+)(?::\w+)?)[:-](?P<row>\d{1,15})")


class Lines:
    """Grows as the chat goes on. Rows that are erased in the chat stay as the lines that they were."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._numbers: dict[int, int] = {}  # Message.pk -> the line's number
        self._lines: dict[int, Line] = {}  # by number
        self._buttons: list[tuple[int, dict[str, str]]] = []  # newest line first: number, button as it was sent
        self._slugs: dict[int, str] = {}  # Impression.pk -> slug

    def read_new(self) -> tuple[Line, ...]:
        rows = Message.objects.filter(
            contact__addresses__value=self._address, direction=Message.Direction.OUTBOUND
        ).exclude(pk__in=self._numbers)
        fresh = list(rows.order_by("pk"))
        slates = {row.slate_id for row in fresh if row.slate_id}
        if slates:
            self._slugs |= dict(Impression.objects.filter(slate__in=slates).values_list("pk", "game__slug"))
        return tuple(map(self._add, fresh))

    def _add(self, row: Message) -> Line:
        number = self._numbers[row.pk] = len(self._numbers) + 1
        buttons = row.content.get("buttons", [])
        self._buttons[:0] = [(number, button) for button in buttons]
        line = Line(
            number=number,
            at=row.created_at,
            origin=row.origin,
            body=without_links(row.body),
            buttons=tuple(as_reply(button, self._slugs) for button in buttons),
            are_buttons_words=bool(buttons) and not has_room_for_buttons(row.body),
            status=row.status,
            trouble=_trouble(row),
        )
        self._lines[number] = line
        return line

    def as_they_ended(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """With the status of now: what was refused at first may have gone later."""
        numbers = {line.number for line in lines}
        pks = [pk for pk, number in self._numbers.items() if number in numbers]
        rows = {self._numbers[row.pk]: row for row in Message.objects.filter(pk__in=pks)}
        return tuple(
            replace(line, status=rows[line.number].status, trouble=_trouble(rows[line.number]))
            if line.number in rows
            else line
            for line in lines
        )

    def provider_id(self, number: int) -> str:
        """Of the line with this number, so that it can be quoted; empty when it is gone or never left."""
        pk = next((pk for pk, own in self._numbers.items() if own == number), 0)
        return Message.objects.filter(pk=pk).values_list("provider_id", flat=True).first() or ""

    def button(self, step: Step) -> tuple[str, str]:
        """Id and title of the newest quick reply that does what the tap wants, the very same one where several do."""
        meant = [(button, as_reply(button, self._slugs)) for _, button in self._buttons]
        found = [one for one in meant if one[1].tap == step.tap] or [
            one for one in meant if step.title and one[1].title == step.title
        ]
        if not found:
            return self._not_shown(step)
        button, _ = max(found, key=lambda one: _likeness(one[1], step))
        return button["id"], button["title"]

    def _not_shown(self, step: Step) -> tuple[str, str]:
        """A tap on what stood there in another run: its id, where that names no row of that run."""
        action = step.tap.partition(":")[0]
        if action not in ABOUT_A_GAME:
            return (step.tap, step.title) if read_id(step.tap) else ("", "")
        shown = [pk for pk, slug in self._slugs.items() if step.about and slug == step.about]
        return (make_id(action, max(shown)), step.title) if shown else ("", "")


def _likeness(reply: Reply, step: Step) -> tuple[bool, bool]:
    return bool(step.about) and reply.about == step.about, reply.title == step.title


def as_reply(button: Mapping[str, str], slugs: Mapping[int, str]) -> Reply:
    """A quick reply without the number of a row in its id, for that differs from run to run."""
    numbered = _NUMBER_OF_A_ROW.fullmatch(button["id"])
    if numbered is None or numbered["action"] == "platform":  # a "switch-2" is a machine, not a row
        return Reply(button["id"], button["title"])
    return Reply(numbered["tap"], button["title"], slugs.get(int(numbered["row"]), ""))


def without_links(text: str) -> str:
    return re.sub(rf"{re.escape(settings.PUBLIC_BASE_URL)}/g/[\w-]+", _LINK, text)


def _trouble(row: Message) -> str:
    if row.withheld_because:
        return row.get_withheld_because_display()
    return " ".join(filter(None, (row.error, f"({row.error_code})" if row.error_code else "")))
