"""One turn of the pacer, or what it would do."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from engagement import pacer, rehearsal
from engagement.campaigns import CampaignRefusedError
from engagement.models import Campaign


class Command(BaseCommand):
    help = "Work on running campaigns for some seconds. With --dry-run nothing is written: what would happen is told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Play campaigns through and keep nothing.")
        parser.add_argument("--campaign", help="Only this one, by its name; drafts too. Needs --dry-run.")
        parser.add_argument("--limit", type=int, default=500, help="Of a dry run: so many people (500).")
        parser.add_argument("--seconds", type=float, default=10.0, help="How long to work (10).")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dry_run"]:
            if options["campaign"]:
                raise CommandError("One campaign alone can only be played through: add --dry-run.")
            count = pacer.run(run_seconds=options["seconds"])
            self.stdout.write(
                json.dumps({"handed_over": count}) if options["json"] else f"{count} handed to the outbox"
            )
            return
        chosen = (
            Campaign.objects.filter(name=options["campaign"]) if options["campaign"] else Campaign.objects.running()
        )
        if options["campaign"] and not chosen.exists():
            raise CommandError(f"There is no campaign {options['campaign']!r}.")
        told = [self._play(campaign, options["limit"]) for campaign in chosen.order_by("pk")]
        if options["json"]:
            self.stdout.write(json.dumps(told))
        elif not told:
            self.stdout.write("No campaign is running.")
        else:
            for one in told:
                self.stdout.write("\n".join(_lines(one)))

    def _play(self, campaign: Campaign, limit: int) -> dict[str, Any]:
        try:
            played = rehearsal.rehearse(campaign, now=timezone.now(), rng=np.random.default_rng(0), limit=limit)
        except CampaignRefusedError as error:
            return {"campaign": campaign.name, "problem": str(error)}
        return {"campaign": campaign.name, **played.as_json()}


def _lines(one: dict[str, Any]) -> list[str]:
    if problem := one.get("problem"):
        return [f"{one['campaign']}: {problem}"]
    refused = ", ".join(f"{reason} {count}" for reason, count in one["refused"].items()) or "nobody"
    return [
        f"{one['campaign']}: {one['people']} people come in, {one['sent']} messages leave within seven days",
        f"  not written to: {refused}",
        f"  first {one['first_at'] or 'never'}, last {one['last_at'] or 'never'}; {one['takes_seconds']} s of sending",
        *(["  cut short, for it took too long: more would leave"] if one["was_cut"] else []),
    ]
