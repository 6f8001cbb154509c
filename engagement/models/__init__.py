"""When we speak first: who, with what, and what came of it; a module a subject."""

from engagement.models.attention import Attention
from engagement.models.campaign_runs import CampaignEvent, CampaignRun
from engagement.models.campaigns import Campaign, CampaignVersion, Step
from engagement.models.decisions import CheckInStop, CycleRun, Decision, MessageText
from engagement.models.experiments import Assignment, AssignmentOutcome, Experiment, ExperimentEvent, Variant
from engagement.models.figures import Figures
from engagement.models.prices import MessagePrice
from engagement.models.rules import HoldoutRule, SendingRules
from engagement.models.segments import FactsState, Segment, SegmentFacts
from engagement.models.templates import MessageTemplate
from engagement.models.touches import Enrolment, Touch

__all__ = [
    "Assignment",
    "AssignmentOutcome",
    "Attention",
    "Campaign",
    "CampaignEvent",
    "CampaignRun",
    "CampaignVersion",
    "CheckInStop",
    "CycleRun",
    "Decision",
    "Enrolment",
    "Experiment",
    "ExperimentEvent",
    "FactsState",
    "Figures",
    "HoldoutRule",
    "MessagePrice",
    "MessageTemplate",
    "MessageText",
    "Segment",
    "SegmentFacts",
    "SendingRules",
    "Step",
    "Touch",
    "Variant",
]
