"""When we speak first: who, with what, and what came of it; a module a subject."""

from engagement.models.prices import MessagePrice
from engagement.models.segments import FactsState, Segment, SegmentFacts

__all__ = [
    "FactsState",
    "MessagePrice",
    "Segment",
    "SegmentFacts",
]
