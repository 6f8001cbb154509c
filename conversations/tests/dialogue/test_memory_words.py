"""Requests to memory, as people word them, and what only sounds like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue.said.memory_words import numbers_in, read_request, wants_more

MEANT = {
    "save": """save this|save that one|save it for later|save the second one|save number 2|save hades|save both|save all of them
        |add it to my list|add hades to my list|put that on my list pls|can you save this one for me|bookmark it|wishlist it
        |i want this on my list|keep this one for later|save 1 and 3|stick the last one on my backlog|ok save|save for later
        |remember this one for later|pin that|yes save it pls|save moss & lanterns for the weekend|add the first two to my list
        |that one goes on my list|pls add to list|save this game|throw hades on the wishlist|SAVE THIS!!|add both to the list
        |put the third one on the list|could you add that to my wishlist please|save it""",
    "list": """what's on my list|my list|show my list|show me my saved games|what did i save|which games have i saved
        |what have i saved so far|whats on my list again|list|can i see my list|my wishlist|open my backlog|what's in my saved
        |what games are on my list|read me my list|saved games|let me see my list pls|do i have anything on my list
        |how long is my list|show me the games i saved|the ones i saved?|remind me what's on my list|What's on my list?""",
    "unsave": """take hades off my list|remove hades from my list|remove the second one from my list|take it off the list
        |delete number 2 from my list|unsave that|i don't want hades on my list anymore|hades can come off my list
        |drop hades from my wishlist|cross hades off my list|remove 1 and 3 from my list|take that off my list pls
        |don't save it|get rid of hades from my list|take the first one off""",
    "clear": """clear my list|empty my list|delete my whole list|wipe the list|remove everything from my list
        |take everything off my list""",
    "remind": """remind me friday 8pm|remind me tomorrow about this|remind me in 2 hours|can you remind me tonight
        |set a reminder for saturday|set me a reminder at 9|reminder tomorrow 6pm|remind me to play this on friday
        |pls remind me later|remind me about hades tomorrow|give me a reminder on sunday|could u remind me in an hour
        |ping me tomorrow|nudge me about it on friday|text me about this tomorrow|make a reminder for 8|i'd like a reminder friday
        |remind me|remind me of this game on sunday|bug me about that one tomorrow evening|let me know again on friday""",
    "unremind": """cancel the reminder|cancel my reminder|delete that reminder|don't remind me|no more reminders
        |forget the reminder|stop reminding me|cancel all reminders|i don't need the reminder|cancel the friday reminder
        |never mind the reminder|remove reminder 2|no need to remind me""",
    "reminders": """what reminders do i have|any reminders|show my reminders|my reminders|do i have any reminders set
        |when is my reminder|list my reminders|did i set a reminder?|what did i ask you to remind me""",
    "move": "move the reminder to 9pm|change my reminder to saturday|snooze|snooze it an hour|postpone the reminder to sunday",
    "recall": """what was that one with the ghost|what did you tell me on monday|the game from yesterday
        |what was the first thing you showed me|which one had you suggested last week|what was that puzzle game called again
        |whats the name of that game you told me about|what games have you shown me|show me what you recommended last week
        |do you remember that game with the goose?|i forgot the name of the farming one|what was it called
        |remind me what that game was|the one you showed me yesterday|what was the last game you recommended
        |what did u suggest yesterday|what was the cozy one from last week|find that game with the train again
        |yesterday's games|what's that game with the goose|what were the games you gave me on sunday
        |which game did you recommend on friday|remind me of that ghost game|show me my history
        |what was your first suggestion|what was that thing about farming|go back to the one from monday|do you remember the game with the frog""",
    "forget": """forget that i like horror|forget my budget|forget that i said i'm sad|forget i have a switch
        |please forget my name|delete that i hate puzzles|forget about my age|forget what i said about me liking rpgs
        |stop assuming i like horror|forget everything you know about my budget|forget my platforms|remove that i own a ps5""",
    "forget_line": "forget line 3|delete line 2|forget the third line|line 2 is wrong|forget point 1|delete the last line|scrap #2",
    "gone": "i don't have a switch anymore|i sold my ps5|i no longer own an xbox|my switch broke|i never had a ps5",
    "time_zone": "my timezone is cet|time zone: berlin|i live in london|i'm based in new york|i moved to tokyo",
}  # fmt: skip
AS_THEY_TYPE = {
    "save": """can we save that one|ooo saving this for later|stick it on the list would ya
        |yeah put the first on my list|save the 2nd n 3rd|mark this for later|i'll keep that one for the weekend
        |list it|add to favourites|add celeste to my backlog pls|gonna save it|favourite this
        |chuck both on my list|I wanna save this game for later|keep the second for me
        |could you bookmark the last one|store that one|put down hollow knight on my list|save that pls n thx
        |note it for later""",
    "list": """show saved|what's saved|what did i put on my list again|my saved list pls|gimme my list|pull up the list
        |whats on the list|what games did i save?|let's see my list|open list|do i have a list
        |which ones did i bookmark|can u show me the stuff i saved|what have i got on my list""",
    "unsave": """take that one off|get hades off my list|delete the last one from the list
        |i already played hades, remove it from my list|don't need the second one on my list anymore
        |pls remove that from my saved games|kick number 3 off the list""",
    "remind": """remind me 2moro|remind me at half 7|can you give me a nudge on friday evening
        |pls remind me to buy this on payday|rmd me tmrw|remind me in a bit|remind me next weekend
        |set reminder 9pm|drop me a reminder sunday|could you ping me about this at 6|remind me when i get home
        |reminder for tonight pls|i need a reminder for the 24th|yo remind me later about this one
        |message me about it on saturday""",
    "unremind": """scrap the reminder|no reminder needed|forget about that reminder|cancel that reminder pls
        |stop the reminders|you don't have to remind me anymore|kill the reminder|delete all my reminders
        |please don't remind me about it""",
    "reminders": """do i have reminders|what have you got to remind me about|list reminders|which reminders are set
        |when are you reminding me""",
    "recall": """what was that farming one u told me about|which game was the one with the lighthouse
        |whats the one u suggested on tuesday|i cant remember the name of that puzzle game
        |wait what was that game from last night|what did you rec me last week
        |the spooky one you showed me earlier, what's its name|show me again what you gave me yesterday
        |whats that horror thing called again|what games did u recommend so far|what did we talk about on monday
        |what's the first game you gave me|can you find that one about the train again
        |which was the cheap one you mentioned|what was your pick from sunday
        |what was that again, the one with cats|name of the game you told me yesterday?
        |you showed me a game with a fox, what was it""",
    "forget": """forget that i'm into rpgs|please forget my budget limit|you can forget that i hate shooters
        |forget i own an xbox|forget that i was angry|delete my name|forget my usual time
        |erase that i like puzzle games|don't remember that i like racing""",
    "forget_line": """forget number 4|drop line 5|remove the first line|line 3 can go|delete point 2 please|take out line 1""",
}  # fmt: skip
OTHERWISE = """save me money|something to save the world in|can i save anywhere?|save me from boredom
    |a game where you save the princess|this reminds me of zelda|it reminds me of home|something to forget my day
    |help me forget my ex|forget it|forget that|never mind|what's the best one on your list of horror games
    |give me a list of rpgs|tell me more|why did you suggest that|why this one|i played the one you recommended and loved it
    |loved what you showed me yesterday|something like the game you showed me|show me something|what is that
    |what did you say|what games do you know|tell me about hades|stop sending me stuff|delete my data|forget me|i'm sad
    |first person shooter|the last of us|first one|the second one|not that one|what's the one with the best story
    |anything but horror|drop that genre|delete everything|forget everything|remove me from your list|add more action
    |keep it short|keep this vibe|list some horror games|what's on|something from the last 2 years
    |my list is empty anyway so give me something|what should i play next|next|more|cheaper|can i save my progress
    |what do you know about me|do i need ps plus|hit me with something good|ping pong game|games with good save system
    |the one with the dog looks good|i want to be reminded of my childhood|remove the price limit|undo|drop the horror
    |what did people say about it|what are the reviews|it's the best game i've played|don't text me|put me in a good mood
    |add co-op|who told you that|what's good on switch|last game i played was hades|i saved the world|i don't have a switch
    |tell me tomorrow's weather|add me back to the list|put me back on the list|already did the first two you mentioned|add milk to my shopping list
    |anything that'd remind me of playing snake on my nokia|why'd you think that would remind me of being a kid|snooze, we want action
    |my twin's in another time zone and i keep turning round|put that on the maybe pile and carry on|i don't have much time|i live for horror|i'm in berlin mode|what was that|forget everything you know about me"""  # fmt: skip


def phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.split("|")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for table in (MEANT, AS_THEY_TYPE) for kind, told in table.items() for text in phrases(told)],
)
def test_a_request_is_heard_in_many_words(kind, text):
    asked = read_request(text)
    assert asked is not None
    assert asked.kind == kind


@pytest.mark.parametrize("text", phrases(OTHERWISE))
def test_what_only_sounds_like_a_request_is_none(text):
    assert read_request(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "text me",
        "save 20 bucks",
        "my cat died",
        "i lost my job",
        "i live in a cave",
        "are there reminders of war in it",
    ],
)
def test_what_may_mean_something_else_is_not_sure(text):
    asked = read_request(text)
    assert asked is not None
    assert not asked.is_sure


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("the second one", (2,)), ("1 and 3", (1, 3)), ("the first two", (1, 2)), ("the last one", (-1,)),
        ("that one", ()), ("number 2", (2,)), ("both", ()), ("first and third", (1, 3)), ("hades", ()),
    ],
)  # fmt: skip
def test_numbers_of_a_list_are_read(words, numbers):
    assert numbers_in(words) == numbers


@pytest.mark.parametrize("text", ["more", "show me more", "next", "the rest", "more pls", "keep going", "what else"])
def test_the_next_page_is_asked_for_in_many_words(text):
    assert wants_more(text)


@pytest.mark.parametrize("text", ["more like hades", "something more chill", "nah", "next friday"])
def test_other_wishes_are_no_next_page(text):
    assert not wants_more(text)


@given(st.text(max_size=400))
def test_no_text_breaks_the_reading(text):
    read_request(text)
    wants_more(text)
