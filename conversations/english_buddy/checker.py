"""The grammar checker Harper, in this process, with the rules that help learners. The only file that imports it.

It takes a second to begin and holds about 150 MB, so it is loaded with the first question and never in a process that
serves the web: ``buddy.look_over`` runs in the workers.
"""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING

from conversations.english_buddy.types import Correction, Kind

if TYPE_CHECKING:
    from harper import Linter

# Chosen one by one. Spelling, capitals, punctuation, style, redundancy, expanded abbreviations, names of brands and
# idioms that natives disagree about are left out: players write as they like.
_RULES: dict[Kind, str] = {
    Kind.ARTICLE: "AnA AnAnother AnotherAn SomeWithoutArticle SuchShame HaveAHardTime FewUnitsOfTimeAgo",
    Kind.AGREEMENT: (
        "PronounVerbAgreement PronounInflectionBe IAmAgreement HeDos PronounAre LooksLikes SingleBe NominalWants"
    ),
    Kind.PREPOSITION: (
        "ArriveTo AskNoPreposition AwareOf AwaitFor ComfortableWith CraveFor CuriousAbout DespiteOf Discuss ExceptOf"
        " FascinatedBy FondOn GoodAt InterestedIn InspiredBy InvestIn JealousOf MissingPreposition ObsessPreposition"
        " PassionateAbout ResponsibleFor SameAs SimilarLike SinceDuration ThinkKnowOff LaughOfAt"
    ),
    Kind.TENSE: (
        "DidPast SimplePastToPastParticiple RegularIrregulars ProgressiveNeedsBe WillNonLemma IsBeenAuxSequence"
        " WishCould ModalSeem WouldNeverHave PronounKnew UseToUsedTo GetUsedTo"
    ),
    Kind.PLURAL: (
        "MassNouns AnotherOnes AnotherThings OneOfTheSingular ThesesThese MostOfTheTimes LevelOfDetails"
        " QuantifierNumeralConflict QuantifierNeedsOf"
    ),
    Kind.INFINITIVE: ("MissingTo AllowTo InflectedVerbAfterTo NeedToNoun WantBe WorthToDo DoubleModal DontCan"),
    Kind.COMPARISON: "AdjectiveDoubleDegree MoreBetter ThenThan VeryLess AsMuchAs",
    Kind.WORD: (
        "DoMistake DoesOrDose HowItLooksLike OpenTheLight TakeMedicine CallThem Confident QuiteQuiet ToTooIdioms"
    ),
}
_KIND_OF = {rule: kind for kind, rules in _RULES.items() for rule in rules.split()}
_one_at_a_time = threading.Lock()


def find(text: str) -> tuple[Correction, ...]:
    """What the checker would write instead, where it is sure what."""
    from harper import SuggestionKind

    with _one_at_a_time:
        found = _linter().organized_lints(text, language="plaintext")
    corrections = []
    for rule, kind in _KIND_OF.items():
        for lint in found.get(rule, ()):
            if not lint.suggestions:
                continue
            best, start, end = lint.suggestions[0], lint.span.start, lint.span.end
            if best.kind == SuggestionKind.INSERT_AFTER:
                corrections.append(Correction(start, end, text[start:end] + best.replacement_text, kind))
            elif best.kind == SuggestionKind.REPLACE:
                corrections.append(Correction(start, end, best.replacement_text, kind))
            else:
                # The space before goes with the word.
                begin = start - 1 if start and text[start - 1] == " " else start
                corrections.append(Correction(begin, end, "", kind))
    return tuple(corrections)


@functools.lru_cache(maxsize=1)
def _linter() -> Linter:
    from harper import Linter

    linter = Linter()
    linter.set_lint_config({rule: rule in _KIND_OF for rule in linter.get_lint_config()})
    return linter
