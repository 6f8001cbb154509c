import pytest

from engagement.messages import DEFAULT_TEXTS, generate_message, problems_of


@pytest.mark.parametrize(
    ("tone", "text"),
    [
        ("playful", "Hey Ana, we miss you! 😉"),
        ("warm", "Welcome, Ana! We're so glad you're here! 🌟"),
        ("neutral", "Hi Ana, just checking in! 👋"),
    ],
)
def test_each_tone_has_words_to_begin_with(tone, text):
    assert generate_message(tone, {"name": "Ana"}) == text


def test_who_has_told_no_name_is_greeted_all_the_same():
    assert generate_message("warm", {"name": ""}) == "Welcome, there! We're so glad you're here! 🌟"


def test_words_that_marketers_gave_stand_in_for_the_first_ones():
    assert (
        generate_message("neutral", {"name": "Ana"}, {**DEFAULT_TEXTS, "neutral": "All well, {name}?"})
        == "All well, Ana?"
    )


@pytest.mark.parametrize("text", ["", "Hi {nmae}", "Hi {name", "Try {game}", "You felt {mood}"])
def test_a_text_that_could_not_be_filled_is_told_before_it_is_saved(text):
    assert problems_of(text)


def test_a_name_with_braces_and_line_breaks_does_no_harm():
    assert generate_message("neutral", {"name": "{0}\nAna"}) == "Hi {0} Ana, just checking in! 👋"
