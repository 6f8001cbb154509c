import numpy as np
import pytest

from games.moods import mood_profiles, version
from games.recommender import mood_fit
from games.vocabulary import GENRES, MOODS


def test_every_mood_is_described_well_enough_to_be_understood():
    profiles = mood_profiles()
    assert tuple(profiles) == MOODS
    for profile in profiles.values():
        assert len({phrase.casefold() for phrase in profile.phrases}) >= 20
        assert profile.needs
        assert len(profile.sounds_like) >= 4
        assert len(profile.unlike) >= 4
        assert set(profile.genres) <= set(GENRES)
        assert all(-1 <= weight <= 1 for weight in [*profile.genres.values(), *profile.tags.values()])


def test_no_phrase_belongs_to_two_moods():
    said = [phrase.casefold() for profile in mood_profiles().values() for phrase in profile.phrases]
    assert len(said) == len(set(said))


def test_the_version_is_short_and_stable():
    assert len(version()) == 6
    assert version() == version()


def test_a_farm_is_calmer_than_a_haunted_house():
    farm = {"genres": ["farming"], "tags": ["cozy"]}
    house = {"genres": ["horror"], "tags": ["scary"]}
    assert mood_fit.fit("tired", **farm) > 0.7 > 0.2 > mood_fit.fit("tired", **house)
    assert mood_fit.fit("spooky", **house) > 0.7 > 0.3 > mood_fit.fit("spooky", **farm)


def test_fine_words_do_not_mend_what_spoils_the_mood():
    plain = mood_fit.fit("tired", genres=["puzzle"], tags=[], text=0.5)
    boasting = mood_fit.fit("tired", genres=["soulslike", "horror"], tags=[], text=1.0)
    assert boasting < plain


def test_nothing_known_is_the_middle():
    assert mood_fit.fit("happy", genres=[], tags=[]) == 0.4
    assert mood_fit.fit("no-such-mood", genres=["farming"], tags=[]) == 0.4


def test_the_editors_word_wins():
    told = {"estimate": [0.1] * len(MOODS), "genres": [], "tags": [], "difficulty": 5, "session_minutes": 90}
    assert mood_fit.effective("tired", by_editor={"tired": 0.95}, **told) == 0.95
    assert mood_fit.effective("tired", by_editor={"happy": 0.95}, **told) == 0.0


def test_easy_short_games_suit_the_tired_better():
    def suits(difficulty, minutes):
        return mood_fit.effective(
            "tired", by_editor={}, estimate=[0.5] * len(MOODS), genres=[], tags=[], difficulty=difficulty,
            session_minutes=minutes,
        )  # fmt: skip

    assert suits(1, 15) > suits(3, 30) > suits(5, 90)


def test_an_estimate_of_another_vocabulary_is_not_trusted():
    told = {"genres": ["farming"], "tags": [], "difficulty": None, "session_minutes": None}
    assert mood_fit.effective("tired", by_editor={}, estimate=[0.0], **told) == mood_fit.fit(
        "tired", genres=["farming"], tags=[]
    )


@pytest.fixture(scope="module")
def prototypes(encoder):
    suits, spoils = mood_fit.prototype_sentences()
    return mood_fit.prototypes_from(encoder.encode(suits), encoder.encode(spoils))


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
def test_the_meaning_of_a_description_tells_the_mood(text, mood, other, encoder, prototypes):
    fits = dict(zip(MOODS, mood_fit.text_fit(encoder.encode([text]), prototypes)[0], strict=True))
    assert fits[mood] > 0.6
    assert fits[mood] > fits[other] + 0.2


def test_a_comedy_about_burn_out_is_no_rest(encoder, prototypes):
    texts = [
        "No time to relax. A hilarious board game about life: juggle work, money and stress before you collapse.",
        "A quiet little puzzle about arranging a room, with soft music and nothing to lose.",
    ]
    toy, rest = mood_fit.text_fit(encoder.encode(texts), prototypes)[:, MOODS.index("tired")]
    assert rest > toy + 0.2


def test_text_fit_stays_within_bounds(prototypes):
    vectors = np.random.default_rng(1).normal(size=(50, 384)).astype(np.float32)
    fits = mood_fit.text_fit(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), prototypes)
    assert fits.shape == (50, len(MOODS))
    assert fits.min() >= 0
    assert fits.max() <= 1
