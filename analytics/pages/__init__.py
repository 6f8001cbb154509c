"""The dashboards, a module a page, in the order of the sidebar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analytics.pages import campaigns, catalogue, engagement, moods, overview, quality, recommendations, system
from analytics.pages.types import Page

__all__ = ["PAGES", "Page"]

PAGES: Final[Mapping[str, Page]] = {
    module.PAGE.key: module.PAGE
    for module in (overview, moods, recommendations, quality, engagement, campaigns, catalogue, system)
}
