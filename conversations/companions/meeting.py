"""Where the talk meets a companion: who answers, when one is offered, what an interruption leaves."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from conversations.companions import calling_off
from conversations.companions.base import (
    ACTION,
    GO_ON,
    LEAVE,
    PATIENCE,
    Mode,
    is_flagged,
    may_begin,
    may_offer,
    prompt,
    spellings,
)
from conversations.companions.registry import MODES
from conversations.dialogue.said import own_words
from conversations.dialogue.types import Outcome, Prompt, Turn
from conversations.understanding.phrase_files import phrases_of

_SAID = phrases_of("meeting", Path(__file__).parent / "phrases")
_GO_ON = re.compile(rf"{_SAID['lead']}{_SAID['go on']}[ .!?]*")
_ASKED_OUTRIGHT = re.compile(_SAID["asked outright"])
_CLAUSES = re.compile(
    r"\s*[.!?,;:]+\s+|\s+(?:so|and|but) (?=(?:please |pls |can you |could you )?(?:tell|read|teach|coach|train) )"
)
_DONE_WITH = rf"{_SAID['lead']}{_SAID['done with']}{_SAID['which']}"
_LEAVES_ANY = re.compile(rf"{_DONE_WITH} {_SAID['of any kind']}{_SAID['at once']}[ .!]*")
_STUCK = re.compile(_SAID["stuck"])
# Questions that a "go on" is no answer to.
_HARMLESS = ("", "mood", "name", "platforms", "rephrase", "choice", "topics:zone")


def leaving(turn: Turn) -> Outcome | None:
    """ "Stop story", "cancel my letter": of the story, not of us. Looked at before STOP, which it resembles."""
    if called_off := calling_off.answer(turn):
        return called_off
    mode = _mode_of(turn)
    if mode is None or turn.choice is not None or turn.is_held:
        return None
    nouns = "|".join(re.escape(one) for one in (mode.noun, mode.key, *mode.also_called))
    wanted = re.compile(rf"{_DONE_WITH} (?:{nouns})s?{_SAID['at once']}[ .!]*")
    return mode.leave(turn) if _says(turn, wanted) else None


def leaving_any(turn: Turn) -> Outcome | None:
    """The same by the name of another: what is on is meant, or nothing is on any more. No STOP either."""
    if turn.choice is not None or turn.is_held or not _says(turn, _LEAVES_ANY):
        return None
    mode = _mode_of(turn)
    if mode is not None and turn.state.company.is_on:
        return mode.leave(turn)
    return turn.answer("companion.none_on", state=turn.state)


def expects(turn: Turn) -> bool:
    """Whether a companion was just waiting for these words, which only sound like STOP; the very word is always one."""
    mode = _mode_of(turn)
    if mode is None or not turn.state.company.is_on or turn.choice is not None:
        return False
    return turn.reading.sure_by == "meaning" and not own_words.names_stop(turn.text) and mode.expects(turn)


def going_on(turn: Turn) -> Outcome | None:
    """ "Go on", after something else came between."""
    mode = _mode_of(turn)
    if mode is None or turn.choice is not None or turn.state.awaiting not in _HARMLESS or not may_begin(turn):
        return None
    return mode.show(turn) if _says(turn, _GO_ON) else None


def answer(turn: Turn) -> Outcome | None:
    """What is said to a companion, or asks for one; None where it is for the usual talk."""
    if turn.choice is not None or not turn.text.strip():
        return None
    for said in _requests_in(spellings(turn)):
        for asked in MODES.values():
            if (name := asked.asked_for(said)) is not None:
                return _begin(turn, asked, name)
    mode = _mode_of(turn)
    if mode is None or not turn.state.company.is_on or not may_begin(turn):
        return None
    if _says(turn, _STUCK) and not mode.expects(turn) and (nudge := mode.hint(turn)):
        return nudge
    if mode.is_for_others(turn):
        return None
    return mode.hear(turn) or _lost(turn, mode)


def tapped(turn: Turn, argument: str) -> Outcome | None:
    """A companion's button; None for one that is no longer good."""
    key, _, rest = argument.partition(".")
    mode = MODES.get(key)
    if mode is None:
        return None
    company = turn.state.company
    if rest == "begin" or rest.startswith("begin."):
        return _begin(turn, mode, rest.removeprefix("begin").removeprefix("."))
    if company.mode != key or not may_begin(turn):
        return None
    if rest == GO_ON:
        return mode.show(turn)
    if rest == LEAVE:
        return mode.leave(turn)
    return mode.tap(turn, rest)


