"""A story with somebody in it: a scene, two or three ways on, and at its end a game for how it was played."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from conversations.companions import freer, nearest
from conversations.companions.base import Mode, prompt, with_company
from conversations.companions.remarks import remark_in
from conversations.companions.stories import all_stories, as_taste
from conversations.companions.story_text import Choice, Scene, Story
from conversations.dialogue.offers.offering import offer
from conversations.dialogue.types import Draft, Outcome, Prompt, Turn
from conversations.dialogue.wording import naming
from conversations.understanding.phrase_files import phrases_of
from games.recommender.types import Vector

_SAID = phrases_of("story", Path(__file__).parent / "phrases")

_ASKED = re.compile(
    rf"{_SAID['lead']}{_SAID['tell']}?(?: (?:me|us))? ?{_SAID['a story']}(?:([\w' -]{{3,40}}?) )?"
    r"(?:stor(?:y|ies)|tales?|story ?time)(?: (?:with|for|to) (?:me|us|you))?"
    r"(?: (?:about|of|with|called) (?:the |a |an )?([\w' -]{3,40}))?"
    r"(?: please| pls| instead| again| now)*[ ?.!]*"
)
# "Something with a good story" wishes for a game.
_A_GAME_WITH_ONE = re.compile(_SAID["a game with one"])
_MOST_WORDS = 12
# "Bored", "lonely", or no time for more than this.
_FITTING_MOODS = ("bored", "lonely")
_FEW_MINUTES = 10
_MOST_DEEDS = 8


class StoryMode(Mode):
    key = "story"
    noun = "story"
    also_called = ("tale", "adventure")
    title = "tell me a story"
    back = "back to the story"

    def asked_for(self, text: str) -> str | None:
        if len(text.split()) > _MOST_WORDS or _A_GAME_WITH_ONE.search(text):
            return None
        found = _ASKED.fullmatch(text)
        if not found:
            return None
        said = " ".join(filter(None, found.groups()))
        return _named(said) if said else ""

    def begin(self, turn: Turn, name: str) -> Outcome:
        stories = all_stories()
        if not stories:
            return turn.answer("story.none")
        story = stories.get(name) or _next_for(turn)
        company = turn.state.company.begun(self.key, story.name, story.opening.name)
        outcome = _shown(turn, story, story.opening)
        lead = turn.say("story.begin", title=story.title)
        return replace(outcome.led_by(lead), state=with_company(turn.state, company))

    def show(self, turn: Turn) -> Outcome:
        found = _where(turn)
        if found is None:
            return self.leave(turn)
        outcome = _shown(turn, *found)
        return replace(outcome, state=with_company(turn.state, turn.state.company.moved()))

    def hear(self, turn: Turn) -> Outcome | None:
        found = _where(turn)
        if found is None:
            return self.leave(turn)
        place = _meant(turn, found[1])
        if place is None:
            return _heard_out(turn, found[1])
        return _go(turn, *found, found[1].choices[place]).with_effects(is_in_character=True)

    def expects(self, turn: Turn) -> bool:
        found = _where(turn)
        if found is None:
            return False
        return nearest.by_words(turn.text, [one.phrases for one in found[1].choices]) is not None

    def takes_up(self, turn: Turn) -> Outcome | None:
        return self.hear(turn) if _where(turn) else None

    def tap(self, turn: Turn, argument: str) -> Outcome | None:
        """ "<scene>.<number>": of the scene where they stand; one further up is played already."""
        found = _where(turn)
        scene, _, number = argument.rpartition(".")
        if found is None or not number.isdecimal():
            return None
        if scene != found[1].name or int(number) >= len(found[1].choices):
            return self.show(turn).led_by(turn.say("story.past"))
        return _go(turn, *found, found[1].choices[int(number)])

    def hint(self, turn: Turn) -> Outcome | None:
        found = _where(turn)
        if found is None:
            return None
        draft = Draft((turn.say("hint.story", nudge=found[1].hint),), _prompts(found[1]))
        return Outcome(draft, with_company(turn.state, turn.state.company.moved()))

    def fits(self, turn: Turn, outcome: Outcome) -> str | None:
        tonight = outcome.state.tonight
        is_short = tonight.minutes is not None and tonight.minutes <= _FEW_MINUTES
        told = turn.reading.mood in _FITTING_MOODS or (is_short and turn.reading.slots.session_minutes is not None)
        if not told or outcome.slate is None:
            return None
        return "" if set(all_stories()) - _heard(turn) else None


STORY = StoryMode()


def _where(turn: Turn) -> tuple[Story, Scene] | None:
    """The story and the scene; None where the file has changed so much that the scene is gone."""
    company = turn.state.company
    story = all_stories().get(company.name)
    scene = story.scenes.get(company.place) if story else None
    return (story, scene) if story and scene else None


def _named(said: str) -> str | None:
    """The story that these words call by its name; None where they call for none of ours."""
    said = said.strip()
    for story in all_stories().values():
        names = (story.title.lower(), *story.called, story.name)
        if any(said == name or re.search(rf"\b{re.escape(name)}\b", said) for name in names):
            return story.name
    return None


def _next_for(turn: Turn) -> Story:
    """One that they have not heard, of their mood before others; by chance among those that fit alike."""
    stories = list(all_stories().values())
    fresh = [story for story in stories if story.name not in _heard(turn)] or stories
    mood = turn.reading.mood or turn.state.tonight.mood
    fitting = [story for story in fresh if story.mood == mood] or fresh
    return fitting[int(turn.rng.spawn(1)[0].integers(len(fitting)))]


def _heard(turn: Turn) -> set[str]:
    return {name.removeprefix("story:") for name in turn.state.company.finished if name.startswith("story:")}


def _meant(turn: Turn, scene: Scene) -> int | None:
    options = scene.choices
    ordinal = turn.reading.slots.ordinal
    if ordinal is not None and (ordinal == -1 or 1 <= ordinal <= len(options)) and len(turn.text.split()) <= 5:
        return ordinal - 1 if ordinal > 0 else len(options) - 1
    if remark_in(turn.text):
        # Said of the scene, not done in it, unless it is word for word one of the ways on.
        return nearest.by_words(turn.text, [choice.phrases for choice in options], least=1.0)
    place = choice_meant(turn.text, turn.reading.vector, options, embed=turn.knowledge.embed)
    if place is None:
        place = freer.choose(turn, [choice.title for choice in scene.choices], scene=" ".join(scene.bubbles))
    return place


def _heard_out(turn: Turn, scene: Scene) -> Outcome | None:
    """A short word back to a remark, and the scene stays where it is; None where it is none."""
    kind = remark_in(turn.text)
    if not kind:
        return None
    state = with_company(turn.state, turn.state.company.moved())
    return Outcome(Draft((turn.say(f"story.{kind}"),), _prompts(scene)), state).with_effects(is_in_character=True)


def choice_meant(text: str, vector: Vector | None, choices: Sequence[Choice], *, embed: nearest.Embed) -> int | None:
    """By what its phrases say; by their meaning else, and by that of what is said of it afterwards."""
    place = nearest.by_words(text, [choice.phrases for choice in choices])
    if place is not None:
        return place
    told = [(*choice.phrases, *filter(None, (choice.liked,))) for choice in choices]
    return nearest.by_meaning(vector, told, embed=embed)


def _go(turn: Turn, story: Story, here: Scene, choice: Choice) -> Outcome:
    company = turn.state.company
    gathered, deeds = (*company.gathered, *choice.tags), (*company.deeds, choice.liked)[-_MOST_DEEDS:]
    company = company.moved(place=choice.to, gathered=gathered, deeds=deeds)
    scene = story.scenes[choice.to]
    there = replace(turn, state=with_company(turn.state, company))
    outcome = _ended(there, story, scene) if scene.ending is not None else _shown(there, story, scene)
    return outcome.with_effects(leanings=as_taste(choice.tags))


def _shown(turn: Turn, story: Story, scene: Scene) -> Outcome:
    return Outcome(Draft(scene.bubbles, _prompts(scene)), turn.state)


def _prompts(scene: Scene) -> tuple[Prompt, ...]:
    return tuple(prompt("story", one.title, f"{scene.name}.{number}") for number, one in enumerate(scene.choices))


def _ended(turn: Turn, story: Story, scene: Scene) -> Outcome:
    """The last words, then a game for what they did. Their evening's limits hold; its wish is the story's now."""
    company = turn.state.company
    tags = _strongest(company.gathered) or scene.ending or ()
    liked = _told(company.deeds)
    evening = turn.state.tonight
    wish = ", ".join(tag.replace("-", " ") for tag in tags)
    tonight = replace(evening, wish=wish, mood=evening.mood or story.mood, secondary_mood="", genres=(), like_titles=())
    state = replace(turn.state.with_wish(tonight), company=company.over(finished=f"story:{story.name}"), before=evening)
    lead = "story.liked" if liked else "story.ended"
    outcome = offer(replace(turn, state=state), state, lead=lead, liked=liked)
    return outcome.led_by(*scene.bubbles)


def _strongest(gathered: tuple[str, ...], most: int = 4) -> tuple[str, ...]:
    """What they chose most, the latest first among equals."""
    counted = Counter(gathered)
    last = {tag: place for place, tag in enumerate(gathered)}
    return tuple(sorted(counted, key=lambda tag: (-counted[tag], -last[tag]))[:most])


def _told(deeds: tuple[str, ...]) -> str:
    """The last two, for they are remembered best."""
    return naming.joined(tuple(dict.fromkeys(deeds))[-2:])
