from django.db import migrations


def open_hand_overs(apps, schema_editor) -> None:
    """Who is with a person already gets the row that brings them back to the bot some day."""
    Contact = apps.get_model("conversations", "Contact")
    HandOver = apps.get_model("conversations", "HandOver")
    held = Contact.objects.filter(held_by_human_at__isnull=False).exclude(
        hand_overs__closed_at=None, hand_overs__isnull=False
    )
    HandOver.objects.bulk_create(
        HandOver(contact_id=pk, because="asked", opened_at=at, last_activity_at=at)
        for pk, at in held.values_list("pk", "held_by_human_at")
    )


class Migration(migrations.Migration):
    dependencies = [("conversations", "0005_hand_overs_and_distress")]
    operations = [migrations.RunPython(open_hand_overs, migrations.RunPython.noop)]
