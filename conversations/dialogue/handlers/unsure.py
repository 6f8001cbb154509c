"""Not understood: ask for other words once, then offer three choices, then a person."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.handlers import refine
from conversations.dialogue.handlers.human import OFFERED
from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.said import foreign
from conversations.dialogue.said.critiques import read_critiques
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn

CHOICES = (
    Prompt("surprise", "surprise me"),
    Prompt("mood", "something chill", "chill"),
    Prompt("help", "how does it work"),
)


def handle(turn: Turn) -> Outcome:
    if turn.state.offered and read_critiques(turn.text):
        return refine.handle(turn)  # "she thinks it's too kiddy": whoever says it, it moves a slider
    times = turn.state.misunderstood_in_a_row + 1
    state = replace(turn.state, misunderstood_in_a_row=times)
    told = f"language:{turn.language}"
    if times == 1 and told not in state.asked and (line := foreign.ask_again(turn.language)):
        return Outcome(Draft((line,), MOOD_PROMPTS), replace(state, awaiting="mood", asked=(*state.asked, told)))
    if times == 1:
        return Outcome(Draft((turn.say("unsure.rephrase"),)), replace(state, awaiting="rephrase"))
    if times == 2:
        return Outcome(Draft((turn.say("unsure.choices"),), CHOICES), replace(state, awaiting="choice"))
    prompts = (Prompt("human", "talk to a person"), *CHOICES[:1], *MOOD_PROMPTS[:1])
    return Outcome(Draft((turn.say("unsure.person"),), prompts), replace(state, awaiting=OFFERED))
