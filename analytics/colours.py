"""The colours of every chart, for a light and a dark page: one place. Pure.

The six hues of a theme stay apart for eyes that see no red, green or blue, and from the page; a test reckons both.
"""

from __future__ import annotations

from typing import Final, TypedDict


class Theme(TypedDict):
    hues: tuple[str, ...]  # lines in their order
    quiet: str  # what is only there for comparison, and "others"
    good: str
    bad: str
    ink: str
    grid: str
    page: str  # what the charts stand on
    heat: tuple[str, ...]  # from nothing to most


PALETTE: Final[dict[str, Theme]] = {
    "light": {
        "hues": ("#274ef0", "#c37928", "#063f36", "#830f96", "#e92287", "#4e410b"),
        "quiet": "#6b7280",
        "good": "#1a7f37",
        "bad": "#b3261e",
        "ink": "#1f2937",
        "grid": "rgba(0, 0, 0, .09)",
        "page": "#ffffff",
        "heat": ("#f3f5fe", "#b9c6fb", "#7089f5", "#274ef0", "#0b1f7a"),
    },
    "dark": {
        "hues": ("#5b82ff", "#f69015", "#9cfbec", "#c993dc", "#ff5d85", "#fcf4a0"),
        "quiet": "#9ca3af",
        "good": "#7fd99a",
        "bad": "#ffb4ab",
        "ink": "#e5e7eb",
        "grid": "rgba(255, 255, 255, .14)",
        "page": "#111827",
        "heat": ("#1b2438", "#22337f", "#3f63e6", "#8ea8ff", "#eef2ff"),
    },
}
