from __future__ import annotations

import numpy as np
import pytest

from games.moods.learning.bank import BANK, Described, read_examples
from games.moods.learning.cues import COLUMNS, cues_in
from games.moods.learning.head import Head, features_of
from games.moods.learning.training import measure, read_scale, recipe, train
from games.vocabulary import MOODS


@pytest.fixture(scope="module")
def head(encoder):
    """Learnt from every third example: quick, and still right about what is plain."""
    return train(read_examples()[::3], encoder)


@pytest.fixture(scope="module")
def fits_of(encoder, head):
    def fits_of(*games):
        vectors = encoder.encode([game.as_text() for game in games])
        return [dict(zip(MOODS, row.tolist(), strict=True)) for row in head.fits(features_of(games, vectors))]

    return fits_of


def test_the_bank_teaches_every_mood_by_example_and_by_counterexample():
    examples = read_examples()
    labels = np.array([example.moods for example in examples])
    assert len(examples) > 800
    assert (np.sum(labels >= 0.6, axis=0) >= 60).all()
    assert (np.sum(labels == 0, axis=0) >= 200).all()
    assert labels.min() >= 0
    assert labels.max() <= 1


def test_no_description_is_in_the_bank_twice():
    texts = [example.game.text for example in read_examples()]
    assert len(texts) == len(set(texts))


def test_a_misspelt_mood_is_told_with_its_line(tmp_path):
    (tmp_path / "odd.txt").write_text("## farms | farming | chil 10\nA farm.\n")
    with pytest.raises(ValueError, match=r"odd.txt, line 1: unknown words \['chil'\]"):
        read_examples(bank=tmp_path)


def test_a_title_stands_before_the_colon_and_no_whole_sentence_does(tmp_path):
    (tmp_path / "some.txt").write_text(
        "## farms | farming, simulation, rpg | chill 10\nHoney Farm: Keep bees.\nKeep bees. Two rules: no haste.\n"
    )
    titled, plain = (example.game for example in read_examples(bank=tmp_path)[:2])
    assert titled == Described("Honey Farm", "Keep bees.", ("farming", "simulation"))
    assert plain.title == ""
    assert titled.as_text() == "Honey Farm. Keep bees. farming, simulation"


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("Relaxing!", "chill"),
        ("A laid-back story", "chill"),
        ("play AT YOUR OWN PACE", "chill"),
        ("survival-horror", "spooky"),
        ("a beat 'em up", "angry"),
        ("8-bit", "nostalgic"),
    ],
)
def test_a_plain_word_is_a_cue(text, mood):
    assert cues_in(text)[MOODS.index(mood)] > 0


def test_a_cue_within_another_word_is_none():
    assert cues_in("zenith warehouse catapult")[MOODS.index("chill")] == 0
    assert cues_in("").shape == (COLUMNS,)
    assert not cues_in("").any()


def test_more_cues_tell_more_and_the_same_one_twice_does_not():
    once, twice, two = (cues_in(text)[MOODS.index("chill")] for text in ("cozy", "cozy, so cozy", "cozy and calm"))
    assert once == twice < two < 1


@pytest.mark.parametrize(
    ("text", "mood", "other"),
    [
        ("Tend a small garden, feed your chickens and drink tea with the neighbours.", "chill", "angry"),
        ("Blow up everything in sight with a rocket launcher and a chainsaw.", "angry", "chill"),
        ("You are trapped in an abandoned asylum and something is breathing behind you.", "spooky", "happy"),
        ("Place blocks freely and build castles, machines and whole cities.", "creative", "spooky"),
        ("Deduce who did it from the clues; every puzzle has one elegant answer.", "brainy", "hyped"),
        ("Ranked five-on-five matches with leaderboards and tournaments.", "competitive", "sad"),
    ],
)
def test_the_meaning_of_a_description_tells_the_mood(text, mood, other, fits_of):
    (fits,) = fits_of(Described(text=text))
    assert fits[mood] > 0.4
    assert fits[mood] > fits[other] + 0.2


def test_a_comedy_about_burn_out_is_no_rest(fits_of):
    toy, rest = fits_of(
        Described(
            text="No time to relax. A hilarious race of life: juggle work, money and stress before you collapse."
        ),
        Described(text="A quiet little puzzle about arranging a room, with soft music and nothing to lose."),
    )
    assert rest["tired"] > toy["tired"] + 0.2


def test_fits_stay_within_bounds_whatever_the_vectors(head):
    vectors = np.random.default_rng(1).normal(size=(50, 384)).astype(np.float32)
    fits = head.fits(features_of([Described(genres=("no-such-genre",))] * 50, vectors))
    assert fits.shape == (50, len(MOODS))
    assert fits.min() >= 0
    assert fits.max() <= 1


def test_the_same_lessons_make_the_same_head_and_bytes_bring_it_back(encoder):
    few = read_examples()[::60]
    first, second = train(few, encoder), train(few, encoder)
    assert first.as_bytes() == second.as_bytes()
    again = Head.from_bytes(first.as_bytes())
    assert np.array_equal(again.votes, first.votes)


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 broken"])
def test_what_is_no_head_is_refused(content):
    with pytest.raises(ValueError, match="not a mood head"):
        Head.from_bytes(content)


def test_the_scale_has_a_middle_below_its_top_for_every_mood():
    middle, top = read_scale()
    assert (middle < top).all()
    assert measure(np.linspace(0, 1, 201)[:, None] * np.ones(len(MOODS)))["chill"] == [0.5, 0.995]


def test_the_recipe_names_what_was_learnt_from(tmp_path):
    assert recipe() == recipe()
    assert len(recipe()) == 64
    assert sorted(path.name for path in BANK.glob("*.txt"))
