"""A tapped button or list row, by its id; one that we do not know gets a sensible answer."""

from __future__ import annotations

from dataclasses import replace

from conversations import hearing
from conversations.companions import meeting as companions
from conversations.dialogue.choices import ABOUT_A_GAME, Choice
from conversations.dialogue.handlers import (
    details,
    dislike,
    erase,
    human,
    like,
    media,
    memories,
    more,
    persona,
    played,
    profile,
    remind,
    start,
    topics,
    undo,
    why,
)
from conversations.dialogue.handlers import help as help_handler
from conversations.dialogue.offers import wishes
from conversations.dialogue.offers.offering import MOOD_PROMPTS, offer
from conversations.dialogue.offers.prices import purse_of
from conversations.dialogue.said import comparing
from conversations.dialogue.state import DialogueState
from conversations.dialogue.types import Draft, Handler, Outcome, Turn
from conversations.dialogue.wording import naming
from games.vocabulary import MOODS, PLATFORMS

_GAMES: dict[str, Handler] = {
    "more": more.handle, "why": why.handle, "like": like.handle, "dislike": dislike.handle, "played": played.handle,
    "details": details.handle, "save": memories.save, "remind": remind.about_a_game,
}  # fmt: skip
_PLAIN: dict[str, Handler] = {
    "human": human.handle, "help": help_handler.handle, "start": start.handle, "undo": undo.handle,
}  # fmt: skip
_PHONE = ("ios", "android")


def handle(turn: Turn) -> Outcome:
    choice = turn.choice
    if choice is None:
        return stale(turn)
    if choice.action in ABOUT_A_GAME:
        is_gone = choice.argument and turn.find_game() is None
        return stale(turn) if is_gone else _GAMES[choice.action](turn)
    if choice.action in _PLAIN:
        return _PLAIN[choice.action](turn)
    if outcome := memories.tapped(turn):
        return outcome
    return _with_a_word(turn, choice)


def stale(turn: Turn) -> Outcome:
    """The button is of another time, or was never ours."""
    state = replace(turn.state, awaiting="mood")
    return Outcome(Draft((turn.say("tap.stale"),), MOOD_PROMPTS), state)


def _with_a_word(turn: Turn, choice: Choice) -> Outcome:
    if choice.action == "erase":
        is_open = turn.state.awaiting == erase.AWAITING
        return erase.decide(turn, choice.argument == "yes") if is_open else stale(turn)
    if choice.action == "mood" and choice.argument in MOODS:
        tonight = replace(
            turn.state.tonight,
            mood=choice.argument,
            secondary_mood="",
            wish="",
            genres=(),
            like_titles=(),
            shorter_than=None,
        )
        ack = turn.say(f"ack.{choice.argument}")
        return offer(turn, turn.state.with_wish(tonight), lead="offer.lead", ack=ack)
    if choice.action == "platform" and (choice.argument in PLATFORMS or choice.argument == "phone"):
        platforms = _PHONE if choice.argument == "phone" else (choice.argument,)
        words = "your phone" if choice.argument == "phone" else naming.platform(choice.argument)
        return profile.note(turn, {"add_platforms": platforms}, [f"you play on {words}"])
    if choice.action == "loosen" and {*choice.argument.split(wishes.TOGETHER)} <= {*wishes.LOOSENABLE}:
        return loosen(turn, choice.argument)
    if choice.action == "heard" and choice.argument == "no" and turn.state.awaiting == hearing.AWAITING:
        return media.misheard(turn)
    if choice.action == "companion":
        return companions.tapped(turn, choice.argument) or stale(turn)
    if choice.action == "topic":
        return topics.tapped(turn, choice.argument) or stale(turn)
    if choice.action == "persona":
        return persona.change_to(turn, choice.argument) if persona.is_known(choice.argument) else stale(turn)
    if choice.action == "surprise":
        return offer(turn, turn.state, lead="offer.surprise")
    if choice.action == "over":
        return afresh(turn)
    return stale(turn)


def afresh(turn: Turn) -> Outcome:
    """Without what was wished so far; what was shown is not shown again, and what lasts stays known."""
    return Outcome(Draft((turn.say("over.fresh"),), MOOD_PROMPTS), _fresh(turn.state))


def loosen(turn: Turn, wish: str) -> Outcome:
    """Go on without the wish that stood in the way."""
    state = turn.state.with_wish(wishes.loosened(turn.state.tonight, wish))
    return offer(turn, state, lead="offer.loosened", again=wish == "seen")


def not_that_cheap(turn: Turn) -> Outcome | None:
    """Right after "cheaper" back to the budget that they had told, else on without a limit; None for other words."""
    before, tonight = turn.state.before, turn.state.tonight
    if not tonight.price_max or not comparing.is_too_cheap(turn.text):
        return None
    if comparing.has_lowered_the_price(before, tonight, purse=purse_of(turn)):
        return undo.handle(turn)
    return loosen(turn, "price")


def _fresh(state: DialogueState) -> DialogueState:
    return replace(state.for_new_evening(), seen=state.seen, awaiting="mood")
