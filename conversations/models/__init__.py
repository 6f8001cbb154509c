"""The nouns of conversation: who somebody is, what was said, what is remembered."""

from conversations.models.accounts import Account, Partner, PartnerUser, ServiceToken, SignInCode
from conversations.models.hand_overs import HandOver
from conversations.models.identity import (
    NEEDS_A_PERSON,
    PROACTIVE_TOPICS,
    ConsentChange,
    Contact,
    ContactAddress,
    SenderWindow,
    SuppressedAddress,
)
from conversations.models.journeys import JourneyAnswer, JourneyRun, JourneyText
from conversations.models.knowledge import Miss, MissGroup, SlangWord, TaughtExample
from conversations.models.letters import Letter
from conversations.models.messages import Message
from conversations.models.model_calls import ModelCall
from conversations.models.moderation import HarmlessPhrase, ModerationFlag, ModerationVerdict
from conversations.models.operators import ErasureReceipt, InboxNote, InboxThread, InboxVisit, OperatorAct
from conversations.models.overrides import ToneOverride
from conversations.models.prompts import PersonaText, PersonaTextChange
from conversations.models.provider import ContentTemplate, ProviderDeletion
from conversations.models.reminders import Reminder
from conversations.models.saved_chats import SavedChat
from conversations.models.sessions import MoodReading, Session
from conversations.models.switches import MaintenanceNotice, Switch, SwitchChange

__all__ = [
    "NEEDS_A_PERSON",
    "PROACTIVE_TOPICS",
    "Account",
    "ConsentChange",
    "Contact",
    "ContactAddress",
    "ContentTemplate",
    "ErasureReceipt",
    "HandOver",
    "HarmlessPhrase",
    "InboxNote",
    "InboxThread",
    "InboxVisit",
    "JourneyAnswer",
    "JourneyRun",
    "JourneyText",
    "Letter",
    "MaintenanceNotice",
    "Message",
    "Miss",
    "MissGroup",
    "ModelCall",
    "ModerationFlag",
    "ModerationVerdict",
    "MoodReading",
    "OperatorAct",
    "Partner",
    "PartnerUser",
    "PersonaText",
    "PersonaTextChange",
    "ProviderDeletion",
    "Reminder",
    "SavedChat",
    "SenderWindow",
    "ServiceToken",
    "Session",
    "SignInCode",
    "SlangWord",
    "SuppressedAddress",
    "Switch",
    "SwitchChange",
    "TaughtExample",
    "ToneOverride",
]
