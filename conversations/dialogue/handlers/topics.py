"""What we may write about first: given and taken in words or with a tap, and the clock that it goes by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from zoneinfo import ZoneInfo

from conversations import clocks
from conversations.channels.registry import channel_for
from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.said import own_words
from conversations.dialogue.said.topic_words import (
    LETTERS,
    NEW_GAMES,
    TITLES,
    TOPICS,
    TopicWish,
    asks_for_fewer,
    asks_for_topics,
    read_topics,
)
from conversations.dialogue.times import whereabouts
from conversations.dialogue.types import Draft, Effects, Outcome, Prompt, Turn
from conversations.dialogue.wording import naming
from conversations.letters import post

AWAITING = "topics:zone"


def answer(turn: Turn) -> Outcome | None:
    """None where the words are about something else. Taking a yes back works even while a person leads the talk."""
    if turn.choice is not None:
        return None
    wish = read_topics(turn.text)
    if wish is not None and not _is_about_the_list(turn, wish):
        outcome = _change(turn, wish)
        # Said in words it is also meant of the answer that is being written; a yes to others alone is not.
        is_said_of_letters = LETTERS in wish.refused and not wish.allowed
        return outcome.with_effects(planned=(post.CalledOff(),)) if is_said_of_letters else outcome
    if asks_for_fewer(turn.text) and not turn.is_held:
        return _fewer(turn)
    if asks_for_topics(turn.text) and not turn.is_held:
        return tell(turn)
    return None


def tapped(turn: Turn, argument: str) -> Outcome | None:
    """ "deals-off", "deals-on"; None for anything else."""
    topic, _, way = argument.rpartition("-")
    if topic not in TOPICS or way not in ("on", "off"):
        return None
    return _change(turn, TopicWish(allowed=(topic,)) if way == "on" else TopicWish(refused=(topic,)))


def tell(turn: Turn) -> Outcome:
    held = _held(turn)
    prompts = tuple(
        Prompt("topic", f"no {TITLES[topic]}", f"{topic}-off")
        if topic in held
        else Prompt("topic", f"yes to {TITLES[topic]}", f"{topic}-on")
        for topic in TOPICS
    )
    draft = Draft((turn.say("topics.now", held=_named(held)),), prompts, lists_all=True)
    return Outcome(draft, replace(turn.state, awaiting=""))


def _fewer(turn: Turn) -> Outcome:
    """What makes it less, by taps, and the one word that makes it none."""
    held = _held(turn)
    prompts = tuple(Prompt("topic", f"no {TITLES[topic]}", f"{topic}-off") for topic in TOPICS if topic in held)
    draft = Draft((turn.say("topics.fewer", held=_named(held)),), prompts or MOOD_PROMPTS, lists_all=bool(prompts))
    return Outcome(draft, replace(turn.state, awaiting=""))


def about_the_clock(turn: Turn) -> Outcome | None:
    """The answer to whose night it is; None where they talk of something else."""
    if turn.state.awaiting != AWAITING or turn.choice is not None:
        return None
    guess = whereabouts.zone_of(turn)
    said = own_words.yes_or_no(turn.text)
    if said and guess:
        words = turn.answer("topics.zone_right", prompts=MOOD_PROMPTS, zone=clocks.name_of(guess))
        return words.remembering(time_zone=guess)
    if said is False:
        return (
            turn.answer("topics.zone_open", state=turn.state)
            if guess
            else turn.answer("over.kept", prompts=MOOD_PROMPTS)
        )
    likely = clocks.zones_of_phone(whereabouts.phone_of(turn))
    zone = clocks.zone_in_words(turn.text, now=turn.now, likely=likely)
    if not zone:
        return None
    words = turn.answer("topics.zone_right", prompts=MOOD_PROMPTS, zone=clocks.name_of(zone))
    return words.remembering(time_zone=zone)


def with_the_clock(turn: Turn, outcome: Outcome) -> Outcome:
    """Whoever lets us write first is asked once whether we know their night."""
    is_known = clocks.is_zone(turn.contact.time_zone) or whereabouts.ASKED in turn.state.asked
    if outcome.draft is None or is_known or turn.is_child or not channel_for(turn.message.channel).is_pushed:
        return outcome
    guess = whereabouts.zone_of(turn)
    if guess:
        clock = turn.now.astimezone(ZoneInfo(guess)).strftime("%H:%M")
        words = turn.say("topics.zone_guess", zone=clocks.name_of(guess), clock=clock)
        prompts: tuple[Prompt, ...] = (Prompt("zone", "yes, that's right", guess),)
    else:
        words = turn.say("topics.zone_open")
        likely = clocks.guesses_for_phone(whereabouts.phone_of(turn), now=turn.now)
        prompts = tuple(Prompt("zone", clocks.name_of(zone), zone) for zone in likely)
    state = replace(outcome.state.having_asked(whereabouts.ASKED), awaiting=AWAITING)
    return replace(outcome, draft=replace(outcome.draft.followed_by(words), prompts=prompts), state=state)


def _change(turn: Turn, wish: TopicWish) -> Outcome:
    if turn.is_child:
        if turn.is_held:
            return Outcome(None, turn.state, effects=Effects(topics_off=wish.refused))
        return turn.answer("start.child", prompts=MOOD_PROMPTS).with_effects(topics_off=wish.refused)
    effects = Effects(topics_on=wish.allowed, topics_off=wish.refused)
    if turn.is_held:
        return Outcome(None, turn.state, effects=effects)
    left = tuple(topic for topic in _held(turn) if topic not in wish.refused and topic not in wish.allowed)
    words = []
    if wish.refused and not wish.allowed:
        words.append(turn.say("topics.off", topics=_named(wish.refused, "or"), left=_named(left)))
    if wish.allowed:
        key = "topics.letters_on" if wish.allowed == (LETTERS,) else "topics.on"
        words.append(turn.say(key, topics=_named(wish.allowed), first=TITLES[wish.allowed[0]]))
    outcome = Outcome(Draft(tuple(words), MOOD_PROMPTS), replace(turn.state, awaiting=""), effects=effects)
    return with_the_clock(turn, outcome) if wish.allowed else outcome


def _is_about_the_list(turn: Turn, wish: TopicWish) -> bool:
    """ "No more new games", with games before them and no yes to take back: they want others."""
    return wish.refused == (NEW_GAMES,) and bool(turn.state.offered) and NEW_GAMES not in turn.contact.topics


def _held(turn: Turn) -> tuple[str, ...]:
    return tuple(topic for topic in TOPICS if turn.contact.proactive_allowed and topic in turn.contact.topics)


def _named(topics: Collection[str], word: str = "and") -> str:
    return naming.joined([TITLES[topic] for topic in topics], word)
