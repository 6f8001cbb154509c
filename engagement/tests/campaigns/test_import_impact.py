"""An editor sees which running campaigns a file of games would bring people into."""

from engagement.import_impact import campaigns_touched
from games.importing.impacts import Foreseen
from games.models import Interaction

from .conftest import NOW, PICK


def test_campaigns_set_off_by_prices_and_new_titles_are_told_with_their_people(make_person, games, launched):
    mia = make_person("Mia", player={"liked_genres": ["puzzle"]})
    make_person("Noah", player={"liked_genres": ["puzzle"]}, topics=["deals"])
    hades = games[1]
    Interaction.objects.create(player=mia.player, game=hades, kind="like", source="chat", at=NOW)
    rule = {"kind": "triggered", "re_entry": "each_time", "trigger": "price_drop", "name": "Deals", "topic": "deals"}
    launched(PICK, **rule, drop_percent=30)
    launched(PICK, **{**rule, "trigger": "new_title", "name": "News", "topic": "new_games"})

    cheap, new = {hades.pk: 0.4}, {"pc": frozenset({"puzzle"})}
    assert [(one.name, one.people) for one in campaigns_touched(Foreseen(cheap, new), NOW)] == [
        ("Deals", 1),
        ("News", 1),
    ]
    assert campaigns_touched(Foreseen({hades.pk: 0.2}, {"pc": frozenset({"racing"})}), NOW) == []
