"""Who writes in another language is told so once, in that language, and still served what is certain. Pure.

The lines are few and said once to a person, so they stand here and not among the wordings of the personas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from conversations.dialogue.said.languages import feeling_in
from conversations.understanding.normalise import fold
from conversations.understanding.phrase_files import phrases_of
from conversations.understanding.types import Understanding

_SAID = phrases_of("sayings", Path(__file__).parent / "phrases")

# Read from words of another language by an English head these are guesses at best.
_GUESSED_INTENTS = frozenset({"other", "help", "human", "smalltalk", "profile", "greet", "recommend"})
_LIKELY_MOOD = 0.5
_SURE = 0.8
# "No Switch" is "on the Switch" here.
_PORTUGUESE_ON = re.compile(rf"\b(?:no|na|nos|nas) (?:meu |minha )?{_SAID['machine in portuguese']}\b")

_EXAMPLE = "“tired, Switch, under 20”"
# code -> what leads in an answer, and what is said when nothing was understood
_LINES: Mapping[str, tuple[str, str]] = {
    "es": ("leo mejor en inglés, pero esto sí lo he entendido:",
           f"leo mejor en inglés. dime cómo te sientes y en qué juegas, por ejemplo: {_EXAMPLE}."),
    "pt": ("entendo melhor em inglês, mas isto deu para entender:",
           f"entendo melhor em inglês. me diga como você se sente e onde joga, por exemplo: {_EXAMPLE}."),
    "fr": ("je comprends mieux l'anglais, mais voici ce que j'ai saisi :",
           f"je comprends mieux l'anglais. dis-moi ton humeur et sur quoi tu joues, par exemple : {_EXAMPLE}."),
    "de": ("Englisch verstehe ich am besten, aber das hier kam an:",
           f"Englisch verstehe ich am besten. schreib mir, wie du dich fühlst und worauf du spielst, "
           f"zum Beispiel: {_EXAMPLE}."),
    "it": ("capisco meglio l'inglese, ma questo l'ho capito:",
           f"capisco meglio l'inglese. dimmi come ti senti e su cosa giochi, per esempio: {_EXAMPLE}."),
    "nl": ("Engels gaat het best, maar dit heb ik begrepen:",
           f"Engels gaat het best. vertel me hoe je je voelt en waarop je speelt, bijvoorbeeld: {_EXAMPLE}."),
    "tl": ("mas naiintindihan ko ang English, pero ito ang nakuha ko:",
           f"mas naiintindihan ko ang English. sabihin mo ang mood mo at kung saan ka naglalaro, "
           f"halimbawa: {_EXAMPLE}."),
    "hi": ("English mujhe sabse achhe se samajh aati hai, par itna samajh aaya:",
           f"English mujhe sabse achhe se samajh aati hai. apna mood aur platform batao, jaise: {_EXAMPLE}."),
    "id": ("aku paling paham bahasa Inggris, tapi ini yang kutangkap:",
           f"aku paling paham bahasa Inggris. ceritakan suasana hatimu dan main di apa, misalnya: {_EXAMPLE}."),
    "tr": ("en iyi İngilizce anlıyorum, ama şu kadarını anladım:",
           f"en iyi İngilizce anlıyorum. nasıl hissettiğini ve nerede oynadığını yaz, örneğin: {_EXAMPLE}."),
    "pl": ("najlepiej idzie mi angielski, ale tyle udało się zrozumieć:",
           f"najlepiej idzie mi angielski. napisz, jak się czujesz i na czym grasz, na przykład: {_EXAMPLE}."),
    "ru": ("мне проще по-английски, но вот что удалось понять:",
           f"мне проще по-английски. напиши, как настроение и на чём играешь, например: {_EXAMPLE}."),
    "ja": ("英語がいちばん得意ですが、ここまでは分かりました:",
           f"英語がいちばん得意です。気分と機種を、たとえば {_EXAMPLE} のように教えてください。"),
    "ko": ("영어를 가장 잘 알아듣지만, 여기까지는 이해했어요:",
           f"영어를 가장 잘 알아들어요. 기분과 기기를 {_EXAMPLE}처럼 알려 주세요."),
    "zh": ("我最懂英语，不过这些我明白了：", f"我最懂英语。请告诉我你的心情和平台，例如：{_EXAMPLE}。"),
    "ar": ("أفهم الإنجليزية أكثر، لكن هذا ما فهمته:",
           f"أفهم الإنجليزية أكثر. اكتب لي مزاجك والمنصة، مثلاً: {_EXAMPLE}."),
}  # fmt: skip
_CARE: Mapping[str, str] = {
    "es": "siento mucho que lo estés pasando tan mal. habla ahora con alguien: emergencias, o {help}.",
    "pt": "sinto muito que esteja tão difícil. fale agora com alguém: a emergência, ou {help}.",
    "fr": "c'est très dur, et c'est bien de l'avoir dit. "
    "parles-en tout de suite à quelqu'un : les urgences, ou {help}.",
    "de": "das klingt sehr schwer, und gut, dass du es sagst. sprich jetzt mit jemandem: Notruf, oder {help}.",
    "it": "dev'essere durissimo, e hai fatto bene a dirlo. "
    "parlane subito con qualcuno: il numero di emergenza, o {help}.",
    "nl": "wat zwaar, en goed dat je het zegt. praat nu met iemand: het alarmnummer, of {help}.",
    "tl": "salamat at sinabi mo. kausapin mo ngayon ang isang tao: emergency, o {help}.",
    "hi": "achha kiya ki bataya. abhi kisi se baat kijiye: emergency number, ya {help}.",
}


_SAYINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("more", re.compile(rf"^{_SAID['joining']}*{_SAID['something else']}\b\W*$")),
    ("details", re.compile(rf"\b{_SAID['what it costs']}\b")),
    ("dislike", re.compile(rf"^{_SAID['not liked']}\b")),
    ("like", re.compile(rf"^{_SAID['liked']}\W*$")),
)  # fmt: skip


def clarified(reading: Understanding, language: str) -> Understanding:
    """The reading with what a few certain words of that language add or mend."""
    if not language or not reading.text:
        return reading
    slots = reading.slots
    if language == "pt" and slots.exclude_platforms and _PORTUGUESE_ON.search(reading.text.lower()):
        slots = replace(slots, platforms=slots.exclude_platforms, exclude_platforms=())
        reading = replace(reading, slots=slots)
    if not reading.sure_by.startswith("meaning"):
        return reading
    folded = fold(reading.text)
    said = next((intent for intent, words in _SAYINGS if words.search(folded)), "")
    if said:
        sure = max(reading.intent_confidence, _SURE)
        return replace(reading, intent=said, intent_confidence=sure, is_unsure=False, sure_by=f"words:{language}")
    mood = feeling_in(reading.text)
    if mood and mood != reading.mood:  # however sure the English head is: these words leave no doubt
        reading = replace(reading, mood=mood, secondary_mood="", mood_confidence=_SURE)
    elif not mood and reading.mood_confidence < _LIKELY_MOOD:
        # Meaning was learnt in English: half sure of a mood in another language is not sure.
        reading = replace(reading, mood="", secondary_mood="", mood_confidence=0.0)
    is_wish = bool(mood or slots.has_wishes or slots.wants_cheaper)
    if is_wish and (reading.is_unsure or reading.intent in _GUESSED_INTENTS):
        sure = max(reading.intent_confidence, _SURE)
        reading = replace(
            reading, intent="recommend", intent_confidence=sure, is_unsure=False, sure_by=f"words:{language}"
        )
    return reading


def lead_in(language: str) -> str:
    """What stands before an answer; empty for a language that we have no line in."""
    return _LINES[language][0] if language in _LINES else ""


def ask_again(language: str) -> str:
    """What is said when nothing was understood; empty for a language that we have no line in."""
    return _LINES[language][1] if language in _LINES else ""


def care(language: str, help_line: str) -> str:
    return _CARE[language].format(help=help_line) if language in _CARE else ""
