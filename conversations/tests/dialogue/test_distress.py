"""Who is in danger is heard, in many words; who jokes, plays or complains is not taken for it."""

from __future__ import annotations

import pytest

from conversations.dialogue.care.distress import after_care, is_serious

IN_EARNEST = [
    "i want to die", "I want to kill myself", "im gonna end it all tonight", "i don't want to be here anymore",
    "been thinking about suicide", "everyone would be better off without me", "I just wanna die", "hurting myself again",
    "there's no point in living", "i dont wanna be alive anymore", "i cant go on", "honestly i feel suicidal",
    "i started cutting again", "i took all my pills", "i wish i was never born", "nobody would care if i died i want to die",
    "hope i dont wake up tomorrow", "i'm so tired of living", "whats the point, no reason to live", "i don't want to exist",
    "i want to kill myself lol", "thinking of ending it", "my friend says she will kill herself", "i want to die. not joking",
    "this game made me want to die, i'm serious", "i want to self harm", "i'd rather be dead", "life isn't worth living",
    "i wanna unalive myself", "kill me now please i mean it", "can't live like this anymore", "i've been cutting myself",
    "i hate being alive", "sometimes i think about ending my life", "i have nothing to live for", "ready to die tbh",
    "don’t want to live anymore", "I’m going to kill myself", "wish i was dead", "i wrote a suicide note",
    "i can't do this anymore i just want to die", "done with life", "my brother tried to commit suicide last night",
    "i don't see a reason to keep going", "want to disappear forever", "i want to hurt myself",
]  # fmt: skip
IN_EARNEST_ELSEWHERE = [
    "quiero morir", "ya no quiero vivir", "je veux mourir", "j'ai envie de mourir", "ich will nicht mehr leben",
    "ich will mich umbringen", "não quero mais viver", "quero morrer", "mar jana hai mujhe", "jeene ka mann nahi karta",
    "gusto ko nang mamatay", "ayoko nang mabuhay", "voglio morire", "死にたい", "хочу умереть", "मैं मरना चाहता हूँ",
]  # fmt: skip
NOT_IN_EARNEST = [
    "wedding planning is gonna kill me lol", "this boss makes me want to die", "i die a lot in elden ring",
    "dying to play something new", "my phone died", "want to die lol ranked was awful", "killer deal",
    "i could kill for a pizza", "a game where you kill yourself to rewind", "die hard fan of zelda", "im dead 💀",
    "this game made me want to die lol", "monday makes me want to die", "i'm not suicidal just sad",
    "i want to kill myself in minecraft", "is suicide squad any good?", "doom, i want to kill everything", "kill time",
    "i wanna die of laughter", "something to die for", "i don't want to wake up early tomorrow",
    "i don't want to be here at work lol", "let me kill some zombies", "cut myself shaving, ow", "i'm done with this week",
    "tired of life sims", "sick of living with my parents", "done with life is strange", "stop killing me with these puns",
    "kms this homework lol", "deadly boring day", "i would die for a good rpg", "dead cells", "is death stranding good",
    "i don't want to live with my ex anymore, need a distraction", "he died in the game and i cried", "kys bot",
    "go kill yourself you stupid bot", "i hate my life lol traffic", "cant take this boredom anymore", "can't do this level",
    "i can't go on holiday this year", "i want it all", "hotline miami", "endgame", "tired of existing on 4 hours of sleep lol",
    "end it all with a bang, something explosive", "embarrassed myself on a date, want to die haha", "i'm dying of boredom",
    "i want to die a hero in some epic rpg", "stream died, i wanna cry", "almost killed myself laughing", "my battery is dead",
    "something where i can't die", "i need a game to end the day", "the homework is killing me", "what's the point of this button",
    "done with living room decorating", "a story about suicide, something deep", "mario kart made me want to kms 😂",
]  # fmt: skip


@pytest.mark.parametrize("text", IN_EARNEST)
def test_words_of_despair_are_heard(text):
    assert is_serious(text)


@pytest.mark.parametrize("text", IN_EARNEST_ELSEWHERE)
def test_they_are_heard_in_other_languages(text):
    assert is_serious(text)


@pytest.mark.parametrize("text", NOT_IN_EARNEST)
def test_jokes_games_and_figures_of_speech_are_let_through(text):
    assert not is_serious(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("something calm on pc", "game"), ("ok recommend me a game", "game"), ("anything silly to play?", "game"),
        ("im ok now, was just a bad joke", "fine"), ("it's lyrics lol", "fine"), ("i'm fine", "fine"), ("i wont do it", "fine"),
        ("thank you", "thanks"), ("ok i'll call them", "thanks"), ("idk", ""), ("nobody cares anyway", ""), ("im not ok", ""),
        ("there is nobody", ""), ("what's the point", ""), ("i'm not fine at all", ""),
    ],
)  # fmt: skip
def test_what_comes_after_a_word_of_care_is_read(text, says):
    assert after_care(text) == says


@pytest.mark.parametrize("text", [
    "i'm suicidal and no game that i play helps anymore",
    "i'm going to kill myself tonight, lost my league rank",
    "i want to kill myself. is there a character who feels like this",
    "i dont want to hurt myself but i want to die",
    "i never wanted to kill myself before but now i do",
    "i wanna die, no quest left in my life",
    "my dad is in the raid, i want to end my life",
    "i almost killed myself with pills last night",
    "i cut myself and can't stop",
    "i'm suicidal lol bored",
])  # fmt: skip
def test_a_game_a_joke_or_a_denial_beside_it_takes_nothing_back(text):
    assert is_serious(text)
