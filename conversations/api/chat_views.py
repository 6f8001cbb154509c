"""POST what a player says and get the answer; GET what was said since."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api import chat
from conversations.channels.pulled import ApiChannel
from conversations.models import Contact, Message
from games.api.principals import Scope
from games.api.problems import Problem
from games.api.repeats import LONGEST_KEY
from games.api.views import ApiView

_PAGE: Final = 60
_LARGEST_ID: Final = 2**63 - 1


class Words(serializers.Serializer[None]):
    text = serializers.CharField(max_length=chat.MAX_CHARS, required=False, allow_blank=True, default="")
    choice = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="The id of the button that was tapped."
    )

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        if not (told["text"].strip() or told["choice"]):
            raise serializers.ValidationError("Say something: text, or the choice of a button.")
        return told


class Since(serializers.Serializer[None]):
    after = serializers.IntegerField(
        min_value=0, max_value=_LARGEST_ID, required=False, help_text="The id of the last message you have."
    )
    limit = serializers.IntegerField(min_value=1, max_value=100, default=_PAGE)


class ButtonShape(serializers.Serializer[None]):
    id = serializers.CharField(help_text="Send it back as choice.")
    title = serializers.CharField()


class CardShape(serializers.Serializer[None]):
    number = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    platforms = serializers.ListField(child=serializers.CharField())
    price = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    link = serializers.CharField(allow_blank=True)
    image_url = serializers.CharField(allow_blank=True)


class MessageShape(serializers.Serializer[None]):
    id = serializers.IntegerField()
    role = serializers.ChoiceField(["player", "thrum"])
    text = serializers.CharField(allow_blank=True, help_text="All of it, the games too.")
    buttons = ButtonShape(many=True)
    cards = CardShape(many=True, help_text="The games of the text once more, for who draws them.")
    at = serializers.DateTimeField()


class Conversation(serializers.Serializer[None]):
    messages = MessageShape(many=True, help_text="The oldest first.")
    waiting = serializers.BooleanField(help_text="An answer is still to come: ask again with after.")
    held = serializers.BooleanField(help_text="A person has taken over.")
    erased = serializers.BooleanField(help_text="They asked to be forgotten, and are.")


class MessagesView(ApiView):
    """The Idempotency-Key is the message's own id: sent again, it is the same message with the same answer."""

    scope: ClassVar[str] = Scope.CHAT
    repeats_itself: ClassVar[bool] = True

    @extend_schema(parameters=[Since], responses=Conversation, summary="What was said, or what was since")
    def get(self, request: Request) -> Response:
        wish = Since(data=request.query_params)
        wish.is_valid(raise_exception=True)
        contact = chat.contact_of(self.who.player_id or 0)
        said = _said(contact)
        after, limit = wish.validated_data.get("after"), wish.validated_data["limit"]
        if after is not None:
            rows = list(said.filter(pk__gt=after).order_by("pk")[:limit])
        else:
            rows = list(said.order_by("-pk")[:limit])[::-1]
        return Response(_conversation(contact, rows))

    @extend_schema(
        request=Words, responses={200: Conversation, 202: Conversation}, summary="Say something and get the answer"
    )
    def post(self, request: Request) -> Response:
        words = Words(data=request.data)
        words.is_valid(raise_exception=True)
        key = request.headers.get("Idempotency-Key")
        if key is not None and not 0 < len(key) <= LONGEST_KEY:
            raise Problem("invalid_request", f"An Idempotency-Key has 1 to {LONGEST_KEY} characters.", 400)
        said = chat.say(
            player_id=self.who.player_id or 0, key=key or str(uuid.uuid4()), now=timezone.now(),
            **words.validated_data,
        )  # fmt: skip
        if said.contact is None:
            return Response({"messages": [], "waiting": False, "held": False, "erased": True})
        rows = list(_said(said.contact).filter(pk__gte=said.message_id).order_by("pk")[:_PAGE])
        return Response(_conversation(said.contact, rows), status=200 if said.is_answered else 202)


def _said(contact: Contact | None) -> Any:
    """Here, by this app's channel; what they said elsewhere is not this app's business."""
    rows = Message.objects.filter(channel=ApiChannel.kind).exclude(status=Message.Status.WITHHELD)
    return rows.filter(contact=contact) if contact else rows.none()


def _conversation(contact: Contact | None, rows: Sequence[Message]) -> dict[str, Any]:
    return {
        "messages": [_message(row) for row in rows],
        "waiting": bool(contact and contact.answered_seq < contact.inbound_seq and contact.parked_at is None),
        "held": bool(contact and contact.held_by_human_at),
        "erased": False,
    }


def _message(row: Message) -> dict[str, Any]:
    content = row.content or {}
    return {
        "id": row.pk,
        "role": "player" if row.direction == Message.Direction.INBOUND else "thrum",
        "text": row.body,
        "buttons": content.get("buttons", []),
        "cards": content.get("cards", []),
        "at": row.created_at.isoformat(),
    }
