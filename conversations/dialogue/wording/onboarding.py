"""The questions of a first talk, asked after the first game, one at a time and each once."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.care import distress
from conversations.dialogue.said.own_words import usable_name
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn

PLATFORM_PROMPTS = (
    Prompt("platform", "PC / Steam", "pc"),
    Prompt("platform", "Switch", "switch"),
    Prompt("platform", "my phone", "phone"),
)


def ask_next(turn: Turn, outcome: Outcome) -> Outcome:
    """Add the next open question to an answer, if its time has come: platforms first, then the name."""
    if outcome.draft is None:
        return outcome
    question = next_question(turn, outcome)
    if question == "platforms":
        prompts: tuple[Prompt, ...] = PLATFORM_PROMPTS
    elif question == "name":
        prompts = outcome.draft.prompts
    else:
        return outcome
    draft = replace(outcome.draft, prompts=prompts).followed_by(turn.say(f"ask.{question}"))
    return replace(outcome, draft=draft, state=outcome.state.having_asked(question))


def next_question(turn: Turn, outcome: Outcome) -> str:
    state = outcome.state
    if state.tonight.sorrow or distress.is_recent(turn.contact.distress_at, now=turn.now):
        return ""
    knows_platforms = bool(
        turn.player.platforms
        or state.tonight.platforms
        or outcome.effects.facts.get("platforms")
        or outcome.effects.facts.get("add_platforms")
    )
    if not knows_platforms and "platforms" not in state.asked:
        return "platforms"
    # A child's name is not kept, so it is not asked for; nobody is asked in their very first minute.
    has_name = usable_name(turn.contact.display_name) or outcome.effects.display_name
    is_first_talk = turn.opening.kind == "onboarding" and not turn.opening.is_new
    if is_first_talk and not has_name and not turn.is_child and "name" not in state.asked:
        return "name"
    return ""


def ask_alone(turn: Turn, question: str) -> Draft:
    prompts = PLATFORM_PROMPTS if question == "platforms" else ()
    return Draft((turn.say(f"ask.{question}"),), prompts)
