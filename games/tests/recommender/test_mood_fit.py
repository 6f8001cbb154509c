from games.moods.profiles import mood_profiles, version
from games.recommender import mood_fit
from games.vocabulary import GENRES, MOODS


def test_every_mood_is_described_well_enough_to_be_understood():
    profiles = mood_profiles()
    assert tuple(profiles) == MOODS
    for profile in profiles.values():
        assert len({phrase.casefold() for phrase in profile.phrases}) >= 20
        assert profile.needs
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
    plain = mood_fit.fit("tired", genres=["puzzle"], tags=[], text=0.75)
    boasting = mood_fit.fit("tired", genres=["soulslike", "horror"], tags=[], text=1.0)
    assert boasting < plain


def test_a_tag_moves_what_the_text_told():
    told = {"genres": ["puzzle"], "text": 0.5}
    plain = mood_fit.fit("chill", tags=["no-such-tag"], **told)
    assert mood_fit.fit("chill", tags=["cozy"], **told) > plain > mood_fit.fit("chill", tags=["gore"], **told)


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
