"""Working weeks and moments to try the arithmetic of hours on, near everything that is odd."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from townline.hours import ALWAYS, Span, WorkingWeek

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
"""Its clocks move by half an hour."""
KATHMANDU = ZoneInfo("Asia/Kathmandu")
"""Five hours and three quarters ahead of UTC, all the year."""
HAVANA = ZoneInfo("America/Havana")
"""Its clocks move at midnight."""
APIA = ZoneInfo("Pacific/Apia")
"""It left out 30 December 2011."""
ZONES = (LOS_ANGELES, AMSTERDAM, LORD_HOWE, KATHMANDU, HAVANA, APIA)

ODD_DAYS = (
    date(2026, 3, 8), date(2026, 11, 1),  # Los Angeles, Havana
    date(2026, 3, 29), date(2026, 10, 25),  # Amsterdam
    date(2026, 10, 4), date(2026, 4, 5),  # Lord Howe
    date(2011, 12, 30),  # Apia
    date(2024, 2, 29), date(2000, 2, 29), date(2023, 2, 28),
    date(2025, 12, 31), date(2029, 12, 31), date(2030, 1, 1), date(1999, 12, 31),
)  # fmt: skip

OFFICE: Span = (time(8), time(17))
CLOSED: tuple[Span, ...] = ()


def weekdays(
    *spans: Span, zone: ZoneInfo = LOS_ANGELES, holidays: tuple[date, ...] = (),
    on_holidays: tuple[Span, ...] = (),
) -> WorkingWeek:  # fmt: skip
    """Return a week with the same spans from Monday to Friday."""
    return WorkingWeek(
        zone=zone, open=(spans,) * 5 + (CLOSED, CLOSED), holidays=frozenset(holidays),
        on_holidays=on_holidays,
    )  # fmt: skip


def local(year, month, day, hour=0, minute=0, zone=LOS_ANGELES, fold=0) -> datetime:
    """Return what a clock on the wall shows, as a moment."""
    return datetime(year, month, day, hour, minute, tzinfo=zone, fold=fold)


@st.composite
def days_hours(draw) -> tuple[Span, ...]:
    """Return up to three spans of a day, on whole five minutes, some of them to midnight."""
    count = draw(st.sampled_from((0, 1, 1, 2, 3)))
    edges = sorted(
        draw(st.lists(st.integers(0, 288), min_size=2 * count, max_size=2 * count, unique=True))
    )
    clock = [time(edge * 5 // 60 % 24, edge * 5 % 60) for edge in edges]
    return tuple(zip(clock[::2], clock[1::2], strict=True))


@st.composite
def weeks(draw) -> WorkingWeek:
    """Return a week that opens some time: with holidays, or without end."""
    zone = draw(st.sampled_from(ZONES))
    kind = draw(st.sampled_from(("office", "lunch", "any", "any", "always")))
    around = draw(st.sampled_from(ODD_DAYS))
    days = st.integers(-9, 9).map(lambda days: around + timedelta(days=days))
    holidays = tuple(draw(st.lists(days, max_size=4)))
    own = draw(st.one_of(st.just(CLOSED), days_hours()))
    if kind == "always":
        return ALWAYS(zone)
    if kind == "any":
        spans = draw(st.tuples(*[days_hours()] * 7).filter(lambda days: sum(map(bool, days)) > 1))
        return WorkingWeek(zone=zone, open=spans, holidays=frozenset(holidays), on_holidays=own)
    lunch = ((time(8), time(12)), (time(13), time(17)))
    spans = lunch if kind == "lunch" else (OFFICE,)
    return weekdays(*spans, zone=zone, holidays=holidays, on_holidays=own)


@st.composite
def moments(draw, step: timedelta = timedelta(minutes=1)) -> datetime:
    """Return a moment within a week of an odd day, in UTC."""
    around = datetime.combine(draw(st.sampled_from(ODD_DAYS)), time(), UTC)
    reach = timedelta(days=6) // step
    return around + draw(st.integers(-reach, reach)) * step
