"""Times as other systems write them: the quick way reads what the plain way reads, and no other."""

import re
import string
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from townline.requests.rules.times import Read, Times, fixed

ZONE = ZoneInfo("America/Los_Angeles")
FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%d.%m.%Y %H:%M", "%Y%m%d",
    "%m/%d/%Y %I:%M", "%Y-%m-%d %H:%M %p", "%Y-%m-%dT%H:%M:%S%z", "%d %b %Y", "%H:%M %d/%m/%y",
    "%Y-%m-%d 100%%", "%Y (%m) %d [%H]", "%Y  %m\t%d",
)  # fmt: skip
MOMENTS = st.datetimes()
NEARLY = st.text(string.digits + "/-:. TtAaPpMm\t٣०", max_size=24)


def plainly(text: str, formats: tuple[str, ...], zone: ZoneInfo) -> Read:
    """Read a time by nothing but ``strptime``."""
    for form in formats:
        try:
            found = datetime.strptime(text, form)
        except ValueError:
            continue
        odd = () if 1990 <= found.year <= 2100 else ("odd_year",)
        if found.tzinfo is not None:
            return Read(found, odd)
        local = found.replace(tzinfo=zone)
        try:
            back = local.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        except OverflowError:
            break
        return Read(local, odd if back == found else ("no_such_time", *odd))
    return Read(None, ("unreadable",))


@given(st.sampled_from(FORMS), MOMENTS, st.sampled_from(FORMS))
@example(FORMS[0], datetime(2018, 3, 11, 2, 30), FORMS[0])
@example(FORMS[0], datetime(9999, 12, 31, 23, 59), FORMS[0])
@example(FORMS[2], datetime(2018, 1, 2, 0, 5), FORMS[0])
def test_a_moment_is_read_as_strptime_reads_it(form: str, moment: datetime, first: str) -> None:
    text = moment.strftime(form)
    formats = (first, form)
    assert Times(formats, ZONE).read(text) == plainly(text, formats, ZONE)


@given(st.sampled_from(FORMS), MOMENTS, NEARLY, st.integers(0, 20), st.integers(0, 4))
def test_so_is_what_only_looks_like_one(
    form: str, moment: datetime, other: str, at: int, dropped: int
) -> None:
    text = moment.strftime(form)
    damaged = text[:at] + other[: 1 + dropped] + text[at + dropped :]
    assert Times((form,), ZONE).read(damaged) == plainly(damaged, (form,), ZONE)


@pytest.mark.filterwarnings("ignore:Parsing dates")
@given(st.text("%YmdHIMSpbyz%:/- ", max_size=16), MOMENTS)
def test_any_format_at_all_is_read_so(form: str, moment: datetime) -> None:
    try:
        text = moment.strftime(form)
        expected = plainly(text, (form,), ZONE)
    except (ValueError, re.PatternError):
        return  # not a format that strptime could use
    assert Times((form,), ZONE).read(text) == expected


@given(st.text("0123456789/:- APM", max_size=24))
def test_the_quick_way_reads_nothing_that_the_plain_way_refuses(text: str) -> None:
    for form in FORMS:
        usual = fixed(form)
        found = usual.read(text) if usual else None
        if found is not None:
            assert found == datetime.strptime(text, form)


@pytest.mark.parametrize("form", FORMS[:7])
def test_formats_of_real_files_have_a_quick_way(form: str) -> None:
    assert fixed(form) is not None


@pytest.mark.parametrize("form", ["%d %b %Y", "%m-%d %H", "%Y-%m-%d %Y", "%Y-%m-%d %", "%c"])
def test_all_others_have_none(form: str) -> None:
    assert fixed(form) is None
