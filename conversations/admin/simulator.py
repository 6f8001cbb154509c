"""The simulator: a phone that nobody owns, and beside each answer why it came.

The page keeps no state on the server. Each form carries the script; a step is added, the whole chat is played
from its beginning, and the page shows how it went.
"""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from conversations.models import SavedChat, Session
from conversations.personas import in_use as personas
from conversations.simulation.expectations import FIT, FREE, compare, expectations_of
from conversations.simulation.people import COUNTRIES
from conversations.simulation.playing import play
from conversations.simulation.reasons import as_text
from conversations.simulation.recorded import recorded_session
from conversations.simulation.saved import kept_in, save_chat
from conversations.simulation.scripts import AGE_BANDS, ENGLISH, FAILURES, FILES, Script, ScriptError, Step
from conversations.simulation.talk import Talk, Turn
from games.vocabulary import PLATFORMS

_WAITS = ((5, "5 min"), (45, "45 min"), (720, "12 h"), (1440, "1 day"), (4320, "3 days"))
_CANDIDATES = 12
_LONGEST_SEED = 9

SAVE = "conversations.add_savedchat"


def simulator(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """GET opens a new phone, a saved chat on it (?chat=) or a recorded talk (?session=); POST takes one step."""
    trouble, saved_name = "", ""
    expected: list[dict[str, Any]] = []
    try:
        script = Script.from_json(json.loads(request.POST["script"])) if "script" in request.POST else Script()
        if request.GET.get("chat", "").isdigit() and request.method == "GET":
            chat = get_object_or_404(SavedChat, pk=request.GET["chat"])
            kept = kept_in(chat)
            script, expected, saved_name = kept.script, kept.expected, kept.name
        elif request.GET.get("session", "").isdigit() and request.method == "GET":
            script = _recorded(request)
    except (ValueError, RecursionError) as error:  # ScriptError is one
        script, trouble = Script(), f"That chat cannot be played: {error}"
    if request.method == "POST" and not trouble:
        try:
            script = _changed(script, request.POST)
        except ScriptError as error:
            trouble = str(error)
    talk = play(script)
    if "save" in request.POST and not trouble:
        trouble = _save(request, talk)
    page = {
        **context,
        "title": "Simulator",
        "trouble": trouble,
        "talk": talk,
        "script_json": json.dumps(script.as_json(), ensure_ascii=False),
        "turns": [_shown(turn) for turn in talk.turns],
        "waits": _WAITS,
        "files": FILES,
        "failures": FAILURES.items(),
        "countries": COUNTRIES,
        "ages": zip(AGE_BANDS, ("not told", "under 13", "13 to 17", "adult"), strict=True),
        "englishes": ENGLISH,
        "personas": personas.current().names.items(),
        "platforms": PLATFORMS,
        "may_save": request.user.has_perm(SAVE),
        "saved_name": saved_name,
        "differences": compare(talk, expected) if saved_name else (),
    }
    with timezone.override(_zone(script)):
        return render(request, "admin/conversations/simulator.html", page)


def _recorded(request: HttpRequest) -> Script:
    """A talk of a real person, redacted. Raises ScriptError when there is nothing to play."""
    if not request.user.has_perm("conversations.view_session"):
        raise PermissionDenied
    session = get_object_or_404(Session.objects.select_related("contact__player"), pk=request.GET["session"])
    recorded = recorded_session(session)
    if recorded is None:
        raise ScriptError("the words of this talk are not kept")
    return recorded.script


def _zone(script: Script) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(script.who.time_zone or "UTC")


# --- what a form asks for -----------------------------------------------------------------
def _changed(script: Script, form: Mapping[str, str]) -> Script:
    """The script with what the form adds or changes. Raises ScriptError."""
    for name, change in _CHANGES.items():
        if name in form:
            return change(script, form)
    return script


def _say(script: Script, form: Mapping[str, str]) -> Script:
    raw: dict[str, Any] = {"say": form["say"].strip()}
    if form.get("quote", "").isdecimal():
        raw["quote"] = int(form["quote"])
    return script.followed_by(Step.from_json(raw)) if raw["say"] else script


def _tap(script: Script, form: Mapping[str, str]) -> Script:
    try:
        raw = json.loads(form["tap"])
    except (ValueError, RecursionError) as error:
        raise ScriptError("that is no quick reply") from error
    return script.followed_by(Step.from_json(raw))


def _wait(script: Script, form: Mapping[str, str]) -> Script:
    return script.followed_by(Step.from_json({"wait": _number(form["wait"])}))


def _fail(script: Script, form: Mapping[str, str]) -> Script:
    return script.followed_by(Step.from_json({"fail": form.get("failure", "")}))


def _plain(name: str) -> Callable[[Script, Mapping[str, str]], Script]:
    return lambda script, form: script.followed_by(Step.from_json({name: form[name]}))


def _cut(script: Script, form: Mapping[str, str]) -> Script:
    return script.cut_to(_number(form["cut"]))


def _start_again(script: Script, form: Mapping[str, str]) -> Script:
    return replace(script, steps=())


def _other_person(script: Script, form: Mapping[str, str]) -> Script:
    """The same steps said by somebody else, at another time, with other luck."""
    who = {
        "name": form.get("name", "").strip(),
        "country": form.get("country", ""),
        "time_zone": form.get("time_zone", "").strip(),
        "age_band": form.get("age_band", ""),
        "english": form.get("english", ""),
        "persona": form.get("persona", "").strip(),
        "platforms": form.get("platforms", "").replace(",", " ").split(),
        "avoided_genres": list(script.who.avoided_genres),
        "liked_genres": list(script.who.liked_genres),
        "budget": list(script.who.budget) if script.who.budget else None,
        "is_known": "is_known" in form,
    }
    raw = {**script.as_json(), "who": who, "seed": _number(form.get("seed", "1"))}
    changed = Script.from_json(raw)
    return replace(changed, starts_at=_local_time(form.get("starts_at", ""), changed))


_CHANGES: Mapping[str, Callable[[Script, Mapping[str, str]], Script]] = {
    "tap": _tap, "send": _plain("send"), "wait": _wait, "fail": _fail, "staff": _plain("staff"),
    "cut": _cut, "restart": _start_again, "who": _other_person, "say": _say,
}  # fmt: skip


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_SEED):
        raise ScriptError("a number was expected")
    return int(text)


