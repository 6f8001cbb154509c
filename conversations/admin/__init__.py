"""The back office of conversations: who wrote, what was said, what waits."""

from conversations.admin.accounts import AccountAdmin
from conversations.admin.contacts import ContactAdmin
from conversations.admin.flags import HarmlessPhraseAdmin, ModerationFlagAdmin
from conversations.admin.hand_overs import HandOverAdmin
from conversations.admin.journeys import JourneyTextAdmin
from conversations.admin.letters import LetterAdmin
from conversations.admin.messages import MessageAdmin
from conversations.admin.model_calls import ModelCallAdmin
from conversations.admin.partners import PartnerAdmin, ServiceTokenAdmin
from conversations.admin.prompts import PersonaTextAdmin
from conversations.admin.receipts import ErasureReceiptAdmin
from conversations.admin.reminders import ReminderAdmin
from conversations.admin.saved_chats import SavedChatAdmin
from conversations.admin.sessions import SessionAdmin
from conversations.admin.switches import SwitchAdmin
from conversations.admin.teaching import MissGroupAdmin, SlangWordAdmin, TaughtExampleAdmin

__all__ = [
    "AccountAdmin",
    "ContactAdmin",
    "ErasureReceiptAdmin",
    "HandOverAdmin",
    "HarmlessPhraseAdmin",
    "JourneyTextAdmin",
    "LetterAdmin",
    "MessageAdmin",
    "MissGroupAdmin",
    "ModelCallAdmin",
    "ModerationFlagAdmin",
    "PartnerAdmin",
    "PersonaTextAdmin",
    "ReminderAdmin",
    "SavedChatAdmin",
    "ServiceTokenAdmin",
    "SessionAdmin",
    "SlangWordAdmin",
    "SwitchAdmin",
    "TaughtExampleAdmin",
]
