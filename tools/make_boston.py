"""
Derive Boston's services from what its open data of July to December 2011 shows.

    python -m tools.make_boston SHARED_DATA cities/boston

Reads the 311 service requests of that half-year (City of Boston, data.boston.gov; licence believed
to be the PDDL), and writes ``groups.toml`` and ``services/*.toml``: each type with at least
``LEAST`` rows, the queue that works it, how its requests ended, and its target as a promise.
Nothing is added that the rows do not show: there are no questions, because none are published.

On standard error it prints how often the rows keep to the working week of ``WEEK``, which is where
``calendars.toml`` has it from.
"""

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from townline.hours import Promise, WorkingWeek, due

FILE = "boston_311_2011-07_to_12.csv.gz"
ZONE = ZoneInfo("America/New_York")
OPENS, CLOSES = time(8, 30), time(17)
WEEK = WorkingWeek(zone=ZONE, open=(((OPENS, CLOSES),),) * 5 + ((),) * 2, keeps_time=True)
LEAST = 20
"""Rows that a type must have to become a service, and targets that it must have to promise."""
CERTAIN = 0.9
"""Share of a type's rows in one queue from which the queue is its crew."""
LIKELY = 8
"""How many of a type's commonest lengths are tried as its promise."""
LONGEST = 390
"""Lines of one file of services."""

DEPARTMENTS = {
    "PWDx": "public-works",
    "ISD": "inspectional-services",
    "PARK": "parks-and-recreation",
    "BTDT": "transportation",
    "INFO": "mayors-hotline",
    "PROP": "property-management",
    "BWSC": "water-and-sewer",
}
CLOSINGS = {
    "resolved": r"Case Resolved",
    "scheduled": r"Case Scheduled|Bulk Item Automation",
    "noted": r"Case Noted",
    "internal": r"Internal Case",
    "duplicate": r"Duplicate of",
    "invalid": r"Case Invalid",
    "referred": r"Case Referred|Case Closed ROA",
    "violation-corrected": r"Case Closed VIOCOR|Case Closed CORR",
    "violation-issued": r"Case Closed VIOISS",
    "no-violation": r"Case Closed NOVIO",
    "no-basis": r"Case Closed NOBASE",
    "no-access": r"Case Closed NOACC|Case Closed TFA",
    "administrative": r"Case Closed ADCLSD|Case Closed CLOSED",
    "permit-issued": r"Case Closed PERMIS",
}
"""How the closing text of a row begins, after ``Case Closed``, for each outcome."""
PLACELESS = {
    "Administrative & General Requests",
    "Alert Boston",
    "Employee & General Comments",
    "Notification",
}
"""Reasons whose requests need no place (our assumption)."""
CONFIDENTIAL = {"General Comments For An Employee"}
"""Types that speak of a person (our assumption)."""

Row = dict[str, str]


@dataclass
class Type:
    """What the rows of one type show."""

    name: str
    reason: str = ""
    rows: int = 0
    departments: Counter[str] = field(default_factory=Counter)
    queues: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    targets: list[tuple[datetime, datetime]] = field(default_factory=list)
    """When each request was opened and when it was to be done, local."""


def main(data: Path, city: Path) -> None:
    """Write the groups and services of the city's folder."""
    rows = read(data / "cities" / "boston" / FILE)
    types = [t for t in gather(rows) if t.rows >= LEAST]
    report_week(types)
    report_forecast(types)
    by_reason = groupby(sorted(types, key=lambda t: (t.reason, t.name)), key=lambda t: t.reason)
    groups = {reason: list(of_reason) for reason, of_reason in by_reason}
    (city / "groups.toml").write_text(groups_text(groups), encoding="utf-8")
    for reason, of_reason in groups.items():
        for name, text in service_files(reason, of_reason):
            (city / "services" / name).write_text(text, encoding="utf-8")


