"""In which tone somebody is answered, where an experiment wants another for some.

Who feels low is answered warmly whatever an experiment says, and nothing is tried on children. What is read is
kept as ``games.policy.overrides`` keeps its own: without a statement a turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conversations.dialogue.wording.wordings import TONES
from conversations.models import ToneOverride
from games.models import DataVersion, Player
from games.policy.overrides import Kept

tones = Kept(ToneOverride, DataVersion.Kind.TONE_OVERRIDES)


def tone_for(player: Player, *, own: str) -> tuple[str, tuple[str, ...]]:
    """The tone, ``own`` unless another is wanted, and the labels of the experiments that they are in."""
    if own == "warm":
        return own, ()
    ranges = tones.for_player(player)
    wanted = [one.config["tone"] for one in ranges if one.config.get("tone") in TONES]
    return (wanted[-1] if wanted else own), tuple(one.label for one in ranges)


def problems_of(config: Mapping[str, Any]) -> list[str]:
    """What a person must mend before it may be used, in words."""
    unknown = [f"{name} is no setting; there is tone" for name in config if name != "tone"]
    if "tone" in config and config["tone"] not in TONES:
        unknown.append(f"tone is one of {', '.join(TONES)}")
    return unknown
