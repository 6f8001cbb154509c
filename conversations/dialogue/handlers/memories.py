"""Requests to memory, before any intent: lists, reminders, recollection, what we know, and what to forget of it."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.between_turns import reminders
from conversations.dialogue.handlers import erase, fit, forget, recall, remind, reminders_told, saved, where
from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.said import memory_words, own_words
from conversations.dialogue.said.memory_words import Asked
from conversations.dialogue.times import whereabouts
from conversations.dialogue.types import Draft, Outcome, Turn
from conversations.models import Reminder

_TAKING_BACK = ("unremind", "reminders", "move", "unsave", "clear", "list", "forget_line")
# What may be asked in one breath.
_TOGETHER = ("save", "unsave", "remind", "unremind", "time_zone")
_JOINT = re.compile(r"\s*(?:,|;|\.\s|\band (?:then |also )?|\bthen\b|\balso\b|\bplus\b|&)\s*(?=\S)", re.IGNORECASE)
_WHY = {
    Reminder.Reason.WINDOW_CLOSED: "WhatsApp only lets me write within a day of your last message",
    Reminder.Reason.TOO_LATE: "something kept me from it until it was too late",
    Reminder.Reason.REFUSED: "it didn't get through",
}  # fmt: skip


def answer(turn: Turn) -> Outcome | None:
    """None where the message asks nothing of memory."""
    outcome = _answer(turn)
    return outcome.with_effects(is_about_memory=True) if outcome else None


def _answer(turn: Turn) -> Outcome | None:
    if turn.state.awaiting == erase.AWAITING:
        return None
    asked = memory_words.read_request(turn.text)
    if several := _several(turn):
        return _one_after_another(turn, several)
    is_plain = asked is not None and asked.is_sure
    return (None if is_plain else _to_what_is_open(turn)) or (_to_a_request(turn, asked) if asked else None)


def tapped(turn: Turn) -> Outcome | None:
    """A button of ours; None for one that is no longer good, or belongs to another handler."""
    choice = turn.choice
    if choice is None:
        return None
    action, argument = choice.action, choice.argument
    if action == "list":
        return saved.show(turn, int(argument)) if argument.isdecimal() and len(argument) <= 4 else None
    if action == "zone":
        return remind.from_here(turn, argument)
    if action == "snooze":
        return remind.snooze(turn, argument)
    if action == "fit":
        return fit.tapped(turn, argument)
    if action == "search":
        return recall.search(turn) if turn.state.awaiting == recall.AWAITING else None
    return forget.tell(turn) if action == "card" else reminders_told.tell(turn) if action == "reminders" else None


def save(turn: Turn) -> Outcome:
    return saved.save(turn, Asked("save")) or turn.answer("game.which")


def is_taking_something_back(turn: Turn) -> bool:
    """ "cancel all reminders" and "take it off my list" are no STOP, though they sound like one."""
    if turn.reading.sure_by != "meaning":
        return False  # a STOP in so many words is one, whatever else they ask
    asked = memory_words.read_request(turn.text)
    has_list = turn.state.awaiting.startswith(saved.AWAITING) or turn.state.awaiting == forget.AWAITING
    is_meant = asked is not None and (asked.is_sure or (has_list and bool(asked.numbers)))
    return bool(asked and is_meant and asked.kind in _TAKING_BACK) or remind.is_taking_back(turn)


def own_up(turn: Turn, outcome: Outcome) -> Outcome:
    """Reminders that did not reach them are told with whatever is answered next."""
    if outcome.draft is None or not outcome.introduces or outcome.effects.consent:
        return outcome
    missed = reminders.to_own_up_to(turn.contact)[: reminders.MOST_WAITING]
    if not missed:
        return outcome
    words = [
        turn.say("remind.here", about=one.about)
        if one.reason == Reminder.Reason.NOT_PUSHED
        else turn.say(
            "remind.missed", about=one.about, why=_WHY.get(Reminder.Reason(one.reason), "it didn't get through")
        )
        for one in missed
    ]
    return outcome.led_by(*words).remembering(owned_up=tuple(one.pk for one in missed))


def _several(turn: Turn) -> list[Asked]:
    """ "Save this and remind me Saturday" asks two things; "save the first and the third" one."""
    parts = [memory_words.read_request(part) for part in _JOINT.split(turn.text)]
    asked = [one for one in parts if one and one.is_sure and one.kind in _TOGETHER]
    if {one.kind for one in asked} == {"remind", "time_zone"}:
        return []  # one wish, and whose clock it goes by
    return asked if len(asked) == len(parts) > 1 and len({one.kind for one in asked}) == len(asked) else []


def _one_after_another(turn: Turn, requests: list[Asked]) -> Outcome | None:
    """All of them, in one answer; each finds what the one before it left."""
    whole: Outcome | None = None
    for asked in requests:
        outcome = _to_a_request(turn, asked)
        if outcome is None:
            return None
        whole = _with(whole, outcome) if whole else outcome
        turn = replace(turn, state=outcome.state)
    return whole


def _with(first: Outcome, second: Outcome) -> Outcome:
    drafts = [one.draft for one in (first, second) if one.draft]
    paragraphs = tuple(part for draft in drafts for part in draft.paragraphs)
    prompts = drafts[-1].prompts or drafts[0].prompts if drafts else ()
    mine, theirs = first.effects.memory, second.effects.memory
    memory = replace(
        theirs,
        reminders=(*mine.reminders, *theirs.reminders),
        cancelled=(*mine.cancelled, *theirs.cancelled),
        time_zone=mine.time_zone if theirs.time_zone is None else theirs.time_zone,
    )
    reactions = (*first.effects.reactions, *second.effects.reactions)
    return replace(second, draft=Draft(paragraphs, prompts)).with_effects(reactions=reactions, memory=memory)


def _to_what_is_open(turn: Turn) -> Outcome | None:
    """The answer to a question of memory's own, or the next page of what it shows."""
    awaiting = turn.state.awaiting
    zone, rest = whereabouts.told_beside(turn.text, now=turn.now)
    if zone and not rest and reminders_told.is_open(turn):
        return remind.from_here(replace(turn, state=replace(turn.state, awaiting=reminders_told.WHERE)), zone)
    if awaiting.startswith("remind:"):
        return remind.answer(turn)
    if awaiting.startswith(f"{saved.AWAITING}:") and memory_words.wants_more(turn.text):
        return saved.show_more(turn)
    if awaiting == recall.AWAITING:
        says = own_words.yes_or_no(turn.text)
        if says is None:
            return None
        return recall.search(turn) if says else turn.answer("over.kept", prompts=MOOD_PROMPTS)
    return fit.answer(turn)


def _to_a_request(turn: Turn, asked: Asked) -> Outcome | None:
    if asked.kind == "unsave" and asked.numbers and turn.state.awaiting == forget.AWAITING:
        return forget.line(turn, asked)  # "remove number 2", with the card before them
    match asked.kind:
        case "save":
            return saved.save(turn, asked)
        case "unsave":
            return saved.take_off(turn, asked)
        case "clear":
            return saved.clear(turn)
        case "list":
            return saved.show(turn)
        case "remind":
            return remind.handle(turn, asked)
        case "unremind":
            return remind.unremind(turn, asked)
        case "reminders":
            return reminders_told.tell(turn)
        case "move":
            return remind.move(turn, asked)
        case "recall":
            return recall.handle(turn, asked)
        case "forget_line":
            return forget.line(turn, asked)
        case "time_zone":
            return where.note(turn, asked)
        case _:
            return forget.handle(turn, asked)
