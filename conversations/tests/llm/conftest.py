"""A provider on this machine, and a player's session that questions belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from conversations.llm import ask, desks
from conversations.llm.patience import Kept, Patience
from conversations.llm.standin import KEY, Standin
from conversations.models import Contact, Session
from conversations.tests.conftest import NOW
from conversations.tests.warm_model import warm_model

SHAPE: dict[str, Any] = {
    "type": "object",
    "properties": {"branch": {"enum": ["left", "right"]}, "line": {"type": "string", "maxLength": 200}},
    "required": ["branch"],
    "additionalProperties": False,
}
INSTRUCTIONS = (
    "You are the voice of Wren, a nervous ghost who keeps the keys of a lighthouse. Choose the branch that the player"
    " means and say one line of at most twenty words in the voice of Wren."
)


@pytest.fixture(scope="package")
def provider() -> Iterator[Standin]:
    """One server and one connection for all; to be warm takes a second."""
    with warm_model() as standin:
        yield standin


@pytest.fixture
def model(provider: Standin, settings) -> Standin:
    """Set up and warm; says "left" unless told otherwise."""
    settings.LLM_BASE_URL, settings.LLM_API_KEY, settings.LLM_MODEL = provider.url, KEY, "standin"
    place = desks.desk()
    place.patience, place.kept = Patience(per_minute=100), Kept()
    provider.let_go.set()  # whoever is still held up by the test before
    fresh = Standin(says={"branch": "left", "line": "Mind the third stair."}, url=provider.url)
    vars(provider).update({name: value for name, value in vars(fresh).items() if name != "lock"})
    return provider


@pytest.fixture
def session(amina: Contact) -> Session:
    return Session.objects.create(
        contact=amina, kind="returning", channel="whatsapp", opened_at=NOW, last_message_at=NOW
    )


@pytest.fixture
def put(session: Session) -> Callable[..., Any]:
    """Ask what Wren should do."""

    def put(text: str = "go left", **changes: Any) -> Any:
        given = {
            "purpose": "story", "instructions": INSTRUCTIONS, "player_text": text, "shape": SHAPE,
            "session_id": session.pk, "seconds": 5.0, "now": NOW, **changes,
        }  # fmt: skip
        return ask(**given)

    return put
