"""What workers run: ids in, one call, safe to run twice."""

from __future__ import annotations

import numpy as np
from django.utils import timezone


def answer(contact_id: int) -> None:
    from conversations import dialogue

    dialogue.answer(contact_id)


def answer_all_waiting() -> None:
    from conversations import maintenance

    maintenance.queue_all_waiting()


def send_due() -> None:
    from conversations.sending import send_loop

    send_loop.send_due()


def close_silent_sessions() -> None:
    from conversations import sessions

    sessions.close_silent(timezone.now())


def sweep_stuck() -> None:
    from conversations import sweeps

    now = timezone.now()
    sweeps.bring_back_unanswered(now)
    sweeps.look_up_sending(now, rng=np.random.default_rng())


def return_overdue_talks() -> None:
    from conversations.operators import handover

    handover.return_overdue(now=timezone.now(), rng=np.random.default_rng())


def forget_what_is_old() -> None:
    from conversations.privacy import retention

    retention.forget_what_is_old(now=timezone.now())


def delete_at_providers() -> None:
    from conversations.privacy import own_data

    own_data.delete_at_providers(now=timezone.now())


def send_reminders() -> None:
    from conversations.between_turns import reminders

    reminders.send_due(now=timezone.now(), rng=np.random.default_rng())


def answer_letters(contact_id: int | None = None) -> None:
    """Of everybody, or of one person alone."""
    from conversations.letters import post

    post.answer_due(now=timezone.now(), rng=np.random.default_rng(), contact_id=contact_id)


def mail_reset_code(name: str) -> None:
    from conversations.accounts import mail as account_mail

    account_mail.send_reset_code(name)


def ask_whether_it_fitted() -> None:
    from conversations.between_turns import fit_questions

    fit_questions.ask_due(now=timezone.now(), rng=np.random.default_rng())


def look_over_english(message_id: int) -> None:
    from conversations.english_buddy import buddy

    buddy.look_over(message_id, now=timezone.now(), rng=np.random.default_rng())


def look_again(flag_id: int) -> None:
    from conversations.moderation import looking

    looking.look_again(flag_id, now=timezone.now())
