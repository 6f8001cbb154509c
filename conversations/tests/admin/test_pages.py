"""The back office of conversations: pages that open, stay fast with more rows, and hide what is not one's business."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User

from conversations import consent
from conversations.models import Contact, ContactAddress, Message, MoodReading, Reminder, Session
from conversations.operators import handover
from conversations.tests.conftest import NOW, queued
from games.models import Game, Impression, Interaction, Player, Slate

pytestmark = pytest.mark.django_db

LISTS = [
    "conversations/contact", "conversations/session", "conversations/message", "conversations/reminder", "games/player", "games/slate",
    "games/impression", "games/interaction",
]  # fmt: skip


def staff_with(*permissions: str) -> User:
    user = User.objects.create_user("someone", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def a_talk(number: int) -> Session:
    """One person, one session: a wish, an answer with two games, its parts stored."""
    player = Player.objects.create(origin="whatsapp")
    contact = Contact.objects.create(player=player, display_name=f"Person {number}", last_inbound_at=NOW)
    ContactAddress.objects.create(contact=contact, kind="phone", value=f"+1555010{number:04}")
    session = Session.objects.create(
        contact=contact, kind="onboarding", channel="whatsapp", opened_at=NOW, last_message_at=NOW
    )
    wish = Message.objects.create(
        contact=contact, session=session, channel="whatsapp", direction="inbound", origin="player", status="handled",
        body="something <b>calm</b> please", created_at=NOW, seq=1,
        understanding={"intent": "recommend", "intent_confidence": 0.9, "mood": "chill", "mood_confidence": 0.8,
                       "sentiment": "neutral", "platforms": ["switch"], "price_max": 20.0, "sure_by": "meaning"},
    )  # fmt: skip
    MoodReading.objects.create(contact=contact, message=wish, mood="chill", confidence=0.8, at=NOW)
    slate = Slate.objects.create(
        player=player, surface="chat", policy_version="1", seed=1, created_at=NOW,
        candidates=[{"slug": f"game-{number}-0", "title": "x", "source": "mood", "score": 0.8, "parts": {"mood": 0.9},
                     "dropped_because": ""}],
    )  # fmt: skip
    for slot in range(2):
        game = Game.objects.create(slug=f"game-{number}-{slot}", title=f"Game {number} {slot}")
        Impression.objects.create(
            slate=slate, player=player, game=game, slot=slot, score=0.8, confidence=0.7, strategy="best_fit",
            propensity=1, reason="slow and kind",
        )  # fmt: skip
        Interaction.objects.create(player=player, game=game, kind="like", source="chat", at=NOW)
    Reminder.objects.create(
        contact=contact,
        about=f"Game {number}",
        due_at=NOW + timedelta(hours=2),
        time_zone="Europe/London",
        asked_at=NOW,
    )
    queued(contact, "how about Game?", session=session, slate=slate, in_reply_to=wish)
    return session


@pytest.mark.parametrize("page", LISTS)
def test_a_list_needs_no_more_queries_for_more_rows(admin_client, queries_stay_flat, page):
    a_talk(1)
    queries_stay_flat(
        lambda: assert_opens(admin_client.get(f"/admin/{page}/")), lambda: [a_talk(number) for number in range(2, 8)]
    )


def assert_opens(response) -> None:
    assert response.status_code == 200


def test_a_session_that_is_still_open_tells_the_mood_that_was_read(admin_client):
    page = admin_client.get(f"/admin/conversations/session/{a_talk(1).pk}/change/").content.decode()
    assert "<dd>chill</dd>" in page


def test_the_hand_over_list_shows_what_the_person_wants(admin_client):
    handover.begin(contact_id=a_talk(1).contact_id, because="asked", now=NOW)
    page = admin_client.get("/admin/conversations/handover/").content.decode()
    assert "something &lt;b&gt;calm&lt;/b&gt; please" in page
    assert "Hand overs" not in page


def test_browsers_find_an_icon_where_they_look_for_one(client):
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


def test_a_transcript_shows_words_reading_and_picks(admin_client):
    page = admin_client.get(f"/admin/conversations/session/{a_talk(1).pk}/change/").content.decode()
    for expected in ("recommend", "chill", "switch", "Game 1 0", "slow and kind", "propensity"):
        assert expected in page


def test_a_transcript_escapes_what_people_wrote(admin_client):
    page = admin_client.get(f"/admin/conversations/session/{a_talk(1).pk}/change/").content.decode()
    assert "something &lt;b&gt;calm&lt;/b&gt; please" in page


def test_a_transcript_needs_no_more_queries_for_a_longer_talk(admin_client, queries_stay_flat):
    session = a_talk(1)

    def say_more() -> None:
        for number in range(6):
            queued(session.contact, f"and {number}", session=session, slate=Slate.objects.first())

    queries_stay_flat(
        lambda: assert_opens(admin_client.get(f"/admin/conversations/session/{session.pk}/change/")), say_more
    )


def test_a_contacts_page_needs_no_more_queries_for_a_longer_history(admin_client, queries_stay_flat):
    contact = a_talk(1).contact

    def more() -> None:
        for number in range(4):
            ContactAddress.objects.create(contact=contact, kind="whatsapp_id", value=f"US.{number}")
            consent.allow_topics(contact=contact, topics=["deals"], evidence=None, source="chat", now=NOW)
            Session.objects.create(
                contact=contact, kind="returning", channel="web", opened_at=NOW, last_message_at=NOW, closed_at=NOW
            )

    queries_stay_flat(
        lambda: assert_opens(admin_client.get(f"/admin/conversations/contact/{contact.pk}/change/")), more
    )


@pytest.mark.parametrize(
    "page", ["conversations/session/x/change/", "conversations/session/99/change/", "games/slate/x/change/"]
)
def test_a_page_of_nothing_is_not_found(admin_client, page):
    assert admin_client.get(f"/admin/{page}").status_code == 404


def test_a_recommendation_shows_its_candidates(admin_client):
    a_talk(1)
    page = admin_client.get(f"/admin/games/slate/{Slate.objects.get().pk}/change/").content.decode()
    assert "slow and kind" in page
    assert "mood" in page


def test_phone_numbers_are_masked_without_permission(client):
    session = a_talk(1)
    client.force_login(staff_with("view_contact", "view_contactaddress"))
    for page in ("", f"{session.contact_id}/change/"):
        content = client.get(f"/admin/conversations/contact/{page}").content.decode()
        assert "+15550100001" not in content
        assert "+15" in content


def test_phone_numbers_are_shown_with_permission(client):
    a_talk(1)
    client.force_login(staff_with("view_contact", "view_contactaddress", "see_full_addresses"))
    assert "+15550100001" in client.get("/admin/conversations/contact/").content.decode()


def test_a_number_cannot_be_found_out_digit_by_digit(client):
    a_talk(1)
    client.force_login(staff_with("view_contact"))
    assert "Person 1" not in client.get("/admin/conversations/contact/?q=155501").content.decode().split("<tbody")[-1]


def test_taking_over_silences_the_bot_and_handing_back_wakes_it(client, admin_client):
    contact = a_talk(1).contact
    for act, is_held in (("take-over", True), ("hand-back", False)):
        admin_client.post(f"/admin/conversations/contact/{contact.pk}/{act}/")
        contact.refresh_from_db()
        assert bool(contact.held_by_human_at) is is_held


def test_erasing_asks_first_and_then_leaves_nothing(admin_client):
    contact = a_talk(1).contact
    asked = admin_client.get(f"/admin/conversations/contact/{contact.pk}/erase-person/", follow=True)
    assert "cannot be undone" in asked.content.decode()
    assert Contact.objects.exists()
    phrase = f"erase {str(contact.player.public_id)[:8]}"
    admin_client.post(f"/admin/conversations/contact/{contact.pk}/player/erase/", {"phrase": phrase})
    assert not Contact.objects.exists()
    assert not Player.objects.exists()


@pytest.mark.parametrize("act", ["take-over", "hand-back", "stop-writing", "erase-person", "player/erase"])
def test_an_act_needs_its_permission(client, act):
    contact = a_talk(1).contact
    client.force_login(staff_with("view_contact", "change_contact"))
    client.post(
        f"/admin/conversations/contact/{contact.pk}/{act}/", {"phrase": f"erase {contact.player.public_id}"[:14]}
    )
    contact.refresh_from_db()
    assert contact.held_by_human_at is None
    assert contact.replies_allowed


def test_a_link_alone_changes_nothing(admin_client):
    contact = a_talk(1).contact
    for act in ("take-over/", "stop-writing/", "player/erase/"):
        assert admin_client.get(f"/admin/conversations/contact/{contact.pk}/{act}").status_code == 200
    contact.refresh_from_db()
    assert contact.replies_allowed
    assert contact.held_by_human_at is None


def test_history_cannot_be_edited(admin_client):
    message = a_talk(1).messages.first()
    admin_client.post(f"/admin/conversations/message/{message.pk}/change/", {"body": "forged"})
    admin_client.post(f"/admin/conversations/message/{message.pk}/delete/", {"post": "yes"})
    message.refresh_from_db()
    assert message.body != "forged"


def test_the_first_page_says_that_whatsapp_is_not_connected(admin_client, settings):
    settings.TWILIO_ACCOUNT_SID = ""
    assert "WhatsApp is not connected" in admin_client.get("/admin/").content.decode()


def test_the_first_page_needs_no_more_queries_for_more_rows(admin_client, queries_stay_flat):
    a_talk(1)
    queries_stay_flat(lambda: assert_opens(admin_client.get("/admin/")), lambda: [a_talk(n) for n in range(2, 6)])


def test_an_operator_takes_reminders_back_and_a_marketer_only_looks(client):
    a_talk(1)
    reminder = Reminder.objects.get()
    form = {"action": "take_back", "_selected_action": [reminder.pk]}
    client.force_login(staff_with("view_reminder"))
    client.post("/admin/conversations/reminder/", form)
    reminder.refresh_from_db()
    assert reminder.state == "waiting"
    User.objects.all().delete()
    client.force_login(staff_with("view_reminder", "take_over_conversations"))
    client.post("/admin/conversations/reminder/", form)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == ("cancelled", "taken_back")
