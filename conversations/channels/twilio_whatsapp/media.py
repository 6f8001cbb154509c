"""Fetching a voice note: from Twilio's own hosts, never from a private address, so much and so long at most.

Every redirect is looked at like the first address. A name is looked up once and the connection goes to the very
address that was looked at, so that no second answer of a name server leads elsewhere. Nothing touches a disk.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urljoin, urlsplit

import certifi
from django.conf import settings

from conversations.channels.errors import MediaRefused
from conversations.channels.types import Audio

LARGEST: Final = 16 * 1024 * 1024
_HOPS: Final = 3
_CHUNK: Final = 64 * 1024
_API: Final = "api.twilio.com"
_HOSTS: Final = (_API, "media.twiliocdn.com", "mms.twiliocdn.com")
# Twilio keeps its files in a bucket of this name; the host holds everybody's.
_STORE, _BUCKET = "s3-external-1.amazonaws.com", "/media.twiliocdn.com/"
_REDIRECTS: Final = (301, 302, 303, 307, 308)

Resolve = Callable[[str], Sequence[str]]


def addresses_of(host: str) -> Sequence[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]


def fetch_audio(url: str, *, seconds: float, resolve: Resolve = addresses_of) -> Audio:
    """The voice note at this address within ``seconds`` in all. Raises MediaRefused, which never names the address."""
    fetch = _Fetch(seconds, resolve)
    threading.Thread(target=fetch.run, args=(url,), daemon=True).start()
    # Time-outs of sockets begin anew with every byte: this one does not.
    if not fetch.is_done.wait(seconds):
        fetch.hang_up()
        raise MediaRefused("slow")
    if fetch.audio is None:
        raise MediaRefused(fetch.refused)
    return fetch.audio


def type_of(data: bytes) -> str:
    """What these bytes are by how they begin; empty for what is no sound that we know."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    if data[4:8] == b"ftyp":
        return "audio/mp4"
    if data[:2] in (b"\xff\xf1", b"\xff\xf9"):
        return "audio/aac"
    starts = {
        b"OggS": "audio/ogg", b"#!AMR": "audio/amr", b"ID3": "audio/mpeg", b"fLaC": "audio/flac",
        b"\xff\xfb": "audio/mpeg", b"\xff\xf3": "audio/mpeg", b"\xff\xf2": "audio/mpeg",
        b"\x1a\x45\xdf\xa3": "audio/webm",
    }  # fmt: skip
    return next((mime for start, mime in starts.items() if data.startswith(start)), "")


class _Pinned(http.client.HTTPSConnection):
    """HTTPS to an address that was looked at, with the certificate of the name."""

    def __init__(self, host: str, *, address: str, timeout: float) -> None:
        self._tls = ssl.create_default_context(cafile=certifi.where())
        super().__init__(host, timeout=timeout, context=self._tls)
        self._address = address

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(raw, server_hostname=self.host)


class _Fetch:
    """One fetch in a thread of its own, which whoever waits may leave behind."""

    def __init__(self, seconds: float, resolve: Resolve) -> None:
        self.is_done = threading.Event()
        self.audio: Audio | None = None
        self.refused = "broken"
        self._resolve = resolve
        self._deadline = time.monotonic() + seconds
        self._connection: http.client.HTTPConnection | None = None

    def run(self, url: str) -> None:
        try:
            self.audio = self._follow(url)
        except MediaRefused as error:
            self.refused = str(error)
        except TimeoutError:
            self.refused = "slow"
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.refused = type(error).__name__
        finally:
            self.is_done.set()

    def hang_up(self) -> None:
        sock = self._connection.sock if self._connection else None
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself

    def _follow(self, url: str) -> Audio:
        for _ in range(_HOPS + 1):
            connection, path, headers = self._way_to(url)
            self._connection = connection
            try:
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                if response.status in _REDIRECTS:
                    if not (target := response.getheader("Location", "")):
                        raise MediaRefused("a redirect to nowhere")
                    url = urljoin(url, target)
                    continue
                if response.status != 200:
                    raise MediaRefused(f"status {response.status}")
                return self._read(response)
            finally:
                connection.close()
        raise MediaRefused("too many redirects")

    def _way_to(self, url: str) -> tuple[http.client.HTTPConnection, str, dict[str, str]]:
        host, path = _allowed(url)
        headers = {"Accept-Encoding": "identity", "Accept": "audio/*"}
        if host == _API:  # nobody else learns our token
            pair = f"{settings.TWILIO_ACCOUNT_SID}:{settings.TWILIO_AUTH_TOKENS[0]}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        if settings.TWILIO_API_BASE_URL:
            base = urlsplit(settings.TWILIO_API_BASE_URL)
            kind = http.client.HTTPSConnection if base.scheme == "https" else http.client.HTTPConnection
            path = f"{base.path.rstrip('/')}/{host.split('.')[0]}{path}"
            return kind(base.hostname or "", base.port, timeout=self._left()), path, headers
        return _Pinned(host, address=public_address(self._resolve(host)), timeout=self._left()), path, headers

    def _read(self, response: http.client.HTTPResponse) -> Audio:
        declared = response.getheader("Content-Length", "")
        if declared.isdigit() and int(declared) > LARGEST:
            raise MediaRefused("too large")
        if response.getheader("Content-Encoding", "identity").lower() != "identity":
            raise MediaRefused("packed")
        data = bytearray()
        while chunk := response.read1(_CHUNK):
            data += chunk
            if len(data) > LARGEST:
                raise MediaRefused("too large")
            self._left()
        if declared.isdigit() and len(data) < int(declared):
            raise MediaRefused("cut off")
        mime = type_of(bytes(data[:16]))
        if not mime:
            raise MediaRefused("no sound")
        return Audio(bytes(data), mime)

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise MediaRefused("slow")
        return left


def public_address(addresses: Sequence[str]) -> str:
    """The first of them, if all are out in the world: a name that also leads inside is not trusted at all."""
    if not addresses or not all(_is_public(address) for address in addresses):
        raise MediaRefused("private address")
    return addresses[0]


def _is_public(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(parsed, "ipv4_mapped", None)
    return (inner or parsed).is_global and not parsed.is_multicast


def _allowed(url: str) -> tuple[str, str]:
    """Host and path, where it is one of Twilio's and nothing else is said in the address."""
    parts = urlsplit(url)
    host = parts.netloc.lower()
    is_theirs = host in _HOSTS or (host == _STORE and parts.path.startswith(_BUCKET) and ".." not in parts.path)
    if parts.scheme != "https" or not is_theirs:
        raise MediaRefused("foreign host")
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
