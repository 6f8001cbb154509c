"""Nothing fits: which of the wishes is in the way, or which two, and what it would take to lift them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Protocol

from conversations.dialogue.offers import wishes
from conversations.dialogue.state import DialogueState, Tonight
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.dialogue.wording import naming
from games.recommender.explain_words import named_in_plural
from games.recommender.limits import hardest_of
from games.recommender.types import Context

_OVER = Prompt("over", "start fresh")


class Ask(Protocol):
    def __call__(self, turn: Turn, state: DialogueState, *, again: bool = False) -> Context: ...


def nothing_fits(turn: Turn, state: DialogueState, context: Context, *, ask: Ask) -> Outcome:
    """Say what is in the way, and offer to loosen it: one wish, either of two, or two together. A child's age never is.

    All is asked in one statement, and only what is offered is looked for in earnest.
    """
    state = replace(state, awaiting="")
    made = (*_sparing(turn, context), *wishes.wishes_made(state.tonight))
    # Who was just asked whether old ones may come again, and did not say yes, is asked for something else.
    singles = [(wish,) for wish in ((*made, "seen") if turn.state.awaiting == "loosen:seen" else ("seen", *made))]
    every = [*singles, *combinations(made, 2)]

    def question(lifted: tuple[str, ...]) -> Context:
        return ask(turn, replace(state, tonight=_without(state.tonight, lifted)), again="seen" in lifted)

    contexts = [question(lifted) for lifted in every]
    hopeful = zip(every, contexts, turn.any_match(contexts), strict=True)
    helping: list[tuple[str, ...]] = []
    for lifted, looser, matches in hopeful:
        if helping and (len(lifted) > 1 or lifted == ("seen",)):
            break  # what was seen is offered alone, never as one of two wishes
        if matches and turn.recommend(looser, limit=1, explore=False).picks:
            helping.append(lifted)
            if len(lifted) > 1 or len(helping) == 2 or lifted == ("seen",):
                break
    if not helping:
        key = "none.child" if context.youngest_age is not None or turn.player.age_band else "none.at_all"
        return turn.answer(key, state=state, prompts=(_OVER, Prompt("human", "talk to a person")))
    return _offered(turn, state, context, helping)


def _sparing(turn: Turn, context: Context) -> tuple[str, ...]:
    """Whether they are spared hard games of a genre that they ask for."""
    spared = {genre for genre, _ in hardest_of(tuple(turn.player.skills.items()))}
    return () if context.wants_harder or spared.isdisjoint(context.genres) else (wishes.GENTLE,)


def _offered(turn: Turn, state: DialogueState, context: Context, helping: list[tuple[str, ...]]) -> Outcome:
    first = wishes.TOGETHER.join(helping[0])
    awaiting = replace(state, awaiting=f"loosen:{first}")
    if len(helping) == 1 and len(helping[0]) == 1:
        (wish,) = helping[0]
        words = turn.say(f"none.{wish}", wish=_in_words(wish, context))
        return Outcome(Draft((words,), (Prompt("loosen", "yes, go for it", wish), _OVER)), awaiting)
    two = helping[0] if len(helping) == 1 else (helping[0][0], helping[1][0])
    one, other = (_named(wish, context) for wish in two)
    if len(helping) == 1:
        words = turn.say("none.both", one=one, other=other)
        return Outcome(Draft((words,), (Prompt("loosen", "drop both", first), _OVER)), awaiting)
    words = turn.say("none.either", one=one, other=other)
    prompts = tuple(Prompt("loosen", _dropping(wish, context), wish) for wish in two)
    return Outcome(Draft((words,), (*prompts, _OVER)), awaiting)


def _without(tonight: Tonight, lifted: tuple[str, ...]) -> Tonight:
    return wishes.loosened(tonight, wishes.TOGETHER.join(lifted))


def _in_words(wish: str, context: Context) -> str:
    """The wish that stands in the way, as it was understood."""
    if wish == "price":
        price = context.price
        if price is None or price.amount == 0:
            return "free"
        return f"{price.amount:g} {price.currency}" if price.amount % 1 else f"{price.amount:.0f} {price.currency}"
    if wish == "minutes":
        if context.wants_shorter_than:
            return f"less than {context.wants_shorter_than} minutes"
        return f"{context.minutes} minutes"
    if wish == "platforms":
        return naming.joined((naming.platform(key) for key in context.platforms[:3]), "or")
    if wish == "fame":
        return "less known"
    if wish == "years":
        return _years(context)
    if wish == "difficulty":
        return "easier" if context.wants_easier else "harder"
    if wish == wishes.GENTLE:
        return naming.joined(map(named_in_plural, context.genres))
    if wish == "genres":
        return naming.joined(naming.genre(key) for key in context.genres)
    if wish == "excluded_genres":
        return naming.joined((naming.genre(key) for key in context.excluded_genres), "or")
    return naming.mode(context.player_mode)


def _years(context: Context) -> str:
    first, last = context.released_from, context.released_to
    if first is not None and last is not None:
        return f"{first} to {last}"
    return f"{last} or older" if first is None else f"{first} or newer"


def _named(wish: str, context: Context) -> str:
    """The same beside another, as something that can be dropped."""
    words = _in_words(wish, context)
    if wish == "minutes":
        return f"the {words}"
    if wish == wishes.GENTLE:
        return "going easy on you"
    if wish in ("difficulty", "fame", "years"):
        return f"\u201c{words}\u201d"
    if wish == "price" and words != "free":
        return f"the {words} limit"
    return f"\u201cno {words}\u201d" if wish == "excluded_genres" else words


def _dropping(wish: str, context: Context) -> str:
    """On a button, which holds twenty characters."""
    if wish == "price":
        return "drop free" if _in_words(wish, context) == "free" else "drop the price limit"
    if wish == "player_mode":
        return f"drop {_in_words(wish, context)}"
    return {
        "minutes": "drop the time limit", "genres": "look at other kinds", "excluded_genres": "allow a bit of it",
        "platforms": "on other platforms", wishes.GENTLE: "show the hard ones", "years": "from any year",
        "fame": "known ones too", "difficulty": "however hard it is",
    }[wish]  # fmt: skip
