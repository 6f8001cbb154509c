"""Phone numbers never reach a log; ids, dates and prices do."""

from __future__ import annotations

import logging

import pytest

from thrum_project.redaction import RedactPhones, redact_phones


@pytest.mark.parametrize("number", ["+15550101234", "whatsapp:+447700900123", "15550101234", "+5511987654321"])
def test_a_phone_number_is_cut_to_country_and_tail(number):
    assert number.removeprefix("whatsapp:") not in redact_phones(f"sent to {number} now")
    assert number[-2:] in redact_phones(f"sent to {number} now")


@pytest.mark.parametrize(
    "text",
    [
        "SM83f1535f99ab0bf4e9d02dfd85d3e3f7",
        "2026-11-02 10:20:30",
        "message 1234",
        "$14.99 on Steam",
        "0b9f6c1e-0000-4000-8000-000000000001",
    ],
)
def test_what_is_no_phone_number_stays(text):
    assert redact_phones(text) == text


def test_arguments_of_a_log_call_are_redacted_too():
    record = logging.LogRecord("x", logging.INFO, "f", 1, "to %s", ("+15550101234",), None)
    assert RedactPhones().filter(record)
    assert "5550101" not in record.getMessage()
