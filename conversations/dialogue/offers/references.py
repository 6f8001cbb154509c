"""Which game a message means: tapped, quoted, numbered, named, or simply the last one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.functions import Length

from conversations.dialogue.choices import Choice
from conversations.dialogue.state import DialogueState, Offered
from conversations.dialogue.types import Pointed
from conversations.models import Contact, Message
from conversations.understanding.types import Slots
from games.models import Game, Impression


def find(
    *, contact: Contact, message: Message, slots: Slots, text: str, state: DialogueState, choice: Choice | None
) -> Pointed | None:
    """The game in question; None when there is none, or no such number."""
    if choice and choice.impression_id is not None:
        return _of_impression(choice.impression_id, contact)
    if pointed := _quoted(contact, message, slots):
        return pointed
    if slots.ordinal is not None and state.offered:
        return _of_offered(numbered(state, slots.ordinal), contact)
    if named := _named_among_offered(text, slots, state):
        return _of_offered(named, contact)
    for title in (*slots.like_titles, *slots.dislike_titles):
        game = Game.objects.published().titled(title).order_by(Length("title"), "-popularity", "pk").first()
        if game is not None:
            return Pointed(game)
    return _of_offered(state.lead, contact)


def numbered(state: DialogueState, ordinal: int) -> Offered | None:
    """ "The second one" of the last answer; -1 is its last. None when it had no such number."""
    if ordinal == -1:
        return state.offered[-1] if state.offered else None
    return state.offered[ordinal - 1] if 1 <= ordinal <= len(state.offered) else None


def called(titles: Sequence[str]) -> list[Game]:
    """The published games of these titles."""
    return list(Game.objects.published().titled(*titles)) if titles else []


def as_offered(state: DialogueState, game: Game) -> Offered:
    """As it lies before them; of another, what its record says."""
    known = next((one for one in state.offered if one.slug == game.slug), None)
    return known or Offered(
        slug=game.slug,
        title=game.title,
        session_minutes=game.session_minutes,
        genres=tuple(game.genres),
        difficulty=game.difficulty,
        popularity=game.popularity,
    )


def quoted_title(contact: Contact, message: Message) -> str:
    """The title of the game in the message that was quoted, for the reading's context."""
    pointed = _quoted(contact, message, Slots())
    return pointed.game.title if pointed else ""


def _quoted(contact: Contact, message: Message, slots: Slots) -> Pointed | None:
    if not message.quoted_provider_id:
        return None
    impressions = Impression.objects.filter(
        slate__messages__contact=contact,
        slate__messages__channel=message.channel,
        slate__messages__provider_id=message.quoted_provider_id,
    ).select_related("game")
    in_order = list(impressions.order_by("slot").distinct())
    if not in_order:
        return None
    slot = slots.ordinal if slots.ordinal is not None else 1
    if not (slot == -1 or 1 <= slot <= len(in_order)):
        return None
    found = in_order[slot - 1] if slot > 0 else in_order[-1]
    return Pointed(found.game, found.pk)


def _of_impression(impression_id: int, contact: Contact) -> Pointed | None:
    """Only what this very person was shown: a foreign number names nothing."""
    found = Impression.objects.filter(pk=impression_id, player_id=contact.player_id).select_related("game").first()
    return Pointed(found.game, found.pk) if found else None


def _of_offered(offered: Offered | None, contact: Contact) -> Pointed | None:
    if offered is None:
        return None
    if offered.impression_id is not None and (pointed := _of_impression(offered.impression_id, contact)):
        return pointed
    game = Game.objects.filter(slug=offered.slug).first()
    return Pointed(game) if game else None


def _named_among_offered(text: str, slots: Slots, state: DialogueState) -> Offered | None:
    said = {title.casefold() for title in (*slots.like_titles, *slots.dislike_titles)}
    lowered = text.casefold()
    for offered in state.offered:
        title = offered.title.casefold()
        if (
            title in said
            or any(" " in one and title.endswith(f"'s {one}") for one in said)
            or (len(title) > 3 and title in lowered)
        ):
            return offered
    return None
