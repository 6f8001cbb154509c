"""Twilio's forms, kind by kind, to our own values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.channels.errors import UnreadablePayload
from conversations.channels.twilio_whatsapp.errors import VERDICTS, verdict_for
from conversations.channels.twilio_whatsapp.parsing import parse_inbound, parse_status
from conversations.channels.types import Address
from conversations.tests.conftest import inbound_form

MEDIA = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"


def media(content_type: str, **changes: str) -> dict[str, str]:
    return inbound_form("", NumMedia="1", MediaUrl0=MEDIA, MediaContentType0=content_type, **changes)


def test_a_text_with_phone_and_business_scoped_id():
    message = parse_inbound(inbound_form("hi"))
    assert (message.kind, message.body, message.profile_name) == ("text", "hi", "Robin")
    assert message.addresses == (Address("phone", "+15550100009"), Address("whatsapp_id", "US.900100200300"))
    assert message.sender == "whatsapp:+15550109999"


def test_a_person_without_a_phone_is_known_by_their_scoped_id():
    form = inbound_form(From="whatsapp:US.900100200300")
    del form["WaId"]
    assert parse_inbound(form).addresses == (Address("whatsapp_id", "US.900100200300"),)


def test_an_old_address_without_prefix_or_plus_is_a_phone():
    assert parse_inbound(inbound_form(From="15550100009", ExternalUserId="")).addresses == (
        Address("phone", "+15550100009"),
    )


def test_a_tapped_button_is_its_id():
    message = parse_inbound(inbound_form("More", ButtonText="More", ButtonPayload="more:17"))
    assert (message.kind, message.choice, message.body) == ("choice", "more:17", "More")


def test_a_chosen_row_of_a_list_is_its_id():
    message = parse_inbound(inbound_form("Cozy", ListId="mood:chill", ListTitle="Cozy"))
    assert (message.kind, message.choice, message.body) == ("choice", "mood:chill", "Cozy")


def test_a_location_without_words_is_not_empty():
    message = parse_inbound(inbound_form("", Latitude="52.52", Longitude="13.405", MessageType="location"))
    assert (message.kind, message.location) == ("location", (52.52, 13.405))


@pytest.mark.parametrize(
    ("content_type", "message_type", "kind"),
    [
        ("audio/ogg", "audio", "voice"),
        ("image/jpeg", "image", "image"),
        ("image/webp", "image", "sticker"),
        ("video/mp4", "video", "video"),
        ("application/pdf", "document", "document"),
        ("text/vcard", "contacts", "contact"),
        ("application/x-unheard-of", "", "document"),
    ],
)
def test_a_file_has_a_kind(content_type, message_type, kind):
    assert parse_inbound(media(content_type, MessageType=message_type)).kind == kind


def test_a_documents_name_is_not_taken_for_words():
    message = parse_inbound(media("application/pdf", MessageType="document", Body="invoice.pdf"))
    assert (message.body, message.file_name) == ("", "invoice.pdf")


def test_an_images_caption_is_words():
    assert parse_inbound(media("image/jpeg", MessageType="image", Body="like this")).body == "like this"


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://api.twilio.com.evil.example/x",
        "https://user@api.twilio.com:pw@evil.example/x",
        "http://api.twilio.com/x",
        "file:///etc/passwd",
        "//api.twilio.com/x",
        "https://[::1",
    ],
)
def test_a_file_on_a_foreign_host_is_refused(url):
    (refused,) = parse_inbound(inbound_form("", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png")).media
    assert refused.refused == "foreign host"


def test_a_file_at_twilio_may_be_fetched():
    (file,) = parse_inbound(media("image/png")).media
    assert file.refused == ""


def test_a_reply_names_what_it_quotes():
    assert parse_inbound(inbound_form(OriginalRepliedMessageSid="SM1")).quoted_provider_id == "SM1"


def test_an_ad_is_told_by_its_source_id_alone():
    assert parse_inbound(inbound_form(ReferralNumMedia="0")).referral == {}
    assert parse_inbound(inbound_form(ReferralSourceId="9", ReferralHeadline="Chat")).referral == {
        "SourceId": "9",
        "Headline": "Chat",
    }


def test_twilios_own_opt_out_is_passed_on():
    assert parse_inbound(inbound_form("Stop", OptOutType="STOP")).opt_out == "STOP"


def test_the_answer_to_a_call_request_is_not_words():
    form = inbound_form("VOICE_CALL_REQUEST", ButtonText="VOICE_CALL_REQUEST", ButtonPayload="ACCEPTED")
    message = parse_inbound(form)
    assert (message.kind, message.body, message.choice) == ("other", "", "")


@pytest.mark.parametrize("form", [{}, {"MessageSid": "SM1"}, inbound_form(From=""), inbound_form(From="whatsapp:x y")])
def test_nobody_to_answer_is_unreadable(form):
    with pytest.raises(UnreadablePayload):
        parse_inbound(form)


_FIELDS = st.sampled_from(
    ["MessageSid", "From", "To", "Body", "NumMedia", "MediaUrl0", "MediaContentType0", "Latitude", "Longitude",
     "ButtonPayload", "ListId", "OptOutType", "ExternalUserId", "MessageType", "ReferralSourceId"]
)  # fmt: skip


@given(st.dictionaries(_FIELDS, st.text(max_size=60)), st.booleans())
def test_no_form_breaks_the_parser(fields, is_complete):
    form = {**inbound_form(), **fields} if is_complete else fields
    try:
        parse_inbound(form)
    except UnreadablePayload:
        return


@given(st.dictionaries(st.sampled_from(["MessageSid", "MessageStatus", "ErrorCode"]), st.text(max_size=40)), st.text())
def test_no_status_breaks_the_parser(form, public_id):
    try:
        parse_status(form, public_id=public_id)
    except UnreadablePayload:
        return


def test_every_verdict_says_something():
    assert all(verdict.reason for verdict in VERDICTS.values())


@pytest.mark.parametrize("code", [None, "", "0", "999999", "nonsense", 1])
def test_an_unknown_code_is_final_and_harmless(code):
    verdict = verdict_for(code)
    assert verdict.permanent
    assert not verdict.contact_unreachable
