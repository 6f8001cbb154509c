"""Learns the blend and the calibration of confidence from settled impressions, a few minutes apart, each once.

An impression teaches when its outcome is final, 72 hours after it was shown: reactions that come early
are the good ones, and learning from them before the silent ones count as silent would flatter everything.
A new version is judged by players from whom nothing is learnt; one that would be worse is kept out of use,
and learning goes on from it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from games import artefacts
from games.interactions import settling
from games.models import ModelArtefact
from games.policy import replay
from games.policy.in_use import CONFIDENCE, POLICY
from games.policy.log import Cursor, ShownSlot, guesses_since, lessons_after, settled, slots_since
from games.recommender.policy import calibrating, features, learnt
from games.recommender.policy.calibration import reliability
from games.recommender.policy.learner import Learner, Lesson
from games.recommender.policy.learnt import LearntBlend, Line
from games.recommender.policy.off_policy import Estimate

logger = logging.getLogger(__name__)

_LOCK = 7_478_011
# A new version for fewer lessons would only push older ones out of the list that one can go back to.
LEAST_LESSONS = 200
_AT_ONCE = 3_000
# The newest impressions: of players who judge, what a new version is judged on; of all, what confidence is fitted to.
_JUDGED_ON = 3_000
_FITTED_TO = 10_000
_LOOKED_BACK = timedelta(days=30)
_REFUSED = "refused"  # in the config of a version that would have been worse


def learn(*, now: datetime) -> str:
    """One round; returns what was done, in words. Safe to run twice and at once: a lesson counts once."""
    settling.settle_unanswered(now=now)
    with transaction.atomic():
        if not _is_ours():
            return "somebody else is learning"
        blend = _learn_blend(now)
        return f"{blend}; {_calibrate(now)}"


def _learn_blend(now: datetime) -> str:
    active = artefacts.active(POLICY)
    if _was_gone_back_from(active):
        return "blend: an older version was chosen by hand, it stays"
    newest = _newest()
    known, state, cursor = _known(newest)
    lessons = lessons_after(cursor, until=now, limit=_AT_ONCE)
    if len(lessons) < LEAST_LESSONS:
        return f"blend: {len(lessons)} new lessons, waiting for {LEAST_LESSONS}"
    policy, state = taught(known, state, lessons)
    judges = slots_since(now - _LOOKED_BACK, until=now, limit=_JUDGED_ON, of_judges=True)
    estimate = replay.estimate_change(judges, replay.by_policy(policy))
    is_worse = estimate is not None and estimate.verdict == "worse"
    row = artefacts.publish(
        name=POLICY,
        version=_version(newest, lessons[-1]),
        content=learnt.to_bytes(policy, state),
        config={
            "cursor": _cursor_at(lessons[-1]),
            "lessons": policy.lessons,
            "recipe": features.RECIPE,
            "slope": round(policy.line.slope, 4),
            "estimate": as_json(estimate),
            **({_REFUSED: True} if is_worse else {}),
        },
        embedding="",
        now=now,
        in_use=not is_worse,
    )
    # One is enough to go on from; more would push out versions that one can go back to.
    _refused().exclude(pk=row.pk).delete()
    if is_worse:
        logger.warning("the new blend would earn less than what serves; it is not used: %s", as_json(estimate))
        return f"blend: {len(lessons)} lessons, the new version would be worse, what serves stays"
    return f"blend: {len(lessons)} lessons"


def taught(known: LearntBlend, state: bytes | None, slots: Sequence[ShownSlot]) -> tuple[LearntBlend, bytes]:
    """The blend after these lessons too, and the learner's state to go on from."""
    line = known.line
    with Learner(state) as learner:
        for slot in slots:
            options, taken = slot.drawable()
            learner.learn(Lesson(slot.features(options), taken, slot.propensity, slot.reward))
            if slot.slot == 0:  # what is expected of a candidate is its reward there; further down all earn less
                line = line.with_lesson(options[taken].static_score / options[taken].set_back, slot.reward)
        policy = LearntBlend("", learner.weights(), line, known.lessons + len(slots))
        return policy, learner.state()


