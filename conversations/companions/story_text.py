"""A story as a writer's file: read, and held to everything that must be true of it. Pure.

    title: The Lamp Room
    mood: spooky

    # door
    First bubble.

    Second bubble.
    hint: What might help who is stuck.
    - Try the handle => stairs
      tags: stealth, tense
      liked: sneaking in
      also: open it quietly / turn the knob

    # stairs
    The last words.
    ending: exploration, atmospheric

A scene is its bubbles (parted by empty lines), a hint, and two or three choices that each lead to a later scene; a
scene with ``ending`` and no choices is where it ends. See docs/companions.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

MOST_CHOICES, LONGEST_TITLE = 3, 20
LONGEST_BUBBLE, LONGEST_SCENE = 280, 640
FEWEST_TURNS, MOST_TURNS = 4, 8
_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
_HEADER = ("title", "called", "mood", "character")
_OF_A_CHOICE = ("tags", "liked", "also")


@dataclass(frozen=True)
class Choice:
    title: str
    to: str
    tags: tuple[str, ...] = ()
    liked: str = ""  # what they did, as in "if you liked …"
    also: tuple[str, ...] = ()  # other words for it

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.title, *self.also)


@dataclass(frozen=True)
class Scene:
    name: str
    bubbles: tuple[str, ...] = ()
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    ending: tuple[str, ...] | None = None  # its tags
    line: int = 0


@dataclass(frozen=True)
class Story:
    name: str
    title: str = ""
    called: tuple[str, ...] = ()  # what players may call it
    mood: str = ""
    character: str = ""
    scenes: Mapping[str, Scene] = field(default_factory=dict)  # in the order of the file; it begins with the first

    @property
    def opening(self) -> Scene:
        return next(iter(self.scenes.values()))


@dataclass(frozen=True)
class Problem:
    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}" if self.line else self.what


def read(text: str, *, name: str) -> tuple[Story, list[Problem]]:
    """The story, as far as it can be read, and what is wrong with how it is written."""
    story, problems = Story(name), []
    scenes: dict[str, Scene] = {}
    scene: Scene | None = None
    blank = True
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if raw.startswith("# "):
            if scene is not None:
                scenes[scene.name] = scene
            scene, blank = Scene(line[2:].strip(), line=number), True
            if not _NAME.fullmatch(scene.name):
                problems.append(Problem(number, "a scene's name is small letters, figures and dashes"))
            if scene.name in scenes:
                problems.append(Problem(number, f"there is a scene {scene.name} already"))
        elif not line:
            blank = True
        elif scene is None:
            story, problem = _header(story, line)
            problems += [Problem(number, problem)] if problem else []
        else:
            scene, problem = _in_scene(scene, raw, is_new=blank)
            problems += [Problem(number, problem)] if problem else []
            blank = False
    if scene is not None:
        scenes[scene.name] = scene
    return replace(story, scenes=scenes), problems


def problems_of(story: Story, *, known_tags: Collection[str], moods: Collection[str]) -> list[Problem]:
    """Everything that would show in a talk: dead ends, scenes nobody reaches, loops, what is too long."""
    found: list[Problem] = []
    if not story.title:
        found.append(Problem(0, "the header names no title"))
    if story.mood not in moods:
        found.append(Problem(0, f"mood: {story.mood or 'none'} is none of ours"))
    if not story.scenes:
        return [*found, Problem(0, "there is no scene")]
    for scene in story.scenes.values():
        found += _problems_of_scene(scene, story, known_tags)
    reached = _reached_from(story, story.opening.name)
    found += [
        Problem(one.line, f"nobody reaches {one.name}") for one in story.scenes.values() if one.name not in reached
    ]
    found += _problems_of_paths(story)
    return found


def lengths(story: Story) -> tuple[int, int]:
    """The fewest and the most choices between the opening and an ending. Only of a story without loops."""
    known: dict[str, tuple[int, int]] = {}

    def of(name: str) -> tuple[int, int]:
        if name not in known:
            after = [of(choice.to) for choice in story.scenes[name].choices if choice.to in story.scenes]
            known[name] = (1 + min(low for low, _ in after), 1 + max(high for _, high in after)) if after else (0, 0)
        return known[name]

    return of(story.opening.name)


def _header(story: Story, line: str) -> tuple[Story, str]:
    key, colon, value = line.partition(":")
    key, value = key.strip(), value.strip()
    if not colon or key not in _HEADER:
        return story, f"before the first scene stand {', '.join(_HEADER)}"
    return replace(story, **{key: _listed(value, ",") if key == "called" else value}), ""  # type: ignore[arg-type]


def _in_scene(scene: Scene, raw: str, *, is_new: bool) -> tuple[Scene, str]:
    line = raw.strip()
    key, _, value = line.partition(":")
    if line.startswith("- "):
        title, arrow, to = line[2:].partition("=>")
        if not arrow or not title.strip() or not to.strip():
            return scene, "a choice is written: - what they may do => scene"
        return replace(scene, choices=(*scene.choices, Choice(title.strip(), to.strip()))), ""
    if key in _OF_A_CHOICE and raw.startswith(" "):
        if not scene.choices:
            return scene, f"{key} belongs below a choice"
        return replace(scene, choices=(*scene.choices[:-1], _told(scene.choices[-1], key, value.strip()))), ""
    if key == "hint":
        return replace(scene, hint=value.strip()), ""
    if key == "ending":
        return replace(scene, ending=_listed(value, ",")), ""
    if scene.choices:
        return scene, "what is told stands before the choices"
    if is_new or not scene.bubbles:
        return replace(scene, bubbles=(*scene.bubbles, line)), ""
    return replace(scene, bubbles=(*scene.bubbles[:-1], f"{scene.bubbles[-1]} {line}")), ""


def _told(choice: Choice, key: str, value: str) -> Choice:
    if key == "tags":
        return replace(choice, tags=_listed(value, ","))
    return replace(choice, also=_listed(value, "/")) if key == "also" else replace(choice, liked=value)


def _listed(value: str, separator: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in value.split(separator))))


def _problems_of_scene(scene: Scene, story: Story, known_tags: Collection[str]) -> Iterator[Problem]:
    def problem(what: str) -> Problem:
        return Problem(scene.line, f"{scene.name}: {what}")

    if not scene.bubbles:
        yield problem("nothing is told")
    for bubble in scene.bubbles:
        if len(bubble) > LONGEST_BUBBLE:
            yield problem(f"a bubble of {len(bubble)} characters; {LONGEST_BUBBLE} at most")
    if sum(map(len, scene.bubbles)) > LONGEST_SCENE:
        yield problem(f"too much to read at once; {LONGEST_SCENE} characters at most")
    if scene.ending is not None:
        if scene.choices:
            yield problem("an ending has no choices")
        if not scene.ending:
            yield problem("an ending names the tags of its game")
    elif not scene.choices:
        yield problem("a dead end: neither a choice nor an ending")
    elif len(scene.choices) < 2:
        yield problem("one choice is none")
    elif not scene.hint:
        yield problem("there is no hint")
    if len(scene.choices) > MOST_CHOICES:
        yield problem(f"{MOST_CHOICES} choices at most")
    if len({choice.title.casefold() for choice in scene.choices}) < len(scene.choices):
        yield problem("two choices have one title")
    for choice in scene.choices:
        if len(choice.title) > LONGEST_TITLE:
            yield problem(f"“{choice.title}” has {len(choice.title)} characters; {LONGEST_TITLE} at most")
        if choice.to not in story.scenes:
            yield problem(f"“{choice.title}” leads to {choice.to}, which is no scene")
        if not choice.tags or not choice.liked:
            yield problem(f"“{choice.title}” needs tags and what they liked")
    for tag in dict.fromkeys((*(scene.ending or ()), *(tag for choice in scene.choices for tag in choice.tags))):
        if tag not in known_tags:
            yield problem(f"the tag {tag} is on no game")


def _problems_of_paths(story: Story) -> list[Problem]:
    ends = {scene.name for scene in story.scenes.values() if scene.ending is not None}
    if not ends:
        return [Problem(0, "there is no ending")]
    found = [
        Problem(scene.line, f"from {scene.name} no ending can be reached")
        for scene in story.scenes.values()
        if scene.choices and not ends & _reached_from(story, scene.name)
    ]
    rounds = [
        Problem(scene.line, f"{scene.name} comes round again: who goes on like that never ends")
        for scene in story.scenes.values()
        if any(scene.name in _reached_from(story, choice.to) for choice in scene.choices if choice.to in story.scenes)
    ]
    if found or rounds:
        return [*found, *rounds]
    shortest, longest = lengths(story)
    if shortest < FEWEST_TURNS:
        found.append(Problem(0, f"it can be over after {shortest} turns; {FEWEST_TURNS} at least"))
    if longest > MOST_TURNS:
        found.append(Problem(0, f"it can take {longest} turns; {MOST_TURNS} at most"))
    return found


def _reached_from(story: Story, name: str) -> set[str]:
    reached, waiting = {name}, [name]
    while waiting:
        for choice in story.scenes[waiting.pop()].choices:
            if choice.to in story.scenes and choice.to not in reached:
                reached.add(choice.to)
                waiting.append(choice.to)
    return reached
