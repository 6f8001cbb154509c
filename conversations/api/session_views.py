"""Sittings: a player's own, and what the staff may know of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from conversations.api.staff_tokens import StaffTokenAuthentication
from conversations.models import Session
from games.api import paging
from games.api.principals import Scope
from games.api.views import ApiView

KINDS: Final = tuple(Session.Kind.values)


class SessionsWish(serializers.Serializer[None]):
    limit = serializers.IntegerField(min_value=1, max_value=paging.MOST, default=30)
    cursor = serializers.CharField(max_length=600, required=False, default="", allow_blank=True)


class SessionShape(serializers.Serializer[None]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(KINDS)
    channel = serializers.CharField()
    opened_at = serializers.DateTimeField()
    last_message_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    mood_at_start = serializers.CharField(allow_null=True)
    mood_at_end = serializers.CharField(allow_null=True)


class SessionPage(serializers.Serializer[None]):
    items = SessionShape(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class SessionMetrics(SessionShape):
    messages = serializers.IntegerField(help_text="Both ways.")
    from_player = serializers.IntegerField()
    confidence = serializers.FloatField(allow_null=True, help_text="Mean, of what was wanted: 0…1.")
    sentiment = serializers.FloatField(allow_null=True, help_text="Mean, -1…1.")


class MetricsPage(serializers.Serializer[None]):
    items = SessionMetrics(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class SessionsView(ApiView):
    scope: ClassVar[str] = Scope.CHAT

    @extend_schema(parameters=[SessionsWish], responses=SessionPage, summary="This player's sittings, the newest first")
    def get(self, request: Request) -> Response:
        rows, cursor = _page(Session.objects.filter(contact__player_id=self.who.player_id or 0), request)
        return Response({"items": [_session(row) for row in rows], "next_cursor": cursor})


class MaySeeSessions(BasePermission):
    message = "Your account may not see sessions."

    def has_permission(self, request: Request, view: APIView) -> bool:
        user = request.user
        return bool(user and getattr(user, "is_staff", False) and user.has_perm("conversations.view_session"))


class StaffView(ApiView):
    """For tokens of the staff: no names, no addresses, no words."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (StaffTokenAuthentication,)
    permission_classes: Sequence[type[BasePermission]] = (MaySeeSessions,)


class MetricsView(StaffView):
    @extend_schema(parameters=[SessionsWish], responses=MetricsPage, summary="What was said how well, by sitting")
    def get(self, request: Request) -> Response:
        rows, cursor = _page(Session.objects.all(), request)
        return Response({"items": _measured(rows), "next_cursor": cursor})


class OneMetricsView(StaffView):
    @extend_schema(responses=SessionMetrics, summary="The same of one sitting")
    def get(self, request: Request, number: int) -> Response:
        rows = list(Session.objects.filter(pk=number)) if number < 2**63 else []
        if not rows:
            raise Http404
        return Response(_measured(rows)[0])


def _page(sessions: QuerySet[Session], request: Request) -> tuple[list[Session], str | None]:
    wish = SessionsWish(data=request.query_params)
    wish.is_valid(raise_exception=True)
    limit = wish.validated_data["limit"]
    if after := paging.read_cursor(wish.validated_data["cursor"], str, int):
        opened_at, pk = _moment(after[0]), after[1]
        sessions = sessions.filter(Q(opened_at__lt=opened_at) | Q(opened_at=opened_at, pk__lt=pk))
    rows = list(sessions.order_by("-opened_at", "-pk").defer("state")[: limit + 1])
    has_more = len(rows) > limit
    rows = rows[:limit]
    return rows, paging.cursor_of(rows[-1].opened_at.isoformat(), rows[-1].pk) if has_more else None


def _moment(text: str) -> datetime:
    """As the database takes it: it knows neither offsets of half a second nor days outside of the calendar."""
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise paging.not_ours()
        return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise paging.not_ours() from error


def _measured(rows: Sequence[Session]) -> list[dict[str, Any]]:
    """One statement for all: open sittings have no fixed figures yet."""
    sure = Cast(KeyTextTransform("intent_confidence", "messages__understanding"), models.FloatField())
    felt = Cast(KeyTextTransform("sentiment_score", "messages__understanding"), models.FloatField())
    counted = Session.objects.filter(pk__in=[row.pk for row in rows]).order_by().values("pk").annotate(
        said=Count("messages"), heard=Count("messages", filter=Q(messages__direction="inbound")),
        sure=Avg(sure), felt=Avg(felt),
    )  # fmt: skip
    by_session = {one["pk"]: one for one in counted}
    return [{**_session(row), **_figures(row, by_session[row.pk])} for row in rows]


def _figures(row: Session, counted: Mapping[str, Any]) -> dict[str, Any]:
    felt = counted["felt"] if counted["felt"] is not None else row.sentiment
    return {
        "messages": counted["said"],
        "from_player": counted["heard"],
        "confidence": None if counted["sure"] is None else round(counted["sure"], 4),
        "sentiment": None if felt is None else round(felt, 4),
    }


def _session(row: Session) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "channel": row.channel,
        "opened_at": row.opened_at.isoformat(),
        "last_message_at": row.last_message_at.isoformat(),
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "mood_at_start": row.mood_at_start or None,
        "mood_at_end": row.mood_at_end or None,
    }
