"""Quick replies on WhatsApp: Content resources made once, filled with variables for each message.

One resource for each number of buttons, its words and ids all variables; more than three are a list to choose from.
Inside the reply window they need no approval. Where one is missing, buttons become words to type.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from conversations.channels.twilio_whatsapp import transport
from conversations.channels.types import OutboundMessage

_MOST_BUTTONS = 3
_MOST_CHARS = 1024  # WhatsApp's limit for the text above quick replies
_MOST_ROWS = 4  # the longest list that we ask from
_PREFIX, _LIST_PREFIX = "thrum_quick_reply", "thrum_list"


def definition(buttons: int) -> dict[str, Any]:
    """The Content resource for so many buttons: {{1}} the text, then a title and an id for each."""
    is_list = buttons > _MOST_BUTTONS
    title = "item" if is_list else "title"
    actions = [{title: f"{{{{{2 * i + 2}}}}}", "id": f"{{{{{2 * i + 3}}}}}"} for i in range(buttons)]
    samples = {"1": "How about A Short Hike?"}
    for i in range(buttons):
        samples |= {str(2 * i + 2): f"Answer {i + 1}", str(2 * i + 3): f"answer-{i + 1}"}
    return {
        "friendly_name": _name(buttons),
        "language": "en",
        "variables": samples,
        "types": {"twilio/list-picker": {"body": "{{1}}", "button": "choose", "items": actions}}
        if is_list
        else {"twilio/quick-reply": {"body": "{{1}}", "actions": actions}},
    }


def _name(buttons: int) -> str:
    return f"{_PREFIX if buttons <= _MOST_BUTTONS else _LIST_PREFIX}_{buttons}"


def is_ours(name: str) -> bool:
    """Whether a resource at Twilio is one that quick replies are made with."""
    return name.startswith((_PREFIX, _LIST_PREFIX))


def sync() -> list[str]:
    """Create what is missing at Twilio; returns the names of what was made. Repeatable."""
    from conversations.models import ContentTemplate

    made = []
    for buttons in range(1, _MOST_ROWS + 1):
        wanted = definition(buttons)
        digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
        name = wanted["friendly_name"]
        if ContentTemplate.objects.filter(name=name, digest=digest).exists():
            continue
        sid = transport.create_content(wanted)
        ContentTemplate.objects.update_or_create(name=name, defaults={"sid": sid, "digest": digest})
        made.append(name)
    _sids.clear()
    return made


_sids: dict[str, str] = {}


def load() -> None:
    """Read the stored ids; called on the send loop's own thread, for sending threads touch no ORM."""
    from conversations.models import ContentTemplate

    _sids.clear()
    _sids.update(ContentTemplate.objects.values_list("name", "sid"))


def quick_reply_sid(buttons: int) -> str:
    return _sids.get(_name(buttons), "")


def fits(body: str) -> bool:
    return len(body) <= _MOST_CHARS


def variables(message: OutboundMessage) -> str:
    """Every variable is given: Twilio fills a forgotten one with its sample."""
    values = {"1": message.body}
    for i, button in enumerate(message.buttons):
        values |= {str(2 * i + 2): button.title, str(2 * i + 3): button.id}
    return json.dumps(values, ensure_ascii=False)


def with_numbers(message: OutboundMessage) -> str:
    """The words with the quick replies as lines to type, where they still fit."""
    if not message.buttons:
        return message.body
    text = message.body + "\n\n" + " · ".join(button.title for button in message.buttons)
    return text if len(text) <= 1600 else message.body