def _local_time(text: str, script: Script) -> datetime:
    """A time as the person's own clock shows it."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError as error:
        raise ScriptError("the chat begins at no time that can be read") from error
    if not 2020 <= local.year < 2100:
        raise ScriptError("a chat starts between 2020 and 2099")
    return local.replace(tzinfo=_zone(script)).astimezone(UTC)


# --- what the page shows ------------------------------------------------------------------
def _save(request: HttpRequest, talk: Talk) -> str:
    """Keep the chat as it went. Returns why that was refused."""
    if not request.user.has_perm(SAVE):
        raise PermissionDenied
    if not any(turn.step.is_inbound for turn in talk.turns):
        return "Nothing was said yet: there is nothing to keep."
    picks = request.POST.get("picks", FIT)
    expected = expectations_of(
        talk, picks=picks if picks in ("same", FREE) else FIT, with_words="with_words" in request.POST
    )
    try:
        chat = save_chat(
            name=request.POST.get("chat_name", ""),
            note=request.POST.get("note", ""),
            script=talk.script,
            expected=expected,
            by=request.user,  # type: ignore[arg-type]  # admin_view lets nobody anonymous in
        )
    except ScriptError as error:
        return str(error)
    link = reverse("admin:conversations_savedchat_change", args=[chat.pk])
    messages.success(request, format_html('Saved as regression test: <a href="{}">{}</a>', link, chat.name))
    return ""


def _shown(turn: Turn) -> dict[str, Any]:
    why = turn.why
    candidates = sorted(why.candidates, key=lambda one: (one.slot or 99, -one.score)) if why else []
    names = sorted({name for one in candidates for name in one.parts})
    offered = [one for one in candidates if one.slot]
    others = [one for one in candidates if not one.slot]
    kept = [*offered, *others[: max(_CANDIDATES - len(offered), 0)]]
    return {
        "turn": turn,
        "before_cut": turn.number - 1,
        "failure": FAILURES.get(turn.step.fail, turn.step.fail),
        "lines": [
            {"line": line, "taps": [(json.dumps(_as_step(reply)), reply.title) for reply in line.buttons]}
            for line in turn.lines
        ],
        "why": why,
        "slots": [(name, as_text(value)) for name, value in why.slots.items()] if why else [],
        "wishes": [(name, as_text(value)) for name, value in why.wishes.items()] if why else [],
        "part_names": names,
        "rows": [{"one": one, "parts": [one.parts.get(name) for name in names]} for one in kept],
        "left_out": len(candidates) - len(kept),
    }


def _as_step(reply: Any) -> dict[str, str]:
    raw = {"tap": reply.tap, "title": reply.title, "about": reply.about}
    return {name: value for name, value in raw.items() if value}
