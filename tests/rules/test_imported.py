"""Rows of other systems: kept as they stand, odd ones flagged, few turned away."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.requests.rules.imported import STATES, Past, Rejected, RowReader, Scheme, read

ZONE = ZoneInfo("America/Los_Angeles")
WORDS = (
    "number", "requested", "updated", "closed", "service", "status", "department", "channel",
    "address", "lat", "lon", "due", "scheduled", "outcome", "description",
)  # fmt: skip
SCHEME = Scheme(
    name="demo",
    columns={word: word.upper() for word in WORDS},
    formats=("%Y-%m-%dT%H:%M:%S", "%m/%d/%Y %H:%M"),
    zone=ZONE,
    status={"Open": "open", "Closed": "closed", "Pending": "waiting", "Cancelled": "cancelled"},
    channels={"Call": "call", "Driver": "crew"},
    services={"Lamp": "lamp"},
    departments={"BSL": "light"},
)
PLAIN = {
    "NUMBER": "1-1", "REQUESTED": "2018-01-02T08:00:00", "SERVICE": "Lamp", "STATUS": "Open",
    "LAT": "34.0", "LON": "-118.0", "CHANNEL": "Call", "DEPARTMENT": "BSL",
}  # fmt: skip


def taken(**changed: str | None) -> Past:
    """Read the plain row with some cells changed."""
    return read(PLAIN | {word.upper(): text for word, text in changed.items()}, SCHEME)


def test_a_plain_row_is_read_without_a_flag() -> None:
    past = taken()
    assert (past.number, past.service_code, past.state, past.flags) == ("1-1", "lamp", "open", ())
    assert past.requested_at.astimezone(UTC) == datetime(2018, 1, 2, 16, tzinfo=UTC)
    assert (past.department, past.channel, past.lat, past.lon) == ("light", "call", 34.0, -118.0)
    assert past.due_at is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": ""}, "no_number"), ({"number": None}, "no_number"),
        ({"number": " "}, "no_number"), ({"number": "9" * 41}, "no_number"),
        ({"number": "2018/1"}, "no_number"), ({"number": "1\x002"}, "no_number"),
        ({"requested": ""}, "no_creation_time"), ({"requested": "soon"}, "no_creation_time"),
        ({"requested": "2018-13-01T00:00:00"}, "no_creation_time"),
        ({"requested": "9999-12-31T23:59:59"}, "no_creation_time"),
        ({"service": ""}, "unknown_service"), ({"service": "Unheard of"}, "unknown_service"),
    ],
)  # fmt: skip
def test_a_row_is_turned_away_for_three_reasons(changed: dict[str, str], code: str) -> None:
    with pytest.raises(Rejected) as why:
        taken(**changed)
    assert why.value.code == code


@pytest.mark.parametrize(
    ("changed", "flag"),
    [
        ({"lat": "", "lon": ""}, "no_point"), ({"lat": "north"}, "no_point"),
        ({"lat": "0", "lon": "0"}, "odd_point"), ({"lat": "-118", "lon": "34"}, "odd_point"),
        ({"lat": "nan"}, "odd_point"), ({"lat": "inf"}, "odd_point"),
        ({"status": "Closed"}, "closed_without_time"),
        ({"closed": "2018-01-03T08:00:00"}, "closing_time_though_open"),
        ({"status": "Closed", "closed": "2018-01-01T08:00:00"}, "closed_before_opened"),
        ({"status": "Strange"}, "unknown_status"), ({"department": "ZOO"}, "unknown_department"),
        ({"updated": "later"}, "unreadable_updated"),
        ({"due": "9999-12-31T23:59:59"}, "unreadable_due"),
        ({"requested": "1918-01-02T08:00:00"}, "odd_year_requested"),
        ({"requested": "2018-03-11T02:30:00"}, "no_such_time_requested"),
    ],
)  # fmt: skip
def test_what_is_odd_is_kept_and_flagged(changed: dict[str, str], flag: str) -> None:
    assert flag in taken(**changed).flags


OTHERS = (("", "17"), ("else", "Lamp"), ("", "Closed"))
"""Columns that are in the file and not in the mapping; a table's own index often has no name."""


@given(st.permutations([*PLAIN.items(), *OTHERS]), st.integers(0, 3))
def test_columns_may_stand_in_any_order_and_among_others(
    columns: list[tuple[str, str]], more: int
) -> None:
    header, row = [name for name, _ in columns], [text for _, text in columns]
    assert RowReader(SCHEME, header).read([*row, *["Closed"] * more]) == taken()


@given(st.permutations([*PLAIN.items(), *OTHERS]), st.integers(0, 12))
def test_what_a_short_row_lacks_is_empty(columns: list[tuple[str, str]], there: int) -> None:
    header, row = [name for name, _ in columns], [text for _, text in columns]
    whole = dict.fromkeys(PLAIN, "") | dict(columns[:there])
    assert outcome(RowReader(SCHEME, header).read, row[:there]) == outcome(read, whole, SCHEME)


def outcome(reading: Callable[..., Past], *given: Any) -> Past | str:
    """Return what was read, or why it was turned away."""
    try:
        return reading(*given)
    except Rejected as why:
        return why.code


def test_without_a_status_a_closing_time_decides() -> None:
    assert taken(status="", closed="2018-01-03T08:00:00").state == "closed"
    assert taken(status="").state == "open"


def test_a_second_format_is_tried_and_unknown_channels_are_other() -> None:
    past = taken(requested="01/02/2018 08:00", channel="Pigeon")
    assert past.requested_at == taken().requested_at
    assert past.channel == "other"


@given(st.fixed_dictionaries({}, optional={word.upper(): st.text() for word in WORDS}))
def test_any_row_is_read_or_turned_away(row: dict[str, str]) -> None:
    try:
        past = read(PLAIN | row, SCHEME)
    except Rejected as why:
        assert why.code in ("no_number", "no_creation_time", "unknown_service")
        return
    assert past.state in STATES


MOMENTS = st.datetimes().map(lambda at: at.isoformat(timespec="seconds"))


@given(MOMENTS, MOMENTS)
def test_any_moment_is_read_flagged_or_turned_away(requested: str, closed: str) -> None:
    try:
        past = taken(requested=requested, closed=closed, status="Closed")
    except Rejected as why:
        assert why.code == "no_creation_time"
        return
    assert past.requested_at.astimezone(UTC).year >= 1
