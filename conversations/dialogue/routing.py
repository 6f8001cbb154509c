"""Which handler answers a message. What must not be misread comes first, then the open question, then the intent."""

from __future__ import annotations

from dataclasses import replace

from conversations import hearing
from conversations.companions import meeting as companions
from conversations.companions import penpal
from conversations.dialogue import open_questions
from conversations.dialogue.care import distress
from conversations.dialogue.handlers import (
    HANDLERS,
    account,
    allow,
    crisis,
    dislike,
    english_help,
    erase,
    forget,
    hint,
    human,
    like,
    media,
    memories,
    other,
    persona,
    profile,
    recommend,
    refine,
    remind,
    repeat,
    saved,
    shrug,
    smalltalk,
    sorrow,
    stop,
    tap,
    topics,
    undo,
    unsure,
)
from conversations.dialogue.offers import wishes
from conversations.dialogue.said import commands, foreign, own_words, persona_requests
from conversations.dialogue.said.provocations import provocation_in
from conversations.dialogue.types import Effects, Outcome, Turn
from conversations.personas import trials as persona_trials

# A bare "the second one" in these means: that one, please.
_CHOOSING = ("other", "smalltalk", "more", "recommend", "greet", "like")


def answer(turn: Turn) -> Outcome:
    outcome = (
        _before_all_else(turn)
        or _to_a_voice_hardly_heard(turn)
        or _to_a_tap(turn)
        or _to_who_was_in_danger(turn)
        or _to_a_command(turn)
        or _to_who_speaks(turn)
        or _about_the_clock(turn)
        or penpal.letter_in(turn)
        or memories.answer(turn)
        or sorrow.handle(turn)
        or stop.still_off(turn)
        or companions.going_on(turn)
        or open_questions.answered_by(turn)
        or companions.answer(turn)
        or _to_plain_words(turn)
    )
    is_by_rule = outcome is not None
    outcome = companions.after(turn, _in_their_language(turn, outcome or _to_the_meaning(turn)))
    is_lost = outcome.state.misunderstood_in_a_row > turn.state.misunderstood_in_a_row
    outcome = outcome.with_effects(is_missed=is_lost or (turn.reading.is_unsure and not is_by_rule))
    return outcome if is_lost else replace(outcome, state=replace(outcome.state, misunderstood_in_a_row=0))


def _in_their_language(turn: Turn, outcome: Outcome) -> Outcome:
    """Somebody who writes in another language is told once, in that language, that English works best."""
    code, effects = turn.language, outcome.effects
    is_grave = effects.consent or effects.hand_over or effects.in_distress or effects.erase
    told = f"language:{code}"
    if not code or outcome.draft is None or is_grave or told in outcome.state.asked:
        return outcome
    has_answer = outcome.slate is not None or turn.reading.intent not in ("greet", "help", "other", "smalltalk")
    line = foreign.lead_in(code) if has_answer else foreign.ask_again(code)
    asked = (*outcome.state.asked, told)
    return replace(outcome.led_by(line), state=replace(outcome.state, asked=asked)) if line else outcome


def _before_all_else(turn: Turn) -> Outcome | None:
    """What the provider answered itself, a person's talk, somebody in danger, STOP, a machine."""
    if opted := str(turn.message.content.get("opt_out", "")).upper():
        consent = {"STOP": "stop", "START": "start"}.get(opted, "")
        return Outcome(
            None, turn.state, effects=Effects(consent="" if turn.is_child and consent == "start" else consent)
        )
    is_stop = turn.choice is None and turn.reading.intent == "stop" and not turn.reading.is_unsure
    is_stop = is_stop and not companions.expects(turn)  # "get out" of a tram in a story
    if distress.is_serious(turn.text):
        # Looked at before STOP: "I don't want to be here any more" is no unsubscribing. Who says both gets both.
        said_stop = is_stop and own_words.names_stop(turn.text)
        return crisis.handle(turn).with_effects(consent="stop" if said_stop else "")
    # Each of these resembles STOP and is none: "cancel my letter", "stop story", "stop correcting me", "no more deals".
    if outcome := (
        companions.leaving(turn) or english_help.answer(turn) or topics.answer(turn) or companions.leaving_any(turn)
    ):
        return _to_a_voice_hardly_heard(turn) or outcome
    is_a_wish = own_words.asks_for_a_game(turn.text) or wishes.says_something(turn.reading)
    if own_words.wants_no_questions(turn.text) and not turn.is_held and not is_a_wish:
        return _to_a_voice_hardly_heard(turn) or turn.answer("skip.for_good")
    if is_stop and not own_words.wants_no_questions(turn.text) and not memories.is_taking_something_back(turn):
        return stop.handle(turn)
    if turn.is_held:
        return human.while_held(turn)
    is_about_erasing = turn.reading.intent == "erase" or turn.state.awaiting == erase.AWAITING
    return None if is_about_erasing else _to_a_machine(turn)


def _about_the_clock(turn: Turn) -> Outcome | None:
    """Asked whether we know their night, "go on" is for the story that rests."""
    is_asked = turn.state.awaiting == topics.AWAITING
    return (companions.going_on(turn) if is_asked else None) or topics.about_the_clock(turn)


def _to_a_machine(turn: Turn) -> Outcome | None:
    """One word, for it may be a person after all, then silence until an operator hands back."""
    if turn.contact.looping_at is not None:
        return Outcome(None, turn.state)
    return turn.answer("loop.quiet").with_effects(looping=True) if turn.is_loop() else None


