"""Which language somebody writes in, what is served all the same, and what is said about it, once."""

from __future__ import annotations

import pytest

from conversations.dialogue.said.foreign import clarified
from conversations.dialogue.said.languages import feeling_in, language_of
from conversations.understanding.types import Understanding

OTHERS = {
    "es": ["hola, estoy muy cansado, algo tranquilo para switch", "quiero un juego de miedo", "aburrido", "estoy triste",
           "algo barato por favor, menos de 10 euros", "tengo 20 minutos y el movil", "¿es gratis?", "no quiero nada de terror",
           "que me recomiendas para jugar con mi novia", "me gusta stardew valley, algo asi pero en ps5"],
    "pt": ["oi, to muito cansado, quero algo tranquilo no switch", "não quero nada de terror", "me indica um jogo barato",
           "estou entediada", "tenho 20 minutos no celular", "voce tem algum jogo de corrida?"],
    "fr": ["bonjour, je suis très fatigué, un truc calme sur switch", "je m'ennuie", "c'est combien ?",
           "je veux jouer avec ma copine", "j'ai 20 minutes sur mon téléphone", "quelque chose comme stardew valley"],
    "de": ["ich bin total müde, was ruhiges für die switch", "mir ist langweilig", "was kostet das", "kein horror bitte",
           "hast du was kostenloses für pc", "ein spiel wie stardew valley bitte"],
    "it": ["sono stanco, qualcosa di tranquillo per switch", "mi annoio, che gioco mi consigli"],
    "tl": ["pagod na ako, gusto ko ng chill na laro sa switch", "malungkot ako ngayon", "may libre ba sa phone",
           "hindi ko gusto yan"],
    "hi": ["yaar bahut thak gaya hu kuch chill batao", "mujhe horror nahi chahiye", "bhai kuch aur batao", "bore ho raha hu",
           "koi accha sa free game phone ke liye", "मुझे एक अच्छा गेम चाहिए"],
    "nl": ["ik ben moe, iets rustigs voor de switch"], "id": ["aku bosan banget, ada game gratis di hp ga"],
    "tr": ["çok yorgunum switch için sakin bir oyun"], "pl": ["jestem zmęczony, coś spokojnego na switch"],
    "ru": ["я устал, что-нибудь спокойное"], "ja": ["疲れた、のんびりしたゲームがいい"], "ko": ["피곤해 편안한 게임 추천해줘"],
    "zh": ["我很累，想玩放松的游戏"], "ar": ["أنا متعب أريد لعبة هادئة"],
}  # fmt: skip
ENGLISH = [
    "hi", "something calm on switch", "el paso elden ring", "like la noire", "hola, something chill", "ni no kuni",
    "nier automata", "dis is boring", "am i in the mood for horror", "haha gracias", "merci!", "ok gracias", "bonjour", "ciao",
    "des moines", "i love le mans ultimate racing games", "mes amis are here, 4 of us", "un", "kya", "am tired ga", "sad af",
    "abeg give me sharp game", "wetin dey happen, i dey bored", "wah lau so bored", "g'day got any good co-op", "nah", "bored",
    "dinnae ken, summat chill", "smth for da fam", "la la land", "met a girl, need a couch game", "gta san andreas", "", "🙂",
    "mama mia", "una tale", "do it", "die", "tension", "a moe game",
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in OTHERS.items() for text in texts])
def test_a_language_is_told_by_its_small_words(code, text):
    assert language_of(text) == code


@pytest.mark.parametrize("text", ENGLISH)
def test_a_title_a_greeting_or_a_borrowed_word_is_no_language(text):
    assert language_of(text) == ""


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("estoy muy cansado", "tired"), ("je m'ennuie", "bored"), ("ich bin traurig", "sad"), ("pagod na ako", "tired"),
        ("bore ho raha hu", "bored"), ("tô estressado", "stressed"), ("я устал", "tired"), ("寂しい", "lonely"),
        ("quiero un juego de miedo", "spooky"), ("no quiero nada de terror", ""), ("kein horror bitte", ""), ("hola", ""),
    ],
)  # fmt: skip
def test_a_feeling_is_read_where_its_word_leaves_no_doubt(text, mood):
    assert feeling_in(text) == mood


@pytest.mark.parametrize(
    ("text", "platform", "line"),
    [
        ("hola, estoy muy cansado, algo tranquilo para switch", "Switch", "inglés"),
        ("ich bin total müde, was ruhiges für die switch", "Switch", "Englisch"),
        ("je suis triste, un truc calme sur pc", "PC", "anglais"),
        ("yaar bahut thak gaya hu, switch ke liye kuch chill batao", "Switch", "English"),
        ("pagod na ako, gusto ko ng chill na laro sa switch", "Switch", "English"),
        ("oi, to muito cansado, quero algo tranquilo no switch", "Switch", "inglês"),
    ],
)  # fmt: skip
def test_what_is_certain_is_served_and_english_is_mentioned_in_their_words_once(mia, text, platform, line):
    first = mia.say(text)
    assert first.titles
    assert platform in first.text
    assert line in first.text.split("\n")[0]
    assert line not in mia.say(text).text


def test_a_title_is_understood_in_any_language(mia):
    said = mia.say("quiero algo como Quiet Harbour para switch")
    assert said.titles
    assert "Quiet Harbour" not in said.titles
    assert "inglés" in said.text


def test_who_is_not_understood_is_asked_in_their_language_and_then_helped_up_the_same_ladder(mia):
    first = mia.say("arabam yine garip sesler çıkarıyor ve hava çok bulutlu")
    assert "İngilizce" in first.text
    assert first.titles == []
    assert len(first.buttons) == 3


@pytest.mark.parametrize(
    "word",
    ["parar", "basta", "stopp", "arrêter", "band karo", "tigil", "стоп", "停止", "cancelar", "ya no me escribas"],
)
def test_stop_is_heard_in_many_languages(mia, word):
    mia.say("something calm on pc")
    assert len(mia.say(word).replies) == 1
    assert not mia.contact.replies_allowed


def test_despair_is_answered_in_their_language_too(mia):
    said = mia.say("quiero morir")
    assert "emergencias" in said.text
    assert "findahelpline.com" in said.text
    assert said.titles == []


def test_what_they_say_they_feel_in_their_own_language_beats_however_sure_a_guess():
    guessed = Understanding(
        text="estoy muy triste hoy, algo para la switch", intent="recommend", intent_confidence=0.9, mood="happy",
        mood_confidence=0.97, sure_by="meaning",
    )  # fmt: skip
    assert clarified(guessed, "es").mood == "sad"
