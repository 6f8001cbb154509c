"""Putting games before a player: what is asked of the recommender and how the answer is led in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from conversations.dialogue.care import distress, grief
from conversations.dialogue.offers import in_the_way, prices, wishes
from conversations.dialogue.said import own_words
from conversations.dialogue.said.uncheckable import uncheckable_in
from conversations.dialogue.state import DialogueState
from conversations.dialogue.types import Draft, GameLine, Outcome, Prompt, Turn
from conversations.dialogue.wording import naming, onboarding
from games.catalogue.offers import format_price
from games.models import Game
from games.recommender.types import Context, Pick, PriceTag, Vector

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
        return in_the_way.nothing_fits(turn, state, context, ask=ask)
    currency = prices.currency_of(replace(turn, state=state))
    rates = prices.rates_for(currency, [pick.facts.price.currency for pick in slate.picks if pick.facts.price])
    lines = tuple(_line(pick, context, turn, price=_price(pick.facts.price, currency, rates)) for pick in slate.picks)
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


def _line(pick: Pick, context: Context, turn: Turn, *, price: str) -> GameLine:
    facts = pick.facts
    return GameLine(
        number=pick.slot + 1,
        slug=facts.slug,
        title=facts.title,
        platforms=naming.platforms_of(facts.platforms, context.platforms or tuple(turn.player.platforms)),
        price=price,
        reason=pick.reason,
        image_url=facts.image_url,
    )


def _price(tag: PriceTag | None, currency: str, rates: Mapping[str, Decimal]) -> str:
    return format_price(tag, beside=currency, rates=rates) if tag else "price unknown"


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
