"""Made-up requests for every operation of the schema: none breaks us, and every answer is as the schema says.

THRUM_FUZZ_EXAMPLES says how many of each; the same ones come every time. --log-cli-level=INFO tells how many there were.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from conversations.api import staff_tokens
from games.api.tokens import make_access_token
from games.models import Player

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
_EXAMPLES = int(os.environ.get("THRUM_FUZZ_EXAMPLES", "3"))
_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


logger = logging.getLogger(__name__)


class _Undone(Exception):
    """Nothing that an example did stays."""


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A server's request closes what it finds in a transaction, which here is the test's own."""
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as told", "otherwise"])
def test_nothing_breaks_us_and_every_answer_is_as_told(shelf, no_limits, encoder, mode):
    ada = User.objects.create_superuser("ada", password="a long walk by the sea")
    staff = f"Token {staff_tokens.make_token(ada)}"
    schema = schemathesis.openapi.from_wsgi("/v1/schema?format=json", get_wsgi_application())
    wrong: dict[str, str] = {}
    answers: Counter[int] = Counter()
    tried: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        tried.append(operation.label)
        is_for_staff = "staff" in str(operation.definition.raw.get("security"))
        try:
            _sender(operation.as_strategy(generation_mode=mode), staff if is_for_staff else "", answers)()
        except Unsatisfiable:
            continue  # where nothing is sent, nothing can be sent otherwise
        except Exception as error:
            told = getattr(error, "exceptions", [error])
            wrong[operation.label] = "\n".join(f"{type(one).__name__}: {str(one)[:600]}" for one in told)
    by_class = Counter(f"{code // 100}xx" for code in answers.elements())
    logger.info("%s, %d operations, %d requests: %s", mode.value, len(tried), answers.total(), dict(by_class))
    assert not wrong, "\n".join(f"{label}: {told}" for label, told in wrong.items())
    assert sum(count for code, count in answers.items() if code < 500) > 20 * _EXAMPLES, answers
    assert (answers[200] > 10) or mode == GenerationMode.NEGATIVE, answers


def _sender(cases: Any, staff: str, answers: Counter[int]) -> Any:
    """Sends each case with a token of a player made for it, or of the staff, and looks at the answer."""

    @settings(
        max_examples=_EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases)
    def send(case: Any) -> None:
        with contextlib.suppress(_Undone), transaction.atomic():
            player = Player.objects.create(origin="api", platforms=["switch"])
            headers = {"Authorization": staff or f"Bearer {make_access_token(player)}"}
            answers[case.call_and_validate(headers=headers, checks=_CHECKS).status_code] += 1
            raise _Undone

    return send
