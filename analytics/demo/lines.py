"""What made-up people say, and what they are answered: lines with room for a game, a genre, a machine. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

GREET = (
    "hi", "hey there", "hello!", "yo", "good evening", "heyy", "morning", "hiya, a friend told me about you",
    "hi! is this the game thing?", "sup",
)  # fmt: skip
MOOD: Mapping[str, Sequence[str]] = {
    "chill": ("just want something calm for {minutes} minutes", "lazy evening on the sofa, something cozy?",
              "low stakes please, need to unwind", "something gentle on {platform}"),
    "tired": ("long day, my brain is mush", "so drained. {minutes} min before bed, nothing hard",
              "barely awake but not sleepy, you know?", "i'm beat. something easy on {platform}"),
    "stressed": ("work was a lot today, need to switch off", "deadline week. something without timers pls",
                 "my head is spinning, help me come down", "stressed out, {genre} maybe?"),
    "sad": ("bit of a blue day", "feeling low tonight, something kind?", "rough news today. something soft maybe",
            "not great today tbh"),
    "lonely": ("flat's so quiet since she moved out", "wish i had someone to play with", "kinda lonely tonight",
               "everyone is away, something with warm characters?"),
    "angry": ("so annoyed, let me smash something", "my boss. don't ask. something loud", "need to blow off steam",
              "furious rn, {genre}?"),
    "bored": ("bored out of my mind", "nothing to do on this train for {minutes} min", "same old games, surprise me",
              "meh. what else is there on {platform}"),
    "happy": ("great day! something fun for tonight?", "in a really good mood, {genre}?", "sun is out, i'm happy",
              "got the job!! something to celebrate with"),
    "hyped": ("LETS GO, weekend! something big", "so hyped, give me {genre}", "pumped rn, what's good on {platform}",
              "energy is through the roof, action pls"),
    "competitive": ("i want to win something", "ranked mood. {genre} that is worth it?", "ready to beat my brother",
                    "something sweaty for {minutes} minutes"),
    "adventurous": ("take me somewhere far away", "want to explore a whole world", "something to get lost in for hours",
                    "an adventure please, {genre} maybe"),
    "nostalgic": ("something like the games i had as a kid", "miss the old days, pixel stuff?",
                  "my snes mood is back", "retro evening, any {genre}?"),
    "creative": ("want to build something pretty", "feeling creative, sandbox?", "let me make things tonight",
                 "something where i can design my own place"),
    "spooky": ("scare me", "lights are off. horror on {platform}?", "something creepy for {minutes} min",
               "in the mood for dread"),
    "brainy": ("give my brain a workout", "something to think about, {genre}?", "a real puzzle please",
               "want to plan ten turns ahead"),
    "silly": ("something daft, friends are over", "make me laugh", "four people one sofa, go", "party game chaos pls"),
}  # fmt: skip
SECOND = ("and honestly a bit {mood} too", "also kinda {mood}", "plus {mood} if i'm honest")
LIKE = (
    "ooh {game} looks great", "{game} it is, thanks!", "yes!! {game}", "i'll try {game} tonight",
    "love that, thank you",
    "the first one sounds perfect", "sold on {game}", "ok that's exactly it",
)  # fmt: skip
DISLIKE = (
    "not {game}, never got into it", "nah", "already bounced off {game}", "too grindy for me", "hmm no, not my thing",
    "{game} is so overrated", "nope, too long",
)  # fmt: skip
MORE = ("more please", "anything else?", "what else have you got", "show me others", "next", "another three?")
REFINE = (
    "shorter please", "something cheaper?", "only on {platform}", "more {genre}, less of the rest",
    "under {price} euros",
    "for two players if possible", "no {genre} this time",
)  # fmt: skip
WHY = ("why that one?", "how come {game}?", "why do you think i'd like it")
DETAILS = ("how long is {game}?", "is {game} on {platform}?", "what does {game} cost", "is it hard?")
SMALLTALK = ("how are you?", "haha good one", "do you ever sleep", "you're funny", "thanks, have a good one")
PLAYED = ("played {game} all weekend", "finished {game} yesterday", "{game} was worth it")
LOST: Mapping[str, Sequence[str]] = {
    "other": ("wdym", "that thing from before but blue", "the one my cousin has", "??", "jhgfd"),
    "refine": ("not that kind of that", "less but more", "like the other other one"),
    "details": ("can it run", "does it do the thing", "is that with the hat guy"),
    "smalltalk": ("ngl fr", "say less", "iykyk"),
}
SOUR = ("you keep showing me the same stuff", "this is useless", "did you even read what i wrote", "still no")
HUMAN = ("can i talk to a real person?", "get me a human please", "is somebody there, not the bot")
STOP = ("stop", "STOP", "please don't write to me any more")
CHECK_INS = (
    "Hey {name}, how is your evening going? I have a quiet one in mind.",
    "Hi {name}! Up for twenty minutes of something?",
    "{name}, still looking for your next game? Tell me how you feel.",
)  # fmt: skip
ANSWERS: Mapping[str, Sequence[str]] = {
    "picks": ("For {mood}: {game}, and two more that may suit.", "How about {game}? Two others beside it.",
              "I would start with {game} tonight."),
    "greet": ("Hi, I'm Thrum! How do you feel, and how much time have you got?",
              "Hey {name}! What kind of evening is it?"),
    "like": ("Lovely, have fun with {game}!", "Good choice. Tell me how it went!"),
    "dislike": ("Fair enough, not that one. What about {game}?", "Noted! Then rather {game}."),
    "why": ("Because you liked things like it, and it suits how you feel.",
            "It fits {mood}, and takes no longer than you have."),
    "details": ("About {minutes} minutes a sitting, and you can stop any time.", "It is on your machine, yes."),
    "smalltalk": ("Ha! All good here. Fancy a game?", "Always awake for games."),
    "lost": ("I did not quite get that. Could you say it in other words?", "Hm, do you mean a kind of game or a mood?"),
    "human": ("Of course. Somebody will be with you soon.",),
    "stop": ("Done, I won't write any more. Say START whenever you like.",),
}  # fmt: skip


@dataclass(frozen=True)
class Suspect:
    """Words that moderation stops at; ``verdict`` is open where nobody has decided yet, and then without a why."""

    text: str
    verdict: str = "open"
    why: str = ""


SUSPECT = (
    Suspect("next time i see my brother i will kill him, he deleted my save"),
    Suspect("double your bitcoin, just send 0.1 first and you get 0.2 back"),
    Suspect("my sister wants to play too, her number is 0151 2345 6789, text her"),
    Suspect("free steam keys!! send me your password first", "upheld", "A scam, no doubt."),
    Suspect("kill yourself, stupid bot", "upheld", "At us, but we do not let it pass."),
    Suspect("my flatmate watched the finale without me, i will kill him", "undone", "A figure of speech."),
    Suspect("my wife beats me, i will kill her one day with carcassonne", "undone", "They play board games."),
    Suspect("she lives at 14 Mill Lane, somebody ring her bell", "upheld", "Somebody's address."),
)


@dataclass(frozen=True)
class Asked:
    """A question to a language model, redacted as they are kept."""

    purpose: str
    prompt: str
    answer: str


ASKED_A_MODEL = (
    Asked(
        "english", "i am play this game since two years", '{"better": "I have been playing this game for two years"}'
    ),
    Asked("moderation", "i will kill him, he deleted my save", '{"verdict": "harmless", "sure": 91}'),
    Asked("journey", "i wait until he is finished and then one hit", '{"score": 74}'),
    Asked("story", "sneak behind the guard, quietly", '{"way": 2}'),
)


def say(lines: Sequence[str], rng: np.random.Generator, **told: object) -> str:
    """One of them, now and then typed in a hurry."""
    text = lines[int(rng.integers(len(lines)))].format(**told)
    dice = rng.random()
    if dice < 0.12:
        return text.rstrip("?.!").lower()
    if dice < 0.2:
        return f"{text} {('🙂', '🙏', '😅', '🎮')[int(rng.integers(4))]}"
    return text


def answer(key: str, rng: np.random.Generator, **told: object) -> str:
    lines = ANSWERS[key]
    return lines[int(rng.integers(len(lines)))].format(**told)
