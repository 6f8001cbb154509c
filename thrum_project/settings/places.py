"""Where things are: this clone's folders, our address, the apps and what each request passes through."""

from __future__ import annotations

import os
from pathlib import Path

import django_stubs_ext

from . import environment
from .environment import env, kept_secret, secret, served_at

django_stubs_ext.monkeypatch()
# onnxruntime reports to its maker by default. It reads this when it is imported, which is after the settings.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# Our products of small matrices are not worth a second thread, which spins between them: an answer took 151 ms of
# processor time with two and takes 55 with one. Read when numpy is imported; who trains on large matrices may set more.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR: Path = environment.ROOT
DEBUG = env.bool("DEBUG", False)
# What a clone makes for itself: embedded database, exported model, kept secrets. Never in git.
STATE_DIR = Path(env.str("THRUM_STATE_DIR", str(BASE_DIR / ".thrum")))
SECRET_KEY = secret("SECRET_KEY") or kept_secret(STATE_DIR / "secret_key")
PORT = env.int("PORT", 8000)
BIND_HOST = env.str("BIND_HOST", "127.0.0.1")
# Where people reach us: as told, else where a server of this clone says that it listens, so that links of
# `manage.py chat` in another terminal lead to it.
SERVED_AT = STATE_DIR / "served_at"
TOLD_BASE_URL = env.str("PUBLIC_BASE_URL", "")
PUBLIC_BASE_URL = (
    TOLD_BASE_URL or served_at(SERVED_AT, told_port=env.int("PORT", 0)) or f"http://localhost:{PORT}"
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
