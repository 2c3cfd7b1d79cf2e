"""Reading ``city.toml``."""

import re
from collections.abc import Collection, Mapping
from datetime import time
from zoneinfo import ZoneInfo

from townline.cities.rules.city import QUIET, CitySettings, Quiet, Sample, Source
from townline.founding.rules import ladder
from townline.founding.rules.faults import Faults
from townline.founding.rules.tables import Document, Table

FILE = "city.toml"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


def read(files: Mapping[str, bytes], faults: Faults) -> CitySettings:
    """Return what the city says of itself, with stand-ins for what cannot be read."""
    if FILE not in files:
        faults.add(
            FILE, None, "The file is missing.", "`townline city new` writes one to begin from."
        )
    root = Document(FILE, files.get(FILE, b""), faults).root()
    south, west, north, east = root.numbers("bounds", 4)
    lat, lon = root.numbers("centre", 2)
    settings = CitySettings(
        name=root.text("name", required=True),
        zone=_zone(root),
        languages=_languages(root),
        hosts=_hosts(root),
        jurisdiction=root.text("jurisdiction", required=True),
        centre=(lat, lon),
        bounds=(south, west, north, east),
        phone=root.text("phone"),
        contact=root.text("contact"),
        assumed=root.texts("assumed"),
        source=_source(root),
        sample=_sample(root, files),
        quiet=_quiet(root),
        escalation=ladder.read(root) or (),
    )
    _check_bounds(root, settings)
    if FILE in files:
        root.end()
    return settings


def check_addresses(
    files: Mapping[str, bytes],
    settings: CitySettings,
    known: Mapping[str, Collection[str]],
    faults: Faults,
) -> None:
    """Note each address that the city's ladder tells and some department has not."""
    document = Document(FILE, files.get(FILE, b""), Faults())  # whose faults were noted before
    document.faults = faults
    ladder.check_addresses(document.root(), settings.escalation, known, known)


def _zone(root: Table) -> str:
    zone = root.text("zone", required=True)
    try:
        ZoneInfo(zone or "UTC")
    except (ValueError, OSError, LookupError):
        root.fault("zone", f"There is no time zone {zone!r}.", 'Write it as "America/Los_Angeles".')
        return "UTC"
    return zone or "UTC"


def _languages(root: Table) -> tuple[str, ...]:
    languages = root.texts("languages")
    if not languages:
        root.fault("languages", "The city has no language.", 'Write languages = ["en"].')
        return ("en",)
    for position, language in enumerate(languages):
        if not LANGUAGE.fullmatch(language):
            what = f"{language!r} is no language code."
            root.fault(("languages", position), what, 'Write it as "en" or "zh-hans".')
    return languages


def _hosts(root: Table) -> tuple[str, ...]:
    hosts = root.texts("hosts")
    for position, host in enumerate(hosts):
        if not HOST.fullmatch(host):
            what = f"{host!r} is no host name."
            root.fault(
                ("hosts", position), what, "Write it in small letters, without http:// and port."
            )
    return hosts


def _check_bounds(root: Table, settings: CitySettings) -> None:
    south, west, north, east = settings.bounds
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        if root.has("bounds"):
            what = "The bounds do not hold an area."
            root.fault("bounds", what, "Write south, west, north, east in degrees.")
        return
    lat, lon = settings.centre
    if root.has("centre") and not (south <= lat <= north and west <= lon <= east):
        swapped = south <= lon <= north and west <= lat <= east
        remedy = "Latitude comes first." if swapped else "Move the centre, or widen the bounds."
        root.fault("centre", "The centre lies outside the bounds.", remedy)


def _source(root: Table) -> Source:
    table = root.table("source")
    if table is None:
        return Source()
    retrieved = table.day("retrieved")
    source = Source(
        name=table.text("name"),
        url=table.text("url"),
        licence=table.text("licence"),
        retrieved=retrieved.isoformat() if retrieved else "",
    )
    table.end()
    return source


def _sample(root: Table, files: Mapping[str, bytes]) -> Sample | None:
    table = root.table("sample")
    if table is None:
        return None
    sample = Sample(
        file=table.text("file", required=True), mapping=table.text("mapping", required=True)
    )
    for key, path in (("file", sample.file), ("mapping", f"mappings/{sample.mapping}.toml")):
        if table.has(key) and path not in files:
            table.fault(key, f"The folder has no {path}.", "Add the file, or name another.")
    table.end()
    return sample


def _quiet(root: Table) -> Quiet:
    """Return when no messages go out; a medium that is not named keeps its usual hours."""
    table = root.table("quiet_hours")
    hours = dict(QUIET)
    if table is None:
        return hours
    for medium in ("sms", "email", "voice"):
        if not table.has(medium):
            continue
        hours.pop(medium, None)
        told = table.text(medium)
        span = SPAN.fullmatch(told)
        if span:
            begins, ends = time(int(span[1]), int(span[2])), time(int(span[3]), int(span[4]))
            hours[medium] = (begins, ends)
        elif told:
            what = f"{told!r} is no span of the day."
            table.fault(medium, what, 'Write it as "21:00-08:00", or "" for no quiet hours.')
    table.end()
    return hours
