"""Changes of a person's memory, written in the transaction of the turn that asked for them."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import datetime

from conversations.between_turns import reminders
from conversations.dialogue.memory_changes import MemoryChanges
from conversations.models import Contact, Message, MoodReading, Reminder
from games.interactions import recording
from games.players import facts as player_facts

logger = logging.getLogger(__name__)


def write(changes: MemoryChanges, *, contact: Contact, now: datetime) -> None:
    """Safe to be given what is gone already: a reminder that was sent meanwhile, an event taken back before."""
    if changes == MemoryChanges():
        return
    reminders.cancel(contact=contact, reminder_ids=changes.cancelled, reason=Reminder.Reason.TAKEN_BACK, now=now)
    for wanted in changes.reminders:
        reminders.create(contact=contact, wanted=wanted, now=now)
    Reminder.objects.to_own_up_to().filter(contact=contact, pk__in=changes.owned_up).update(told_at=now)
    if changes.time_zone is not None:
        Contact.objects.filter(pk=contact.pk).update(time_zone=changes.time_zone)
        player_facts.remember(player_id=contact.player_id, time_zone=changes.time_zone, at=now)
    _forget(changes, contact, now)
    if changes.fit is not None:
        impression_id, fit = changes.fit
        recording.record_fit(player=contact.player, impression_id=impression_id, fit=fit, source="chat", at=now)


def _forget(changes: MemoryChanges, contact: Contact, now: datetime) -> None:
    if changes.forgotten:
        player_facts.forget(player_id=contact.player_id, now=now, **changes.forgotten)
    kinds: dict[int, list[str]] = defaultdict(list)
    for kind, game_id in changes.taken_back:
        kinds[game_id].append(kind)
    for game_id, of_it in sorted(kinds.items()):
        recording.take_back(player_id=contact.player_id, game_id=game_id, kinds=of_it, now=now)
    if changes.resets_taste:
        recording.reset_taste(player_id=contact.player_id)
    if changes.moods:
        _forget_moods(changes.moods, contact)
    if changes.forgets_name:
        Contact.objects.filter(pk=contact.pk).update(display_name="")
    if changes.forgets_english:
        Contact.objects.filter(pk=contact.pk).update(
            english_level=Contact.EnglishLevel.NORMAL, english_level_by=Contact.LevelBy.GUESS
        )
    if changes.forgotten or changes.taken_back or changes.resets_taste or changes.moods or changes.forgets_name:
        logger.info("contact %s had something forgotten", contact.pk)


def _forget_moods(moods: tuple[str, ...], contact: Contact) -> None:
    """The readings go, and the mood that stands beside the messages they were read from."""
    readings = MoodReading.objects.filter(contact=contact, mood__in=moods)
    for message in Message.objects.filter(mood_reading__in=readings).only("understanding"):
        kept = {**(message.understanding or {}), "mood": None, "secondary_mood": None, "mood_confidence": 0.0}
        Message.objects.filter(pk=message.pk).update(understanding=kept)
    readings.delete()
