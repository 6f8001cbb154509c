"""On a phone, on the bus, with one thumb: what begins and ends company is heard with slips, slang and emoji too."""

from __future__ import annotations

import pytest

from conversations.tests.dialogue.conftest import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("tell me a stroy plz", "story"),
        ("can u tell me teh ghost story pls 👻", "story"),
        ("can u teach me soulslikes", "journey"),
        ("can i write u a letter? 💌", "penpal"),
    ],
)
def test_it_begins_with_slips_and_slang(mia, words, mode):
    assert mia.say(words).state.company.mode == mode


@pytest.mark.parametrize(
    ("begin", "words"),
    [
        ("tell me a story", "stop stroy 😭"),
        ("teach me soulslikes", "stop jorney"),
        ("teach me soulslikes", "plz stop teh lesson"),
    ],
)
def test_it_ends_with_slips_and_is_no_answer(mia, begin, words):
    mia.say(begin)
    said = mia.say(words)
    assert said.state.company.mode == ""
    assert "of 100" not in said.text
    assert mia.contact.replies_allowed


@pytest.mark.parametrize("begin", ["tell me a story", "teach me soulslikes", "can i write you a letter?"])
def test_a_plain_wish_with_slips_is_a_wish_and_no_answer(mia, begin):
    mia.say(begin)
    said = mia.say("jus recomend me a cosy gme on switch pls 🙏")
    assert said.slate is not None, said.text
    assert said.state.tonight.platforms == ("switch",)


@pytest.mark.parametrize("begin", ["hi", "tell me a story", "teach me soulslikes", "can i write you a letter?"])
@pytest.mark.parametrize("words", ["stpo 🛑", "Sotp"])
def test_stop_with_letters_in_the_wrong_order_is_stop(mia, begin, words):
    mia.say(begin)
    mia.say(words)
    assert not mia.contact.proactive_allowed
    assert mia.contact.consent_changes.filter(granted=False).exists()


def test_help_with_english_is_asked_for_in_bad_english(mia: Person):
    mia.say("pls help me w my english 🙏")
    assert mia.contact.english_help