def after(turn: Turn, outcome: Outcome) -> Outcome:
    """What every answer gets: a companion that did not give it rests, and may be offered, rarely."""
    before, now = turn.state.company, outcome.state.company
    effects = outcome.effects
    if effects.in_distress:
        return replace(outcome, state=replace(outcome.state, company=now.over()))
    is_lost = outcome.state.misunderstood_in_a_row > turn.state.misunderstood_in_a_row
    if now == before and is_lost and (taken := _taken_up(turn)):
        return taken
    if before.is_on and now == before:
        return _between(turn, outcome)
    if before.is_resting and now == before and outcome.slate is not None and turn.state.awaiting.startswith("loosen:"):
        # The question that came between left no room to say so.
        return _told_that_it_waits(turn, outcome) if now.mode in MODES else outcome
    if now.mode and now.is_resting and outcome.draft is not None and _is_a_hello(turn, outcome):
        return _with_button(outcome, prompt(now.mode, MODES[now.mode].back, GO_ON)) if now.mode in MODES else outcome
    return _offered(turn, outcome) if may_offer(turn, outcome) else outcome


def _between(turn: Turn, outcome: Outcome) -> Outcome:
    """What the usual talk answered in the middle of something. A fact told, a change of voice: that is said in passing,
    and it goes on. Games and questions are something else to think of: it rests."""
    company, effects, awaiting = turn.state.company, outcome.effects, outcome.state.awaiting
    mode = MODES.get(company.mode)
    is_grave = bool(effects.consent or effects.hand_over or effects.erase) or awaiting not in _HARMLESS
    is_open = mode is not None and mode.is_left_open(company.place)
    if mode is None or outcome.draft is None or outcome.slate is not None or is_grave or awaiting or not is_open:
        rested = replace(outcome, state=replace(outcome.state, company=company.rested()))
        return rested if is_grave or not is_open else _told_that_it_waits(turn, rested)
    shown = mode.show(turn).draft
    prompts = outcome.draft.prompts or (shown.prompts if shown else ())
    return _told_that_it_waits(turn, replace(outcome, draft=replace(outcome.draft, prompts=prompts)))


def _told_that_it_waits(turn: Turn, outcome: Outcome) -> Outcome:
    if outcome.draft is None:
        return outcome
    return replace(outcome, draft=outcome.draft.followed_by(turn.say(f"{turn.state.company.mode}.waits")))


def _taken_up(turn: Turn) -> Outcome | None:
    """The usual talk has made nothing of it: where they stand once more, or on from there if they meant that."""
    mode, company = _mode_of(turn), turn.state.company
    if mode is None or turn.choice is not None or not may_begin(turn):
        return None
    if company.is_resting:
        return mode.takes_up(turn)
    return _lost(turn, mode) if mode.is_left_open(company.place) else None


def _begin(turn: Turn, mode: Mode, name: str) -> Outcome | None:
    if not may_begin(turn):
        return None
    company = replace(turn.state.company, unanswered=0)
    outcome = mode.begin(replace(turn, state=replace(turn.state, company=company)), name)
    # Who calls for the ghost story is not spooked; who is bored and wants any is bored.
    return outcome.with_effects(is_in_character=True) if name else outcome


def _lost(turn: Turn, mode: Mode) -> Outcome | None:
    """Nothing to make of it: once more where they stand; then the usual talk tries."""
    company = turn.state.company
    if company.lost + 1 >= PATIENCE:
        return None
    outcome = mode.show(turn).led_by(turn.say(f"{mode.key}.lost"))
    return replace(outcome, state=replace(outcome.state, company=replace(outcome.state.company, lost=company.lost + 1)))


def _offered(turn: Turn, outcome: Outcome) -> Outcome:
    for mode in MODES.values():
        name = mode.fits(turn, outcome)
        if name is None:
            continue
        if is_flagged(turn):
            return outcome
        company = outcome.state.company
        again = company.unanswered + 1 if company.offered_at else 0
        noted = replace(company, offered_at=turn.now.isoformat(), unanswered=again)
        begin = f"begin.{name}" if name else "begin"
        offered = _with_button(outcome, prompt(mode.key, mode.title, begin))
        draft = offered.draft and offered.draft.followed_by(turn.say(f"{mode.key}.offer"))
        return replace(offered, draft=draft, state=replace(outcome.state, company=noted))
    return outcome


def _with_button(outcome: Outcome, button: Prompt) -> Outcome:
    """In the place of the middle one where there are three: the first is what they came for, the last a no."""
    draft = outcome.draft
    if draft is None:
        return outcome
    prompts = draft.prompts
    prompts = (prompts[0], button, *prompts[2:]) if len(prompts) >= 3 else (*prompts, button)
    return replace(outcome, draft=replace(draft, prompts=prompts))


def _is_a_hello(turn: Turn, outcome: Outcome) -> bool:
    return turn.reading.intent == "greet" and outcome.slate is None and not any(
        one.action == ACTION for one in (outcome.draft.prompts if outcome.draft else ())
    )  # fmt: skip


def _says(turn: Turn, what: re.Pattern[str]) -> bool:
    """Whether the whole message says this, also with slips and in the slang of phones."""
    return any(what.fullmatch(text) for text in spellings(turn))


def _requests_in(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The whole message in each of its spellings, and each part of it that asks outright."""
    parts = [part.strip(" .!?,") for text in texts for part in _CLAUSES.split(text)]
    return tuple(dict.fromkeys((*texts, *filter(_ASKED_OUTRIGHT.match, parts))))


def _mode_of(turn: Turn) -> Mode | None:
    return MODES.get(turn.state.company.mode)
