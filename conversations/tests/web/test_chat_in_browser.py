"""The chat in a real Chromium: greet, ask, tap a button, see a game."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from conversations.english_buddy import buddy
from conversations.knowledge import in_use as knowledge
from conversations.models import Message
from conversations.sending import outbox
from conversations.tests.waiting import wait_until
from games.models import Game, Offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The first message of a process loads the model and what understanding knows.
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


_GAMES = [
    ("a-short-hike", "A Short Hike", ["adventure"], "A gentle afternoon on a mountain. Nothing hurries you.",
     {"chill": 0.95, "tired": 0.9}),
    ("dorfromantik", "Dorfromantik", ["puzzle"], "Laying tiles until your shoulders drop. Quiet and green.",
     {"chill": 0.9, "tired": 0.85}),
    ("unpacking", "Unpacking", ["puzzle"], "Taking a life out of boxes, one mug at a time. Soft and slow.",
     {"chill": 0.9, "tired": 0.8}),
    ("doom-eternal", "Doom Eternal", ["shooter", "action"], "Loud, fast and furious. You never stop moving.",
     {"hyped": 0.95, "angry": 0.9}),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _warm(transactional_db, encoder):
    """What understanding knows is built once a machine; no visitor of a test should wait for that."""
    knowledge.current()


@pytest.fixture(autouse=True)
def _nothing_under_way_at_the_end(page: Page, live_server):
    """Emptying the tables while the server still answers somebody ends in a deadlock."""
    under_way: set[Request] = set()
    page.on("request", lambda request: under_way.add(request))
    page.on("requestfinished", lambda request: under_way.discard(request))
    page.on("requestfailed", lambda request: under_way.discard(request))
    yield
    wait_until(lambda: not under_way, look_again=lambda: page.wait_for_timeout(50))


@pytest.fixture
def small_catalogue(transactional_db, encoder):
    """Calm and loud games on Switch and PC, with prices and vectors."""
    from games.embedding.game_vectors import embed_pending

    for slug, title, genres, feel, moods in _GAMES:
        game = Game.objects.create(
            slug=slug, title=title, summary=feel, feel=feel, genres=genres, platforms=["pc", "switch"],
            player_modes=["solo"], session_minutes=20, age_rating=7, critic_score=85, popularity=0.7, quality=0.8,
            mood_fit=moods,
        )  # fmt: skip
        Offer.objects.create(
            game=game, store="Nintendo eShop", family="nintendo", amount=Decimal("7.99"), currency="USD",
            url=f"https://www.nintendo.com/us/store/products/{slug}-switch/", seen_at=NOON,
        )  # fmt: skip
    embed_pending(limit=100, encoder=encoder, now=NOON)


def write(page: Page, words: str) -> None:
    page.get_by_label("Your message").fill(words)
    page.keyboard.press("Enter")


def test_greet_ask_tap_and_see_a_game(page: Page, live_server, small_catalogue):
    page.goto(f"{live_server.url}/chat/")
    expect(page.get_by_text("hey, I’m Thrum")).to_be_visible()
    write(page, "hi")
    expect(page.locator(".turn:not(.mine)")).to_have_count(2)
    write(page, "third night no sleep, something calm on switch under 20 quid")
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator(".card").first.locator("h2")).not_to_contain_text("Doom")
    expect(page.locator(".card").first).to_contain_text("$7.99")
    before = page.locator(".turn:not(.mine)").count()
    page.locator("#quick button").first.click()
    expect(page.locator(".turn:not(.mine)")).to_have_count(before + 1)


def test_what_people_write_stays_text(page: Page, live_server):
    page.goto(f"{live_server.url}/chat/")
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    write(page, "<img src=x onerror=alert(1)> <b>bold</b>")
    expect(page.locator(".mine .bubble")).to_have_text("<img src=x onerror=alert(1)> <b>bold</b>")


def test_it_fits_a_small_phone_in_the_dark(page: Page, live_server, small_catalogue):
    page.set_viewport_size({"width": 360, "height": 640})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/chat/")
    write(page, "something calm on switch")
    expect(page.locator(".card").first).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(13, 11, 22)"


def test_who_signs_in_in_another_tab_goes_on_talking_in_this_one(page: Page, live_server):
    page.goto(f"{live_server.url}/chat/")
    page.context.clear_cookies(name="csrftoken")  # signing in gives a new one
    other = page.context.new_page()
    other.goto(f"{live_server.url}/chat/")
    write(page, "hi")
    expect(page.locator(".turn:not(.mine):not(#typing)")).to_have_count(2)
    other.goto("about:blank")


def test_a_message_that_did_not_go_through_can_be_sent_again(page: Page, live_server):
    page.goto(f"{live_server.url}/chat/")
    page.context.set_offline(True)
    write(page, "hello?")
    expect(page.get_by_role("alert")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="try again").click()
    expect(page.locator(".turn:not(.mine)")).to_have_count(2)


def test_what_an_operator_writes_appears_by_itself(page: Page, live_server):
    page.clock.install()
    page.goto(f"{live_server.url}/chat/")
    write(page, "hi")
    expect(page.locator(".mine[data-sent]")).to_be_visible()
    expect(page.locator("#typing")).to_have_count(0)
    theirs = Message.objects.filter(direction="inbound").latest("pk")
    outbox.enqueue(
        contact=theirs.contact, origin=Message.Origin.OPERATOR, body="Sam here, what happened?", now=timezone.now(),
        session=theirs.session, address=theirs.address, channel=theirs.channel, sender=theirs.sender,
    )  # fmt: skip
    page.clock.fast_forward(6_000)
    expect(page.get_by_text("Sam here, what happened?")).to_be_visible()


def test_a_note_on_their_english_is_quiet_and_leaves_the_buttons(page: Page, live_server, small_catalogue):
    page.clock.install()
    page.goto(f"{live_server.url}/chat/")
    write(page, "something calm on switch")
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("#typing")).to_have_count(0)
    buttons = page.locator("#quick button").all_text_contents()
    assert buttons
    theirs = Message.objects.filter(direction="inbound").latest("pk")
    outbox.enqueue(
        contact=theirs.contact, origin=Message.Origin.REPLY, body="“a calm one” → “something calm”", now=timezone.now(),
        in_reply_to=theirs, part=9, session=theirs.session, message_type=buddy.MESSAGE_TYPE,
    )  # fmt: skip
    page.clock.fast_forward(6_000)
    expect(page.locator(".turn.note .bubble")).to_have_text("“a calm one” → “something calm”")
    assert page.locator("#quick button").all_text_contents() == buttons
    page.reload()
    expect(page.locator(".turn.note .bubble")).to_be_visible()
    expect(page.locator("#quick button")).to_have_text(buttons)


def test_an_answer_is_read_from_its_first_words_on_a_small_phone(page: Page, live_server, small_catalogue):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{live_server.url}/chat/")
    write(page, "something calm on switch")
    expect(page.locator(".card").first).to_be_visible()
    answer = page.locator(".turn:has(.card)")
    expect(answer.locator(".bubble").first).not_to_contain_text("http")
    expect(answer.locator(".bubble").first).to_be_in_viewport()
