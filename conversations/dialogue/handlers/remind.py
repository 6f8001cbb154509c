"""Reminders that a player asks for: set, moved, listed, taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from conversations import clocks
from conversations.between_turns.reminders import MOST_WAITING
from conversations.dialogue.handlers.reminders_told import LISTED, WHERE, is_open, settled, tell
from conversations.dialogue.memory_changes import NewReminder
from conversations.dialogue.said import own_words
from conversations.dialogue.said.memory_words import Asked, numbers_in
from conversations.dialogue.state import DialogueState
from conversations.dialogue.times import reminder_words, reminders_meant, whereabouts
from conversations.dialogue.times.reminder_subject import subject_of
from conversations.dialogue.times.times_ahead import Moment, read_moment, without_moment
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.dialogue.wording import naming
from conversations.models import Reminder

WHEN, SET = "remind:when", "remind:set"
_SNOOZED = timedelta(hours=1)
_NEARLY = timedelta(minutes=5)  # a button that is tapped twice is one wish
_CORRECTS = re.compile(
    r"^(?:no+|nah|nope|actually|sorry|wait|oops|i meant?|make (?:it|that)|change (?:it|that)"
    r"|rather|better|let'?s (?:say|do)|or|hmm+|not|instead|move it)\b"
)


def handle(turn: Turn, asked: Asked) -> Outcome | None:
    """None where no reminder is meant after all."""
    place, what = whereabouts.told_beside(asked.what, now=turn.now)
    said = clocks.zone_said_with_the_hour(what, now=turn.now) or place
    moment = read_moment(what, now=turn.now.astimezone(ZoneInfo(said)) if said else reminder_words.there(turn))
    if moment is None and not asked.is_sure:
        return None
    if turn.is_child:
        return turn.answer("remind.child", state=turn.state)
    afresh = replace(turn, state=replace(turn.state, request="", request_about=""))
    if said and moment and moment.needs_clock and not moment.problem:
        return _set(afresh, what, moment, zone=said, keeps=bool(place) or not whereabouts.zone_of(turn))
    outcome = _go_on(afresh, what, moment)
    return outcome.remembering(time_zone=place) if place else outcome


def about_a_game(turn: Turn) -> Outcome:
    """The button: which game is known, the time is not."""
    pointed = turn.find_game()
    if turn.is_child or pointed is None:
        return turn.answer("remind.child" if turn.is_child else "game.which", state=turn.state)
    return _ask_when(turn, f"about {pointed.game.title}", "remind.when")


def answer(turn: Turn) -> Outcome | None:
    """The answer to when, where, which, or a second thought about what was just set; None when it is none."""
    awaiting, text = turn.state.awaiting, turn.text
    if turn.is_child:
        return None
    if awaiting in (WHEN, WHERE) and own_words.yes_or_no(text) is False:
        return turn.answer("remind.dropped", state=settled(turn))
    if awaiting == WHEN:
        return _at_last(turn, text)
    if awaiting == WHERE and _CORRECTS.match(text.lower()) and read_moment(text, now=reminder_words.there(turn)):
        return _ask_where(turn, text)
    if awaiting == WHERE:
        return _from_where(
            turn, clocks.zone_in_words(text, now=turn.now, likely=clocks.zones_of_phone(whereabouts.phone_of(turn)))
        )
    if awaiting in (SET, LISTED) and (back := reminder_words.takes_it_back(text)):
        return _take_back(turn, back)
    if awaiting == SET and not whereabouts.zone_of(turn) and (outcome := _on_their_clock(turn)):
        return outcome
    if awaiting == SET and _CORRECTS.match(text.lower()):
        return _move_latest(turn, text) or _move_latest(turn, reminder_words.bare_hour(text))
    if awaiting == LISTED and (found := reminder_words.of_the_list(text)):
        return unremind(turn, Asked("unremind", text, numbers_in(found)))
    return None


def is_taking_back(turn: Turn) -> bool:
    """ "cancel 1", with the reminders before them, or "cancel it": no STOP."""
    said, awaiting = turn.text, turn.state.awaiting
    if awaiting in (SET, LISTED) and reminder_words.takes_it_back(said):
        return True
    return awaiting == LISTED and bool(reminder_words.of_the_list(said))


def from_here(turn: Turn, zone: str) -> Outcome:
    """A tapped zone: the answer to where they are."""
    if not clocks.is_zone(zone) or not turn.state.request:
        return turn.answer("zone.noted", zone=clocks.name_of(zone)).remembering(time_zone=zone)
    if turn.is_child:
        return turn.answer("remind.child", state=settled(turn))
    return _from_where(turn, zone) or turn.answer("zone.unclear", state=turn.state)


def unremind(turn: Turn, asked: Asked) -> Outcome:
    waiting = reminders_meant.waiting(turn)
    if not waiting:
        return turn.answer("remind.dropped" if is_open(turn) else "remind.none", state=settled(turn))
    gone = reminders_meant.meant(turn, asked, waiting)
    if not gone:
        return tell(turn).led_by(turn.say("remind.which"))
    outcome = turn.answer(
        "remind.cancelled", state=settled(turn), about=naming.joined(dict.fromkeys(one.about for one in gone))
    )
    return outcome.remembering(cancelled=tuple(one.pk for one in gone))


def move(turn: Turn, asked: Asked) -> Outcome:
    """A new time for the one that was set last, or an hour more for one that has just come."""
    if turn.is_child:
        return turn.answer("remind.child", state=turn.state)
    moment = read_moment(asked.what, now=reminder_words.there(turn))
    if not reminders_meant.waiting(turn):
        last = Reminder.objects.filter(contact=turn.contact, state=Reminder.State.SENT).order_by("-ended_at").first()
        if last is None:
            return turn.answer("remind.none")
        if moment and moment.problem:
            return turn.answer(f"remind.{moment.problem}", state=turn.state)
        return _set_again(turn, last, moment.at if moment else turn.now + _SNOOZED)
    return _move_latest(turn, asked.what) or _ask_when(turn, "", "remind.when", moving=True)


def snooze(turn: Turn, reminder_id: str) -> Outcome | None:
    """The button beneath a reminder; a foreign number is none."""
    known = Reminder.objects.filter(contact=turn.contact, pk=int(reminder_id)) if reminder_id.isdecimal() else None
    reminder = known.first() if known is not None and len(reminder_id) <= 15 else None
    if reminder is None or turn.is_child:
        return None
    return _set_again(turn, reminder, turn.now + _SNOOZED)


def _take_back(turn: Turn, what: str) -> Outcome:
    """What was set last, the one that is there, or all; of several on a list, which."""
    waiting = reminders_meant.waiting(turn)
    takes_all = what.startswith(("them", "those", "both", "all", "everything"))
    if turn.state.awaiting == SET and waiting and not takes_all:
        latest = max(waiting, key=lambda one: (one.asked_at, one.pk))
        outcome = turn.answer("remind.cancelled", state=settled(turn), about=latest.about)
        return outcome.remembering(cancelled=(latest.pk,))
    return unremind(turn, Asked("unremind", what, takes_all=takes_all))


def _go_on(turn: Turn, words: str, moment: Moment | None) -> Outcome:
    if moment is None:
        return _ask_when(turn, words, "remind.when")
    if moment.problem:
        return _ask_when(turn, without_moment(words), f"remind.{moment.problem}")
    if moment.needs_clock and not whereabouts.zone_of(turn) and whereabouts.ASKED not in turn.state.asked:
        return _ask_where(turn, words)
    return _set(turn, words, moment)


def _set(turn: Turn, words: str, moment: Moment, *, zone: str = "", keeps: bool = True) -> Outcome:
    """``zone`` is the clock that they have just named; ``keeps``: it is theirs from now on."""
    waiting = reminders_meant.waiting(turn)
    about, pointed = subject_of(turn, words)
    due_at = moment.at.astimezone(UTC)
    shown = zone or whereabouts.zone_of(turn) or ("UTC" if moment.needs_clock else "")
    if any(one.about == about and abs((one.due_at - due_at).total_seconds()) < 60 for one in waiting):
        return turn.answer(
            "remind.already", state=settled(turn), about=about, when=reminder_words.when(turn, due_at, shown)
        )
    if len(waiting) >= MOST_WAITING:
        return tell(turn).led_by(turn.say("remind.full", most=MOST_WAITING))
    new = NewReminder(
        about=about,
        due_at=due_at,
        time_zone=shown or "UTC",
        game_id=pointed.game.pk if pointed else None,
        impression_id=pointed.impression_id if pointed else None,
    )
    state = replace(settled(turn), awaiting=SET)
    said = turn.say(
        "remind.set",
        about=about,
        when=reminder_words.when(turn, due_at, shown),
        zone=clocks.name_of(shown) if moment.needs_clock else "",
    )
    more = [turn.say("remind.once")] if moment.repeats else []
    if caveat := reminder_words.caveat(turn, due_at):
        more.append(turn.say(caveat))
    outcome = Outcome(Draft((" ".join((said, *more)),), (Prompt("reminders", "my reminders"),)), state)
    return outcome.remembering(reminders=(new,), time_zone=zone if zone and keeps else None)


def _set_again(turn: Turn, reminder: Reminder, at: datetime) -> Outcome:
    """Another time for a reminder, in its place while it still waits."""
    replaced = (reminder.pk,) if reminder.state == Reminder.State.WAITING else ()
    others = [one for one in reminders_meant.waiting(turn) if one.pk != reminder.pk]
    same = next((one for one in others if one.about == reminder.about and abs(one.due_at - at) < _NEARLY), None)
    if same is not None:
        known = turn.answer(
            "remind.already", state=settled(turn), about=same.about, when=reminder_words.when(turn, same.due_at)
        )
        return known.remembering(cancelled=replaced)
    if len(others) >= MOST_WAITING:
        return tell(turn).led_by(turn.say("remind.full", most=MOST_WAITING))
    new = NewReminder(
        about=reminder.about, due_at=at.astimezone(UTC), time_zone=reminder.time_zone, game_id=reminder.game_id,
        impression_id=reminder.impression_id,
    )  # fmt: skip
    state = replace(settled(turn), awaiting=SET)
    outcome = turn.answer("remind.set", state=state, about=reminder.about, when=reminder_words.when(turn, at), zone="")
    return outcome.remembering(cancelled=replaced, reminders=(new,))


def _at_last(turn: Turn, text: str) -> Outcome | None:
    """The time that we asked for; "9" alone is one here."""
    for words in (text, f"at {text.strip()}"):
        if moment := read_moment(words, now=reminder_words.there(turn)):
            return _go_on(turn, f"{turn.state.request} {words}", moment)
    return None


def _move_latest(turn: Turn, words: str) -> Outcome | None:
    """Another time for what was set last; an hour alone keeps the day. None where no time is named."""
    waiting = reminders_meant.waiting(turn)
    if not waiting:
        return turn.answer("remind.none")
    latest = max(waiting, key=lambda one: (one.asked_at, one.pk))
    day = latest.due_at.astimezone(whereabouts.clock_of(turn)).date()
    moment = read_moment(words, now=reminder_words.there(turn), unless_said=day)
    if moment is None:
        return None
    if moment.problem:
        return turn.answer(f"remind.{moment.problem}", state=turn.state)
    return _set_again(turn, latest, moment.at)


def _on_their_clock(turn: Turn) -> Outcome | None:
    """Where they are, told after all: the same hour, on their clock."""
    zone = clocks.zone_in_words(turn.text, now=turn.now)
    latest = Reminder.objects.waiting().filter(contact=turn.contact, time_zone="UTC").order_by("-asked_at").first()
    if not zone or latest is None:
        return None
    at = latest.due_at.astimezone(UTC).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if at <= turn.now:
        return None
    new = NewReminder(latest.about, at, zone, latest.game_id, latest.impression_id)
    words = turn.say(
        "remind.set", about=latest.about, when=reminder_words.when(turn, at, zone), zone=clocks.name_of(zone)
    )
    outcome = Outcome(Draft((words,)), replace(settled(turn), awaiting=SET))
    return outcome.remembering(cancelled=(latest.pk,), reminders=(new,), time_zone=zone)


def _from_where(turn: Turn, zone: str) -> Outcome | None:
    if not zone:
        return None
    words = turn.state.request
    moment = read_moment(words, now=turn.now.astimezone(ZoneInfo(zone)))
    if moment is None or moment.problem:
        return _ask_when(turn, without_moment(words), "remind.when").remembering(time_zone=zone)
    return _set(turn, words, moment, zone=zone)


def _ask_when(turn: Turn, words: str, key: str, *, moving: bool = False) -> Outcome:
    state = replace(_keeping(turn, words), awaiting=SET if moving else WHEN)
    return turn.answer(key, state=state)


def _ask_where(turn: Turn, words: str) -> Outcome:
    state = replace(_keeping(turn, words).having_asked(whereabouts.ASKED), awaiting=WHERE)
    guesses = clocks.guesses_for_phone(whereabouts.phone_of(turn), now=turn.now)
    prompts = tuple(Prompt("zone", clocks.name_of(zone), zone) for zone in guesses)
    return turn.answer("zone.ask", state=state, prompts=prompts)


def _keeping(turn: Turn, words: str) -> DialogueState:
    """The wish, while we ask back."""
    _, pointed = subject_of(turn, words)
    slug = pointed.game.slug if pointed else ""
    return replace(turn.state, request=words[:200], request_about=slug, misunderstood_in_a_row=0)
