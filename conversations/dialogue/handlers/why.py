"""Why this one: the reason from its record, what was asked, and what the last days showed.

Who asks again, or wants to be convinced, hears what has not been said of it yet, as far as its record goes.
"""

from __future__ import annotations

from dataclasses import replace

from conversations.dialogue.offers import persuading
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.dialogue.wording import naming
from conversations.dialogue.wording.voice import vibe_of
from games.models import Game, Impression

_FITS_FROM = 0.5
_AT_ONCE = 3


def handle(turn: Turn) -> Outcome:
    pointed = turn.find_game()
    if pointed is None:
        return turn.answer("game.which") if turn.state.offered else turn.answer("why.nothing_yet")
    game = pointed.game
    reason = ""
    if pointed.impression_id:
        reason = Impression.objects.values_list("reason", flat=True).get(pk=pointed.impression_id)
    facts = _facts(turn, game)
    told = persuading.told_of(game.slug, turn.state.asked)
    prompts = (
        Prompt("like", "ok, I'm in", str(pointed.impression_id or "")),
        Prompt("more", "something else"),
        Prompt("dislike", "not for me", str(pointed.impression_id or "")),
    )
    if told or (turn.choice is None and persuading.wants_convincing(turn.text)):
        known = [*facts, *persuading.other_facts(game, said=reason, tonight=turn.state.tonight)]
        pieces, now_told = known[told : told + _AT_ONCE], min(told + _AT_ONCE, len(known))
        words = (
            turn.say("why.more", title=game.title, facts=persuading.as_sentence(pieces))
            if pieces
            else turn.say("why.all_told", title=game.title)
        )
    else:
        key, now_told = "why.plain", len(facts)
        if facts:
            key = "why.disappointed" if turn.reading.sentiment == "negative" else "why.because"
        words = turn.say(key, title=game.title, reason=reason.rstrip("."), facts=naming.joined(facts))
    state = turn.state.about(game.slug)
    state = replace(state, asked=persuading.having_told(game.slug, now_told, state.asked))
    return Outcome(Draft((words,), prompts), state)


def _facts(turn: Turn, game: Game) -> list[str]:
    """What in the record answers what was asked for; each only where both are known."""
    tonight = turn.state.tonight
    facts: list[str] = []
    if tonight.mood and game.mood_fit.get(tonight.mood, 0) >= _FITS_FROM:
        facts.append(f"you were after {vibe_of(tonight.mood)}")
    if (tonight.minutes or tonight.shorter_than) and game.session_minutes:
        facts.append(f"a round takes about {game.session_minutes} minutes")
    if wanted := [key for key in game.platforms if key in turn.platforms]:
        facts.append(f"it's on {naming.platform(wanted[0])}")
    if shared := [genre for genre in game.genres if genre in (*tonight.genres, *turn.player.liked_genres)]:
        facts.append(f"you're into {naming.genre(shared[0])}")
    if tonight.player_mode and tonight.player_mode in game.player_modes:
        facts.append(f"it works {naming.mode(tonight.player_mode)}")
    loved = [one for one in turn.recall().titles("like") if one != game.title]
    if loved and len(facts) < 3:
        facts.append(f"you liked {loved[0]} this week")
    return facts[:3]
