"""A voice note is fetched from Twilio alone, so much and so long at most, whatever the other side does."""

from __future__ import annotations

import pytest

from conversations.channels.errors import MediaRefused
from conversations.channels.twilio_whatsapp.media import fetch_audio, public_address, type_of

_LONG = 60.0  # however busy the machine is
NOTE = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"


def test_a_voice_note_is_fetched_where_twilio_keeps_it_and_our_token_stays_with_twilio(twilio):
    audio = fetch_audio(NOTE, seconds=_LONG)
    assert (audio.data, audio.mime) == (twilio.sounds.sound, "audio/ogg")
    assert twilio.sounds.asked == ["/api/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1", "/media/a-file"]
    assert twilio.sounds.told == [True, False]


ELSEWHERE = (
    "http://api.twilio.com/x/Media/1", "https://api.twilio.com.evil.example/x", "https://evil.example/Media/1",
    "https://api.twilio.com@evil.example/x", "https://api.twilio.com:444/x", "file:///etc/passwd", "", "https://[",
    "https://127.0.0.1/x", "https://s3-external-1.amazonaws.com/somebody-elses/x",
    "https://s3-external-1.amazonaws.com/media.twiliocdn.com/../somebody-elses/x",
)  # fmt: skip


def test_nothing_else_is_ever_asked_for_and_no_redirect_to_it_is_followed(twilio):
    for url in ELSEWHERE:
        with pytest.raises(MediaRefused):
            fetch_audio(url, seconds=_LONG)
    assert twilio.sounds.asked == []
    for target in ("http://169.254.169.254/latest", "https://evil.example/x", "https://10.0.0.1/x", ""):
        twilio.sounds.misbehave = [f"to:{target}"]
        with pytest.raises(MediaRefused):
            fetch_audio(NOTE, seconds=_LONG)


def test_redirects_end(twilio):
    twilio.sounds.misbehave = [f"to:{NOTE}"] * 9
    with pytest.raises(MediaRefused, match="too many redirects"):
        fetch_audio(NOTE, seconds=_LONG)
    assert len(twilio.sounds.asked) == 4


def test_what_goes_wrong_on_the_way_has_a_reason(twilio):
    for mischief, why in (
        ("404", "status 404"), ("500", "status 500"), ("cut", "cut off"), ("huge", "too large"),
        ("endless", "too large"), ("packed", "packed"),
    ):  # fmt: skip
        twilio.sounds.misbehave = [mischief]
        with pytest.raises(MediaRefused, match=why):
            fetch_audio(NOTE, seconds=_LONG)


@pytest.mark.parametrize("mischief", ["slow", "trickle"])
def test_nobody_waits_longer_than_the_time_in_all(twilio, mischief):
    twilio.sounds.misbehave = [mischief]
    with pytest.raises(MediaRefused, match="slow"):
        fetch_audio(NOTE, seconds=0.2)


def test_what_is_no_sound_is_no_voice_note_whatever_its_type_says(twilio):
    twilio.sounds.sound = b"<html>not found</html>"
    with pytest.raises(MediaRefused, match="no sound"):
        fetch_audio(NOTE, seconds=_LONG)


@pytest.mark.parametrize(
    ("start", "mime"),
    [
        (b"OggS\0", "audio/ogg"), (b"ID3\x04", "audio/mpeg"), (b"\xff\xfb\x90", "audio/mpeg"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"), (b"#!AMR\n", "audio/amr"), (b"RIFF\0\0\0\0WAVE", "audio/wav"),
        (b"\xff\xf1\x50", "audio/aac"), (b"MZ\x90\0", ""), (b"", ""), (b"RIFF\0\0\0\0AVI ", ""),
    ],
)  # fmt: skip
def test_the_type_is_what_the_bytes_are(start, mime):
    assert type_of(start) == mime


@pytest.mark.parametrize(
    "addresses",
    [
        [], ["127.0.0.1"], ["10.1.2.3"], ["192.168.0.1"], ["169.254.169.254"], ["::1"], ["fe80::1%eth0"], ["fc00::1"],
        ["::ffff:127.0.0.1"], ["0.0.0.0"], ["100.64.0.1"], ["224.0.0.1"], ["54.1.2.3", "10.0.0.1"], ["no address"],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_trusted(addresses):
    with pytest.raises(MediaRefused, match="private address"):
        public_address(addresses)


def test_a_private_address_is_refused_before_anybody_connects(whatsapp, settings):
    settings.TWILIO_API_BASE_URL = ""
    with pytest.raises(MediaRefused, match="private address"):
        fetch_audio(NOTE, seconds=_LONG, resolve=lambda host: ["127.0.0.1"])


def test_a_name_that_leads_out_is_taken_at_its_first_address():
    assert public_address(["54.172.60.0", "2606:4700::1111"]) == "54.172.60.0"
