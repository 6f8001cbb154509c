from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("co-op please", "coop"),
        ("something to play with my gf", "coop"),
        ("me and my brother, ps4", "coop"),
        ("for me n my flatmate", "coop"),
        ("4 of us online tonight", "coop"),
        ("my 7yo and i want to play", "coop"),
        ("can we play it together", "coop"),
        ("split screen?", "coop"),
        ("make it for 2 players", "coop"),
        ("1v1", "versus"),
        ("pvp", "versus"),
        ("want to beat my brother at something", "versus"),
        ("against randoms", "versus"),
        ("loser buys pizza", "versus"),
        ("single player", "solo"),
        ("by myself tonight", "solo"),
        ("something i can play by yourself easily", "solo"),
        ("my dad is playing next to me, and with my sister next to me too, pc", "coop"),
        ("algo para jugar los dos juntos", "coop"),
        ("bhai ke saath, ek team me", "coop"),
        ("want real opponents for once", "versus"),
        ("everybody against everybody on one couch", "versus"),
        ("uno contra el otro en el sofa", "versus"),
        ("something where we can backstab each other", "versus"),
        ("akela hi khelta hu", "solo"),
        ("i dont want anyone talking to me", "solo"),
        ("space opera with a crew", ""),
        ("got a ticket on my own street. let me smash things", ""),
        ("so done with my brother. need to throw things", ""),
        ("just me", "solo"),
        ("no multiplayer please", "solo"),
        ("i dont wanna need friends for it", "solo"),
        ("un jeu pour moi seul", "solo"),
        ("i said ALONE", "solo"),
        ("rather with my brother than on my own", "coop"),
        ("ich und mein bruder, was lustiges", "coop"),
        ("koop bitte", "coop"),
        ("date night, something nerdy", "coop"),
        ("dance off at mine friday", "versus"),
        ("something to settle arguments in", "versus"),
        ("wanna outlive strangers online", "versus"),
        ("ein duell gegen meine freundin", "versus"),
        ("what can we thrash each other in", "versus"),
        ("help each other, not kill each other", "coop"),
    ],
)
def test_who_plays_along(slots_of, text, mode):
    assert slots_of(text).player_mode == mode


@pytest.mark.parametrize(
    "text",
    [
        "i miss playing mario kart with my cousins",
        "my friends moved away",
        "so alone lately",
        "my group project mates did nothing",
        "me and my gf broke up",
        "something competitive",
    ],
)
def test_people_who_are_only_talked_about_do_not_play(slots_of, text):
    assert slots_of(text).player_mode == ""


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("my 6 year old", 6),
        ("for my son, he's 9", 9),
        ("kids are 4 and 9, want to play with my kids", 4),
        ("im 15", 15),
        ("a seven year old", 7),
        ("with my 7yo", 7),
        ("for kids", 7),
        ("im 34", None),
        ("my 8 year old laptop", None),
        ("kids are finally asleep", None),
    ],
)
def test_the_youngest_at_the_screen(slots_of, text, age):
    assert slots_of(text).youngest_age == age


@pytest.mark.parametrize(
    "text",
    ["a fighting game to body my brother in", "i wanna smack my cousin tonight", "new fps, 1v1s welcome", "my girlfriend doesnt always win",
     "no more than 20 pounds, versus, for pub night"],
)  # fmt: skip
def test_versus_is_told_by_deeds(slots_of, text):
    assert slots_of(text).player_mode == "versus"


@pytest.mark.parametrize(
    "text",
    ["i wanna play against bots and just chill", "we're 3 tipsy aunties and a ps5", "me and my dad used to play age of empires",
     "we used to play worms together"],
)  # fmt: skip
def test_bots_numbers_and_memories_are_no_company(slots_of, text):
    assert slots_of(text).player_mode == ""


def test_without_multiplayer_is_alone_and_for_a_pair_is_together(slots_of):
    assert slots_of("long game w/o multiplayer").player_mode == "solo"
    assert slots_of("a game we can't fight in. together, ps5").player_mode == "coop"
    assert slots_of("for me n my fella to do together").player_mode == "coop"


@pytest.mark.parametrize(
    "text",
    [
        "vhs horror, all alone in the house",
        "take me to a planet nobody has named, just me and my ship",
        "just me n a cuppa, something brainy",
        "its 1am, im alone, headphones charged. scare me",
        "she left me. single player rpg please",
        "its just me now, fewer players pls",
    ],
)
def test_alone_at_play_is_solo(slots_of, text):
    assert slots_of(text).player_mode == "solo"


@pytest.mark.parametrize(
    "text",
    [
        "us vs hordes of whatever",
        "squads full, energy drinks cold",
        "crew of 4 looking for the next scream",
        "me and my duo want a shooter",
        "want that teamwork again",
        "cabin in the woods w the gf, something for us both to play",
    ],
)
def test_a_crew_is_company(slots_of, text):
    assert slots_of(text).player_mode == "coop"


