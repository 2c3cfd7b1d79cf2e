"""Reading who works in the city, and when: departments, calendars and holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from townline.cities.rules.city import CitySettings
from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.rows import Rows
from townline.founding.rules.settings import check_addresses
from townline.founding.rules.tables import YEARS, Document, Table
from townline.hours import WorkingWeek
from townline.staff.rules.calendars import WEEKDAYS, BadCalendar, week_from
from townline.staff.rules.departments import EMAIL, Department

DEPARTMENTS, CALENDARS, HOLIDAYS = "departments.toml", "calendars.toml", "holidays.csv"


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """The departments of a city and the weeks that they work, by code."""

    departments: dict[str, Department]
    calendars: dict[str, WorkingWeek]

    @property
    def addresses(self) -> dict[str, tuple[str, ...]]:
        """The names of the addresses of each department, by its code."""
        return {code: tuple(each.addresses) for code, each in self.departments.items()}


def read(files: Mapping[str, bytes], settings: CitySettings, faults: Faults) -> Organisation:
    """Return the departments and calendars that can be read."""
    holidays = _holidays(files, faults)
    calendars = _calendars(files, settings, holidays, faults)
    found = Organisation(
        departments=_departments(files, settings, calendars, faults), calendars=calendars
    )
    check_addresses(files, settings, found.addresses, faults)
    return found


def _holidays(files: Mapping[str, bytes], faults: Faults) -> dict[str, set[date]]:
    sets: dict[str, set[date]] = {}
    if HOLIDAYS not in files:
        return sets
    rows = Rows(HOLIDAYS, files[HOLIDAYS], faults, needed=("set", "date", "name"))
    for row in rows:
        try:
            day = date.fromisoformat(row["date"])
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            rows.fault(f"{row['date']!r} is no date.", "Write it as 2026-12-25.")
        elif not row["set"]:
            rows.fault("The holiday belongs to no set.", "Name the set, as calendars.toml does.")
        elif day in sets.setdefault(row["set"], set()):
            rows.fault(f"{day} is in the set {row['set']!r} twice.", "Take one line out.")
        else:
            sets[row["set"]].add(day)
    return sets


def _calendars(
    files: Mapping[str, bytes],
    settings: CitySettings,
    holidays: Mapping[str, set[date]],
    faults: Faults,
) -> dict[str, WorkingWeek]:
    root = Document(CALENDARS, files.get(CALENDARS, b""), faults).root()
    codes, found = Codes("calendar"), {}
    for table in root.tables("calendar"):
        code = codes.take(table)
        kept = table.text("holidays")
        table.flag("inferred")
        if kept and kept not in holidays:
            table.fault(
                "holidays", f"There is no set of holidays {kept!r}.", nearest(kept, holidays)
            )
        week = _week(table, settings.zone, holidays.get(kept, set()))
        if code and week:
            found[code] = week
        table.end()
    root.end()
    return found


def _week(table: Table, zone: str, holidays: set[date]) -> WorkingWeek | None:
    spans = table.keyed("week")
    if not spans:
        table.fault(
            "week", "The calendar has no working time.", 'Write week = { mon = ["08:00-17:00"] }.'
        )
        return None
    own = table.texts("holiday_hours")
    if own and not table.has("holidays"):
        table.fault(
            "holiday_hours", "The calendar keeps no holidays.", 'Name a set: holidays = "city".'
        )
    fine = not own or _check_holidays(table, spans, own, zone)
    for day, times in spans.items():
        if day not in WEEKDAYS:
            table.fault(("week", day), f"There is no day {day!r}.", nearest(day, WEEKDAYS))
            fine = False
            continue
        fine = _check_day(table, day, times, zone) and fine
    keeps_time = table.flag("keeps_time")
    if not fine:
        return None
    return week_from(zone, spans, holidays, on_holidays=own, keeps_time=keeps_time)


def _check_holidays(
    table: Table, spans: Mapping[str, tuple[str, ...]], own: tuple[str, ...], zone: str
) -> bool:
    """Note hours of holidays that cannot be read, or that are the only ones."""
    try:
        week_from(
            zone, dict.fromkeys(WEEKDAYS, own if any(spans.values()) else ()), on_holidays=own
        )
    except BadCalendar as bad:
        what = f"The hours on holidays will not do: {bad}."
        table.fault("holiday_hours", what, 'Write spans one after the other, like "08:00-12:00".')
        return False
    return True


def _check_day(table: Table, day: str, times: tuple[str, ...], zone: str) -> bool:
    """Note the spans of a day that cannot be read, end before they begin, or run into another."""
    try:
        week_from(zone, {day: times})
    except BadCalendar as bad:
        what = f"The hours of {day} will not do: {bad}."
        table.fault(("week", day), what, 'Write spans one after the other, like "08:00-12:00".')
        return False
    return True


def _departments(
    files: Mapping[str, bytes],
    settings: CitySettings,
    calendars: Mapping[str, WorkingWeek],
    faults: Faults,
) -> dict[str, Department]:
    if DEPARTMENTS not in files:
        faults.add(DEPARTMENTS, None, "The file is missing.", "A city has one department at least.")
    root = Document(DEPARTMENTS, files.get(DEPARTMENTS, b""), faults).root(settings.languages)
    codes, found = Codes("department"), {}
    claimed: dict[str, str] = {}
    for table in root.tables("department"):
        code = codes.take(table)
        department = _department(table, code, calendars)
        for alias in department.aliases:
            if claimed.setdefault(alias, code) != code:
                what = f"The alias {alias!r} is that of {claimed[alias]!r} already."
                table.fault("aliases", what, "Leave it with one of the two.")
        if code:
            found[code] = department
        table.end()
    root.end()
    return found


def _department(table: Table, code: str, calendars: Mapping[str, WorkingWeek]) -> Department:
    calendar = table.text("calendar", required=True)
    if calendar and calendar not in calendars:
        table.fault("calendar", f"There is no calendar {calendar!r}.", nearest(calendar, calendars))
    renamed, later_codes = [], []
    for change in table.tables("renamed"):
        since, words = change.day("since", required=True), change.words("name", required=True)
        if later := change.text("code"):
            later_codes.append(later)
        if since:
            renamed.append((since, words))
        change.end()
    return Department(
        code=code,
        words=table.words("name", required=True),
        phone=table.text("phone"),
        url=table.text("url"),
        calendar=calendar,
        assigns=table.flag("assign_by_rule"),
        aliases=(*table.texts("aliases"), *later_codes),
        renamed=tuple(renamed),
        addresses=_addresses(table),
    )


def _addresses(table: Table) -> dict[str, str]:
    """Return where a department is told things by e-mail, each address under a name."""
    inner = table.table("addresses")
    if inner is None:
        return {}
    found = {}
    for name in tuple(inner.keys()):
        written = inner.text(name, required=True)
        if written and not EMAIL.fullmatch(written):
            what = f"{written!r} is no e-mail address."
            inner.fault(name, what, 'Write it as "duty@example.org".')
        found[name] = written
    inner.end()
    return found
