"""A file's clock as plain values, for programs that read it."""

from datetime import date
from typing import Any

from townline.council.rules.clock import Clock
from townline.council.rules.explained import Explained
from townline.council.rules.pending import Referral
from townline.council.rules.rounds import Round

DAYS = (
    "last_change", "expiration", "expired", "next_scheduled", "reconsideration_until",
    "mayor_last_day", "final", "first_reading", "second_reading", "ordinance_in_force",
    "last_day_for_action",
)  # fmt: skip


def told(clock: Clock) -> dict[str, Any]:
    """Return the clock as JSON has it: each value with rule, reason, entries and status."""
    return {
        "state": _explained(clock.state, _plain(clock.state.value)),
        **{name: _day(getattr(clock, name)) for name in DAYS},
        "rounds": [_explained(each, _round(each.value)) for each in clock.rounds],
        "pending_in": [_explained(each, _referral(each)) for each in clock.pending_in],
    }


def _explained(found: Explained[Any], value: Any) -> dict[str, Any]:
    return {
        "value": value,
        "rule": found.rule.value,
        "because": found.because,
        "entries": list(found.entries),
        "status": found.status.value,
    }


def _day(found: Explained[date | None]) -> dict[str, Any]:
    return _explained(found, _plain(found.value)) | {
        "recorded": _plain(found.recorded),
        "computed": _plain(found.computed),
    }


def _round(found: Round) -> dict[str, Any]:
    return {
        "ordinal": found.ordinal,
        "opened": _plain(found.opened),
        "closed": _plain(found.closed),
        "closing": _plain(found.closing),
        "open": found.open,
        "days": found.days,
        "entries": list(found.entries),
        "flags": [flag.value for flag in found.flags],
    }


def _referral(each: Explained[Referral]) -> dict[str, Any]:
    found = each.value
    return {
        "body": found.body,
        "name": each.facts["body"],
        "standing": found.standing.value,
        "outstanding": found.is_outstanding,
        "referred": _plain(found.referred),
        "since": _plain(found.since),
        "on": _plain(found.on),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
