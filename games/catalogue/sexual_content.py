"""Does a record describe a game of sexual content? Pure, and rather too careful.

Such games are never offered, so a miss is worse than a false alarm; an editor can take the flag
off again. Words that mostly mean something else (sex as a choice in a character editor, seduced by
an idea, a naked awakening on a beach, succubi as monsters) count only in a title, or not at all.
"""

from __future__ import annotations

from games.catalogue.wording import mentions, words

# Anywhere in the record.
_ANYWHERE = words(
    r"hentai|porno?|pornographic|pornography|nsfw|erotic\w*|erotica|eroge|nukige|lewd\w*|ecchi|futanari|futa|"
    r"milfs?|bdsm|fetish\w*|boobs?|nude|nudity|topless|strip ?tease|stripp?ers?|strip club|strip poker|strip 'em up|"
    r"adults?[- ]only|adult (?:game|visual novel|dating|content|scenes|animations)|18\+|r-?18|"
    r"sexual (?:content|themes|scenes|acts?|desires?|fantas\w+|encounters?|tension|pleasure)|sexuality|"
    r"sex (?:scenes?|toys?|games?|simulator|positions?|life)|sexy(?! hiking)|sensual|orgasm\w*|brothel|kinky|"
    r"busty|harem|blue movie|x-rated|explicit (?:content|scenes)|"
    r"penis\w*|vaginas?|anus(?:es)?|genitals|masturbat\w*|dildos?"
)
# In a title they say what the game is about.
_IN_TITLE = words(
    r"sex\w*|naked|succub\w*|waifus?|seduce\w*|seducer|lust|leisure suit larry|horny|fuck\w*|dick|boobies|"
    r"huniepop|nekopara|uncensored"
)


def looks_sexual(*, title: str, summary: str) -> bool:
    return mentions(_IN_TITLE, title.lower()) or mentions(_ANYWHERE, f"{title}\n{summary}".lower())
