"""The reverse of reading: what a table of a folder says so that it is read as a given value."""

from collections.abc import Mapping
from typing import Any

from townline.catalogue.rules.offers import Dates, Nearby, Offer, Option, Outcome, Question, Route
from townline.hours import Promise
from townline.staff.rules.calendars import WEEKDAYS
from townline.staff.rules.departments import Department

Values = dict[str, Any]
"""Values by key; None where the key is not there."""
DEFAULTS: Mapping[str, Any] = {
    "kind": "report", "publicity": "structured", "place": "required", "photos": 3,
    "reopen_days": 30, "max_items": 0, "max_length": 500, "required": False, "private": False,
    "evidence": False, "assign_by_rule": False, "lead_days": 1, "horizon_days": 14,
}  # fmt: skip
"""What a key that is not there is read as."""


def service(offer: Offer) -> Values:
    """Return what a ``[[service]]`` says, but for its questions, routes and items."""
    return {
        "code": offer.code,
        "name": dict(offer.words),
        "description": dict(offer.description) or None,
        "group": offer.group,
        "department": offer.department,
        "kind": offer.kind,
        "keywords": list(offer.keywords) or None,
        "aliases": list(offer.aliases) or None,
        "place": offer.place,
        "publicity": offer.publicity,
        "respond": _promise(offer.respond),
        "resolve": _promise(offer.resolve),
        "outcomes": [outcome.code for outcome in offer.outcomes],
        "nearby": _nearby(offer.nearby),
        "dates": _dates(offer.dates),
        "max_items": offer.max_items,
        "photos": offer.photos,
        "reopen_days": offer.reopen_days,
        "notice": dict(offer.notice) or None,
        "assumed": list(offer.assumed) or None,
    }


def question(asked: Question) -> Values:
    """Return what a ``[[service.question]]`` says."""
    return {
        "code": asked.code,
        "kind": asked.kind,
        "words": dict(asked.words),
        "help": dict(asked.help) or None,
        "required": asked.required,
        "private": asked.private,
        "when": {code: list(answers) for code, answers in asked.when.items()} or None,
        "minimum": _plain(asked.minimum),
        "maximum": _plain(asked.maximum),
        "max_length": asked.max_length,
        "option": [_option(each) for each in asked.options] or None,
    }


def outcome(ends: Outcome) -> Values:
    """Return what an ``[[outcome]]`` says."""
    return {
        "code": ends.code,
        "kind": ends.kind,
        "words": dict(ends.words),
        "evidence": ends.evidence,
    }


def route(leads: Route) -> Values:
    """Return what a route of a service says."""
    return {
        "department": leads.department,
        "crew": leads.crew or None,
        "areas": list(leads.areas) or None,
        "answers": {code: list(answers) for code, answers in leads.answers.items()} or None,
        "since": leads.since,
        "until": leads.until,
        "because": dict(leads.because),
    }


def department(works: Department) -> Values:
    """Return what a ``[[department]]`` says, but for its later names."""
    return {
        "code": works.code,
        "name": dict(works.words),
        "phone": works.phone or None,
        "url": works.url or None,
        "calendar": works.calendar,
        "assign_by_rule": works.assigns,
        "aliases": list(works.aliases) or None,
    }


def spare(values: Values, present: Mapping[str, Any]) -> Values:
    """Return values without those that are read so anyway, where the file does not say them."""
    return {
        key: None if key not in present and value == DEFAULTS.get(key, ...) else value
        for key, value in values.items()
    }


def _option(option: Option) -> Values:
    said: Values = {"key": option.key, "words": dict(option.words)}
    return said | ({"refer": dict(option.refer)} if option.refer else {})


def _promise(promise: Promise | None) -> Values | None:
    return {"amount": promise.amount, "unit": promise.unit} if promise else None


def _nearby(nearby: Nearby | None) -> Values | None:
    if nearby is None:
        return None
    return {"radius_m": _plain(nearby.radius_m), "window_days": nearby.window_days}


def _dates(dates: Dates | None) -> Values | None:
    if dates is None:
        return None
    said = {
        "area_kind": dates.area_kind,
        "capacity": dates.capacity,
        "lead_days": dates.lead_days,
        "horizon_days": dates.horizon_days,
        "weekdays": [WEEKDAYS[day] for day in dates.weekdays],
    }
    return {key: value for key, value in said.items() if value not in ("", 0) or key == "lead_days"}


def _plain(number: float | None) -> float | int | None:
    """Return a number as somebody would write it: 30 and not 30.0."""
    return int(number) if number is not None and number == int(number) else number
