"""The REST API: its tokens, limits and description."""

from __future__ import annotations

from datetime import timedelta

from .environment import env, secret
from .places import SECRET_KEY
from .web import TRUST_PROXY_HEADERS

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
    "SIGNING_KEY": secret("JWT_SECRET_KEY") or SECRET_KEY,
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
