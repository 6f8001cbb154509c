"""Who may do what in the admin: four roles, each a group of permissions."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

_LOOK_AT_CATALOGUE = ("games.view_game", "games.view_offer", "games.view_mood", "games.view_platform",
                      "games.view_genre", "games.view_tag", "games.view_exchangerate")  # fmt: skip
_LOOK_AT_TALKS = ("conversations.view_session", "conversations.view_message", "conversations.view_contact",
                  "conversations.view_contactaddress", "conversations.view_consentchange",
                  "conversations.view_moodreading", "conversations.view_handover",
                  "conversations.view_reminder", "conversations.view_letter")  # fmt: skip
_RULES_OF_WRITING_FIRST = (
    *(f"engagement.{verb}_{model}" for verb in ("view", "add", "change")
      for model in ("messagetemplate", "holdoutrule")),
    "engagement.view_messagetext", "engagement.change_messagetext", "engagement.run_cycles",
    "engagement.submit_messagetemplate", "engagement.view_sendingrules", "engagement.change_sendingrules",
)  # fmt: skip
_TRY_ON_PEOPLE = tuple(f"engagement.{verb}_experiment" for verb in ("view", "add", "change", "launch"))
_LOOK_AT_CAMPAIGNS = tuple(f"engagement.view_{model}" for model in ("campaign", "step", "campaignversion", "enrolment",
                                                                    "touch"))  # fmt: skip
_WRITE_CAMPAIGNS = (
    *(f"engagement.{verb}_{model}" for verb in ("add", "change") for model in ("campaign", "step")),
    "engagement.delete_step", "engagement.send_campaign", "engagement.approve_campaign",
)  # fmt: skip
_MEAN_PEOPLE = (
    *(f"engagement.{verb}_segment" for verb in ("view", "add", "change", "delete")),
    *(f"engagement.{verb}_messageprice" for verb in ("view", "add", "change", "delete")),
)  # fmt: skip
_LOOK_AT_WRITING_FIRST = tuple(f"engagement.view_{model}" for model in ("decision", "cyclerun", "attention"))
_TURN_SWITCHES = ("conversations.view_switch", "conversations.turn_switches")
_TRY_OUT = tuple(f"conversations.{verb}_savedchat" for verb in ("view", "add", "change", "delete"))
_LOOK_AT_PICKS = ("games.view_slate", "games.view_impression", "games.view_player", "games.view_playercluster",
                  "games.view_interaction",
                  "games.view_rankingrule", "games.view_fairstart")  # fmt: skip

# The dashboards that concern a role, and what is beyond its bound on them.
_SEE_ALERTS = ("analytics.see_overview", "analytics.view_alert")
_ALL_DASHBOARDS = tuple(f"analytics.see_{page}" for page in (
    "overview", "moods", "recommendations", "quality", "engagement", "campaigns", "catalogue", "system"))  # fmt: skip
_RULE_ALERTS = tuple(f"analytics.{verb}_alertrule" for verb in ("view", "add", "change", "delete"))

ROLES: dict[str, tuple[str, ...]] = {
    # Keeps the catalogue true and worded well. Sees no conversations.
    "editor": (
        *_SEE_ALERTS, "analytics.see_catalogue", "analytics.see_recommendations", "analytics.see_moods",
        *_LOOK_AT_CATALOGUE,
        *(f"games.{verb}_{model}" for verb in ("add", "change") for model in ("game", "offer", "tag", "namemapping")),
        "games.view_namemapping", "games.change_mood", "games.change_exchangerate", "games.add_exchangerate",
        "games.delete_offer", "games.view_importbatch", "games.add_importbatch", "games.change_importbatch",
        "games.view_importrow", "games.view_job", "games.change_job", "games.view_bulkrun",
        "games.view_fairstart", *(f"games.{verb}_rankingrule" for verb in ("view", "add", "change", "publish")),
        "games.view_playtitle", "games.change_playtitle", "games.view_headermapping", "games.delete_headermapping",
        "conversations.view_personatext", "conversations.add_personatext", "conversations.change_personatext",
        *_TRY_OUT,
        "conversations.view_missgroup", "conversations.change_missgroup", "conversations.view_miss",
        *(f"conversations.{verb}_{model}" for verb in ("view", "add", "change", "delete")
          for model in ("taughtexample", "slangword")),
        *(f"conversations.{verb}_journeytext" for verb in ("view", "add", "change")),
    ),
    # Looks at what works, and decides whom we write to first. Sees people masked and writes to nobody by hand.
    "marketer": (
        *_SEE_ALERTS, "analytics.see_campaigns", "analytics.see_engagement", "analytics.see_moods",
        *_LOOK_AT_CATALOGUE, *_LOOK_AT_PICKS, *_LOOK_AT_TALKS, *_TURN_SWITCHES, *_LOOK_AT_WRITING_FIRST,
        *_RULES_OF_WRITING_FIRST, *_TRY_ON_PEOPLE, *_LOOK_AT_CAMPAIGNS, *_WRITE_CAMPAIGNS, *_MEAN_PEOPLE,
    ),
    # Runs the conversations: takes over, hands back, answers privacy requests, watches the queue.
    "operator": (
        *_SEE_ALERTS, "analytics.see_quality", "analytics.see_system", "analytics.view_alertrule",
        *_LOOK_AT_CATALOGUE, *_LOOK_AT_PICKS, *_LOOK_AT_TALKS, *_TURN_SWITCHES, *_LOOK_AT_WRITING_FIRST,
        *_LOOK_AT_CAMPAIGNS, "engagement.view_segment", "engagement.send_campaign", "engagement.approve_campaign",
        "engagement.write_over_caps",
        "conversations.view_moderationflag", "conversations.change_moderationflag", "conversations.view_harmlessphrase",
        "conversations.change_harmlessphrase", "conversations.delete_harmlessphrase", "conversations.view_modelcall",
        "conversations.see_full_addresses", "conversations.take_over_conversations", "conversations.erase_people",
        "conversations.export_people", "conversations.view_erasurereceipt",
        "conversations.view_account", "conversations.change_account",
        "games.view_modelartefact", "games.change_modelartefact", "games.publish_rankingrule",
        "games.view_job", "games.view_bulkrun", "games.view_importbatch", "django_q.view_ormq", "django_q.view_failure",
        "django_q.view_schedule", *_TRY_OUT,
        "conversations.view_missgroup", "conversations.change_missgroup", "conversations.view_miss",
    ),
    # Looks at everything that is counted. Changes nothing, reads no talk, sees nobody's number.
    "analyst": (
        *_ALL_DASHBOARDS, *_RULE_ALERTS, "analytics.view_alert",
        *_LOOK_AT_CATALOGUE, *_LOOK_AT_PICKS, *_LOOK_AT_WRITING_FIRST, *_LOOK_AT_CAMPAIGNS,
        *(f"engagement.view_{model}" for model in ("segment", "experiment", "messagetemplate", "messagetext",
                                                   "messageprice", "holdoutrule", "sendingrules")),
        "games.view_modelartefact", "games.view_importbatch",
    ),
}  # fmt: skip


@transaction.atomic
def sync_roles() -> None:
    """Give each role's group exactly the permissions above. Repeatable.

    Raises LookupError for a permission that does not exist, which is a slip in the table above.
    """
    for name, wanted in ROLES.items():
        chosen = Q(pk=None)
        for permission in wanted:
            app, codename = permission.split(".")
            chosen |= Q(content_type__app_label=app, codename=codename)
        found = list(Permission.objects.filter(chosen).select_related("content_type"))
        missing = set(wanted) - {f"{row.content_type.app_label}.{row.codename}" for row in found}
        if missing:
            raise LookupError(f"role {name} names unknown permissions: {sorted(missing)}")
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(found)