def read(path: Path) -> list[Row]:
    """Return the rows of a gzipped CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def gather(rows: Iterable[Row]) -> list[Type]:
    """Return what each type of the rows shows."""
    types: dict[str, Type] = {}
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        seen = types.setdefault(row["type"], Type(row["type"]))
        seen.rows += 1
        seen.departments[row["department"]] += 1
        seen.queues[row["queue"]] += 1
        seen.endings[ending(row["closure_reason"])] += 1
        reasons[row["type"]][row["reason"]] += 1
        if row["target_dt"]:
            seen.targets.append((local(row["open_dt"]), local(row["target_dt"])))
    for name, seen in types.items():
        seen.reason = reasons[name].most_common(1)[0][0]
    return list(types.values())


def local(text: str) -> datetime:
    """Return a moment of the file: it carries no zone and is Boston's own time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def ending(closure: str) -> str:
    """Return the outcome that a closing text begins with, or nothing."""
    text = re.sub(r"^Case Closed\s+(?=Case |Internal|Duplicate|Bulk)", "", closure.strip())
    return next((code for code, start in CLOSINGS.items() if re.match(start, text)), "")


# --- promises -----------------------------------------------------------------------------------


def promise_of(seen: Type) -> tuple[Promise, float] | None:
    """Return the promise that gives most of a type's targets to the minute, and their share."""
    targets = [(start, end) for start, end in seen.targets if end > start]
    if len(targets) < LEAST:
        return None
    lengths: Counter[tuple[int, str]] = Counter()
    for start, end in targets:
        lengths[(end.date() - start.date()).days, "days"] += 1
        working = working_days(start.date(), end.date())
        # What comes at night or on a weekend begins one or two working days later.
        lengths.update((working - later, "working_days") for later in range(3))
    likely = [(amount, unit) for (amount, unit), _ in lengths.most_common(LIKELY) if amount > 0]
    tried = [Promise(amount, unit) for amount, unit in likely]
    return max(((p, kept(p, targets)) for p in tried), key=lambda found: found[1])


def working_days(start: date, end: date) -> int:
    """Return how many working days lie after ``start``, up to and with ``end``."""
    days = (start + timedelta(days=n + 1) for n in range((end - start).days))
    return sum(WEEK.works_on(day) for day in days)


def kept(promise: Promise, targets: list[tuple[datetime, datetime]]) -> float:
    """Return the share of targets that are the promise's due moment, to the minute."""
    same = sum(minute(due(start, promise, WEEK)) == minute(end) for start, end in targets)
    return same / len(targets)


def minute(moment: datetime) -> datetime:
    """Return the beginning of the minute in which a moment lies."""
    return moment.replace(second=0, microsecond=0)


def report_week(types: list[Type]) -> None:
    """Print how often targets in working days keep to the week: what the calendar rests on."""
    working = [
        pair
        for seen in types
        if (found := promise_of(seen)) and found[0].unit == "working_days"
        for pair in seen.targets
    ]
    weekend = sum(end.weekday() > 4 for _, end in working)
    late = [end for start, end in working if start.weekday() < 5 and start.time() >= CLOSES]
    early = [pair for pair in working if pair[0].weekday() < 5 and pair[0].time() < CLOSES]
    at_opening = sum(end.time() == OPENS for end in late)
    same_time = sum(abs(clock(end) - clock(start)) <= 60 for start, end in early)
    print(
        f"{len(working)} targets in working days, {weekend} of them on a weekend", file=sys.stderr
    )
    print(f"opened from 17:00: {at_opening} of {len(late)} targets at 08:30:00", file=sys.stderr)
    print(f"opened earlier: {same_time} of {len(early)} at the same time of day", file=sys.stderr)
    rest = [pair for pair in working if pair[0].weekday() > 4 and pair[0].time() < CLOSES]
    same_time = sum(abs(clock(end) - clock(start)) <= 60 for start, end in rest)
    print(f"on a weekend: {same_time} of {len(rest)} at the same time of day", file=sys.stderr)


