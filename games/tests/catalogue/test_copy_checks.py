"""What an editor is told of a text while they write it."""

from games.catalogue.copy_checks import check_copy, reading_ease

GOOD = {
    "title": "Abzu", "platforms": "pc", "genres": "adventure", "age_rating": "7", "session_minutes": "20",
    "player_modes": "solo", "release_date": "2016-08-02", "image_url": "https://x.example/a.jpg", "mood_fit": "chill:1",
    "summary": "You dive into a warm sea and swim with the fish. There is no score and no hurry at all.",
    "feel": "Calm and bright. You drift, you look, you breathe out.",
}  # fmt: skip


def told_of(**changed: str) -> dict[str, str]:
    return {note.field: note.told for note in check_copy({**GOOD, **changed})}


def test_a_good_text_needs_no_advice():
    assert check_copy(GOOD) == []


def test_what_keeps_a_game_from_people_is_told_of():
    notes = {note.field: note.is_grave for note in check_copy({"title": "Abzu"})}
    assert notes["summary"]
    assert notes["age_rating"]
    assert not notes["image_url"]


def test_length_promises_markup_and_shouting_are_told_of():
    assert "fewer than 60" in told_of(summary="Swim.")["summary"]
    assert "over 600" in told_of(summary="You swim with fish. " * 40)["summary"]
    assert told_of(feel="It is the best game ever, and guaranteed to calm you.")["feel"] == (
        "says “best game ever”, “guaranteed”"
    )
    assert "markup" in told_of(feel="<b>Calm</b> and bright. You drift, you look, you breathe.")["feel"]
    assert "shouts" in told_of(feel="CALM AND BRIGHT THIS GAME LETS YOU DRIFT ALONG FOREVER")["feel"]
    assert "70 characters" in told_of(title="A" * 70)["title"]


def test_long_sentences_of_long_words_are_hard_to_read():
    easy = reading_ease("You dive. You swim. The sea is warm and the fish are kind to you.")
    hard = reading_ease(
        "Its extraordinarily sophisticated multidimensional simulation architecture facilitates unprecedentedly "
        "comprehensive experimentation opportunities throughout procedurally generated environments."
    )
    assert easy
    assert hard is not None
    assert easy > 80 > 25 > hard
    assert reading_ease("Too short to tell.") is None
