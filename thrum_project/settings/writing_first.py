"""Who may be written to first and how often, campaigns, alerts and mail."""

from __future__ import annotations

from .environment import env, seconds_by_segment, secret, zone

# In a demonstration a minute of silence is long; in life it is a day, or four hours for who has just come.
ENGAGEMENT_PACE = env.str("ENGAGEMENT_PACE", "production", validate=lambda pace: pace in {"production", "demo"} or None)
INACTIVITY_THRESHOLD_SECONDS = seconds_by_segment(
    "INACTIVITY_THRESHOLD_SECONDS",
    {"dormant": 60, "new_user": 60, "normal": 60}
    if ENGAGEMENT_PACE == "demo"
    else {"dormant": 86_400, "new_user": 14_400, "normal": 86_400},
)
# Nobody is written to first twice within so long.
MESSAGE_FREQUENCY_HOURS = env.float("MESSAGE_FREQUENCY_HOURS", 24.0, validate=lambda hours: hours >= 0 or None)
DORMANT_THRESHOLD_DAYS = env.float("DORMANT_THRESHOLD_DAYS", 3.0, validate=lambda days: days > 0 or None)
NEW_USER_THRESHOLD_DAYS = env.float("NEW_USER_THRESHOLD_DAYS", 1.0, validate=lambda days: days >= 0 or None)

# A WhatsApp sender takes 80 messages a second; replies need their part of it.
CAMPAIGN_MESSAGES_PER_SECOND = env.int("CAMPAIGN_MESSAGES_PER_SECOND", 40, validate=lambda rate: 0 < rate < 80 or None)
# A campaign for more people than this needs somebody else's approval; 0: none does.
CAMPAIGN_APPROVAL_SIZE = env.int("CAMPAIGN_APPROVAL_SIZE", 0)
# Numbers of our own people that a campaign may be tried out on.
TEST_SEND_NUMBERS = [number.strip() for number in env.str("TEST_SEND_NUMBERS", "").split(",") if number.strip()]

# Days and hours of dashboards are those of this place.
ANALYTICS_TIME_ZONE = env.str("ANALYTICS_TIME_ZONE", "UTC", validate=zone)
# The mail server by which alerts leave; empty: they are only shown.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", "thrum@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
# Who asks for /metrics must know it; empty: there is no such page.
METRICS_TOKEN = secret("METRICS_TOKEN")
