"""What the OpenAPI document says beyond what the views do: who signs in how, refusals, headers, examples, health.

drf-spectacular calls ``complete`` on what it made of the views.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from conversations.api.authentication import USER_HEADER
from games.api.problem_answers import CONTENT_TYPE
from games.api.problems import TITLES
from games.api.repeats import LONGEST_KEY
from thrum_project import api_examples

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_WRITES: Final = ("post", "put", "patch", "delete")
# POST that only asks.
_READS: Final = ("/v1/recommend/feed", "/v1/recommend/highlights")
_LONGEST_USER: Final = 128


class Bearer(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # registers itself when it is made
    target_class = "conversations.api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http", "scheme": "bearer",
            "description": "A player's access token, or a partner's service token with the user in Thrum-User.",
        }  # fmt: skip


class StaffToken(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # as above
    target_class = "conversations.api.staff_tokens.StaffTokenAuthentication"
    name = "staff"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "The word Token, a space, and a token of somebody of the staff.",
        }  # fmt: skip


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    schemas = result["components"].setdefault("schemas", {})
    schemas |= {"Problem": _PROBLEM, "Health": _TOLD}
    for path, operations in result["paths"].items():
        methods = [method for method in _METHODS if method in operations]
        for method in methods:
            _complete(operations[method], path, method, is_alone=len(methods) == 1)
    result["paths"] = dict(sorted({**result["paths"], **_HEALTH}.items()))
    return result


def _complete(operation: dict[str, Any], path: str, method: str, *, is_alone: bool) -> None:
    parts = [part.strip("{}") for part in path.removeprefix("/v1/").split("/") if part]
    operation["operationId"] = "_".join(parts if is_alone else [method, *parts])
    operation["tags"] = [parts[0]]
    operation["responses"]["default"] = _REFUSAL
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["in"] == "path" and parameter["name"] in api_examples.PARTS:
            parameter["example"] = api_examples.PARTS[parameter["name"]]
    if any("bearer" in way for way in operation.get("security", ())):
        parameters.append(_USER)
    if method in _WRITES and path not in _READS and "/auth/" not in path:
        parameters.append(_KEY)
    example = api_examples.BODIES.get((path, method))
    content = operation.get("requestBody", {}).get("content", {})
    if example is not None and "examples" not in content.get("application/json", {"examples": ()}):
        content["application/json"]["example"] = example


_PROBLEM: Final[Mapping[str, Any]] = {
    "type": "object",
    "description": "RFC 9457. Code goes by `code`, which never changes; `detail` may be read to a person.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(TITLES)},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["at", "detail", "code"],
                "properties": {name: {"type": "string"} for name in ("at", "detail", "code")},
            },
        },
    },
}
_REFUSAL: Final[Mapping[str, Any]] = {
    "description": "A refusal, as a problem document.",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_USER: Final[Mapping[str, Any]] = {
    "in": "header", "name": USER_HEADER, "required": False,
    "schema": {"type": "string", "maxLength": _LONGEST_USER},
    "description": "With a service token: your own id of the user whom you act for.",
}  # fmt: skip
_KEY: Final[Mapping[str, Any]] = {
    "in": "header", "name": "Idempotency-Key", "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    "description": "Sent again with the same key and body, the request has one effect and the same answer.",
}  # fmt: skip


def _health(name: str, summary: str, *, can_fail: bool) -> Mapping[str, Any]:
    told = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}}}
    ways = {"200": {"description": "It can.", **told}}
    if can_fail:
        ways["503"] = {"description": "It cannot, and why.", **told}
    return {"get": {"operationId": name, "summary": summary, "tags": ["health"], "security": [{}], "responses": ways}}


_TOLD: Final[Mapping[str, Any]] = {
    "type": "object",
    "required": ["status"],
    "properties": {
        "status": {"type": "string", "enum": ["ok", "slow", "down"]},
        "reasons": {"type": "array", "items": {"type": "string"}},
        "database": {"type": "string"},
        "vectors_pending": {"type": "integer"},
        **{name: {"type": "string"} for name in ("model", "encoder", "ranking", "mood_fit", "realtime")},
        "queue_age_seconds": {"type": "object", "additionalProperties": {"type": "number"}},
        "last_inbound_seconds": {"type": "number", "nullable": True},
    },
}
_HEALTH: Final[Mapping[str, Any]] = {
    "/v1/health": _health("health", "Can people be served? Everything that tells", can_fail=True),
    "/v1/health/live": _health("health_live", "Does this process answer?", can_fail=False),
    "/v1/health/ready": _health("health_ready", "Should it be sent requests?", can_fail=True),
}
