"""What every address below /v1/ has in common: who asks, how often, and one effect for one Idempotency-Key."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, ClassVar, Final, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from games.api import limits, repeats
from games.api.parsing import CarefulJSONParser
from games.api.permissions import MayAct
from games.api.principals import Principal
from games.api.problems import Problem

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Answers are about one player, and some of them are tokens: no cache on the way is to hold them.
NOT_KEPT: Final = "no-store"


def is_in_pieces(request: HttpRequest) -> bool:
    """Sent in chunks, a body comes without its length, and WSGI takes it for empty: we would do what nobody asked."""
    return "Transfer-Encoding" in request.headers and not request.headers.get("Content-Length")


class ApiView(APIView):
    """``scope`` is what a token must allow. A POST that only asks (``is_read``) counts and repeats as a read does.

    ``repeats_itself`` says that doing it twice is the same as once without our keeping the answer, ``in_pieces`` that
    it is too long for one transaction.
    """

    permission_classes: Sequence[type[BasePermission]] = (MayAct,)
    parser_classes: Sequence[type[BaseParser]] = (CarefulJSONParser,)
    scope: ClassVar[str] = ""
    needs_player: ClassVar[bool] = True
    is_read: ClassVar[bool] = False
    repeats_itself: ClassVar[bool] = False
    in_pieces: ClassVar[bool] = False
    limit_name: ClassVar[str] = ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.count(request)
        if is_in_pieces(request._request):
            raise Problem("length_required", "Send the body as a whole, with its Content-Length.", 411)

    def count(self, request: Request) -> None:
        """Raises Problem (429) for who asks too often."""
        is_write = request.method in _WRITES and not self.is_read
        name = self.limit_name or ("writes" if is_write else "reads")
        limit = limits.Limit(name, settings.API_LIMITS[name], is_shared=is_write)
        standing = limits.count(limit, self.asker, seconds=time.time())
        self.standing = standing
        if standing.is_over:
            raise Problem("rate_limited", f"Try again in {standing.reset_seconds} seconds.", 429)

    @property
    def who(self) -> Principal:
        """Whoever MayAct has let in."""
        return cast(Principal, self.request.user)

    @property
    def asker(self) -> str:
        """One key for all tokens of one asker; without a token the last hop's address that we trust."""
        who = self.request.user
        if isinstance(who, Principal):
            return who.key
        return f"staff:{who.pk}" if who else f"address:{BaseThrottle().get_ident(self.request)}"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As APIView's, but for what is done once."""
        self.args, self.kwargs = args, kwargs
        self.request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        try:
            self.initial(self.request, *args, **kwargs)
            response = self._act(*args, **kwargs)
        except Exception as error:
            response = self.handle_exception(error)
        if standing := getattr(self, "standing", None):
            for name, value in standing.headers.items():
                response[name] = value
        response.setdefault("Cache-Control", NOT_KEPT)
        self.response = self.finalize_response(self.request, response, *args, **kwargs)
        return self.response

    def _act(self, *args: Any, **kwargs: Any) -> Any:
        request = self.request
        method = str(request.method)
        handler = getattr(self, method.lower(), self.http_method_not_allowed)
        if method.lower() not in self.http_method_names:
            handler = self.http_method_not_allowed
        key = request.headers.get("Idempotency-Key")
        if key is None or method not in _WRITES or self.is_read or self.repeats_itself:
            return handler(request, *args, **kwargs)
        who = request.user
        body = request._request.body
        once = repeats.once_in_pieces if self.in_pieces else repeats.once
        return once(
            key=key,
            asker=self.asker,
            player_id=who.player_id if isinstance(who, Principal) else None,
            request=repeats.fingerprint(method, request.get_full_path(), body),
            now=timezone.now(),
            act=lambda: handler(request, *args, **kwargs),
        )


class OpenView(ApiView):
    """For who has no token yet; counted by address."""

    authentication_classes = ()
    permission_classes = ()