def report_forecast(types: list[Type]) -> None:
    """Print how well promises that are learned from the earlier half tell the later targets."""
    right = tried = 0
    for seen in types:
        targets = sorted(seen.targets)
        earlier, later = targets[: len(targets) // 2], targets[len(targets) // 2 :]
        found = promise_of(Type(seen.name, targets=earlier))
        if found:
            tried += len(later)
            right += round(kept(found[0], later) * len(later))
    print(f"learned from each type's earlier half: {right} of {tried} later", file=sys.stderr)


def clock(moment: datetime) -> int:
    """Return the seconds since midnight that a clock shows."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


# --- writing ------------------------------------------------------------------------------------

HEAD = """\
# Derived by tools/make_boston.py from the 311 service requests of July to December 2011,
# City of Boston, data.boston.gov. Licence: Open Data Commons PDDL (believed; not stated in the copy
# used). Names of types and queues are the publisher's.
"""


def groups_text(groups: dict[str, list[Type]]) -> str:
    """Return the file of groups: the publisher's reasons, with their counts."""
    parts = [HEAD]
    for reason, types in groups.items():
        count = sum(t.rows for t in types)
        parts.append(
            f"[[group]]\ncode = {quoted(slug(reason))} # {count:,} requests\n"
            f"words = {{ en = {quoted(reason)} }}\n"
        )
    return "\n".join(parts)


def service_files(reason: str, types: list[Type]) -> Iterable[tuple[str, str]]:
    """Yield the names and texts of the files for one reason, none too long to read."""
    texts = [service_text(t) for t in types]
    lines = sum(text.count("\n") + 1 for text in texts)
    parts = -(-lines // LONGEST)
    size = -(-len(texts) // parts)
    for part in range(parts):
        suffix = f"-{part + 1}" if parts > 1 else ""
        text = "\n".join([HEAD, *texts[part * size : (part + 1) * size]])
        yield f"{slug(reason)}{suffix}.toml", text


def service_text(seen: Type) -> str:
    """Return one service: what its rows show, and nothing else."""
    (raw, of_department), (queue, of_queue) = (
        seen.departments.most_common(1)[0],
        seen.queues.most_common(1)[0],
    )
    department = DEPARTMENTS[raw]
    lines = [
        "[[service]]",
        f"code = {quoted(slug(seen.name))} # {seen.rows:,} requests",
        f"name = {{ en = {quoted(tidy(seen.name))} }}",
        f"description = {{ en = {quoted(f'Boston files this under “{seen.reason}”.')} }}",
        f"group = {quoted(slug(seen.reason))}",
        f"department = {quoted(department)} # {percent(of_department, seen.rows)} of them",
        'kind = "report"',
        *promise_lines(seen),
        f"outcomes = [{', '.join(map(quoted, outcomes(seen)))}]",
        f"place = {quoted('optional' if seen.reason in PLACELESS else 'required')}",
        f"publicity = {quoted('nothing' if seen.name in CONFIDENTIAL else 'structured')}",
        'assumed = ["description", "outcomes", "place", "publicity", "photos"]',
        f"aliases = [{quoted(seen.name)}]",
    ]
    if of_queue >= CERTAIN * seen.rows:
        because = quoted(f"{percent(of_queue, seen.rows)} of past requests went to this queue.")
        lines += [
            f"route = [ # the queue of {of_queue:,} of them",
            f"  {{ department = {quoted(department)}, crew = {quoted(queue)},"
            f" because = {{ en = {because} }} }},",
            "]",
        ]
    return "\n".join(lines) + "\n"


def promise_lines(seen: Type) -> list[str]:
    """Return the line of the promise, with what it was measured on."""
    found = promise_of(seen)
    if found is None:
        return [f"# no promise: {len(seen.targets)} of the {seen.rows:,} requests have a target"]
    promise, share = found
    length = median((end - start) / timedelta(days=1) for start, end in seen.targets)
    return [
        f"# measured: median target {length:.1f} days, n = {len(seen.targets):,};"
        f" {round(100 * share)} % of the targets are this promise's, to the minute",
        f'resolve = {{ amount = {promise.amount}, unit = "{promise.unit}" }}',
    ]


def outcomes(seen: Type) -> list[str]:
    """Return the outcomes seen with the type, most frequent first, and those all must have."""
    found = [code for code, _ in seen.endings.most_common() if code]
    always = ("resolved", "duplicate", "referred", "cancelled")
    return found + [code for code in always if code not in found]


def percent(part: int, whole: int) -> str:
    """Return a share in whole per cent, so that only all is 100 %."""
    return f"{part * 100 // whole} %"


def slug(name: str) -> str:
    """Return a code for a name: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("w/out", "without")).strip("-")


def tidy(name: str) -> str:
    """Return a name without the double spaces of the file."""
    return " ".join(name.split())


def quoted(text: str) -> str:
    """Return a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
