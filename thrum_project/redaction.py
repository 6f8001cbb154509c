"""Personal data leaves a log record before any handler writes it."""

import logging
import re

# Seven to fifteen digits (E.164), with or without plus; SIDs and hashes are hex words and stay.
_PHONE = re.compile(r"(?<![\w.-])(\+?\d{3})\d{3,10}(\d{2})(?![\w.])")


def redact_phones(text: str) -> str:
    """Keep country and tail, so that a ticket can still be matched to a line."""
    return _PHONE.sub(r"\1…\2", text)


class RedactPhones(logging.Filter):
    """Attached to every handler in LOGGING."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact_phones(record.getMessage())
        record.args = ()
        return True
