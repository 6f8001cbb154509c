"""Does a game's own text warn of what nobody who feels low should stumble into? Pure, and rather too careful."""

from __future__ import annotations

from games.catalogue.wording import mentions, words

# Who is in one of these moods and has said no more should not be led there, however fitting the rest sounds.
GENTLE_MOODS = frozenset({"sad", "lonely", "stressed", "tired"})
_WARNINGS = words(
    r"(?:easily|deeply|highly|truly) (?:disturbed|disturbing)|suicid\w*|self[- ]harm\w*|content warnings?|"
    r"trigger warnings?|child abuse|domestic abuse|sexual abuse|abusive (?:father|mother|parents?|partner|husband)|"
    r"tortur(?:e|ed|es|ing)|cannibal\w*|raped?|rapists?"
)


def warns(text: str) -> bool:
    return mentions(_WARNINGS, text.lower())
