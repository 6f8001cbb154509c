"""Another voice, other words, or who this is: answered by whoever speaks from now on."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.said.persona_requests import Request
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.dialogue.wording.replies import MOST_BUTTONS
from conversations.models import Contact
from conversations.personas import in_use as personas
from conversations.personas import trials as persona_trials


def handle(turn: Turn, request: Request) -> Outcome:
    cast = _cast_of(turn)
    if request.kind == "level":
        return _change_level(turn, cast, request.argument)
    if request.kind in ("who", "unknown"):
        return turn.answer(f"persona.{request.kind}", state=turn.state, prompts=voices(cast))
    now = _speaks_now(turn, cast)
    wanted = {"next": cast.after(now), "default": cast.default}.get(request.kind, request.argument)
    return change_to(turn, wanted)


def change_to(turn: Turn, persona: str) -> Outcome:
    """From this very reply ``persona`` speaks."""
    cast = _cast_of(turn)
    if persona == _speaks_now(turn, cast):
        return turn.answer("persona.same", state=turn.state)
    turn.voice.speak_with(cast.speaker(persona, turn.english_level).wordings)
    return turn.answer("persona.changed", state=turn.state).with_effects(manner={"persona": persona})


def is_known(persona: str) -> bool:
    return persona in personas.current().names


def voices(cast: personas.Cast) -> tuple[Prompt, ...]:
    """The same buttons whoever speaks."""
    return tuple(Prompt("persona", name, key) for key, name in list(cast.names.items())[:MOST_BUTTONS])


def _change_level(turn: Turn, cast: personas.Cast, level: str) -> Outcome:
    persona = _speaks_now(turn, cast)
    manner = {"english_level": level, "english_level_by": Contact.LevelBy.PLAYER}
    if level == Contact.EnglishLevel.NORMAL and turn.contact.english_level == level and persona != cast.default:
        # Nothing to make plainer in the words, so it is the voice that is not normal.
        return change_to(turn, cast.default).with_effects(manner={**manner, "persona": cast.default})
    turn.voice.speak_with(cast.speaker(persona, level).wordings)
    draft = Draft((turn.say(f"level.{level}"),))
    return Outcome(draft, replace(turn.state, misunderstood_in_a_row=0)).with_effects(manner=manner)


def _cast_of(turn: Turn) -> personas.Cast:
    return persona_trials.cast_for(turn.player.public_id)


def _speaks_now(turn: Turn, cast: personas.Cast) -> str:
    return cast.speaker(turn.contact.persona, turn.english_level).persona
