"""Which language somebody writes in, as far as a few small words tell; what they feel, in words that leave no doubt. Pure.

Said only when it is plain: a title, a greeting or one borrowed word is no language. English gives the empty answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from conversations.understanding.normalise import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MARKED = 3  # words that belong to one language alone count for so many that several share


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Without accents and in lower case, as `fold` leaves them. Words that English has too ("die", "me", "no", "a") stand nowhere.
_SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "es": _set(
        "que el la los las una unos por para con pero muy algo juego juegos quiero queria estoy tengo necesito como mas mi del "
        "hay jugar esta noche hoy dame busco barato sin soy eres tienes puedes gracias hola buenas cual donde porque tambien "
        "cansado cansada aburrido aburrida triste estresado estresada nada otro otra algun alguno recomiendas recomiendame mejor "
        "movil celular gratis minutos relajante tranquilo tranquila gustaria gusta morir vivir"
    ),
    "pt": _set(
        "que os uma uns por para pra com mas muito algo jogo jogos quero queria estou tenho preciso como mais meu minha nao "
        "jogar hoje noite voce voces sem sou obrigado obrigada ola oi cansado cansada entediado entediada triste estressado "
        "estressada vontade cara mano algum alguma tipo celular gratis barato minutos relaxante indica algo outro outra gosto tem ta morrer viver"
    ),
    "fr": _set(
        "je suis une des pour avec mais tres quelque chose jeu jeux veux voudrais j'ai besoin salut bonjour bonsoir merci comme "
        "plus mon ma pas jouer fatigue fatiguee ennuie m'ennuie triste soir aujourd'hui c'est sur qui quoi moins sans cherche "
        "donne moi un du et est ce qu'un stresse stressee un peu telephone gratuit minutes truc d'un qqch aime calme combien peux tu as vous quel quelle aussi mourir vivre envie"
    ),
    "de": _set(
        "ich bin ein eine einen einem fur mit aber sehr etwas spiel spiele mochte habe brauche hallo danke wie mehr mein meine "
        "nicht spielen mude langweilig langweile mir mich ist traurig abend heute auf und zum unter ohne suche gib kein keine nur "
        "was gestresst kostenlos minuten handy ruhiges lustiges entspanntes gerade ganz zu den oder hab grad bisschen noch mal bitte kostet kostenlos gibt hast das anderes andere sterben leben"
    ),
    "it": _set(
        "sono una il lo gli per con ma molto qualcosa gioco giochi voglio vorrei ho ciao grazie come piu mio mia non giocare "
        "stanco stanca annoiato annoiata triste stasera oggi che di meno senza cerco dammi un sul della questo rilassante mi "
        "telefono gratis minuti tranquillo"
    ),
    "tl": _set(
        "ako ko mo ang ng mga sa na po lang gusto laro maglaro pagod malungkot naman wala akong ba hindi yung kasi ngayon salamat "
        "kumusta walang libre mura natin kami tayo sana nakakapagod ngayong gabi kong ito yan dito meron pang nga din rin"
    ),
    "hi": _set(
        "hai hoon hu hun mujhe mera meri mere kya kuch koi nahi nahin nhi bhai yaar aaj bahut bohot thak gaya gayi raha rahi "
        "chahiye khelna khelne khelu liye aur wala wali accha acha achha batao bata dikhao dost sasta paise mein toh bhi karo abhi "
        "udaas dukhi mast jaisa jaisi waala bolo suno haan arre thoda zyada sirf"
    ),
    "nl": _set(
        "ik ben een het voor met maar heel iets spel spelletje wil heb dank meer mijn niet spelen moe verveel vandaag zonder zoek "
        "geef leuk rustig rustigs mij wat ook graag vanavond gratis ontspannend"
    ),
    "id": _set(
        "aku saya gue gw mau ingin pengen yang dan untuk buat tidak nggak gak ga bosan bosen capek lelah sedih gratis permainan "
        "hari ini itu dong banget tolong apa bisa lagi sama aja ada nih"
    ),
    "tr": _set(
        "bir icin ve ben cok oyun istiyorum yorgun yorgunum sikildim merhaba bana var degil ama ile ucretsiz bugun aksam oynamak "
        "oneri onerir misin mutsuz uzgunum sey"
    ),
    "pl": _set(
        "jestem chce gre gra cos dla nie jest bardzo zmeczony zmeczona nudze sie czesc prosze ale tani tanie dzisiaj wieczor mam "
        "ochote smutny smutna zagrac gier lubie mi"
    ),
}  # fmt: skip
_ENGLISH = _set(
    "the and i im i'm is are was it its this that these something anything want wanna need with my you your for on of to in at "
    "but not just some like game games play playing give me what which how can could would please pls feel feeling tired bored "
    "so too very really do don't dont have got any one more less than about after today tonight now an be"
)
_SHARED = frozenset(
    word for word in set().union(*_SMALL_WORDS.values()) if sum(word in words for words in _SMALL_WORDS.values()) > 1
)
# One of these alone is enough, so plainly do they belong to one language.
_ALONE: Mapping[str, frozenset[str]] = {
    "es": _set("aburrido aburrida aburridisimo cansado cansada cansadisimo estresado estresada recomiendame juegos quiero estoy"),
    "pt": _set("entediado entediada estressado estressada jogos voce quero estou"),
    "fr": _set("m'ennuie fatigue fatiguee epuise jeux stressee"),
    "de": _set("mude langweilig traurig gestresst langweile spiele"),
    "it": _set("annoiato annoiata giochi stasera vorrei stanca"),
    "tl": _set("pagod malungkot maglaro nakakapagod"),
    "hi": _set("mujhe khelna chahiye yaar bhai batao"),
}  # fmt: skip
_ONE_WORD = 3  # in so short a message one certain word decides
_SCRIPTS = (
    ("hi", re.compile(r"[\u0900-\u097f]")), ("ja", re.compile(r"[\u3040-\u30ff]")), ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")), ("ru", re.compile(r"[\u0400-\u04ff]")), ("ar", re.compile(r"[\u0600-\u06ff]")),
)  # fmt: skip
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


# What people call how they feel, where a few letters leave no doubt. In the order in which they decide.
_FEELINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("stressed", re.compile(r"\b(?:estresad\w+|estressad\w+|stressee?|gestresst|stressat\w|estres|tension|pareshan|overweldigd|gestrest|stres(?:liyim|im var)?|zestresowan\w)\b")),
    ("sad", re.compile(r"\b(?:triste|tristeza|deprimid\w+|traurig|malungkot|nalulungkot|udaas|dukhi|verdrietig|sedih|galau|uzgunum|mutsuz\w*|smutn\w|dil toot \w+|rota|deprime)\b|грустно|悲しい|슬퍼|伤心|حزين|उदास|दुखी")),
    ("tired", re.compile(r"\b(?:cansad\w+|agotad\w+|reventad\w|exaust\w|fatigue?e?|epuise?e?|crevee?|mude|kaputt|erschopft|stanc[oa]|esaust\w|pagod\w*|nakakapagod|thak(?:a|i|e)?|moe|capek|lelah|yorgun\w*|zmeczon\w)\b|устал|疲れ|피곤|累|متعب|थक")),
    ("lonely", re.compile(r"\b(?:me siento sol[oa]|sozinh[oa]|me sens seule?|einsam|mi sento sol[oa]|nag-?iisa|mag-?isa|akel[ai]|eenzaam|kesepian|yalniz\w*|samotn\w)\b|одиноко|寂しい|외로|孤独|وحيد|अकेल")),
    ("angry", re.compile(r"\b(?:enojad\w|enfadad\w|cabread\w|furios[oa]|com raiva|puto da vida|en colere|enervee?|wutend|genervt|arrabbiat\w|galit|gussa|boos|marah|kizgin\w*|wkurzon\w)\b|злюсь|怒って|화나|生气|غاضب|गुस्सा")),
    ("spooky", re.compile(r"\b(?:de miedo|de terror|pasar miedo|de medo|levar susto|qui fait peur|horreur|grusel\w*|di paura|nakakatakot|darawn[aie]|eng spel|seram|horor|korku)\b")),
    ("silly", re.compile(r"\b(?:gracios\w|reir\w*|engracad\w|dar risada|drole|rigoler|lustig\w*|divertente|nakakatawa|mazedaar|hasi|grappig\w*|lucu|komik|smieszn\w)\b")),
    ("bored", re.compile(r"\b(?:aburrid\w+|entediad\w|tedio|m'ennuie|ennuie?|langweil\w*|annoiat\w|annoio|bore ho \w+|verveel|bosan|bosen|sikildim|nudze)\b|скучно|退屈|심심|无聊|ملل|बोर")),
    ("happy", re.compile(r"\b(?:feliz|contente|heureuse|heureux|glucklich|felice|masaya|khush|blij|senang|mutluyum|szczesliw\w)\b|счастлив|嬉しい|행복|开心|سعيد|खुश")),
    ("chill", re.compile(r"\b(?:tranquil\w+|relajad\w|relaj(?:ar|ante)\w*|relaxante|calme|ruhig\w*|entspann\w*|calmo|rilassant\w|shaant|shanti|rustig\w*|santai|sakin|spokojn\w+|desconectar)\b|спокойн|のんびり|편안|放松|هادئ|शांत")),
)  # fmt: skip
_REFUSED = re.compile(
    r"\b(?:no|nada|sin|nao|sem|pas|sans|rien|nicht|kein\w*|nichts|ohne|hindi|walang|nahi|nahin|nhi|non|niente|senza|niet|geen|tidak|nggak|gak|nie|bez)"
    r"(?: \w+){0,2} (?:de |di |ng )?(?:miedo|terror|medo|peur|horreur|grusel\w*|paura|nakakatakot|darawn\w|horor|horror|triste\w*|traurig\w*|malungkot|smutn\w+)"
)


# "I'm sad and want something quiet": what is wanted decides, not what is felt.
_SOMETHING = r"\b(?:algo|juegos?|jogos?|quelque chose|trucs?|jeux?|etwas|was|spiele?|qualcosa|giochi|gioco|kuch|koi|game)(?: (?:que|de|da|di|muy|mas|bem|mais|tres|plus|ganz|richtig|piu|molto|sea|seja|um|un|pouco|poco|peu|mas|bahut|ekdum))* "
_WANTED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (mood, re.compile(rf"{_SOMETHING}(?:{words})\b"))
    for mood, words in (
        ("chill", r"tranquil\w+|relaja\w+|relaxante?s?|relaxant|relax|chill|calm[eoa]?|ruhig\w*|entspann\w*|rilassant\w|shaant|aaram \w+"),
        ("spooky", r"miedo|terror\w*|medo|assustador\w?|peur|effrayant\w?|horreur|horror|grusel\w*|paura|pauros\w|spaventos\w|darawn\w"),
        ("silly", r"gracios\w|divertid\w|engracad\w|drole|marrant\w?|lustig\w*|witzig\w*|divertente|buff\w|mazedaar|mazakiya"),
        ("competitive", r"competitiv\w|competitif|competitive|kompetitiv\w*"),
        ("sad", r"triste?s?|traurig\w*|udaas|dukhi"),
    )
)  # fmt: skip


def feeling_in(text: str) -> str:
    """The mood's key that such words name; empty when there is none, or when it is what they do not want."""
    folded = _REFUSED.sub(" ", fold(text))
    if wanted := next((mood for mood, words in _WANTED if words.search(folded)), ""):
        return wanted
    return next(
        (mood for mood, words in _FEELINGS if words.search(folded) or (not folded.isascii() and words.search(text))), ""
    )
