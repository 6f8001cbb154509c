"""A fact about a game, from its record only; what the record lacks is "I don't know"."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from conversations.dialogue.handlers import of_several
from conversations.dialogue.offers import references
from conversations.dialogue.said.uncheckable import uncheckable_in
from conversations.dialogue.state import DialogueState, Offered
from conversations.dialogue.types import Draft, Outcome, Pointed, Prompt, StoreLink, Turn
from conversations.dialogue.wording import naming
from conversations.understanding.normalise import fold
from conversations.understanding.phrase_files import phrases_of
from games.catalogue.offers import format_price
from games.models import Game, Offer
from games.recommender.types import PriceTag
from games.vocabulary import PLATFORM_FAMILIES

_SAID = phrases_of("details", Path(__file__).parent / "phrases")

_MOST_PRICES = 3
# The first that matches is answered; "is it long and is it on Switch" gets both.
_QUESTIONS = {
    "price": re.compile(rf"\b{_SAID['price']}\b|[$€£]"),
    "length": re.compile(rf"\b{_SAID['length']}\b"),
    "players": re.compile(rf"\b{_SAID['players']}\b"),
    "age": re.compile(rf"\b{_SAID['age']}\b"),
    "difficulty": re.compile(r"\b(?:hard|difficult(?:y)?|easy|challenging|beginner|newbie)\b"),
    "release": re.compile(r"\b(?:when did|came? out|come out|release[ds]?|how old is|what year|new is it)\b"),
    "studio": re.compile(r"\b(?:who made|who makes|developer|studio|devs?|made by)\b"),
    "scary": re.compile(r"\b(?:scary|spooky|creepy|jump ?scares?|horror|nightmares?)\b"),
    "score": re.compile(r"\b(?:score|metacritic|reviews?|any good|is it good|critics?)\b"),
}  # fmt: skip
_COMPARE = re.compile(rf"\b{_SAID['compare']}\b")
_HAS = re.compile(
    rf"\b(?:does|do|has|have) {_SAID['it']} (?:even |actually |also )?(?:have |got |contain |include |feature )+"
    r"(?:any |a |an |some |lots of |much |good )*(?P<what>[a-z][a-z' -]{2,29}?)(?: in it)?[ ?.!]*$"
    r"|\b(?:is|are) there (?:any |a |an |some |lots of |much )*"
    r"(?P<what2>(?!anything|more|one\b|another|something)[a-z][a-z' -]{2,29}?)(?: in (?:it|this|that))?\s*\?+$"
)
_YES_OR_NO = re.compile(
    r"(?:^|[.!,;] |\b(?:and|so|but|ok|hmm*|wait) )"
    rf"{_SAID['asking']} (?!(?:you|u|we) (?:tell|say|show|explain|describe|know))[^?]{{3,80}}\?\W*$"
)
# Where a price is asked, a shop is where, not what on.
_SHOP = re.compile(r"\b(?:steam|epic|gog|itch|psn|eshop|e-shop|humble|app ?store|play ?store)\b")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_PLATFORM_QUESTION = re.compile(rf"\b{_SAID['platforms']}\b")


def handle(turn: Turn) -> Outcome:
    pointed = _named_out_of_the_blue(turn) or turn.find_game()
    if pointed is None:
        return turn.answer("game.which") if turn.state.offered else turn.answer("details.nothing_yet")
    if which := of_several.which_of_them(turn) or of_several.the_most(turn):
        return which
    if both := _both_of_them(turn, pointed):
        return both
    if alike := of_several.whether_it_is_like(turn):
        return alike
    game = pointed.game
    answers = [_ANSWERS[name](turn, game) for name in _asked(turn)]
    # What no record holds is said rather than passed over; a plane has no couch, so it is not asked twice.
    unknown = uncheckable_in(turn.text) if turn.choice is None else ()
    if unknown:
        answers = [*(turn.say("details.unknown", title=game.title, what=what) for what in unknown)]
    answers = answers or [_whether_it_has(turn, game) or _to_another_question(turn, game) or _overview(turn, game)]
    links = (StoreLink(pointed.impression_id),) if pointed.impression_id else ()
    impression = str(pointed.impression_id or "")
    prompts = (
        Prompt("like", "I'm in", impression),
        Prompt("more", "more like this", impression),
        Prompt("dislike", "not for me", impression),
    )
    return Outcome(Draft((" ".join(answers), *links), prompts), _about(turn, game))


def _whether_it_has(turn: Turn, game: Game) -> str:
    """ "Does it have romance?": yes where genre or tags say so, else that our notes are silent. Empty: not asked."""
    found = _HAS.search(turn.text.lower()) if turn.choice is None else None
    if found is None:
        return ""
    what = " ".join((found["what"] or found["what2"]).split())
    words = {what.replace(" ", "-"), what.removesuffix("s").replace(" ", "-")}
    if words & {*game.genres, *game.tags}:
        return turn.say("details.has", title=game.title, what=what)
    return turn.say("details.unknown", title=game.title, what=f"whether there's {what} in it")


def _to_another_question(turn: Turn, game: Game) -> str:
    """A yes or no that no fact of ours answers: to tell what the game is about instead would dodge it."""
    if turn.choice is not None or not _YES_OR_NO.search(turn.text.lower().strip()):
        return ""
    return turn.say("details.not_noted", title=game.title)


def _both_of_them(turn: Turn, pointed: Pointed) -> Outcome | None:
    """ "Compare it with the first one": what the records tell of the one in front and of the one pointed at."""
    if not _COMPARE.search(turn.text.lower()) or len(turn.state.offered) < 2:
        return None
    game, lead = pointed.game, turn.lead
    others = [one.slug for one in (*([lead] if lead else []), *turn.state.offered) if one.slug != game.slug]
    other = Game.objects.filter(slug=others[0]).first() if others else None
    if other is None:
        return None
    lines = [f"{_overview(turn, one, is_brief=True)}\n{_price(turn, one)}" for one in (game, other)]
    return Outcome(Draft(("\n\n".join(lines),), ()), turn.state)


def _named_out_of_the_blue(turn: Turn) -> Pointed | None:
    """ "Is Stardew Valley on mobile?" before anything was offered: a title stands in the question."""
    if (
        turn.choice is not None
        or turn.is_child
        or turn.reading.slots.ordinal is not None
        or turn.message.quoted_provider_id
    ):
        return None  # something else points, or it is not for us to bring up
    titles = [hit.title for hit in turn.knowledge.titles.find(fold(turn.text), raw=turn.text)]
    offered = {one.slug for one in turn.state.offered}
    games = [game for game in references.called(titles) if game.slug not in offered]
    return Pointed(max(games, key=lambda game: len(game.title))) if games else None


def _about(turn: Turn, game: Game) -> DialogueState:
    """ "It" means this game from now on, offered or not."""
    if any(one.slug == game.slug for one in turn.state.offered):
        return turn.state.about(game.slug)
    known = Offered(game.slug, game.title, session_minutes=game.session_minutes, genres=tuple(game.genres))
    return replace(turn.state, offered=(known,), leading=0)


def _asked(turn: Turn) -> list[str]:
    if turn.choice is not None:
        return []
    lowered = turn.text.lower()
    names = [name for name, pattern in _QUESTIONS.items() if pattern.search(lowered)]
    is_shop = "price" in names and _SHOP.search(lowered)
    if (turn.reading.slots.platforms and not is_shop) or _PLATFORM_QUESTION.search(lowered):
        names.insert(0, "platforms")
    return names[:2]


def _platforms(turn: Turn, game: Game) -> str:
    asked = turn.reading.slots.platforms
    if not game.platforms:
        return turn.say("details.unknown", title=game.title, what="what it runs on")
    known = naming.joined(naming.platform(key) for key in game.platforms)
    if not asked:
        return turn.say("details.platforms", title=game.title, platforms=known)
    has = [key for key in asked if key in game.platforms]
    if has:
        return turn.say("details.on_it", title=game.title, platform=naming.joined(map(naming.platform, has)))
    # A newer machine of the family may well run it, but the record does not say so.
    missing = naming.joined((naming.platform(key) for key in asked), "or")
    family = {PLATFORM_FAMILIES[key] for key in asked}
    is_near = any(PLATFORM_FAMILIES.get(key) in family for key in game.platforms)
    key = "details.maybe_on_it" if is_near else "details.not_on_it"
    return turn.say(key, title=game.title, platform=missing, platforms=known)


def _price(turn: Turn, game: Game) -> str:
    offers = list(Offer.objects.filter(game=game, is_current=True).order_by("amount", "pk"))
    asked = {PLATFORM_FAMILIES[key] for key in turn.reading.slots.platforms or turn.platforms}
    own = [offer for offer in offers if offer.family in asked] or offers
    tags = [format_price(PriceTag(one.amount, one.currency, one.store, one.url)) for one in own]
    prices = list(dict.fromkeys(tags))[:_MOST_PRICES]
    if not prices:
        return turn.say("details.unknown", title=game.title, what="the price")
    return turn.say("details.price", title=game.title, prices=naming.joined(prices))


def _length(turn: Turn, game: Game) -> str:
    facts = []
    if game.hours_to_finish:
        facts.append(f"about {naming.hours(game.hours_to_finish)} to finish")
    if game.session_minutes:
        facts.append(f"good in sittings of {game.session_minutes} minutes")
    if not facts:
        return turn.say("details.unknown", title=game.title, what="how long it is")
    return turn.say("details.length", title=game.title, facts=naming.joined(facts, "and it's"))


def _players(turn: Turn, game: Game) -> str:
    if not game.player_modes:
        return turn.say("details.unknown", title=game.title, what="how many can play")
    modes = naming.joined(naming.mode(key) + naming.where(key, game.tags) for key in game.player_modes)
    return turn.say("details.players", title=game.title, modes=modes)


def _age(turn: Turn, game: Game) -> str:
    if game.age_rating is None:
        return turn.say("details.unknown", title=game.title, what="its age rating")
    if game.age_rating <= 3:
        return turn.say("details.any_age", title=game.title)
    return turn.say("details.age", title=game.title, age=game.age_rating)


def _difficulty(turn: Turn, game: Game) -> str:
    if game.difficulty is None:
        return turn.say("details.unknown", title=game.title, what="how hard it is")
    words = {1: "very gentle", 2: "pretty easy", 3: "in the middle", 4: "on the hard side", 5: "properly hard"}
    return turn.say("details.difficulty", title=game.title, level=words[game.difficulty])


def _release(turn: Turn, game: Game) -> str:
    if game.release_date is None:
        return turn.say("details.unknown", title=game.title, what="when it came out")
    return turn.say("details.release", title=game.title, year=game.release_date.year)


def _studio(turn: Turn, game: Game) -> str:
    if not game.studio:
        return turn.say("details.unknown", title=game.title, what="who made it")
    return turn.say("details.studio", title=game.title, studio=game.studio)


def _scary(turn: Turn, game: Game) -> str:
    says_so = next((word for word in ("horror", "scary", "creepy") if word in (*game.genres, *game.tags)), "")
    return turn.say("details.scary" if says_so else "details.not_scary", title=game.title, word=says_so)


def _score(turn: Turn, game: Game) -> str:
    if game.critic_score is None:
        return turn.say("details.unknown", title=game.title, what="its critic score")
    return turn.say("details.score", title=game.title, score=game.critic_score)


def _overview(turn: Turn, game: Game, *, is_brief: bool = False) -> str:
    """What the record tells at a glance, for "tell me more"; in brief only the first sentence of it."""
    words = game.feel or game.summary
    if is_brief:
        words = _SENTENCE_END.split(words, maxsplit=1)[0]
    own = [key for key in game.platforms if key in turn.platforms]
    # Theirs first: a list that breaks off before it reads as if it were not on what they have.
    machines = [*own, *(key for key in game.platforms if key not in own)][:4]
    facts = [naming.joined(map(naming.platform, machines))] if machines else []
    if game.hours_to_finish:
        facts.append(f"about {naming.hours(game.hours_to_finish)} to finish")
    if game.player_modes:
        facts.append(naming.joined(naming.mode(key) for key in game.player_modes))
    return turn.say("details.overview", title=game.title, words=words, facts=" · ".join(facts))


_ANSWERS = {
    "platforms": _platforms, "price": _price, "length": _length, "players": _players, "age": _age,
    "difficulty": _difficulty, "release": _release, "studio": _studio, "score": _score, "scary": _scary,
}  # fmt: skip
