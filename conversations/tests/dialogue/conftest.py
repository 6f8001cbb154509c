"""People who talk with Thrum, and the small shelf of games it talks about."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

import numpy as np
import pytest

from conversations import dialogue
from conversations.channels.types import Address, InboundMessage
from conversations.dialogue.state import DialogueState
from conversations.models import Contact, Message, Session
from conversations.receiving import inbox
from conversations.sending import outbox
from conversations.tests.factories import NOON
from games.embedding import game_vectors
from games.models import Game
from games.retrieval import searching
from games.tests.factories import GameFactory, OfferFactory

_numbers = count(1)

# title, platforms, genres, moods, price, minutes of a sitting, age rating, modes
_SHELF = (
    ("Quiet Harbour", ("pc", "switch"), ("simulation",), ("chill", "tired", "stressed"), "14.99", 30, 3, ("solo",)),
    ("Moss & Lanterns", ("switch",), ("farming",), ("chill", "tired", "sad"), "9.99", 20, 3, ("solo", "coop")),
    ("Slow Train North", ("pc", "switch"), ("story-rich",), ("chill", "sad", "lonely"), "4.99", 45, 12, ("solo",)),
    ("Letters to June", ("pc", "switch", "ios"), ("story-rich",), ("sad", "lonely", "tired"), "7.99", 25, 7, ("solo",)),
    ("Cloud Gardeners", ("pc", "ios", "android"), ("simulation",), ("chill", "creative"), "0", 10, 3, ("solo",)),
    ("Hollow Stair", ("pc", "ps5"), ("horror",), ("spooky",), "24.99", 60, 18, ("solo",)),
    ("The Cellar Below", ("pc", "switch"), ("horror",), ("spooky",), "12.99", 40, 16, ("solo",)),
    ("Goose Parade", ("pc", "switch"), ("party",), ("silly", "happy", "bored"), "19.99", 15, 3, ("coop", "versus")),
    ("Banana Court", ("pc", "switch", "ps5"), ("party",), ("silly", "bored"), None, 10, 7, ("versus",)),
    ("Steel Verdict", ("pc", "ps5"), ("shooter",), ("angry", "hyped", "competitive"), "29.99", 20, 18, ("versus",)),
    ("Rust Riders", ("pc", "ps5", "switch"), ("racing",), ("hyped", "competitive", "bored"), "34.99", 15, 7, ("coop",)),
    ("Knot Theory", ("pc", "ios"), ("puzzle",), ("brainy", "bored"), "5.99", 10, 3, ("solo",)),
    ("Paper Pond", ("pc", "switch"), ("puzzle",), ("chill", "brainy"), "2.99", 10, 3, ("solo",)),
    ("Tea for Badgers", ("pc", "switch"), ("visual-novel",), ("chill", "happy", "tired"), "6.99", 15, 3, ("solo",)),
    ("Loom", ("pc", "ps5"), ("sandbox",), ("chill", "creative"), "11.99", 20, 3, ("solo",)),
    ("Wobble Street", ("switch", "ps5"), ("platformer",), ("silly", "happy"), "17.99", 20, 3, ("solo", "coop")),
    ("Ham Knight", ("switch",), ("action",), ("silly", "hyped"), "8.99", 25, 7, ("coop",)),
)  # fmt: skip
_STORES = {
    "pc": "Steam",
    "nintendo": "Nintendo eShop",
    "playstation": "PlayStation Store",
    "ios": "App Store",
    "android": "Google Play",
}
_FAMILIES = {"pc": "pc", "switch": "nintendo", "ps5": "playstation", "ios": "ios", "android": "android"}


@pytest.fixture
def now() -> datetime:
    return NOON


class _OnceEncoder:
    """The real encoder, asked once for each text: the shelf is the same in every test."""

    def __init__(self, encoder) -> None:
        self._encode = functools.cache(lambda text: encoder.encode_one(text))

    def encode(self, texts):
        return np.stack([self._encode(text) for text in texts])


@pytest.fixture(scope="session")
def shelf_encoder(encoder) -> _OnceEncoder:
    return _OnceEncoder(encoder)


@pytest.fixture
def shelf(db, shelf_encoder) -> dict[str, Game]:
    """Seventeen games of our own making, by title, with prices and real vectors."""
    return put_up(_SHELF, encoder=shelf_encoder)


def put_up(shelf, *, encoder) -> dict[str, Game]:
    searching.forget_estimates()
    games = {}
    for title, platforms, genres, moods, price, minutes, age, modes in shelf:
        game = GameFactory(
            title=title,
            slug=title.lower().replace(" & ", "-").replace(" ", "-"),
            platforms=list(platforms),
            genres=list(genres),
            mood_fit=dict.fromkeys(moods, 0.9),
            session_minutes=minutes,
            age_rating=age,
            player_modes=list(modes),
            feel=f"An evening with {title} feels like {' and '.join(moods)} air.",
            summary=f"A {genres[0]} game for {' and '.join(moods)} moods.",
        )
        if price is not None:
            for family in dict.fromkeys(_FAMILIES[key] for key in platforms):
                OfferFactory(game=game, amount=price, family=family, store=_STORES[family])
        games[title] = game
    game_vectors.embed_pending(limit=100, encoder=encoder, now=NOON)
    return games


@dataclass
class Said:
    """One turn as it went: what was answered, and the rows behind it."""

    message: Message | None
    replies: list[Message]

    @property
    def text(self) -> str:
        return "\n\n".join(reply.body for reply in self.replies)

    @property
    def buttons(self) -> dict[str, str]:
        """Ids by title."""
        return {one["title"]: one["id"] for reply in self.replies for one in reply.content.get("buttons", [])}

    @property
    def slate(self):
        return next((reply.slate for reply in self.replies if reply.slate_id), None)

    @property
    def titles(self) -> list[str]:
        if self.slate is None:
            return []
        return list(self.slate.impressions.order_by("slot").values_list("game__title", flat=True))

    @property
    def session(self) -> Session:
        return self.message.session

    @property
    def state(self) -> DialogueState:
        return DialogueState.from_json(self.session.state)


class Person:
    """Somebody who talks on one channel, with a clock of their own."""

    def __init__(self, name: str, *, channel: str = "cli", profile_name: str = "", seed: int = 7) -> None:
        self.name, self.channel, self.profile_name = name, channel, profile_name
        self.at = NOON
        self.rng = np.random.default_rng(seed)

    def later(self, gap: timedelta) -> Person:
        self.at += gap
        return self

    def say(self, body: str = "", **fields) -> Said:
        self.at += timedelta(seconds=20)
        receipt = inbox.receive(
            InboundMessage(
                channel=self.channel,
                provider_id=f"{self.channel}-{next(_numbers)}",
                addresses=(Address("phone" if self.channel == "whatsapp" else "demo", self.name),),
                sender="whatsapp:+15550109999" if self.channel == "whatsapp" else self.channel,
                body=body,
                profile_name=self.profile_name,
                **fields,
            ),
            now=self.at,
        )
        assert dialogue.answer(receipt.contact_id, clock=lambda: self.at, rng=self.rng)
        message = Message.objects.select_related("session", "contact__player").filter(pk=receipt.message_id).first()
        replies = list(Message.objects.filter(in_reply_to=receipt.message_id).select_related("slate").order_by("part"))
        return Said(message, replies)

    def tap(self, button_id: str, title: str = "") -> Said:
        return self.say(title, kind="choice", choice=button_id)

    @property
    def contact(self) -> Contact:
        return Contact.objects.select_related("player").get(addresses__value=self.name)

    def accept_all(self) -> None:
        """What a push channel's provider would do: take every queued message."""
        from games import recommender

        for message in outbox.Message.objects.filter(contact=self.contact, direction="outbound", status="queued"):
            provider_id = f"SM{message.pk}"
            Message.objects.filter(pk=message.pk).update(status="sent", provider_id=provider_id, sent_at=self.at)
            if message.slate_id:
                recommender.mark_shown(slate_ids=[message.slate_id], at=self.at)


@pytest.fixture
def mia(shelf) -> Person:
    """New, on the command line, with a name that can be used."""
    return Person("mia", profile_name="Mia")


@pytest.fixture
def noa(shelf) -> Person:
    """New, and nameless: the profile name is a dot."""
    return Person("noa", profile_name=".")


@pytest.fixture
def robin(shelf) -> Person:
    """On WhatsApp, where messages are pushed and can be quoted."""
    return Person("+15550100042", channel="whatsapp", profile_name="Robin")
