"""Twilio's form to our own frozen values. No ORM, no settings, no network.

Field names and their quirks: Twilio's webhook reference, and captures where that is silent. Unknown
fields stay in ``raw``; Twilio adds some without notice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from conversations.channels.errors import UnreadablePayload
from conversations.channels.types import Address, InboundMessage, Media, StatusUpdate

KIND = "whatsapp"
_SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
_PHONE = re.compile(r"\+[0-9]{6,15}")
# Business-scoped id: country, a dot, perhaps "ENT.", up to 128 letters and digits.
_SCOPED_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
_CODE = re.compile(r"[1-9][0-9]{0,9}")
_MEDIA_HOST = "api.twilio.com"
_MOST_MEDIA = 10
_REFERRAL = ("Body", "Headline", "SourceId", "SourceType", "SourceUrl", "CtwaClid")

_STATUSES = {
    "accepted": "accepted", "scheduled": "accepted", "queued": "accepted", "sending": "accepted",
    "sent": "sent", "delivered": "delivered", "read": "read", "failed": "failed", "undelivered": "failed",
}  # fmt: skip


def parse_inbound(form: Mapping[str, str]) -> InboundMessage:
    """Raises UnreadablePayload when there is no message id or nobody to answer."""
    provider_id = form.get("MessageSid", "")
    if not _SID.fullmatch(provider_id):
        raise UnreadablePayload("no message id")
    media = _media(form)
    location = _location(form)
    choice = form.get("ButtonPayload") or form.get("ListId") or ""
    is_call_answer = form.get("Body") == "VOICE_CALL_REQUEST" == form.get("ButtonText")
    kind = "other" if is_call_answer else _kind(form, media, location, choice)
    body = form.get("ListTitle") or form.get("ButtonText") or form.get("Body", "") if choice else form.get("Body", "")
    return InboundMessage(
        channel=KIND,
        provider_id=provider_id,
        addresses=_addresses(form),
        sender=form.get("To", ""),
        kind=kind,
        # A document's Body is its file name, not words; a call's answer is neither.
        body="" if kind == "document" or is_call_answer else body,
        choice="" if is_call_answer else choice,
        profile_name=form.get("ProfileName", ""),
        file_name=form.get("Body", "") if kind == "document" else "",
        media=media,
        location=location,
        quoted_provider_id=form.get("OriginalRepliedMessageSid", ""),
        opt_out=form.get("OptOutType", "").upper(),
        referral=_referral(form),
        raw=dict(form.items()),
    )


def parse_status(form: Mapping[str, str], *, public_id: str) -> StatusUpdate | None:
    """None for a status that we do not know, which is not an error: Twilio may add some.

    Raises UnreadablePayload when nothing tells which message is meant.
    """
    provider_id = form.get("MessageSid") or form.get("SmsSid") or ""
    if not _SID.fullmatch(provider_id):
        if not public_id:
            raise UnreadablePayload("no message id")
        provider_id = ""
    code = form.get("ErrorCode", "")
    status = _STATUSES.get(form.get("MessageStatus", "").lower())
    if status is None:
        return None
    return StatusUpdate(
        channel=KIND,
        provider_id=provider_id,
        public_id=public_id,
        status=status,
        error_code=code if _CODE.fullmatch(code) else "",
        error=form.get("ChannelStatusMessage") or form.get("ErrorMessage") or "",
    )


def _addresses(form: Mapping[str, str]) -> tuple[Address, ...]:
    """The address written from first; the business-scoped id beside it, where it is given."""
    found = [_address(form.get(field, "")) for field in ("From", "ExternalUserId")]
    addresses = tuple(dict.fromkeys(address for address in found if address is not None))
    if not addresses or found[0] is None:
        raise UnreadablePayload("no sender")
    return addresses


def _address(text: str) -> Address | None:
    value = text.removeprefix("whatsapp:").strip()
    if _PHONE.fullmatch(value):
        return Address("phone", value)
    if value.isascii() and value.isdigit() and _PHONE.fullmatch(f"+{value}"):
        return Address("phone", f"+{value}")  # older traffic comes without plus
    if _SCOPED_ID.fullmatch(value):
        return Address("whatsapp_id", value)
    return None


def _kind(form: Mapping[str, str], media: tuple[Media, ...], location: object, choice: str) -> str:
    if choice:
        return "choice"
    if location is not None:
        return "location"
    if not media:
        return "text"
    said = form.get("MessageType", "").lower()
    content_type = media[0].content_type.lower()
    if said == "contacts" or content_type in ("text/vcard", "text/x-vcard"):
        return "contact"
    if said == "document":
        return "document"
    for start, kind in (("audio/", "voice"), ("image/webp", "sticker"), ("image/", "image"), ("video/", "video")):
        if content_type.startswith(start):
            return kind
    return "document"


def _media(form: Mapping[str, str]) -> tuple[Media, ...]:
    try:
        count = min(int(form.get("NumMedia") or 0), _MOST_MEDIA)
    except ValueError:
        count = 0
    found = []
    for index in range(count):
        url = form.get(f"MediaUrl{index}", "")
        if url:
            found.append(Media(url[:1000], form.get(f"MediaContentType{index}", "")[:100], _refusal(url)))
    return tuple(found)


def _refusal(url: str) -> str:
    """Why a file must never be fetched. A signature proves who sent the form, not where it points."""
    try:
        parts = urlsplit(url)
        is_ours = parts.scheme == "https" and parts.netloc.lower() == _MEDIA_HOST
    except ValueError:
        is_ours = False
    return "" if is_ours else "foreign host"


def _location(form: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(form["Latitude"]), float(form["Longitude"])
    except (KeyError, ValueError):
        return None
    is_on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return (latitude, longitude) if is_on_earth else None


def _referral(form: Mapping[str, str]) -> dict[str, str]:
    # ReferralNumMedia comes with ordinary messages too; only the source id tells an ad.
    if not form.get("ReferralSourceId"):
        return {}
    return {name: value[:500] for name in _REFERRAL if (value := form.get(f"Referral{name}", ""))}
