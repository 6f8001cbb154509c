"""A moment to come, as a friend would say it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta


def in_words(at: datetime, *, now: datetime) -> str:
    """ "today at 8pm", "tomorrow at 9:30am", "Friday at 8pm", "Fri 4 Dec at 8pm": both on the same clock."""
    days = (at.date() - now.date()).days
    clock = clock_in_words(at)
    if days == 0:
        return f"today at {clock}"
    if days == 1:
        return f"tomorrow at {clock}"
    if 0 < days < 7:
        return f"{at:%A} at {clock}"
    year = f" {at.year}" if at.year != now.year else ""
    return f"{at:%a} {at.day} {at:%b}{year} at {clock}"


def gap_in_words(gap: timedelta) -> str:
    """ "in 20 minutes", "in 2 hours": for whom no clock is known."""
    minutes = max(round(gap.total_seconds() / 60), 1)
    if minutes < 90 and minutes != 60:
        return f"in {minutes} minute{'s' if minutes > 1 else ''}"
    hours = round(minutes / 30) / 2
    return f"in {hours:g} hour{'s' if hours != 1 else ''}"


def clock_in_words(at: datetime) -> str:
    """ "8pm", "8:30am", "midnight", "noon"."""
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