def _to_a_voice_hardly_heard(turn: Turn) -> Outcome | None:
    return media.ask_whether(turn) if hearing.is_unsure_of(turn.message) else None


def _to_a_tap(turn: Turn) -> Outcome | None:
    if turn.choice is not None:
        return tap.handle(turn)
    if not turn.text.strip() and turn.message.kind != "text":
        return media.handle(turn)
    return None


def _to_who_was_in_danger(turn: Turn) -> Outcome | None:
    return crisis.stay(turn) if turn.state.awaiting == crisis.AWAITING else crisis.again(turn)


def _to_a_command(turn: Turn) -> Outcome | None:
    """A code, undo and repeat work anywhere; skip and cancel are answers to a question of ours."""
    command = commands.command_in(turn.text)
    if command == "code":
        return account.handle(turn)
    if command == "undo":
        return saved.undo(turn) or undo.handle(turn)
    if command == "repeat":
        return repeat.handle(turn)
    awaiting = turn.state.awaiting
    if command == "skip" and awaiting in ("name", "platforms"):
        return turn.answer("skip.done")
    if command == "cancel" and awaiting and awaiting != erase.AWAITING and not remind.is_taking_back(turn):
        return turn.answer("cancel.done")
    return None


def _to_who_speaks(turn: Turn) -> Outcome | None:
    request = persona_requests.read_request(turn.text, aliases=persona_trials.cast_for(turn.player.public_id).aliases)
    return persona.handle(turn, request) if request else None


def _to_plain_words(turn: Turn) -> Outcome | None:
    """What a few words decide, whatever the intent seems to be."""
    reading = turn.reading
    provocation = provocation_in(turn.text)
    if provocation in ("injection", "threat") or (provocation and not wishes.says_something(reading)):
        return other.unbothered(turn, provocation)
    if commands.command_in(turn.text) == "afresh":
        return tap.afresh(turn)
    if own_words.asks_what_we_know(turn.text):
        return forget.tell(turn)
    if hint.is_wanted(turn.text) or (own_words.has_no_idea(turn.text) and not turn.state.offered):
        return hint.no_idea(turn)
    if smalltalk.is_only_thanks(turn.text):
        return smalltalk.handle(turn)  # politeness is no verdict on a game
    says_something = wishes.says_something(reading)
    is_bare_number = reading.slots.ordinal is not None and turn.state.offered and not says_something
    if is_bare_number and own_words.wants_its_kind(turn.text):
        return HANDLERS["more"](turn)
    if is_bare_number and own_words.asks_about_it(turn.text):
        return HANDLERS["details"](turn)
    is_chosen = reading.intent in _CHOOSING or reading.is_unsure or own_words.chooses(turn.text)
    if is_bare_number and is_chosen and not own_words.looks_back(turn.text):
        return like.handle(turn)
    if turn.state.offered and not says_something and own_words.agrees(turn.text):
        return like.handle(turn)
    if own_words.shrugs(turn.text):
        return shrug.handle(turn)
    if not says_something and own_words.doubts_their_worth(turn.text):
        return smalltalk.of_worth(turn)
    if not says_something and (about_us := smalltalk.about_us(turn)):
        return about_us
    if turn.state.offered and reading.slots.like_titles and own_words.settles_on(turn.text):
        return like.handle(turn)
    if turn.state.offered and own_words.owns_it(turn.text):
        return HANDLERS["played"](turn)
    if turn.state.offered and own_words.means_all(turn.text):
        return dislike.handle(turn)
    if taken_back := allow.answer(turn):
        return taken_back
    if turn.state.offered and turn.own_age is None and wishes.tells_only_an_age(reading):
        return refine.handle(turn)
    if turn.own_age is not None and not says_something and reading.intent in open_questions.ANSWERING:
        return profile.handle(turn)
    return None


def _to_the_meaning(turn: Turn) -> Outcome:
    reading = turn.reading
    says_something = wishes.says_something(reading)
    if reading.is_unsure:
        if not says_something:
            return unsure.handle(turn)
        return refine.handle(turn) if turn.state.offered and not reading.mood else recommend.handle(turn)
    is_lost = turn.state.misunderstood_in_a_row > 0  # then "off topic" is more of the same
    says_little = not says_something and (is_lost or not wishes.has_words(turn.text))
    if says_little and (reading.intent == "other" or _is_a_guess(turn, "profile")):
        return unsure.handle(turn)
    if reading.intent == "profile" and reading.sure_by == "meaning" and _is_of_tonight(turn):
        outcome = refine.handle(turn) if turn.state.offered else recommend.handle(turn)
        return outcome.with_effects(display_name=profile.name_told(turn))
    if reading.intent == "details" and reading.slots.price_max is not None and not turn.text.rstrip().endswith("?"):
        return refine.handle(turn)  # "under 10 bucks" is a wish, "is it under 10 bucks?" a question
    if dislike.refuses_nothing(turn):
        return refine.handle(turn)
    return HANDLERS[reading.intent](turn)


def _is_of_tonight(turn: Turn) -> bool:
    """A game is asked for, or there are minutes or a budget and no word that makes them last."""
    slots = turn.reading.slots
    if own_words.asks_for_a_game(turn.text) and (slots.has_wishes or turn.reading.mood):
        return True
    is_limit = slots.session_minutes is not None or slots.price_max is not None or bool(slots.exclude_themes)
    return is_limit and not own_words.is_lasting(turn.text)


def _is_a_guess(turn: Turn, intent: str) -> bool:
    reading = turn.reading
    return reading.intent == intent and reading.sure_by == "meaning" and not reading.slots.name
