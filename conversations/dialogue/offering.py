"""Putting games before a player: what is asked of the recommender and how the answer is led in."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue import distress, grief, naming, onboarding, own_words, wishes
from conversations.dialogue.state import DialogueState
from conversations.dialogue.types import Draft, GameLine, Outcome, Prompt, Turn
from conversations.dialogue.uncheckable import uncheckable_in
from games.models import Game
from games.offers import format_price
from games.recommender.types import Context, Pick, Vector

MOST_GAMES = 3
MOOD_PROMPTS = (
    Prompt("mood", "chill 😌", "chill"),
    Prompt("mood", "bored 🥱", "bored"),
    Prompt("mood", "hyped 🔥", "hyped"),
)


def offer(turn: Turn, state: DialogueState, *, lead: str, again: bool = False, **values: object) -> Outcome:
    """Games for tonight's facts, led in by the wording ``lead``; an honest no when none fits."""
    context = ask(turn, state, again=again)
    slate = turn.recommend(context, limit=MOST_GAMES)
    if not slate.picks:
        return nothing_fits(turn, state, context)
    lines = tuple(_line(pick, context, turn) for pick in slate.picks)
    draft = Draft(
        paragraphs=(turn.say(lead, **values), *lines, *_how_few(turn, len(lines)), *_unchecked(turn)),
        prompts=_prompts_for(slate.picks[0]),
        image_url=slate.picks[0].facts.image_url,
    )
    state = replace(state.with_offer(slate.picks), awaiting="", misunderstood_in_a_row=0)
    return onboarding.ask_next(turn, Outcome(draft, state, slate))


def ask(turn: Turn, state: DialogueState, *, again: bool = False) -> Context:
    context = wishes.as_context(
        state,
        own_platforms=turn.player.platforms,
        vector=_vector(turn, state),
        default_currency=turn.player.budget_currency or turn.default_currency,
        own_age=turn.own_age if turn.own_age is not None and turn.own_age < 18 else None,
        again=again,
    )
    if state.tonight.sorrow == grief.DEATH:
        of_loss = Game.objects.published().filter(tags__overlap=list(grief.TAGS_OF_LOSS))
        context = replace(context, exclude_slugs=context.exclude_slugs.union(of_loss.values_list("slug", flat=True)))
    return replace(
        context,
        is_first_session=turn.opening.kind == "onboarding",
        after_dislike=turn.reading.intent == "dislike" or turn.state.refusals > 0,
        needs_care=bool(state.tonight.sorrow)
        or distress.is_recent(turn.contact.distress_at, now=turn.now)
        or own_words.sounds_low(turn.text),
    )


def _vector(turn: Turn, state: DialogueState) -> Vector | None:
    """The vector of tonight's wish. That of this very message was made when it was read."""
    wish = state.tonight.wish
    if not wish:
        return None
    if wish == turn.text:
        return turn.reading.vector
    return turn.knowledge.embed(wish)


def nothing_fits(turn: Turn, state: DialogueState, context: Context) -> Outcome:
    """Say which wish is in the way, and offer to loosen it.

    Wishes are lifted one at a time until something fits; a child's age never is.
    """
    state = replace(state, awaiting="")
    made = wishes.wishes_made(state.tonight)
    # Who was just asked whether old ones may come again, and did not say yes, is asked for something else.
    for wish in (*made, "seen") if turn.state.awaiting == "loosen:seen" else ("seen", *made):
        looser = replace(state, tonight=wishes.loosened(state.tonight, wish))
        found = turn.recommend(ask(turn, looser, again=wish == "seen"), limit=1, explore=False)
        if found.picks:
            words = turn.say(f"none.{wish}", wish=_in_words(wish, context))
            prompts = (Prompt("loosen", "yes, go for it", wish), Prompt("over", "start fresh"))
            return Outcome(Draft((words,), prompts), replace(state, awaiting=f"loosen:{wish}"))
    key = "none.child" if context.youngest_age is not None or turn.player.age_band else "none.at_all"
    return turn.answer(key, state=state, prompts=(Prompt("over", "start fresh"), Prompt("human", "talk to a person")))


def _in_words(wish: str, context: Context) -> str:
    """The wish that stands in the way, as it was understood."""
    if wish == "price":
        price = context.price
        if price is None or price.amount == 0:
            return "free"
        return f"{price.amount:g} {price.currency}" if price.amount % 1 else f"{price.amount:.0f} {price.currency}"
    if wish == "minutes":
        minutes = context.wants_shorter_than or context.minutes
        return f"{minutes} minutes"
    if wish == "platforms":
        return naming.joined((naming.platform(key) for key in context.platforms[:3]), "or")
    if wish == "genres":
        return naming.joined(naming.genre(key) for key in context.genres)
    if wish == "excluded_genres":
        return naming.joined((naming.genre(key) for key in context.excluded_genres), "or")
    return naming.mode(context.player_mode)


def _line(pick: Pick, context: Context, turn: Turn) -> GameLine:
    facts = pick.facts
    return GameLine(
        number=pick.slot + 1,
        slug=facts.slug,
        title=facts.title,
        platforms=naming.platforms_of(facts.platforms, context.platforms or tuple(turn.player.platforms)),
        price=format_price(facts.price) if facts.price else "price unknown",
        reason=pick.reason,
        image_url=facts.image_url,
    )


def _how_few(turn: Turn, count: int) -> tuple[str, ...]:
    return (turn.say(f"few.{count}"),) if count < MOST_GAMES else ()


def _unchecked(turn: Turn) -> tuple[str, ...]:
    """A wish of this message that no record of ours can answer: silence would sound like a yes."""
    what = naming.joined(uncheckable_in(turn.text))
    return (turn.say("offer.unchecked", what=what),) if what else ()


def _prompts_for(pick: Pick) -> tuple[Prompt, ...]:
    slug = pick.facts.slug
    return (
        Prompt("more", "more like this", slug=slug),
        Prompt("why", "why this one?", slug=slug),
        Prompt("dislike", "not for me", slug=slug),
    )
