"""Runs an engagement cycle for a program of the staff's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.parsers import BaseParser, FormParser, MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from conversations.api.staff_tokens import StaffTokenAuthentication
from engagement import cycle
from engagement.models import CycleRun
from games.api.parsing import CarefulJSONParser
from games.api.views import ApiView


class MayRunCycles(BasePermission):
    message = "Your account may not run engagement cycles."

    def has_permission(self, request: Request, view: APIView) -> bool:
        user = request.user
        return bool(user and user.is_staff and user.has_perm("engagement.run_cycles"))


class CycleWish(serializers.Serializer[None]):
    dry_run = serializers.BooleanField(default=False, help_text="Decide the same and write nothing.")


class CycleStats(serializers.Serializer[None]):
    total_users = serializers.IntegerField()
    eligible = serializers.IntegerField()
    skipped = serializers.IntegerField()
    by_segment = serializers.DictField(child=serializers.IntegerField())
    skip_reasons = serializers.DictField(child=serializers.IntegerField())


class CycleReport(serializers.Serializer[None]):
    status = serializers.CharField()
    total_users = serializers.IntegerField()
    messages_sent = serializers.IntegerField(help_text="On their way; each is held to the rules once more.")
    users_skipped = serializers.IntegerField()
    segment_breakdown = serializers.DictField(child=serializers.IntegerField())
    detailed_stats = CycleStats()


class CycleView(ApiView):
    """POST runs one cycle, and answers when it is over."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (StaffTokenAuthentication, SessionAuthentication)
    permission_classes: Sequence[type[BasePermission]] = (MayRunCycles,)
    parser_classes: Sequence[type[BaseParser]] = (CarefulJSONParser, FormParser, MultiPartParser)
    in_pieces: ClassVar[bool] = True  # one transaction would hold everybody, and nobody is planned for twice

    @extend_schema(
        request=CycleWish, responses={200: CycleReport, 409: CycleReport}, summary="Run one engagement cycle"
    )
    def post(self, request: Request) -> Response:
        wish = CycleWish(data=request.data)
        wish.is_valid(raise_exception=True)
        report = cycle.run(by=CycleRun.By.API, now=timezone.now(), is_dry=wish.validated_data["dry_run"])
        is_refused = report.status == cycle.UNDER_WAY
        return Response(report.as_json(), status=status.HTTP_409_CONFLICT if is_refused else status.HTTP_200_OK)


class CycleHookView(CycleView):
    """The same under the address that schedulers from outside call."""

    schema = None
