"""When we speak first: who, with what, and what came of it; a module a subject."""

from engagement.models.campaigns import Campaign, CampaignEvent, CampaignRun, CampaignVersion, Step
from engagement.models.prices import MessagePrice
from engagement.models.segments import FactsState, Segment, SegmentFacts
from engagement.models.touches import Enrolment, Touch

__all__ = [
    "Campaign",
    "CampaignEvent",
    "CampaignRun",
    "CampaignVersion",
    "Enrolment",
    "FactsState",
    "MessagePrice",
    "Segment",
    "SegmentFacts",
    "Step",
    "Touch",
]
