"""Which language somebody writes in, as far as small words tell; what they feel, where no doubt is left. Pure.

Said only when it is plain: a title, a greeting or one borrowed word is no language. English gives the empty answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from conversations.understanding.normalise import fold
from conversations.understanding.phrase_files import phrases_of

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MARKED = 3  # words that belong to one language alone count for so many that several share


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Without accents and in lower case, as `fold` leaves them.
# Words that English has too ("die", "me", "no", "a") stand nowhere.
_SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "es": _set(
        "que el la los las una unos por para con pero muy algo juego juegos quiero queria estoy tengo necesito como "
        "mas mi del hay jugar esta noche hoy dame busco barato sin soy eres tienes puedes gracias hola buenas cual "
        "donde porque tambien cansado cansada aburrido aburrida triste estresado estresada nada otro otra algun alguno "
        "recomiendas recomiendame mejor movil celular gratis minutos relajante tranquilo tranquila gustaria gusta "
        "morir vivir"
    ),
    "pt": _set(
        "que os uma uns por para pra com mas muito algo jogo jogos quero queria estou tenho preciso como mais meu "
        "minha nao jogar hoje noite voce voces sem sou obrigado obrigada ola oi cansado cansada entediado entediada "
        "triste estressado estressada vontade cara mano algum alguma tipo celular gratis barato minutos relaxante "
        "indica algo outro outra gosto tem ta morrer viver"
    ),
    "fr": _set(
        "je suis une des pour avec mais tres quelque chose jeu jeux veux voudrais j'ai besoin salut bonjour bonsoir "
        "merci comme plus mon ma pas jouer fatigue fatiguee ennuie m'ennuie triste soir aujourd'hui c'est sur qui quoi "
        "moins sans cherche donne moi un du et est ce qu'un stresse stressee un peu telephone gratuit minutes truc "
        "d'un qqch aime calme combien peux tu as vous quel quelle aussi mourir vivre envie"
    ),
    "de": _set(
        "ich bin ein eine einen einem fur mit aber sehr etwas spiel spiele mochte habe brauche hallo danke wie mehr "
        "mein meine nicht spielen mude langweilig langweile mir mich ist traurig abend heute auf und zum unter ohne "
        "suche gib kein keine nur was gestresst kostenlos minuten handy ruhiges lustiges entspanntes gerade ganz zu "
        "den oder hab grad bisschen noch mal bitte kostet kostenlos gibt hast das anderes andere sterben leben"
    ),
    "it": _set(
        "sono una il lo gli per con ma molto qualcosa gioco giochi voglio vorrei ho ciao grazie come piu mio mia non "
        "giocare stanco stanca annoiato annoiata triste stasera oggi che di meno senza cerco dammi un sul della questo "
        "rilassante mi telefono gratis minuti tranquillo"
    ),
    "tl": _set(
        "ako ko mo ang ng mga sa na po lang gusto laro maglaro pagod malungkot naman wala akong ba hindi yung kasi "
        "ngayon salamat kumusta walang libre mura natin kami tayo sana nakakapagod ngayong gabi kong ito yan dito "
        "meron pang nga din rin"
    ),
    "hi": _set(
        "hai hoon hu hun mujhe mera meri mere kya kuch koi nahi nahin nhi bhai yaar aaj bahut bohot thak gaya gayi "
        "raha rahi chahiye khelna khelne khelu liye aur wala wali accha acha achha batao bata dikhao dost sasta paise "
        "mein toh bhi karo abhi udaas dukhi mast jaisa jaisi waala bolo suno haan arre thoda zyada sirf"
    ),
    "nl": _set(
        "ik ben een het voor met maar heel iets spel spelletje wil heb dank meer mijn niet spelen moe verveel vandaag "
        "zonder zoek geef leuk rustig rustigs mij wat ook graag vanavond gratis ontspannend"
    ),
    "id": _set(
        "aku saya gue gw mau ingin pengen yang dan untuk buat tidak nggak gak ga bosan bosen capek lelah sedih gratis "
        "permainan hari ini itu dong banget tolong apa bisa lagi sama aja ada nih"
    ),
    "tr": _set(
        "bir icin ve ben cok oyun istiyorum yorgun yorgunum sikildim merhaba bana var degil ama ile ucretsiz bugun "
        "aksam oynamak oneri onerir misin mutsuz uzgunum sey"
    ),
    "pl": _set(
        "jestem chce gre gra cos dla nie jest bardzo zmeczony zmeczona nudze sie czesc prosze ale tani tanie dzisiaj "
        "wieczor mam ochote smutny smutna zagrac gier lubie mi"
    ),
}
_ENGLISH = _set(
    "the and i im i'm is are was it its this that these something anything want wanna need with my you your for on of "
    "to in at but not just some like game games play playing give me what which how can could would please pls feel "
    "feeling tired bored so too very really do don't dont have got any one more less than about after today tonight "
    "now an be"
)
_SHARED = frozenset(
    word for word in set().union(*_SMALL_WORDS.values()) if sum(word in words for words in _SMALL_WORDS.values()) > 1
)
# One of these alone is enough, so plainly do they belong to one language.
_ALONE: Mapping[str, frozenset[str]] = {
    "es": _set(
        "aburrido aburrida aburridisimo cansado cansada cansadisimo estresado estresada "
        "recomiendame juegos quiero estoy"
    ),
    "pt": _set("entediado entediada estressado estressada jogos voce quero estou"),
    "fr": _set("m'ennuie fatigue fatiguee epuise jeux stressee"),
    "de": _set("mude langweilig traurig gestresst langweile spiele"),
    "it": _set("annoiato annoiata giochi stasera vorrei stanca"),
    "tl": _set("pagod malungkot maglaro nakakapagod"),
    "hi": _set("mujhe khelna chahiye yaar bhai batao"),
}
_ONE_WORD = 3  # in so short a message one certain word decides
_SCRIPTS = (
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)
_SCRIPT_LETTERS = 3


def language_of(text: str) -> str:
    """The ISO code of a language that is plainly not English; empty when it is, or when nobody can tell."""
    for code, letters in _SCRIPTS:
        if len(letters.findall(text)) >= _SCRIPT_LETTERS:
            return code
    if "¿" in text or "¡" in text:
        return "es"
    words = [word.replace("’", "'") for word in _WORD.findall(fold(text))]
    if not words:
        return ""
    english = sum(word in _ENGLISH for word in words)
    scores = {
        code: sum(1 if word in _SHARED else _MARKED for word in words if word in known)
        for code, known in _SMALL_WORDS.items()
    }
    best = max(scores, key=lambda code: scores[code])
    found = {word for word in words if word in _SMALL_WORDS[best]}
    if len(found) >= 2 and scores[best] > english * _MARKED:
        return best
    if len(words) <= _ONE_WORD and not english:
        return next((code for code, known in _ALONE.items() if known & set(words)), "")
    return ""


_PHRASES = Path(__file__).parent / "phrases"
_SAID = phrases_of("tongues", _PHRASES)
_FELT = phrases_of("tongues_felt", _PHRASES)
_ASKED_FOR = phrases_of("tongues_wanted", _PHRASES)
_FEELINGS = tuple((mood, re.compile(words)) for mood, words in _FELT.items())
_REFUSED = re.compile(_SAID["refused"])
# "I'm sad and want something quiet": what is wanted decides, not what is felt.
_SOMETHING = rf"\b{_SAID['something']}(?: {_SAID['very']})* "
_WANTED = tuple((mood, re.compile(rf"{_SOMETHING}{words}\b")) for mood, words in _ASKED_FOR.items())


def feeling_in(text: str) -> str:
    """The mood's key that such words name; empty when there is none, or when it is what they do not want."""
    folded = _REFUSED.sub(" ", fold(text))
    if wanted := next((mood for mood, words in _WANTED if words.search(folded)), ""):
        return wanted
    return next(
        (mood for mood, words in _FEELINGS if words.search(folded) or (not folded.isascii() and words.search(text))), ""
    )
