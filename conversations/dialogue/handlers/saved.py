"""Their list: games put aside, shown five at a time, taken off again."""

from __future__ import annotations

from dataclasses import replace

from django.db.models.functions import Length
from rapidfuzz import fuzz

from conversations.dialogue.offers.known_games import Again, lay_out
from conversations.dialogue.offers.offering import MOOD_PROMPTS
from conversations.dialogue.offers.references import numbered
from conversations.dialogue.said.memory_words import Asked
from conversations.dialogue.state import Offered
from conversations.dialogue.types import Draft, GameLine, Outcome, Pointed, Prompt, Reaction, StoreLink, Turn
from conversations.dialogue.wording import naming
from games.models import Game
from games.players.saved import Saved, saved_games

AWAITING = "list"
_UNDOES = {"saved": "unsave", "taken off": "save"}
_PAGE = 5
_SAME_TITLE = 85  # of 100, by rapidfuzz


def save(turn: Turn, asked: Asked) -> Outcome | None:
    """None where nothing was named that could be saved and the words may mean something else."""
    games = _meant(turn, asked)
    if not games and not asked.is_sure:
        return None
    if turn.is_child:
        return turn.answer("save.child", state=turn.state)
    if not games:
        return turn.answer("game.which" if turn.state.offered else "save.nothing_yet", state=turn.state)
    known = {one.game.pk for one in saved_games(turn.player)}
    news = [one for one in games if one.game.pk not in known]
    titles = naming.joined(one.game.title for one in news or games)
    state = replace(turn.state, awaiting=_can_undo("saved", news), misunderstood_in_a_row=0)
    prompts: tuple[Prompt, ...] = (Prompt("list", "my list", "0"),)
    if len(games) == 1 and games[0].impression_id:
        about = str(games[0].impression_id)
        prompts = (Prompt("remind", "remind me", about), *prompts, Prompt("more", "more like this", about))
    key = "save.already" if not news else "save.done"
    words = turn.say(key, title=titles, count=len(known | {one.game.pk for one in news}))
    outcome = Outcome(Draft((words,), prompts), state)
    return outcome.with_effects(reactions=tuple(Reaction("save", one.game.pk) for one in news))


def show(turn: Turn, start: int = 0) -> Outcome:
    """One page of the list; "more", the number of a game and "take it off" go on from here."""
    if turn.is_child:
        return turn.answer("save.child", state=turn.state)
    saved = saved_games(turn.player)
    if not saved:
        return turn.answer("list.empty", prompts=MOOD_PROMPTS)
    start = start if 0 <= start < len(saved) else 0
    page = saved[start : start + _PAGE]
    lines, offered = lay_out(turn, [Again(one.game, one.impression_id) for one in page])
    left = len(saved) - start - len(page)
    paragraphs: tuple[str | GameLine | StoreLink, ...] = (
        turn.say("list.more" if start else "list.here", count=len(saved)),
        *lines,
        *((turn.say("list.left", left=left),) if left else ()),
    )
    prompts: tuple[Prompt, ...] = (Prompt("surprise", "something new"),)
    if left:
        prompts = (Prompt("list", "more of my list", str(start + _PAGE)), *prompts)
    state = replace(turn.state, offered=offered, leading=0, awaiting=f"{AWAITING}:{start + _PAGE if left else 'end'}")
    return Outcome(Draft(paragraphs, prompts), replace(state, misunderstood_in_a_row=0))


def show_more(turn: Turn) -> Outcome:
    """The next page, or an honest end."""
    position = turn.state.awaiting.partition(":")[2]
    if position.isdecimal():
        return show(turn, int(position))
    return turn.answer("list.end", prompts=(Prompt("surprise", "something new"), Prompt("list", "from the top", "0")))


def take_off(turn: Turn, asked: Asked) -> Outcome | None:
    """None where the list is not what they speak of."""
    is_open = turn.state.awaiting.startswith(AWAITING)
    saved = saved_games(turn.player)
    if not saved:
        return turn.answer("list.empty", prompts=MOOD_PROMPTS) if asked.is_sure else None
    gone = _of_list(turn, asked, saved)
    if not gone:
        if not asked.is_sure and not is_open:
            return None
        return turn.answer("list.not_on_it", what=asked.what[:60], state=turn.state)
    return _without(turn, gone, left=len(saved) - len(gone))


def clear(turn: Turn) -> Outcome:
    saved = saved_games(turn.player)
    if not saved:
        return turn.answer("list.empty", prompts=MOOD_PROMPTS)
    outcome = turn.answer("list.cleared", count=len(saved))
    return outcome.with_effects(reactions=tuple(Reaction("unsave", one.game.pk) for one in saved))


