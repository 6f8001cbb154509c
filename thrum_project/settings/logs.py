"""What is logged and how."""

from __future__ import annotations

from .environment import env

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
