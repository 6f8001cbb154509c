"""WhatsApp, how talks go, and the language model where one is set up."""

from __future__ import annotations

from datetime import timedelta

from .environment import env, money, secret

TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", "")
# Several while a token is rotated, separated by commas; the first one signs our own calls.
TWILIO_AUTH_TOKENS = [token for token in secret("TWILIO_AUTH_TOKEN").split(",") if token]
TWILIO_WHATSAPP_NUMBER = env.str("TWILIO_WHATSAPP_NUMBER", "")
TWILIO_MESSAGING_SERVICE_SID = env.str("TWILIO_MESSAGING_SERVICE_SID", "")
TWILIO_API_BASE_URL = env.str("TWILIO_API_BASE_URL", "")
TWILIO_TIMEOUT_SECONDS = env.float("TWILIO_TIMEOUT_SECONDS", 10.0)
SEND_THREADS = env.int("SEND_THREADS", 32)

SESSION_SILENCE = timedelta(minutes=env.int("SESSION_SILENCE_MINUTES", 30))
RAW_PAYLOAD_DAYS = env.int("RAW_PAYLOAD_DAYS", 30)
MESSAGE_BODY_DAYS = env.int("MESSAGE_BODY_DAYS", 180)
WEB_CONTACT_DAYS = env.int("WEB_CONTACT_DAYS", 30)
# More typed messages than this in so many minutes are a machine's; the bot goes quiet for it.
LOOP_MESSAGES = env.int("LOOP_MESSAGES", 20)
LOOP_MINUTES = env.int("LOOP_MINUTES", 5)
# A talk that a person leads comes back to the bot when no operator did anything for so long.
HANDOVER_TIMEOUT_MINUTES = env.int("HANDOVER_TIMEOUT_MINUTES", 30)
# Who said that they want to die is not written to first for so long.
DISTRESS_QUIET_DAYS = env.int("DISTRESS_QUIET_DAYS", 14)
# An approved utility template for reminders outside the reply window: {{1}} what it is about, {{2}} a link.
REMINDER_TEMPLATE_SID = env.str("REMINDER_TEMPLATE_SID", "")
# So long after they liked a game they are asked, once, whether it fitted; 0 asks nobody.
FIT_QUESTION_HOURS = env.int("FIT_QUESTION_HOURS", 12)
DEFAULT_CURRENCY = env.str("DEFAULT_CURRENCY", "USD")
DEFAULT_PERSONA = env.str("DEFAULT_PERSONA", "thrum")

# Any server that speaks the API of OpenAI, with its /v1. Empty: nobody is asked, and everything works.
LLM_BASE_URL = env.str("LLM_BASE_URL", "")
LLM_API_KEY = secret("LLM_API_KEY")
LLM_MODEL = env.str("LLM_MODEL", "gpt-4o-mini")
LLM_TRANSCRIPTION_MODEL = env.str("LLM_TRANSCRIPTION_MODEL", "")
LLM_VOICE_MODEL = env.str("LLM_VOICE_MODEL", "")
# Purposes for which nobody is asked all the same: wishes, moderation, voice notes, live voice …
LLM_NOT_FOR = frozenset(name.strip() for name in env.str("LLM_NOT_FOR", "").split(",") if name.strip())
LLM_PER_MINUTE = env.int("LLM_PER_MINUTE", 60, validate=lambda count: count > 0 or None)
# What a million tokens and a minute of audio cost, in whatever money the budgets are told in; 0: they are ours.
LLM_PRICE_PER_MILLION_IN = money("LLM_PRICE_PER_MILLION_IN", "0")
LLM_PRICE_PER_MILLION_OUT = money("LLM_PRICE_PER_MILLION_OUT", "0")
LLM_PRICE_PER_AUDIO_MINUTE = money("LLM_PRICE_PER_AUDIO_MINUTE", "0")
# What one session, and everybody together within a day, may cost; 0 sets no bound.
LLM_BUDGET_PER_SESSION = money("LLM_BUDGET_PER_SESSION", "0.05")
LLM_TOKENS_PER_SESSION = env.int("LLM_TOKENS_PER_SESSION", 60_000, validate=lambda tokens: tokens >= 0 or None)
LLM_BUDGET_PER_DAY = money("LLM_BUDGET_PER_DAY", "0")
# What players write, and what we answer, is looked at for threats, hate, scams and the like.
MODERATION = env.bool("MODERATION", True)
