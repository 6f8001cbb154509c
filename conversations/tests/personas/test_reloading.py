"""A changed text is spoken at once, a broken one never."""

from __future__ import annotations

import functools
import logging

import pytest

from conversations.models import PersonaText
from conversations.personas import editing as persona_editing
from conversations.personas import in_use as personas
from games import versions
from games.models import DataVersion
from thrum_project.tests.at_once import at_once

pytestmark = pytest.mark.django_db

THANKS = "# smalltalk.thanks\nany you are welcome, dear reader\nany not at all, dear reader\n"


def thanks(persona: str = "librarian", level: str = "easy") -> set[str]:
    return {one.source for one in personas.current().speaker(persona, level).wordings["smalltalk.thanks"]}


def test_a_changed_file_is_spoken_without_a_restart(prompts):
    before = thanks()
    (prompts / "librarian_easy.txt").write_text(f"voice: new\n{THANKS}")
    assert before != thanks() == {"you are welcome, dear reader", "not at all, dear reader"}


def test_a_broken_file_is_not_spoken_and_the_last_good_one_stays(prompts, caplog):
    file = prompts / "librarian_easy.txt"
    file.write_text(f"voice: new\n{THANKS}")
    good = thanks()
    with caplog.at_level(logging.ERROR):
        file.write_text(f"voice: newer\n{THANKS}any {{{{ secret }}}}\n")
        assert thanks() == good
    assert "persona librarian_easy (file) is not used" in caplog.text
    assert "line 5" in caplog.text
    file.write_text("voice: newest\n# smalltalk.thanks\nany gladly, reader\nany always, reader\n")
    assert thanks() == {"gladly, reader", "always, reader"}


def test_a_file_broken_from_the_start_leaves_the_others_words(prompts):
    (prompts / "librarian_normal.txt").write_text("not a persona")
    personas.forget()
    assert "librarian" not in personas.current().names
    assert personas.current().speaker("librarian", "normal").persona == "thrum"


def test_a_new_persona_needs_a_file_and_nothing_else(prompts):
    (prompts / "pirate_normal.txt").write_text(
        "name: the pirate\ncalled: pirate\nvoice: salt\n# persona.who\nany arr, a bot\nany a bot, matey\n"
        "# persona.changed\nany arr\nany ahoy\n"
    )
    cast = personas.current()
    assert cast.names["pirate"] == "the pirate"
    assert cast.aliases["pirate"] == "pirate"
    assert {one.source for one in cast.speaker("pirate", "rich").wordings["persona.changed"]} == {"arr", "ahoy"}


def test_without_the_default_somebody_else_steps_in(settings):
    settings.DEFAULT_PERSONA = "nobody"
    assert personas.current().default in personas.current().names


def test_the_same_cast_is_kept_while_nothing_changes():
    assert personas.current() is personas.current()


def test_an_editors_words_win_over_the_file_and_an_empty_text_returns_to_it(now, admin_user):
    ours = thanks()
    persona_editing.change(name="librarian_easy", text=f"voice: mine\n{THANKS}", by=admin_user, now=now)
    assert thanks() == {"you are welcome, dear reader", "not at all, dear reader"}
    persona_editing.change(name="librarian_easy", text="", by=admin_user, now=now)
    assert thanks() == ours


def test_the_change_is_announced_to_every_process(now):
    before = versions.current(DataVersion.Kind.PERSONAS)
    persona_editing.change(name="librarian_easy", text=f"voice: mine\n{THANKS}", by=None, now=now)
    assert versions.current(DataVersion.Kind.PERSONAS) == before + 1


def test_an_invalid_text_is_not_saved(now):
    with pytest.raises(persona_editing.InvalidTextError, match="line 2: unknown key"):
        persona_editing.change(name="librarian_easy", text="voice: mine\n# nothing.known\nany a", by=None, now=now)
    assert not PersonaText.objects.exists()


def test_a_release_that_breaks_an_editors_text_brings_back_the_newest_that_is_valid(now, caplog):
    persona_editing.change(name="librarian_easy", text=f"voice: mine\n{THANKS}", by=None, now=now)
    row = PersonaText.objects.get(name="librarian_easy")
    gone = "voice: mine\n# a.key.of.last.year\nany a\nany b\n"
    row.changes.create(number=9, text=gone, by=None, at=now)
    PersonaText.objects.filter(pk=row.pk).update(text=gone)
    personas.forget()
    with caplog.at_level(logging.ERROR):
        assert thanks() == {"you are welcome, dear reader", "not at all, dear reader"}
    assert [name for name, _ in personas.problems_of_rows()] == ["librarian_easy"]


def test_who_saves_over_another_editor_is_told(now):
    persona_editing.change(name="librarian_easy", text=f"voice: one\n{THANKS}", by=None, now=now, based_on=0)
    with pytest.raises(persona_editing.ChangedMeanwhileError):
        persona_editing.change(name="librarian_easy", text=f"voice: two\n{THANKS}", by=None, now=now, based_on=0)


def test_the_first_change_keeps_what_was_there_before(now):
    persona_editing.change(name="librarian_easy", text=f"voice: mine\n{THANKS}", by=None, now=now)
    first = PersonaText.objects.get(name="librarian_easy").changes.get(number=1)
    assert first.text == personas.files()["librarian_easy"].strip()
    persona_editing.restore(change_id=first.pk, by=None, now=now)
    row = PersonaText.objects.get(name="librarian_easy")
    assert row.text == first.text
    assert list(row.changes.values_list("number", "note")) == [
        (3, "restored number 1"),
        (2, ""),
        (1, "the project's file"),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_editors_who_save_at_the_same_moment_one_wins_and_the_others_are_told(now):
    def save(number: int) -> str:
        text = f"voice: mine\n# smalltalk.thanks\nany gladly, {number}\nany always, {number}\n"
        try:
            persona_editing.change(name="librarian_easy", text=text, by=None, now=now, based_on=0)
        except persona_editing.ChangedMeanwhileError:
            return "told"
        return "saved"

    told = at_once(*(functools.partial(save, number) for number in range(4)))
    assert sorted(told) == ["saved", "told", "told", "told"]
    assert PersonaText.objects.get(name="librarian_easy").changes.count() == 2
