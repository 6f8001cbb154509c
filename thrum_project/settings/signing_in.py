"""Passwords, second factors, other people's sign-ins, and how long each lasts."""

from __future__ import annotations

from datetime import timedelta

from .environment import env, secret
from .places import PUBLIC_BASE_URL

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

# Google is the example; without both keys there is no such way in. Callback: PUBLIC_BASE_URL/me/google/login/callback/
GOOGLE_CLIENT_ID = env.str("GOOGLE_CLIENT_ID", "")
GOOGLE_CLIENT_SECRET = secret("GOOGLE_CLIENT_SECRET")
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

# For so long a program may act in the name of somebody of the staff with one token.
STAFF_TOKEN_DAYS = env.int("STAFF_TOKEN_DAYS", 90, validate=lambda days: days > 0 or None)
