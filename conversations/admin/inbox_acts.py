"""What the buttons of the inbox do, by the name in their address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import numpy as np
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404

from conversations.admin.talks import CARE, number
from conversations.models import Contact
from conversations.operators import acts, handover
from conversations.operators.templates import offered_to

_Form = Mapping[str, str]
_Act = Callable[[Contact, _Form, AbstractBaseUser, datetime], str]
_MOST_OPERATORS = 200


def operators() -> list[AbstractBaseUser]:
    """Whom a talk may be assigned to."""
    found = get_user_model().objects.with_perm(CARE, backend="django.contrib.auth.backends.ModelBackend")
    return list(found.order_by("username")[:_MOST_OPERATORS])


def run(act: str, contact: Contact, form: _Form, *, by: AbstractBaseUser, now: datetime) -> str:
    """What to tell the operator. Raises HandOverRefusal, and Http404 for an act that there is not."""
    if act not in _ACTS:
        raise Http404
    return _ACTS[act](contact, form, by, now)


def _claim(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    from_user_id = number(form.get("from")) or None
    handover.claim(contact=contact, by=by, now=now, rng=np.random.default_rng(), from_user_id=from_user_id)
    return "This talk is yours. The bot is silent until you hand back."


def _hand_back(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    handover.hand_back(contact=contact, now=now, rng=np.random.default_rng(), by=by)
    return "Handed back: the bot answers from now on."


def _reply(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    handover.reply(
        contact=contact, by=by, body=form.get("body", ""), seen=number(form.get("seen")), now=now,
        key=form.get("key", "")[:64],
    )  # fmt: skip
    return "On its way."


def _template(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    chosen = next((one for one in offered_to(contact) if one.key == form.get("template")), None)
    if chosen is None:
        raise handover.HandOverRefusal("Choose a template that is approved for them.")
    values = {name: form.get(f"value_{chosen.key}_{name}", "").strip() for name in chosen.variables}
    handover.send_template(
        contact=contact, by=by, template=chosen, values=values, seen=number(form.get("seen")), now=now,
        key=form.get("key", "")[:64],
    )  # fmt: skip
    return f"The template {chosen.name} is on its way."


def _assign(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    wanted = number(form.get("to"))
    to = next((one for one in operators() if one.pk == wanted), None)
    if wanted and to is None:
        raise handover.HandOverRefusal("That is no operator any more.")
    acts.assign(contact=contact, to=to, by=by, expected_id=number(form.get("from")) or None, now=now)
    return f"{to} looks after them now." if to else "Nobody in particular looks after them now."


def _note(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    acts.note(contact=contact, by=by, body=form.get("note", ""), now=now)
    return "Noted, for colleagues only."


def _remove_note(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    acts.remove_note(contact=contact, note_id=number(form.get("remove")), by=by, now=now)
    return "The note is gone."


def _settle(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    acts.settle(contact=contact, by=by, now=now)
    return "Done: they come back to the head of the list when they write again."


def _look(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    acts.look_at_distress(contact=contact, by=by, now=now)
    return "Noted: you have looked at it. Nothing is sent to them unasked for a while."


def _read(contact: Contact, form: _Form, by: AbstractBaseUser, now: datetime) -> str:
    acts.mark_read(contact=contact, by=by, seen=number(form.get("seen")))
    return ""


_ACTS: Mapping[str, _Act] = {
    "claim": _claim,
    "hand-back": _hand_back,
    "reply": _reply,
    "template": _template,
    "assign": _assign,
    "note": _note,
    "remove-note": _remove_note,
    "settle": _settle,
    "looked": _look,
    "read": _read,
}
