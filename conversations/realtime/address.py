"""Where a page finds the process that holds the sockets."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port


def socket_address(request: HttpRequest, name: str) -> str:
    """``name`` is chat or inbox; empty where there are no sockets, and the page asks every while.

    A port alone is one of the host that the browser asked: only there does it show our cookies.
    """
    told = settings.REALTIME_URL
    if not told:
        return ""
    scheme = "wss" if request.is_secure() else "ws"
    if told == "/":
        base = f"{scheme}://{request.get_host()}"
    elif told.startswith(":"):
        base = f"{scheme}://{split_domain_port(request.get_host())[0]}{told}"
    else:
        base = told.rstrip("/")
    return f"{base}/ws/{name}/"