def undo(turn: Turn) -> Outcome | None:
    """Of the change of the list that was made just now; None where none was."""
    done, _, ids = turn.state.awaiting.partition(":")
    games = (
        Game.objects.filter(pk__in=[int(one) for one in ids.split(",") if one.isdecimal()]) if done in _UNDOES else []
    )
    if not games:
        return None
    key = "list.off" if done == "saved" else "save.done"
    titles = naming.joined(game.title for game in games)
    outcome = turn.answer(key, title=titles, left="", count=0, prompts=(Prompt("list", "my list", "0"),))
    return outcome.with_effects(reactions=tuple(Reaction(_UNDOES[done], game.pk) for game in games))


def _can_undo(done: str, games: list[Pointed] | list[Saved]) -> str:
    return f"{done}:{','.join(str(one.game.pk) for one in games)}" if games else ""


def _without(turn: Turn, gone: list[Saved], *, left: int) -> Outcome:
    titles = naming.joined(one.game.title for one in gone)
    prompts = (Prompt("list", "my list", "0"),) if left else ()
    slugs = {one.game.slug for one in gone}
    still = tuple(one for one in turn.state.offered if one.slug not in slugs)
    state = replace(turn.state, awaiting=_can_undo("taken off", gone), offered=still or turn.state.offered, leading=0)
    outcome = Outcome(Draft((turn.say("list.off", title=titles, left=left),), prompts), state)
    return outcome.with_effects(reactions=tuple(Reaction("unsave", one.game.pk) for one in gone))


def _meant(turn: Turn, asked: Asked) -> list[Pointed]:
    """The games that the words name: by number, all of them, by title, or the one that we talk about."""
    offered = turn.state.offered
    if turn.choice is None and not turn.message.quoted_provider_id and offered:
        if asked.takes_all and not asked.numbers and (len(offered) > 1):
            is_singular = asked.what in ("it",)
            return _of_offered(offered[:1] if is_singular else offered)
        if asked.numbers:
            chosen = [one for number in asked.numbers if (one := numbered(turn.state, number))]
            return _of_offered(chosen)
    pointed = turn.find_game()
    if (asked.what and not asked.is_sure) or _names_a_title(turn, asked):
        return _by_title(turn, asked.what, pointed)
    return [pointed] if pointed else []


def _names_a_title(turn: Turn, asked: Asked) -> bool:
    return bool(turn.reading.slots.like_titles) or bool(turn.knowledge.titles.find(asked.what.casefold()))


def _by_title(turn: Turn, what: str, pointed: Pointed | None) -> list[Pointed]:
    """By its name: among those offered, else in the catalogue; never merely the last one that was shown."""
    for one in turn.state.offered:
        if what and fuzz.WRatio(what.casefold(), one.title.casefold()) >= _SAME_TITLE:
            return _of_offered([one])
    names = [hit.title for hit in turn.knowledge.titles.find(what.casefold())] or [what]
    for name in filter(None, names):
        game = Game.objects.published().titled(name).order_by(Length("title"), "-popularity", "pk").first()
        if game is not None:
            same = pointed if pointed and pointed.game.pk == game.pk else None
            return [same or Pointed(game)]
    return []


def _of_offered(offered: tuple[Offered, ...] | list[Offered]) -> list[Pointed]:
    games = {game.slug: game for game in Game.objects.filter(slug__in=[one.slug for one in offered])}
    return [Pointed(games[one.slug], one.impression_id) for one in offered if one.slug in games]


def _of_list(turn: Turn, asked: Asked, saved: list[Saved]) -> list[Saved]:
    by_slug = {one.game.slug: one for one in saved}
    if asked.numbers and turn.state.offered:
        chosen = [numbered(turn.state, number) for number in asked.numbers]
        if found := [by_slug[one.slug] for one in chosen if one and one.slug in by_slug]:
            return found
    what = asked.what.casefold()
    titles = [
        (fuzz.WRatio(what, one.game.title.casefold()), one)
        for one in saved
        if what and (one.game.title.casefold() in what or fuzz.WRatio(what, one.game.title.casefold()) >= _SAME_TITLE)
    ]
    if titles:
        return [max(titles, key=lambda found: found[0])[1]]
    pointed = turn.find_game()
    points = asked.what in ("", "it", "this", "that", "this one", "that one", "the game") or not asked.is_sure
    return [by_slug[pointed.game.slug]] if points and pointed and pointed.game.slug in by_slug else []
