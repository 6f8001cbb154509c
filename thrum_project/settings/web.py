"""Static files, headers and what pages may load."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from .environment import env
from .places import PUBLIC_BASE_URL, STATE_DIR

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "thrum_project.formats"
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
