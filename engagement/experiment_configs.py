"""What may stand on a side of an experiment, by what is tried, and how it is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conversations.personas import tone_overrides
from engagement import campaign_texts, experiment_metrics, messages
from engagement.models import Campaign, Experiment, MessageTemplate, MessageText
from engagement.segments import TONES
from games.recommender import tuning

Kind = Experiment.Kind


def problems_of(experiment: Experiment, config: Mapping[str, Any]) -> list[str]:
    """What a person must mend, in words."""
    if experiment.kind == Kind.TONE:
        return tone_overrides.problems_of(config)
    if experiment.kind == Kind.RECOMMENDER:
        return tuning.problems_of(config)
    if experiment.kind == Kind.TIME:
        return _only(config, "send_time", allowed=[value for value, _ in Campaign.SendTime.choices])
    if experiment.kind == Kind.CHECK_IN:
        return _problems_of_texts(config)
    return _problems_of_step(experiment, config)


def in_words(experiment: Experiment, config: Mapping[str, Any]) -> str:
    """One side, for people."""
    if not config:
        return "as it is"
    if experiment.kind == Kind.CHECK_IN:
        return " · ".join(str(text) for text in config.get("texts", {}).values())
    if experiment.kind == Kind.TIME:
        return str(dict(Campaign.SendTime.choices).get(config.get("send_time", ""), "as it is"))
    if "text" in config:
        return str(config["text"])
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in config.items())


def metric_words(experiment: Experiment) -> str:
    return experiment_metrics.BY_KEY[experiment.metric].plural


def _value(value: Any) -> str:
    return (
        ", ".join(f"{name} × {factor:g}" for name, factor in value.items()) if isinstance(value, dict) else str(value)
    )


def _problems_of_texts(config: Mapping[str, Any]) -> list[str]:
    texts, templates = config.get("texts"), config.get("templates", {})
    if not isinstance(texts, dict) or not texts or not {*texts, *templates} <= {*TONES}:
        return [f"it names a text for {', '.join(TONES)}, or for some of them."]
    found = [problem for text in texts.values() for problem in messages.problems_of(str(text))]
    usual = MessageText.objects.in_bulk(list(templates))
    for tone, pk in templates.items():
        if usual.get(tone) is None or usual[tone].template_id is None:
            found.append("A has no template for this check-in, so there is nothing to compare with.")
            continue
        found += _problems_of_template(pk, usual[tone].template_variables)
    return found


def _problems_of_template(pk: Any, filled: Mapping[str, str]) -> list[str]:
    template = MessageTemplate.objects.filter(pk=pk).first()
    if template is None:
        return ["its template is gone."]
    missing = [name for name in template.variables if name not in filled]
    unfilled = [f"nothing says what fills {', '.join(missing)} of its template."] if missing else []
    return [*template.check_ready(), *unfilled]


def _problems_of_step(experiment: Experiment, config: Mapping[str, Any]) -> list[str]:
    if unknown := set(config) - {"text", "template"}:
        return [f"{', '.join(sorted(unknown))} cannot be changed here; there are text and template."]
    step = experiment.campaign.steps.filter(position=experiment.step).first() if experiment.campaign else None
    if step is None:
        return [f"the campaign has no message {experiment.step}."]
    found = []
    if "text" in config:
        found += campaign_texts.problems_of(str(config["text"]), picks_a_game=step.picks_a_game)
    if "template" in config:
        found += _problems_of_template(config["template"], step.template_variables)
    return found


def _only(config: Mapping[str, Any], name: str, *, allowed: list[str]) -> list[str]:
    if set(config) <= {name} and config.get(name, allowed[0]) in allowed:
        return []
    return [f"{name} is one of {', '.join(allowed)}."]
