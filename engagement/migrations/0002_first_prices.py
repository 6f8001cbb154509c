"""Figures to begin with: a public price list of a day long ago. Whoever runs this puts their own in."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import migrations

AS_OF = date(2025, 7, 1)


def fill(apps, schema_editor):
    price = apps.get_model("engagement", "MessagePrice")
    rows = [("every", "", "0.005", "Twilio"), ("free_text", "", "0", "inside the reply window")]
    for line in (Path(__file__).parent.parent / "data" / "message_prices.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, marketing, utility = line.split("\t")
            rows += [("marketing", country, marketing, "Meta"), ("utility", country, utility, "Meta")]
    for category, country, amount, note in rows:
        price.objects.get_or_create(
            category=category, country=country, defaults={"amount": Decimal(amount), "as_of": AS_OF, "note": note}
        )


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_segments_and_prices")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
