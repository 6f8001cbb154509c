"""Every setting of Thrum. The environment is read here and nowhere else.

``.env.example`` lists each name with its meaning; ``docs/configuration.md`` explains them.
A secret may also come from a file: ``NAME_FILE=/run/secrets/name``.
"""

from __future__ import annotations

import os
import re
import secrets
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from environs import Env, ValidationError

django_stubs_ext.monkeypatch()
# onnxruntime reports to its maker by default. It reads this when it is imported, which is after the settings.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# Our products of small matrices are not worth a second thread, which spins between them: an answer took 151 ms of
# processor time with two and takes 55 with one. Read when numpy is imported; who trains on large matrices may set more.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def _secret(name: str, default: str = "") -> str:
    """The value of ``name``, or the content of the file that ``name_FILE`` points to."""
    if path := env.str(f"{name}_FILE", ""):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {path}: {error.strerror}") from error
    return env.str(name, default)


def _database(url: str) -> dict[str, Any]:
    """The address is never repeated in what we say about it, for it holds a password."""
    try:
        parsed = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL is no address of a database; see .env.example") from error
    if parsed.get("ENGINE") != "django.db.backends.postgresql" or not parsed.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database: postgres://USER:PASSWORD@HOST/NAME")
    # A host that swallows packets is told after seconds, not minutes.
    return {**parsed, "OPTIONS": {"connect_timeout": 10, **parsed.get("OPTIONS", {})}}


def _steps(name: str, defaults: dict[str, float]) -> dict[str, float]:
    """The defaults, and what was set of them: a misspelt kind would teach nothing and nobody would know."""
    given: dict[str, float] = env.dict(name, {}, subcast_values=float)
    for kind, step in given.items():
        if kind not in defaults or not -1 <= step <= 1:
            raise ImproperlyConfigured(f"{name} knows {', '.join(defaults)}, each from -1 to 1; not {kind}={step}")
    return defaults | given


def _seconds_by_segment(name: str, defaults: dict[str, int]) -> dict[str, timedelta]:
    """One number for all, or some of them by name; the rest keeps its default."""
    told = env.str(name, "")
    given = dict.fromkeys(defaults, int(told)) if told.isdecimal() else env.dict(name, {}, subcast_values=int)
    for segment, seconds in given.items():
        if segment not in defaults or seconds < 0:
            raise ImproperlyConfigured(f"{name} knows {', '.join(defaults)}, none below 0; not {segment}={seconds}")
    return {segment: timedelta(seconds=seconds) for segment, seconds in (defaults | given).items()}


def _money(name: str, default: str) -> Decimal:
    told: Decimal = env.decimal(name, Decimal(default), validate=lambda money: money >= 0 or None)
    return told


def _served_at(path: Path, *, told_port: int) -> str:
    """What `manage.py run` wrote down and takes away when it ends; a port that is told goes before it."""
    if told_port:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ValidationError(f"{name} is no time zone, such as Europe/Berlin") from error


def _socket_place(told: str) -> None:
    if not re.fullmatch(r"|/|:\d{2,5}|wss?://[^/\s]+/?", told):
        raise ValidationError(f"{told} is no place of sockets: /, :8001 or wss://sockets.example")