@pytest.mark.parametrize(
    "text",
    [
        "group chat has been silent since march, guess its just me now",
        "first xmas on my own. a world with people who are pleased to see me",
        "my duo moved to canada n now i queue alone",
        "mi ha lasciato la tipa ma voglio solo ridere",
        "just me and the four walls again. something with friendly ppl?",
        "loud dumb action game pls, no online",
    ],
)
def test_being_left_alone_is_no_wish_to_play_alone(slots_of, text):
    assert slots_of(text).player_mode == ""


@pytest.mark.parametrize(
    "text",
    [
        "dancing round the kitchen w my kids, whats like this but a game",
        "cabin in the woods this weekend w the gf, bringing my laptop",
        "loved minecraft w the lads n i still want to build big stuff",
    ],
)
def test_what_is_done_with_others_beside_playing_is_no_company_at_it(slots_of, text):
    assert slots_of(text).player_mode == ""


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("something to humble my boss at", "versus"),
        ("beating my cousins is all i want", "versus"),
        ("every man for himself please, loud", "versus"),
        ("three versus three on the telly", "versus"),
        ("we would split into two teams, phones only", "versus"),
        ("les uns contre les autres, sur switch", "versus"),
        ("wir wollen gegeneinander spielen", "versus"),
        ("bhai ek dusre ke against kuch", "versus"),
        ("less teamwork, more betrayal", "versus"),
        ("wir sind zu viert, was geht da", "coop"),
        ("on est trois sur le canape", "coop"),
        ("hum dono log ke liye kuch", "coop"),
        ("we want to build something together", "coop"),
        ("us against the machine", "coop"),
        ("an easy team game for the sofa", "coop"),
        ("loved hades but my gf wants to play along", "coop"),
        ("a party of one tonight", "solo"),
        ("is it fun alone?", "solo"),
        ("can i do it by yourself or not", "solo"),
        ("i never play with strangers", "solo"),
        ("algo para mi solito", "solo"),
        ("after the breakup i want a world i can walk by myself", "solo"),
        ("beat my stress please", ""),
        ("crush the final boss with me in mind", ""),
        ("chai ke saath kuch halka", ""),
    ],
)
def test_company_is_told_in_many_ways_and_tongues(slots_of, text, mode):
    assert slots_of(text).player_mode == mode


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("con mi novia, los dos en el sofa", "coop"),
        ("mi primo y yo queremos algo tranquilo", "coop"),
        ("pra jogar com a galera", "coop"),
        ("avec ma copine ce soir, un jeu mignon", "coop"),
        ("mit meinen kumpels am samstag zocken", "coop"),
        ("samen met mijn vriendin, iets liefs", "coop"),
        ("z dziewczyna na kanapie", "coop"),
        ("main bareng adik di hp", "coop"),
        ("lawan kakak yang sombong", "versus"),
        ("tunataka kushindana na ndugu", "versus"),
        ("tek basima bir oyun", "solo"),
        ("mag isa ko lang maglalaro", "solo"),
    ],
)
def test_company_is_heard_in_more_tongues(slots_of, text, mode):
    assert slots_of(text).player_mode == mode


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("goat simulator but w my sister beside me", "coop"),
        ("my dad on the other controller, he needs help", "coop"),
        ("does it work for just two", "coop"),
        ("something where we all fall off things", "coop"),
        ("cousins sniping each other across the room", "versus"),
        ("we keep helping each other", "coop"),
        ("dogfights against real people please", "versus"),
        ("let me mop the floor with my cousin", "versus"),
        ("i want nobody in there but me", "solo"),
        ("i dont need a clan for this", "solo"),
        ("alone with my thoughts in a big sea", "solo"),
        ("seven of us round one telly", ""),
        ("pvp or just pve?", ""),
        ("it wants 4 players and i have none", ""),
        ("something with a girl protagonist", ""),
    ],
)
def test_company_is_told_in_many_ways(slots_of, text, mode):
    assert slots_of(text).player_mode == mode


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("my nephew thinks he's good. humble him for me", "versus"),
        ("let me dominate some lobbies", "versus"),
        ("something to ambush other squads in", "versus"),
        ("need to crush noobs online", "versus"),
        ("want to crush my opponents", "versus"),
        ("alone with my thoughts, something slow", "solo"),
        ("alone with my kids tonight", ""),
        ("i cook my wife dinner every night, something calm", ""),
        ("we're all in the same boat at work, cheer me up", ""),
        ("destroyed my cousin six nil, great pick", ""),
    ],
)
def test_rivalry_and_solitude_are_kinds_of_things_to_say(slots_of, text, mode):
    assert slots_of(text).player_mode == mode
