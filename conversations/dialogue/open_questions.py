"""The answer to what we asked last: a name, machines, yes or no; or no answer to it at all."""

from __future__ import annotations

from conversations import hearing
from conversations.dialogue.handlers import erase, human, media, profile, shrug, smalltalk, tap
from conversations.dialogue.offers import wishes
from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.said import critiques, own_words
from conversations.dialogue.types import Outcome, Turn

# What answers us may be read as one of these.
ANSWERING = ("profile", "other", "smalltalk", "recommend", "refine", "greet", "like")

_SURE_PRAISE = 0.75
_SURE_WISH = 0.6


def answered_by(turn: Turn) -> Outcome | None:
    """None when they talk of something else."""
    awaiting, intent = turn.state.awaiting, turn.reading.intent
    says = own_words.yes_or_no(turn.text)
    if awaiting == hearing.AWAITING and says is False:
        return media.misheard(turn)
    if awaiting == erase.AWAITING and says is not None:
        return erase.decide(turn, says)
    if (
        awaiting.startswith("loosen:")
        and says is None
        and (own_words.agrees(turn.text) or own_words.leaves_it_to_us(turn.text))
    ):
        says = True
    if awaiting.startswith("loosen:") and says is not None:
        if says:
            return tap.loosen(turn, awaiting.removeprefix("loosen:"))
        return turn.answer("over.kept", prompts=MOOD_PROMPTS)
    is_praise = intent == "like" and turn.reading.intent_confidence >= _SURE_PRAISE  # "perfect" is no name
    if awaiting == smalltalk.COMFORT and (says is True or own_words.agrees(turn.text)):
        return smalltalk.comfort(turn)
    if awaiting == human.OFFERED and (says is True or own_words.agrees(turn.text)):
        return human.handle(turn)
    if awaiting == human.OFFERED and says is False:
        return turn.answer("over.kept", prompts=MOOD_PROMPTS)
    if awaiting in ("name", "platforms") and own_words.shrugs(turn.text):
        return shrug.handle(turn).led_by(turn.say("skip.done"))
    # A reading that is sure of a wish is no name either, whatever word it hangs on.
    is_wish = intent in ("refine", "recommend", "more") and turn.reading.intent_confidence >= _SURE_WISH
    is_name = not (is_praise or is_wish or smalltalk.is_only_thanks(turn.text))
    if awaiting == "name" and is_name and (intent in ANSWERING or turn.reading.is_unsure):
        if says is False:
            return turn.answer("profile.no_name")
        if (
            own_words.name_in_answer(turn.text)
            and not critiques.read_critiques(turn.text)
            and turn.reading.slots.ordinal is None
            and not wishes.says_something(turn.reading)
        ):
            return profile.handle(turn)
    if awaiting == "platforms" and (intent in ANSWERING or turn.reading.is_unsure):
        if wishes.names_only_machines(turn.reading):
            return profile.handle(turn)
        if says is False:
            return turn.answer("over.kept", prompts=MOOD_PROMPTS)
    return None