def _calibrate(now: datetime) -> str:
    """Fitted anew to the last thirty days whenever enough has settled since the last time."""
    active = artefacts.active(CONFIDENCE)
    if _was_gone_back_from(active):
        return "confidence: an older version was chosen by hand, it stays"
    seen = int(active.config.get("impression", 0)) if active else 0
    fresh = settled(until=now).filter(shown_at__gte=now - _LOOKED_BACK, pk__gt=seen).count()
    if fresh < LEAST_LESSONS:
        return f"confidence: {fresh} new outcomes, waiting for {LEAST_LESSONS}"
    rows = guesses_since(now - _LOOKED_BACK, until=now, limit=_FITTED_TO)
    if len(rows) < LEAST_LESSONS:
        return f"confidence: {len(rows)} outcomes with a guess, waiting for {LEAST_LESSONS}"
    newest = max(impression for impression, *_ in rows)
    guesses, came = [guess for _, guess, _, _ in rows], [is_good for _, _, is_good, _ in rows]
    players = [player for *_, player in rows]
    curve = calibrating.fit(guesses, came, players)
    unseen = calibrating.held_out(curve, guesses, came, players)
    before, after = reliability(guesses, came), reliability([float(chance) for chance in unseen], came)
    content = curve.to_bytes()
    artefacts.publish(
        name=CONFIDENCE,
        version=hashlib.sha256(content + str(newest).encode()).hexdigest(),
        content=content,
        config={
            "impression": newest,
            "outcomes": len(rows),
            "method": curve.method,
            "error_of_the_guess": round(before.error, 4) if before else None,
            "error": round(after.error, 4) if after else None,
        },
        embedding="",
        now=now,
    )
    return f"confidence: {len(rows)} outcomes, {curve.method}"


def as_json(estimate: Estimate | None) -> Mapping[str, Any]:
    """An estimate to keep beside a version; nothing where there was nothing to judge by."""
    if estimate is None:
        return {"verdict": "not enough data", "slots": 0}
    return {
        "verdict": estimate.verdict,
        "slots": estimate.slots,
        "effective": round(estimate.effective, 1),
        "covered": round(estimate.covered, 3),
        "change": [round(number, 4) for number in (estimate.change.value, estimate.change.low, estimate.change.high)],
    }


def _known(newest: ModelArtefact | None) -> tuple[LearntBlend, bytes | None, Cursor | None]:
    """Where learning stopped. What cannot be read is learnt again from the start of the log."""
    if newest is not None:
        try:
            policy, state = learnt.from_bytes(artefacts.read(newest), version=newest.version)
            at = newest.config["cursor"]
            return policy, state, Cursor(datetime.fromisoformat(at["shown_at"]), int(at["impression"]))
        except (artefacts.DamagedArtefactError, learnt.UnreadablePolicyError, KeyError, ValueError):
            logger.exception("what was learnt cannot be read; learning begins anew")
    return LearntBlend("", {}, Line()), None, None


def _cursor_at(slot: ShownSlot) -> Mapping[str, Any]:
    return {"shown_at": slot.shown_at.isoformat(), "impression": slot.impression}


def _was_gone_back_from(active: ModelArtefact | None) -> bool:
    """Somebody chose an older version than the newest: to learn on from there would take the choice back."""
    if active is None:
        return False
    others = ModelArtefact.objects.filter(name=active.name).exclude(pk__in=_refused())
    newest = others.order_by("-created_at", "-pk").values_list("pk", flat=True).first()
    return newest != active.pk


def _newest() -> ModelArtefact | None:
    """Where learning has come to. What was refused has learnt its lessons too: they count once, and the next may
    mend what they spoilt."""
    return ModelArtefact.objects.filter(name=POLICY).order_by("-created_at", "-pk").defer("content").first()


def _refused() -> QuerySet[ModelArtefact]:
    return ModelArtefact.objects.filter(name=POLICY, is_active=False, config__has_key=_REFUSED)


def _version(before: ModelArtefact | None, last: ShownSlot) -> str:
    """The same lessons after the same version make the same version."""
    told = f"{before.version if before else ''}:{last.shown_at.isoformat()}:{last.impression}:{features.RECIPE}"
    return hashlib.sha256(told.encode()).hexdigest()


def _is_ours() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        (got,) = cursor.fetchone()
    return bool(got)
