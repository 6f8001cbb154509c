"""What a message comes to before anybody answers it: a tap, or its one reading with what the talk adds to it."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.care import distress
from conversations.dialogue.choices import Choice, read_id, typed_choice
from conversations.dialogue.offers import references, wishes
from conversations.dialogue.said import corrections, critiques, foreign, own_words
from conversations.dialogue.said.languages import language_of
from conversations.dialogue.state import DialogueState
from conversations.models import Contact, Message
from conversations.understanding import understand
from conversations.understanding.themes import let_in
from conversations.understanding.types import Knowledge, ReadingContext, Slots, Understanding
from games.vocabulary import MOODS

_NEVER_A_NAME = ("more", "why", "like", "dislike", "refine", "details", "played", "help", "human", "erase")
_SURE_OF_NO_NAME = 0.75

_INTENT_OF_TAP = {
    "mood": "recommend", "surprise": "recommend", "platform": "profile", "loosen": "refine", "over": "greet",
    "persona": "smalltalk", "save": "like", "remind": "like", "search": "recommend", "list": "profile",
    "zone": "profile", "snooze": "profile", "fit": "profile", "card": "profile", "reminders": "profile",
    "topic": "profile", "companion": "smalltalk", "heard": "smalltalk",
}  # fmt: skip


def only_what_cannot_wait(reading: Understanding) -> Understanding:
    """Of words that we may have misheard STOP counts at once; all else when they say that we heard right."""
    intent = reading.intent if reading.intent == "stop" else "other"
    return Understanding(text=reading.text, intent=intent, intent_confidence=reading.intent_confidence, sure_by="voice")


def choice_of(message: Message, state: DialogueState) -> Choice | None:
    if message.kind == "choice" or message.choice:
        return read_id(message.choice) or Choice("unknown")
    typed = typed_choice(message.body, state)
    return read_id(typed) if typed else None


def read_in_context(
    contact: Contact, message: Message, state: DialogueState, choice: Choice | None, knowledge: Knowledge
) -> Understanding:
    """The message's one reading; a tap and a picture without words need no understanding."""
    if choice is not None:
        mood = choice.argument if choice.action == "mood" and choice.argument in MOODS else ""
        intent = _INTENT_OF_TAP.get(choice.action, choice.action if choice.action != "unknown" else "other")
        return Understanding(
            text="", intent=intent, intent_confidence=1.0, mood=mood, mood_confidence=1.0 if mood else 0.0,
            sure_by=f"tap:{choice.action}",
        )  # fmt: skip
    if message.kind != "text" and not message.body.strip():
        return Understanding(text="", intent="other", intent_confidence=1.0, sure_by=f"kind:{message.kind}")
    last_game = references.quoted_title(contact, message) or (state.lead.title if state.lead else None)
    context = ReadingContext(
        last_game=last_game,
        known_platforms=state.tonight.platforms or tuple(contact.player.platforms),
        awaiting=state.awaiting,
    )
    reading = understand(message.body, context, knowledge=knowledge)
    if reading.sure_by == "rule:answer: name":
        # We asked for a name, but "more" and "cheaper" are none.
        unasked = understand(message.body, replace(context, awaiting=""), knowledge=knowledge)
        is_sure = unasked.intent in _NEVER_A_NAME and unasked.intent_confidence >= _SURE_OF_NO_NAME
        # A mood alone decides nothing: Joy and Faith are names.
        is_critique = bool(critiques.read_critiques(message.body) or critiques.read_fame(message.body))
        is_no_name = not own_words.name_in_answer(message.body)
        if is_sure or is_critique or is_no_name or wishes.says_something(replace(unasked, mood="")):
            reading = unasked
    if changed := corrections.after_a_change_of_mind(message.body):
        reading = corrections.corrected(reading, understand(changed, context, knowledge=knowledge))
    youngest = own_words.youngest_of_children(message.body)
    if youngest is not None and (reading.slots.youngest_age or 99) > youngest:
        reading = replace(reading, slots=replace(reading.slots, youngest_age=youngest))
    if back := let_in(message.body, (*state.tonight.excluded_genres, *contact.player.avoided_genres)):
        allowed = (*reading.slots.allow_genres, *back)
        reading = replace(reading, slots=replace(reading.slots, allow_genres=allowed))
    reading = foreign.clarified(reading, language_of(message.body))
    typed = message.body.strip()
    if distress.is_serious(message.body):
        # No mood to remember, and none to pick a game by.
        return replace(reading, mood="", secondary_mood="", mood_confidence=0.0)
    if state.offered and len(typed) == 1 and typed in "123456789":
        # A bare number is the game of that number.
        return replace(reading, intent="like", intent_confidence=1.0, is_unsure=False, slots=Slots(ordinal=int(typed)))
    return reading
