"""Names of several words with one slip are known by the word beside it, everyday words are left alone."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "title"),
    [("alien isolaton had me under the desk", "Alien: Isolation"), ("the talos principal was so good", "The Talos Principle"),
     ("outer wildz changed me", "Outer Wilds"), ("pilars of eternity nights", "Pillars of Eternity"),
     ("red dead redemtion took over my winter", "Red Dead Redemption 2")],
)  # fmt: skip
def test_one_word_that_is_right_tells_the_one_that_is_not(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)


def test_a_slip_in_a_list_stands_by_its_neighbour(slots_of):
    assert slots_of("bloodbourne and sekirro").like_titles == ("Bloodborne", "Sekiro: Shadows Die Twice")


@pytest.mark.parametrize(
    "text",
    [
        "school principal was so good to me",
        "the pillars of my house",
        "isolation got to me",
        "my dad has dark souls of his own making",
    ],
)
def test_everyday_words_beside_each_other_are_no_slip(slots_of, text):
    slots = slots_of(text)

    assert "The Talos Principle" not in slots.like_titles
    assert "Pillars of Eternity" not in slots.like_titles
    assert "Alien: Isolation" not in slots.like_titles


@pytest.mark.parametrize(
    ("text", "title"),
    [("majoras mask raised me", "The Legend of Zelda: Majora's Mask"), ("prof layton used to be my sundays", "Professor Layton"),
     ("civ 6 till 5am", "Civilization VI")],
)  # fmt: skip
def test_a_name_is_known_without_its_apostrophe_shortened_and_without_its_makers(slots_of, text, title):
    assert slots_of(text).like_titles == (title,)
