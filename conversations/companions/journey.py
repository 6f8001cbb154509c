"""A journey: a handful of questions about a kind of game, answered in free words, and a skill at its end."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from conversations.companions import freer
from conversations.companions.base import LEAVE, Mode, is_for_the_usual_talk, prompt, with_company
from conversations.companions.journey_keeping import Answered, Begun, scores_so_far
from conversations.companions.journey_scoring import (
    HIGH,
    MIDDLING,
    is_about_something_else,
    overall,
    score_answer,
    speaks_of_a_point,
)
from conversations.companions.journey_text import Journey, Question
from conversations.companions.journeys import all_journeys, journey_named
from conversations.companions.remarks import remark_in
from conversations.dialogue.offers.offering import ask, offer
from conversations.dialogue.said import comparing, critiques
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.dialogue.wording import naming
from conversations.understanding.phrase_files import phrases_of
from games.models import Game
from games.recommender.explain_words import named_in_plural
from games.recommender.types import Vector

_SAID = phrases_of("journey", Path(__file__).parent / "phrases")
_ASKED = re.compile(
    rf"{_SAID['lead']}{_SAID['teach me']} ?(?:(?:a|an|the|my|your) +)?(?:([\w' -]{{3,40}}?) ?)?"
    rf"{_SAID['lesson']}?{_SAID['once more']}[ ?.!]*"
)
_NEW_TO_IT = re.compile(rf"\b{_SAID['new to it']}\b")
_ANYTHING = ("something", "a", "the", "me", "another", "journey", "journeys", "lesson", "lessons", "course")
_ASKED_FOR_ANY = re.compile(_SAID["any journey"])
_SKIP = re.compile(rf"{_SAID['skip']}[ .!]*")
_ASKS_US = re.compile(_SAID["asks us"])
_MOST_WORDS = 12
_FEWEST_LETTERS = 2
_WORDS_OF_A_CRITIQUE = 4  # "make it a bit easier" is for the games, more words for the question
_SHORT_WISH = 4  # words: answers speak of minutes and machines too
_KEPT_CHARACTERS = 600
_MOST_DIFFICULTY = 4  # from here on a game just shown is one to prepare for


class JourneyMode(Mode):
    key = "journey"
    noun = "journey"
    also_called = ("lesson", "quiz", "course", "test", "class", "school")
    title = "show me the ropes"
    back = "back to my journey"

    def asked_for(self, text: str) -> str | None:
        if len(text.split()) > _MOST_WORDS or not (found := _ASKED.fullmatch(text)):
            return None
        said = (found[1] or "").strip()
        if not said or said in _ANYTHING:
            return "" if _ASKED_FOR_ANY.search(text) else None
        return _called(said)

    def begin(self, turn: Turn, name: str) -> Outcome:
        if turn.is_child:
            return turn.answer("journey.child", state=turn.state)
        journeys = all_journeys()
        journey = journeys.get(name)
        if journey is None:
            titles = naming.joined([one.title for one in journeys.values()])
            prompts = tuple(prompt("journey", one.called[0], f"begin.{one.name}") for one in journeys.values())
            key = "journey.none" if name or not journeys else "journey.which"
            return turn.answer(key, prompts=prompts, titles=titles or "none yet")
        so_far = scores_so_far(turn.contact, journey.name)
        number = next((place for place in range(1, len(journey.questions) + 1) if place not in so_far), 1)
        company = turn.state.company.begun(self.key, journey.name, str(number))
        if so_far and number > 1:
            lead = turn.say("journey.again", title=journey.title, number=number)
            return Outcome(_asked(journey, number, lead), with_company(turn.state, company))
        lead = turn.say("journey.begin", title=journey.title, count=len(journey.questions))
        outcome = Outcome(_asked(journey, 1, lead), with_company(turn.state, replace(company, place="1")))
        return outcome.with_effects(planned=(Begun(journey.name),))

    def show(self, turn: Turn) -> Outcome:
        found = _where(turn)
        if found is None:
            return self.leave(turn)
        return Outcome(_asked(*found), with_company(turn.state, turn.state.company.moved()))

    def hear(self, turn: Turn) -> Outcome | None:
        found = _where(turn)
        if found is None or turn.is_child:
            return self.leave(turn)
        if _SKIP.fullmatch(turn.text.strip().lower()):
            return _skipped(turn, *found)
        if moved := _moved(turn, *found):
            return moved
        is_chat = turn.reading.intent in ("greet", "smalltalk") and not turn.reading.is_unsure
        if sum(char.isalpha() for char in turn.text) < _FEWEST_LETTERS or (is_chat and len(turn.text.split()) <= 2):
            return None
        if turn.state.company.lost == 0 and _is_no_answer(turn, *found):
            return None  # asked once more; then it is graded, so that nobody is stuck
        return _graded(turn, *found).with_effects(is_in_character=True)

    def is_for_others(self, turn: Turn) -> bool:
        is_expected = self.expects(turn)
        if not is_expected and _ASKS_US.fullmatch(turn.text.strip().lower().replace("’", "'")):
            return True
        return is_for_the_usual_talk(turn, expected=is_expected, short_wish=_SHORT_WISH)

    def takes_up(self, turn: Turn) -> Outcome | None:
        return self.hear(turn) if self.expects(turn) and not self.is_for_others(turn) else None

    def expects(self, turn: Turn) -> bool:
        found = _where(turn)
        return bool(found and speaks_of_a_point(turn.text, found[0].questions[found[1] - 1]))

    def tap(self, turn: Turn, argument: str) -> Outcome | None:
        found = _where(turn)
        action, _, number = argument.partition(".")
        if found is None or turn.is_child:
            return None
        if number != str(found[1]):
            return self.show(turn).led_by(turn.say("journey.past"))
        return self.hint(turn) if action == "hint" else _skipped(turn, *found) if action == "skip" else None

    def hint(self, turn: Turn) -> Outcome | None:
        found = _where(turn)
        if found is None:
            return None
        journey, number = found
        names = [point.name for point in journey.questions[number - 1].points[:2]]
        draft = Draft((turn.say("hint.journey", nudge=naming.joined(names)),), _prompts(number)[1:])
        return Outcome(draft, with_company(turn.state, turn.state.company.moved()))

    def fits(self, turn: Turn, outcome: Outcome) -> str | None:
        """New to what they ask for, or just bought something hard."""
        text = turn.text.lower().replace("’", "'")
        if not _NEW_TO_IT.search(text):
            return None
        journey = next((one for one in all_journeys().values() if _speaks_of(text, one)), None)
        if journey is None or journey.genre in dict(turn.player.skills):
            return None
        return journey.name


JOURNEY = JourneyMode()


def _where(turn: Turn) -> tuple[Journey, int] | None:
    """The journey and the number of its open question; None where editors have taken it away."""
    company = turn.state.company
    journey = journey_named(company.name)
    number = int(company.place) if company.place.isdecimal() else 0
    return (journey, number) if journey and 1 <= number <= len(journey.questions) else None


def _asked(journey: Journey, number: int, *lead: str) -> Draft:
    question = journey.questions[number - 1]
    return Draft((*lead, f"{number}/{len(journey.questions)} · {question.asks}"), _prompts(number))


def _prompts(number: int) -> tuple[Prompt, ...]:
    return (
        prompt("journey", "hint", f"hint.{number}"),
        prompt("journey", "skip this one", f"skip.{number}"),
        prompt("journey", "stop journey", LEAVE),
    )


def _vector_of(turn: Turn) -> Vector | None:
    return turn.reading.vector if turn.reading.vector is not None else turn.knowledge.embed(turn.text)


def _is_no_answer(turn: Turn, journey: Journey, number: int) -> bool:
    if remark_in(turn.text) and not speaks_of_a_point(turn.text, journey.questions[number - 1]):
        return True  # "my brother is great at this"
    embed = freer.remembered(turn.knowledge.embed)
    return is_about_something_else(turn.text, _vector_of(turn), journey.questions[number - 1], embed=embed)


def _graded(turn: Turn, journey: Journey, number: int) -> Outcome:
    question: Question = journey.questions[number - 1]
    scored = score_answer(turn.text, _vector_of(turn), question, embed=freer.remembered(turn.knowledge.embed))
    by_model = freer.grade(turn, question)
    counted = scored.score if by_model is None else round((scored.score + by_model) / 2)
    answer = Answered(journey.name, number, turn.text[:_KEPT_CHARACTERS], scored.score, by_model)
    said = turn.say("journey.score", score=counted, feedback=scored.feedback)
    return _on(turn, journey, number, answer, counted, said)


def _moved(turn: Turn, journey: Journey, number: int) -> Outcome | None:
    """ "Easier" is no answer: it holds for each game of the evening, and the question stays. None for anything else."""
    heard = critiques.read_critiques(turn.text)
    which = next((key for key in ("easier", "harder") if key in heard), "")
    if not which or len(turn.text.split()) > _WORDS_OF_A_CRITIQUE:
        return None
    change = comparing.easier if which == "easier" else comparing.harder
    evening = turn.state.tonight
    state = replace(
        with_company(turn.state, turn.state.company.moved()),
        tonight=replace(change(evening, None), keeps_difficulty=True),
        before=evening,
    )
    return Outcome(_asked(journey, number, turn.say(f"journey.{which}")), state)


def _skipped(turn: Turn, journey: Journey, number: int) -> Outcome:
    answer = Answered(journey.name, number, was_skipped=True)
    said = turn.say("journey.skipped") if number < len(journey.questions) else ""
    return _on(turn, journey, number, answer, 0, said)


def _on(turn: Turn, journey: Journey, number: int, answer: Answered, counted: int, said: str) -> Outcome:
    """The next question, or the end."""
    if number < len(journey.questions):
        company = turn.state.company.moved(place=str(number + 1))
        draft = _asked(journey, number + 1, *filter(None, (said,)))
        return Outcome(draft, with_company(turn.state, company)).with_effects(planned=(answer,))
    scores = {**scores_so_far(turn.contact, journey.name), number: counted}
    score = overall([scores.get(place, 0) for place in range(1, number + 1)])
    outcome = _ended(turn, journey, score).led_by(said, turn.say("journey.done", score=score))
    return outcome.with_effects(
        planned=(replace(answer, overall=score),), facts={"skills": {journey.genre: score}}
    )  # fmt: skip


def _ended(turn: Turn, journey: Journey, score: int) -> Outcome:
    """A game of that genre, no harder than they are ready for."""
    # The pick of this very turn goes by it too; it is written with the turn.
    turn.player.skills = {**turn.player.skills, journey.genre: score}
    evening = turn.state.tonight
    tonight = replace(evening, mood="", secondary_mood="", wish="", genres=(journey.genre,), like_titles=())
    if score < MIDDLING and not evening.wants_harder:
        tonight = replace(tonight, wants_easier=True)
    company = turn.state.company.over(finished=f"journey:{journey.name}")
    state = replace(turn.state.with_wish(tonight), company=company, before=evening)
    lead = "journey.able" if score >= HIGH else "journey.getting_there" if score >= MIDDLING else "journey.new"
    if evening.wants_harder:
        lead = "journey.as_asked"  # they said "harder": whoever asks for something hard gets it
    genre = named_in_plural(journey.genre)
    if any(turn.any_match((ask(turn, state),))):
        return offer(replace(turn, state=state), state, lead=lead, genre=genre)
    # All of it is too hard yet, and that is said: what is near to the best known of them, or in meaning.
    meant = replace(tonight, genres=(), wish=f"like a {journey.called[0]}, but more forgiving")
    near = state.with_wish(replace(meant, like_titles=_best_known(journey.genre)))
    outcome = offer(replace(turn, state=near), near, lead="journey.softer", genre=genre)
    if outcome.slate is None:
        near = state.with_wish(meant)
        outcome = offer(replace(turn, state=near), near, lead="journey.softer", genre=genre)
    return outcome


def _best_known(genre: str) -> tuple[str, ...]:
    games = Game.objects.published().filter(genres__contains=[genre])
    return tuple(games.order_by("-popularity", "pk").values_list("title", flat=True)[:1])


def _called(said: str) -> str | None:
    return next((one.name for one in all_journeys().values() if _speaks_of(said, one)), None)


def _speaks_of(text: str, journey: Journey) -> bool:
    names = (*journey.called, journey.title.lower(), journey.name)
    return any(re.search(rf"(?<![a-z]){re.escape(name)}(?:s|es)?(?![a-z])", text) for name in names)
