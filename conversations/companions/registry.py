"""Every mode there is. A new one stands here, has its wordings, and is held by the contract in the tests."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conversations.companions.base import Mode
from conversations.companions.journey import JOURNEY
from conversations.companions.penpal import PENPAL
from conversations.companions.story import STORY

MODES: Mapping[str, Mode] = MappingProxyType({mode.key: mode for mode in (JOURNEY, STORY, PENPAL)})
