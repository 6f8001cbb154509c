"""Another tone for a part of the people, while an experiment runs. Written from above; this app only reads it."""

from __future__ import annotations

from games.models import Override


class ToneOverride(Override):
    """``config`` holds "tone"; read only through ``conversations.personas.tone_overrides``. The unit is the player."""
