"""Reading what a city says of its council as a whole: ``council/council.toml``."""

from collections.abc import Collection, Iterator, Mapping

from townline.council.rules.numbers import BadFormat, Numbering
from townline.council.rules.reasons import Rule
from townline.council.rules.settings import (
    Calendar,
    ClockSettings,
    CouncilSettings,
    NumberSettings,
    Recess,
    ReportSettings,
)
from townline.founding.rules import council_sections
from townline.founding.rules.faults import Faults
from townline.founding.rules.known import refer
from townline.founding.rules.partners import EMAIL
from townline.founding.rules.tables import Document, Table

FILE = "council/council.toml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MEETINGS = ("regular", "special")
"""Kinds of meetings that notice is given of."""
ASSUMED = (
    "statements_reset",
    "documents_reset",
    "leap_day",
    "expires_after_years",
    "mayor_days",
    "ordinance_days",
)
"""Limits that may rest on no evidence."""
NAMED = (Rule.RECONSIDERATION, Rule.FAILED_VOTE)
"""Rules that sentences call by the city's own name for them."""


def read(
    files: Mapping[str, bytes], languages: tuple[str, ...], bodies: Collection[str], faults: Faults
) -> CouncilSettings:
    """Return the settings, with the usual ones for what is not said or cannot be read."""
    usual = CouncilSettings()
    root = Document(FILE, files.get(FILE, b""), faults).root(languages)
    council = root.text("council") or usual.council
    if FILE in files:
        refer(root, "council", council, "body", bodies)
    thresholds = _wholes(root, "thresholds")
    settings = CouncilSettings(
        council=council,
        members=root.whole("members", usual.members, least=1),
        quorum=root.whole("quorum", usual.quorum, least=1),
        majority=root.whole("majority", usual.majority, least=1),
        thresholds=thresholds,
        notice_hours=_notice(root),
        office=root.text("office"),
        system=root.text("system") or usual.system,
        legistar_client=root.text("legistar_client"),
        division=root.text("division"),
        numbers=_numbers(root),
        clock=_clock(root),
        calendar=_calendar(root),
        reports=_reports(root),
        sections=tuple(council_sections.read(root, thresholds)) or usual.sections,
    )
    _check(root, settings)
    root.end()
    return settings


def _check(root: Table, settings: CouncilSettings) -> None:
    asked = {"quorum": settings.quorum, "majority": settings.majority, **settings.thresholds}
    for name, votes in asked.items():
        if votes > settings.members:
            place = name if name in ("quorum", "majority") else ("thresholds", name)
            what = f"{name} asks for {votes} of {settings.members} members."
            root.fault(place, what, "It cannot be more than there are members.")


def _wholes(root: Table, key: str) -> dict[str, int]:
    inner = root.table(key)
    return {name: inner.whole(name, least=1) for name in inner.keys()} if inner else {}  # noqa: SIM118


def _notice(root: Table) -> dict[str, int]:
    inner, usual = root.table("notice_hours"), CouncilSettings().notice_hours
    if inner is None:
        return dict(usual)
    hours = {name: inner.whole(name, usual[name]) for name in MEETINGS}
    inner.end()
    return hours


def _numbers(root: Table) -> NumberSettings:
    inner, usual = root.table("numbers"), NumberSettings()
    if inner is None:
        return usual
    settings = NumberSettings(
        format=inner.text("format") or usual.format,
        century_from=inner.whole("century_from", usual.century_from, least=1000),
        prefixes=inner.texts("prefixes"),
    )
    inner.end()
    try:
        Numbering(settings)
    except BadFormat as fault:
        inner.fault("format", str(fault), 'Write it as "{yy}-{serial:4}[-S{supplement}]".')
        return usual
    return settings


def _clock(root: Table) -> ClockSettings:
    inner, usual = root.table("clock"), ClockSettings()
    if inner is None:
        return usual
    assumed = inner.texts("assumed")
    for position, name in enumerate(assumed):
        refer(inner, ("assumed", position), name, "limit", ASSUMED)
    settings = ClockSettings(
        expires_after_years=inner.whole("expires_after_years", usual.expires_after_years, least=1),
        statements_reset=inner.flag("statements_reset"),
        documents_reset=inner.flag("documents_reset"),
        leap_day=inner.choice("leap_day", ("before", "after"), default=usual.leap_day),
        mayor_days=inner.whole("mayor_days", usual.mayor_days),
        ordinance_days=inner.whole("ordinance_days", usual.ordinance_days),
        assumed=frozenset(assumed) if inner.has("assumed") else usual.assumed,
        sources=_sources(inner),
    )
    inner.end()
    return settings


def _sources(clock: Table) -> dict[str, str]:
    """Return what the city calls the rules that sentences name."""
    inner = clock.table("sources")
    if inner is None:
        return {}
    found = {rule.value: name for rule in NAMED if (name := inner.text(rule))}
    inner.end()
    return found


def _reports(root: Table) -> ReportSettings:
    inner, usual = root.table("reports"), ReportSettings()
    if inner is None:
        return usual
    email = inner.text("email")
    if email and not EMAIL.fullmatch(email):
        inner.fault("email", f"{email!r} is no e-mail address.", "Write it as name@example.org.")
        email = ""
    days = inner.whole("remind_days", usual.remind_days, least=1)
    inner.end()
    return ReportSettings(remind_days=days, email=email)


def _calendar(root: Table) -> Calendar:
    inner = root.table("calendar")
    if inner is None:
        return Calendar()
    names = inner.texts("weekdays")
    known = [
        WEEKDAYS.index(name)
        for position, name in enumerate(names)
        if refer(inner, ("weekdays", position), name, "weekday", WEEKDAYS)
    ]
    calendar = Calendar(weekdays=tuple(sorted(known)), recesses=tuple(_recesses(inner)))
    inner.end()
    return calendar


def _recesses(calendar: Table) -> Iterator[Recess]:
    for table in calendar.tables("recess"):
        first, last = table.day("first", required=True), table.day("last", required=True)
        since, until = table.day("since"), table.day("until")
        source = table.text("source")
        table.end()
        if first is None or last is None:
            continue
        if last < first:
            table.fault("last", f"The recess ends on {last}, before it begins.", "Check the days.")
            continue
        if since and until and until <= since:
            what = f"The calendar cannot say so from {since} until {until}."
            table.fault("until", what, "until is the first day on which it no longer does.")
        yield Recess(start=first, end=last, source=source, since=since, until=until)
