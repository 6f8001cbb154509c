"""What an import's report writes in the place of a file's cells."""

from __future__ import annotations

from games.admin.import_cells import differences

STEAM = "Steam|pc|14.99|USD|https://store.steampowered.com/app/1"


def test_a_price_stands_on_a_line_of_its_own_without_its_address():
    told = differences({}, {"prices": f"{STEAM};Nintendo eShop|nintendo|7.99|USD|https://nintendo.com/a"})
    assert told == [("prices", "", "Steam (pc): 14.99 USD\nNintendo eShop (nintendo): 7.99 USD")]


def test_where_only_an_address_changes_it_is_told():
    [(_, before, after)] = differences({"prices": STEAM}, {"prices": STEAM.replace("app/1", "app/2")})
    assert (before[-5:], after[-5:]) == ("app/1", "app/2")


def test_lists_read_as_lists_and_sentences_stay_as_they_are():
    after = {"tags": "cozy;low-poly", "mood_fit": "chill:0.95;tired:0.9", "summary": "Climb; then rest: glide."}
    assert [one[2] for one in differences({}, after)] == ["cozy, low-poly", "chill 0.95, tired 0.9", after["summary"]]


def test_what_is_no_price_stays_as_the_file_has_it():
    assert differences({"prices": "14.99"}, {"prices": ""}) == [("prices", "14.99", "")]