def _kept_secret(path: Path) -> str:
    """A random key made once per clone, so that a fresh machine needs no set-up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


# --- The basics -----------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
# What a clone makes for itself: embedded database, exported model, kept secrets. Never in git.
STATE_DIR = Path(env.str("THRUM_STATE_DIR", str(BASE_DIR / ".thrum")))
SECRET_KEY = _secret("SECRET_KEY") or _kept_secret(STATE_DIR / "secret_key")
PORT = env.int("PORT", 8000)
BIND_HOST = env.str("BIND_HOST", "127.0.0.1")
# Where people reach us: as told, else where a server of this clone says that it listens, so that links of
# `manage.py chat` in another terminal lead to it.
SERVED_AT = STATE_DIR / "served_at"
TOLD_BASE_URL = env.str("PUBLIC_BASE_URL", "")
PUBLIC_BASE_URL = (
    TOLD_BASE_URL or _served_at(SERVED_AT, told_port=env.int("PORT", 0)) or f"http://localhost:{PORT}"
).rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [PUBLIC_BASE_URL])
ROOT_URLCONF = "thrum_project.urls"
WSGI_APPLICATION = "thrum_project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # unfold replaces templates of the admin, so it stands before it. The site is our own (thrum_project/staff_site.py).
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "thrum_project.apps.ThrumProjectConfig",
    "games.apps.GamesConfig",
    "conversations.apps.ConversationsConfig",
    "engagement.apps.EngagementConfig",
    "analytics.apps.AnalyticsConfig",
    "import_export",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_q",
    "csp",
    "thrum_project.apps.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "thrum_project.webhook_timing.WebhookTimingMiddleware",
    # Before all else: a load balancer asks by an address that is in no ALLOWED_HOSTS.
    "thrum_project.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "games.api.feed_views.StoredFeedMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "thrum_project.staff_sessions.StaffSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Last: it turns the answer to a sign-in that is locked into a page that says so.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "conversations.admin.switches.banner",
                "analytics.admin.banner.banner",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------
DATABASE_URL = _secret("DATABASE_URL")
# Two suites side by side (two clones on one server, two terminals) need two names.
_TEST_DATABASE = {"NAME": env.str("TEST_DATABASE_NAME", "test_thrum")}
if DATABASE_URL:
    DATABASES = {"default": {**_database(DATABASE_URL), "TEST": _TEST_DATABASE}}
else:
    DATABASES = {
        "default": {
            "ENGINE": "thrum_project.embedded_postgres",
            "NAME": "thrum",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "TEST": _TEST_DATABASE,
        }
    }

# --- Cache ----------------------------------------------------------------------------
REDIS_URL = _secret("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    # Rate limits must hold over all web processes, so the fallback is a table, not memory.
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # What may differ from process to process and must cost no query: the webhook's throttle.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}

# --- Sockets: a process of their own; see docs/realtime.md -----------------------------
# Where browsers find it: "/" behind the same address, ":8001" at that port of the same host; empty: pages ask by
# themselves. A whole ws:// address serves where our cookies reach it.
REALTIME_URL = env.str("REALTIME_URL", "", validate=_socket_place)
REALTIME_CONNECTIONS = env.int("REALTIME_CONNECTIONS", 2000, validate=lambda count: count > 0 or None)
REALTIME_CONNECTIONS_PER_ADDRESS = env.int(
    "REALTIME_CONNECTIONS_PER_ADDRESS", 200, validate=lambda count: count > 0 or None
)

# --- Queue: two clusters on one table; see docs/decisions/0003 ------------------------
# `talk` answers people and sends; `work` imports and embeds. A plain `qcluster` is `talk`;
# Q_CLUSTER_NAME=work starts the other. django-q2's own defaults are refused by thrum.E001-E004.
Q_CLUSTER = {
    "name": "thrum",
    "cluster_name": "talk",
    "orm": "default",
    "workers": env.int("TALK_WORKERS", 3),
    "timeout": 20,
    "retry": 30,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.05,
    "bulk": 10,
    "save_limit": -1,
    "queue_limit": 20,
    "recycle": 5000,
    "guard_cycle": 1,
    "ALT_CLUSTERS": {
        "work": {
            "workers": env.int("WORK_WORKERS", 1),
            "timeout": 120,
            "retry": 180,
            "max_attempts": 3,
            "ack_failures": True,
            "catch_up": False,
            "poll": 0.5,
            "bulk": 1,
            "save_limit": -1,
            "queue_limit": 2,
            "recycle": 50,
        },
    },
}

# --- WhatsApp through Twilio ----------------------------------------------------------
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", "")
# Several while a token is rotated, separated by commas; the first one signs our own calls.
TWILIO_AUTH_TOKENS = [token for token in _secret("TWILIO_AUTH_TOKEN").split(",") if token]
TWILIO_WHATSAPP_NUMBER = env.str("TWILIO_WHATSAPP_NUMBER", "")
TWILIO_MESSAGING_SERVICE_SID = env.str("TWILIO_MESSAGING_SERVICE_SID", "")
TWILIO_API_BASE_URL = env.str("TWILIO_API_BASE_URL", "")
TWILIO_TIMEOUT_SECONDS = env.float("TWILIO_TIMEOUT_SECONDS", 10.0)
SEND_THREADS = env.int("SEND_THREADS", 32)

# --- Conversation ---------------------------------------------------------------------
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

# --- A language model, where one is set up ---------------------------------------------
# Any server that speaks the API of OpenAI, with its /v1. Empty: nobody is asked, and everything works.
LLM_BASE_URL = env.str("LLM_BASE_URL", "")
LLM_API_KEY = _secret("LLM_API_KEY")
LLM_MODEL = env.str("LLM_MODEL", "gpt-4o-mini")
LLM_TRANSCRIPTION_MODEL = env.str("LLM_TRANSCRIPTION_MODEL", "")
LLM_VOICE_MODEL = env.str("LLM_VOICE_MODEL", "")
# Purposes for which nobody is asked all the same: wishes, moderation, voice notes, live voice …
LLM_NOT_FOR = frozenset(name.strip() for name in env.str("LLM_NOT_FOR", "").split(",") if name.strip())
LLM_PER_MINUTE = env.int("LLM_PER_MINUTE", 60, validate=lambda count: count > 0 or None)
# What a million tokens and a minute of audio cost, in whatever money the budgets are told in; 0: they are ours.
LLM_PRICE_PER_MILLION_IN = _money("LLM_PRICE_PER_MILLION_IN", "0")
LLM_PRICE_PER_MILLION_OUT = _money("LLM_PRICE_PER_MILLION_OUT", "0")
LLM_PRICE_PER_AUDIO_MINUTE = _money("LLM_PRICE_PER_AUDIO_MINUTE", "0")
# What one session, and everybody together within a day, may cost; 0 sets no bound.
LLM_BUDGET_PER_SESSION = _money("LLM_BUDGET_PER_SESSION", "0.05")
LLM_TOKENS_PER_SESSION = env.int("LLM_TOKENS_PER_SESSION", 60_000, validate=lambda tokens: tokens >= 0 or None)
LLM_BUDGET_PER_DAY = _money("LLM_BUDGET_PER_DAY", "0")
# What players write, and what we answer, is looked at for threats, hate, scams and the like.
MODERATION = env.bool("MODERATION", True)

# --- Writing first --------------------------------------------------------------------
# In a demonstration a minute of silence is long; in life it is a day, or four hours for who has just come.
ENGAGEMENT_PACE = env.str("ENGAGEMENT_PACE", "production", validate=lambda pace: pace in {"production", "demo"} or None)
INACTIVITY_THRESHOLD_SECONDS = _seconds_by_segment(
    "INACTIVITY_THRESHOLD_SECONDS",
    {"dormant": 60, "new_user": 60, "normal": 60}
    if ENGAGEMENT_PACE == "demo"
    else {"dormant": 86_400, "new_user": 14_400, "normal": 86_400},
)
# Nobody is written to first twice within so long.
MESSAGE_FREQUENCY_HOURS = env.float("MESSAGE_FREQUENCY_HOURS", 24.0, validate=lambda hours: hours >= 0 or None)
DORMANT_THRESHOLD_DAYS = env.float("DORMANT_THRESHOLD_DAYS", 3.0, validate=lambda days: days > 0 or None)
NEW_USER_THRESHOLD_DAYS = env.float("NEW_USER_THRESHOLD_DAYS", 1.0, validate=lambda days: days >= 0 or None)

# For so long a program may act in the name of somebody of the staff with one token.
STAFF_TOKEN_DAYS = env.int("STAFF_TOKEN_DAYS", 90, validate=lambda days: days > 0 or None)

# --- Campaigns ------------------------------------------------------------------------
# A WhatsApp sender takes 80 messages a second; replies need their part of it.
CAMPAIGN_MESSAGES_PER_SECOND = env.int("CAMPAIGN_MESSAGES_PER_SECOND", 40, validate=lambda rate: 0 < rate < 80 or None)
# A campaign for more people than this needs somebody else's approval; 0: none does.
CAMPAIGN_APPROVAL_SIZE = env.int("CAMPAIGN_APPROVAL_SIZE", 0)
# Numbers of our own people that a campaign may be tried out on.
TEST_SEND_NUMBERS = [number.strip() for number in env.str("TEST_SEND_NUMBERS", "").split(",") if number.strip()]

# --- Analytics ------------------------------------------------------------------------
# Days and hours of dashboards are those of this place.
ANALYTICS_TIME_ZONE = env.str("ANALYTICS_TIME_ZONE", "UTC", validate=_zone)
# The mail server by which alerts leave; empty: they are only shown.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", "thrum@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
# Who asks for /metrics must know it; empty: there is no such page.
METRICS_TOKEN = _secret("METRICS_TOKEN")

# --- Taste ----------------------------------------------------------------------------
# How far one event moves the score of each genre and tag of its game, which stays within -1…1.
TASTE_STEPS = _steps(
    "TASTE_STEPS",
    {
        "purchase": 0.15,
        "like": 0.15,
        "save": 0.1,
        "fit": 0.1,
        "click": 0.05,
        "will_play": 0.05,
        "played": 0.03,
        "view": 0.01,
        "lean": 0.06,
        "skip": -0.05,
        "dislike": -0.15,
    },
)
# After so long half of what a score was is left.
TASTE_HALF_LIFE = timedelta(days=env.float("TASTE_HALF_LIFE_DAYS", 90.0, validate=lambda days: days > 0 or None))
# How high choices in a story, which are weak likes, may lift a score by themselves.
TASTE_LEAN_CEILING = env.float("TASTE_LEAN_CEILING", 0.4, validate=lambda share: 0 <= share <= 1 or None)
# With so many events a player is known; until then others' taste fills in.
COLD_START_EVENTS = env.int("COLD_START_EVENTS", 3)

# --- New titles -----------------------------------------------------------------------
# What each new title is owed, out of the share of slots that is left to chance; 0 showings: nothing.
FAIR_START_IMPRESSIONS = env.int("FAIR_START_IMPRESSIONS", 30)
FAIR_START_DAYS = env.int("FAIR_START_DAYS", 14, validate=lambda days: days > 0 or None)

# --- Who plays what -------------------------------------------------------------------
# Neighbours of games are learnt anew every night, and as soon as so many new likes, plays and purchases are there.
NEIGHBOURS_EVENTS = env.int("NEIGHBOURS_EVENTS", 1000, validate=lambda events: events > 0 or None)

# --- Search ---------------------------------------------------------------------------
# Each process keeps what searches sift by, some 40 MB for 100,000 games: a third of the database's work then.
CATALOGUE_AT_HAND = env.bool("CATALOGUE_AT_HAND", True)

# --- Model ----------------------------------------------------------------------------
MODEL_DIR = Path(env.str("MODEL_DIR", str(STATE_DIR / "model")))

# --- Web ------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
STATIC_URL = "static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "thrum_project.static_of_packages.OneOfEach",
]
STATIC_ROOT = STATE_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns at every start where it is missing
# The image is built with hashed names, cached for ever; a clone serves its folders as they are.
HASHED_STATIC_FILES = env.bool("HASHED_STATIC_FILES", False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC_FILES
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Serve straight from the apps' folders too, so that a fresh clone needs no collectstatic.
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(STATE_DIR / "media")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# The first one makes new hashes; the others read what is there, and it is made anew at the next sign-in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- Signing in with others (OAuth) ---------------------------------------------------
# Google is the example; without both keys there is no such way in. Callback: PUBLIC_BASE_URL/me/google/login/callback/
GOOGLE_CLIENT_ID = env.str("GOOGLE_CLIENT_ID", "")
GOOGLE_CLIENT_SECRET = _secret("GOOGLE_CLIENT_SECRET")
HAS_GOOGLE = bool(GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET)
SOCIALACCOUNT_ADAPTER = "conversations.me.oauth.TasteAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "google": {
        "APPS": [{"client_id": GOOGLE_CLIENT_ID, "secret": GOOGLE_CLIENT_SECRET, "key": ""}] if HAS_GOOGLE else [],
        "SCOPE": ["email"],
        "OAUTH_PKCE_ENABLED": True,
    }
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PUBLIC_BASE_URL.startswith("https://") else "http"

# --- Signing in to the admin ----------------------------------------------------------
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# A code from the phone beside the password. Who has set one up is always asked for it.
REQUIRE_STAFF_2FA = env.bool("REQUIRE_STAFF_2FA", False)
OTP_TOTP_ISSUER = "Thrum"
# Signed out after so long without a click, and after so long in any case.
STAFF_IDLE = timedelta(minutes=env.int("STAFF_IDLE_MINUTES", 60, validate=lambda minutes: minutes > 0 or None))
STAFF_SESSION = timedelta(hours=env.int("STAFF_SESSION_HOURS", 12, validate=lambda hours: hours > 0 or None))
# So many wrong passwords for one account, or from one address, close the door for a while. Counted in the database.
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", 10, validate=lambda count: count > 0 or None)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("SIGN_IN_LOCK_MINUTES", 15, validate=lambda minutes: minutes > 0 or None))
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or anybody could keep an account closed for ever
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ENABLE_ADMIN = False  # our pages: thrum_project/admin/sign_ins.py
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "thrum_project.sign_in.address_of"
AXES_LOCKOUT_CALLABLE = "thrum_project.sign_in.locked_out"

_HTTPS = PUBLIC_BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", _HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^v1/health(/live|/ready)?$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000 if _HTTPS else 0)
# A promise for every name under the domain, and one that browsers keep for months: for its owner to make.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_WHOLE_DOMAIN", False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # they ask for that promise
# Only a proxy that we name may say that a request came over TLS or from where.
TRUST_PROXY_HEADERS = env.bool("TRUST_PROXY_HEADERS", False)
if TRUST_PROXY_HEADERS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

CONTENT_SECURITY_POLICY = {
    # Unfold's admin runs Alpine.js, which evaluates expressions; everything else gets the strict policy.
    "EXCLUDE_URL_PREFIXES": ["/admin/", "/v1/docs"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "https:", "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    },
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["conversations.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["games.api.parsing.CarefulJSONParser"],
    "EXCEPTION_HANDLER": "games.api.problem_answers.handle",
    "UNAUTHENTICATED_USER": None,
    "NUM_PROXIES": 1 if TRUST_PROXY_HEADERS else 0,
    "DEFAULT_THROTTLE_RATES": {
        "twilio_webhook": env.str("THROTTLE_TWILIO_WEBHOOK", "120/min"),
        "web_chat": env.str("THROTTLE_WEB_CHAT", "30/min"),
        "web_chat_address": env.str("THROTTLE_WEB_ADDRESS", "300/min"),
        "web_voice": env.str("THROTTLE_WEB_VOICE", "6/min"),
        "web_voice_address": env.str("THROTTLE_WEB_VOICE_ADDRESS", "30/min"),
    },
}
# Requests a minute of one asker. Reads are counted in each process, the others in the database.
API_LIMITS = {
    "reads": env.int("API_READS_PER_MINUTE", 1200, validate=lambda count: count > 0 or None),
    "writes": env.int("API_WRITES_PER_MINUTE", 300, validate=lambda count: count > 0 or None),
    "events": env.int("API_EVENT_BATCHES_PER_MINUTE", 3000, validate=lambda count: count > 0 or None),
    "sign_in": env.int("API_SIGN_INS_PER_MINUTE", 20, validate=lambda count: count > 0 or None),
}
# Whoever asks from this machine without a token is a player of its own. For trying things out; said loudly.
API_OPEN_ON_LOCALHOST = env.bool("API_OPEN_ON_LOCALHOST", False)
ACCESS_TOKEN_EXPIRE_MINUTES = env.int("ACCESS_TOKEN_EXPIRE_MINUTES", 60, validate=lambda count: count > 0 or None)
SIMPLE_JWT = {
    "SIGNING_KEY": _secret("JWT_SECRET_KEY") or SECRET_KEY,
    "ALGORITHM": env.str("ALGORITHM", "HS256", validate=lambda name: name in {"HS256", "HS384", "HS512"} or None),
    "AUDIENCE": "thrum",
    "ISSUER": "thrum",
    "USER_ID_CLAIM": "sub",
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=ACCESS_TOKEN_EXPIRE_MINUTES),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=env.int("REFRESH_TOKEN_DAYS", 30, validate=lambda days: days > 0 or None)),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "UPDATE_LAST_LOGIN": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Thrum",
    "DESCRIPTION": "Games by mood: recommendations and learning for partner apps.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # From our own static files: the page works without the world, and loads nothing that we did not pin.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Script, not data: static/api/docs.js puts what one answer told into the requests after it.
    "SWAGGER_UI_SETTINGS": """{
        persistAuthorization: true, tryItOutEnabled: true, displayRequestDuration: true,
        ...rememberingAnswers((sent) => requestInterceptor(sent), (answer) => responseInterceptor(answer)),
    }""",
    "SCHEMA_PATH_PREFIX": "/v1",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "thrum_project.api_schema.complete"],
    "ENUM_NAME_OVERRIDES": {
        "Genre": "games.vocabulary.GENRES", "Platform": "games.vocabulary.PLATFORMS", "Mood": "games.vocabulary.MOODS",
        "EventKind": "games.api.learning_views.KINDS", "PlayerMode": "games.vocabulary.PLAYER_MODES",
        "SessionKind": "conversations.api.session_views.KINDS",
    },
}  # fmt: skip

IMPORT_EXPORT_USE_TRANSACTIONS = True

UNFOLD = {
    "SITE_TITLE": "Thrum",
    "SITE_HEADER": "Thrum",
    "SITE_URL": "/chat/",
    "SITE_ICON": lambda request: static("chat/thrum.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("chat/thrum.svg")}],
    "DASHBOARD_CALLBACK": "thrum_project.admin_home.fill",
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "navigation": "thrum_project.admin_navigation.navigation",
    },
    "STYLES": [lambda request: static("staff/staff.css")],
    "COMMAND": {"show_history": True},
    "ACCOUNT": {"navigation": "thrum_project.admin_navigation.account_links"},
}

# --- Logs -----------------------------------------------------------------------------
LOG_FORMAT = env.str("LOG_FORMAT", "text", validate=lambda value: value in {"text", "json"} or None)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}",
            "style": "{",
        },
    },
    "filters": {
        "phones": {"()": "thrum_project.redaction.RedactPhones"},
        "made_up": {"()": "conversations.simulation.logs.LeaveOutRuns"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["phones", "made_up"]},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        # Tells of every request, with what it carries; our own lines say what matters.
        "twilio.http_client": {"level": "WARNING"},
        # The same of every question to a language model.
        "httpx2": {"level": "WARNING"},
        "openai": {"level": "WARNING"},
        # Four lines a sign-in; its own tables say the same.
        "axes": {"level": "WARNING"},
        # One line a task start and end, times 50 tasks a second, tells nobody anything.
        "django-q": {"level": env.str("QUEUE_LOG_LEVEL", "WARNING"), "handlers": ["console"], "propagate": False},
    },
}
