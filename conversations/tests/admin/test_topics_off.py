"""An operator turns a topic off for many: it counts as their own no, and only they can say yes again."""

import pytest
from django.contrib.auth.models import User

from conversations.models import ConsentChange, Contact
from games.by_hand import bulk
from games.models import BulkRun, Player


@pytest.mark.django_db
def test_a_topic_is_turned_off_through_the_ledger_and_never_on_again(client, run_queue):
    keen, other = (
        Contact.objects.create(player=Player.objects.create(), topics=topics, proactive_allowed=True)
        for topics in (["deals"], ["check_ins"])
    )
    user = User.objects.create_superuser("olga")
    client.force_login(user)
    client.post("/admin/conversations/contact/", {
        "action": "bulk_topics_off", "_selected_action": [keen.pk, other.pk], "looked_at": "2", "do_it": "1",
        "topics": ["deals"],
    })  # fmt: skip
    run_queue()
    run = BulkRun.objects.get()
    assert dict(bulk.outcomes(run)) == {"changed": 1, "was so already": 1}
    keen.refresh_from_db()
    assert (keen.topics, keen.proactive_allowed) == ([], False)
    change = ConsentChange.objects.get()
    assert (change.contact, change.topic, change.granted, change.source) == (keen, "deals", False, "operator")
    assert not bulk.begin_undo(run=run, by=user, now=run.created_at)
    assert "cannot be taken back" in client.get(f"/admin/games/bulkrun/{run.pk}/change/").content.decode()
