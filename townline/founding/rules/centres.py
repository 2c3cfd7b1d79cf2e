"""Reading where contacts are answered: centres, their queues, skills, and how contacts end."""

from collections.abc import Collection, Mapping

from townline.cities.rules.city import Words
from townline.contacts.rules.centres import (
    Answered,
    Callback,
    Centre,
    ContactCentre,
    Level,
    Line,
)
from townline.contacts.rules.keeping import Kept
from townline.contacts.rules.queueing import MISSES, Medium, WayOut
from townline.founding.rules import quality
from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table

CENTRES = "centres.toml"
LONGEST_RING_S = 300


def read(
    files: Mapping[str, bytes],
    languages: tuple[str, ...],
    departments: Collection[str],
    calendars: Collection[str],
    faults: Faults,
) -> ContactCentre:
    """Return the centres that can be read; a city may have none."""
    root = Document(CENTRES, files.get(CENTRES, b""), faults).root(languages)
    skills = _words(root, "skill")
    found: dict[str, tuple[Table, Centre]] = {}
    codes, lines = Codes("centre"), Codes("queue")
    for table in root.tables("centre"):
        code = codes.take(table)
        centre = _centre(table, code, departments, calendars, lines, skills)
        if code:
            found[code] = (table, centre)
        table.end()
    _check_overflows(found.values())
    ways = tuple(Answered(code=c, words=w) for c, w in _words(root, "disposition").items())
    days = root.whole("recordings_days", 90, least=1)
    kept = Kept(
        details_days=root.whole("details_days", Kept.details_days, least=1),
        words_days=root.whole("words_days", Kept.words_days, least=1),
        notes_days=root.whole("notes_days", Kept.notes_days, least=1),
    )
    root.end()
    return ContactCentre(
        centres=tuple(centre for _, centre in found.values()),
        skills=skills,
        dispositions=ways,
        quality=quality.read(files, languages, faults),
        recordings_days=days,
        kept=kept,
    )


def _words(root: Table, key: str) -> dict[str, Words]:
    codes, found = Codes(key), {}
    for table in root.tables(key):
        code, words = codes.take(table), table.words("name", required=True)
        if code:
            found[code] = words
        table.end()
    return found


def _centre(
    table: Table, code: str, departments: Collection[str], calendars: Collection[str],
    lines: Codes, skills: Collection[str],
) -> Centre:  # fmt: skip
    department = table.text("department", required=True)
    refer(table, "department", department, "department", departments)
    calendar = table.text("calendar", required=True)
    refer(table, "calendar", calendar, "calendar", calendars)
    queues = tuple(_line(inner, lines, skills, calendars) for inner in table.tables("queue"))
    if not queues:
        table.fault("", "The centre has no queue.", "Give it one: [[centre.queue]].")
    return Centre(
        code=code,
        words=table.words("name", required=True),
        department=department,
        calendar=calendar,
        queues=queues,
        misses=table.whole("misses", MISSES, least=1),
        assumed=table.flag("assumed"),
    )


def _line(
    table: Table, codes: Codes, skills: Collection[str], calendars: Collection[str]
) -> Line:  # fmt: skip
    needs = table.texts("needs")
    for position, skill in enumerate(needs):
        refer(table, ("needs", position), skill, "skill", skills)
    ring_s = table.whole("ring_s", 20, least=5)
    if ring_s > LONGEST_RING_S:
        table.fault("ring_s", f"{ring_s} seconds are too long.", f"{LONGEST_RING_S} at most.")
    calendar = table.text("calendar")
    if calendar:
        refer(table, "calendar", calendar, "calendar", calendars)
    medium = Medium(table.choice("medium", [str(each) for each in Medium], "voice"))
    found = Line(
        code=codes.take(table),
        words=table.words("name", required=True),
        medium=medium,
        needs=needs,
        priority_s=table.whole("priority_s"),
        ring_s=min(ring_s, LONGEST_RING_S),
        reserve_s=table.whole("reserve_s"),
        level=_level(table),
        overflow_s=table.whole("overflow_s"),
        overflow_to=table.text("overflow_to", required=table.has("overflow_s")),
        calendar=calendar,
        limit_s=table.whole("limit_s"),
        way_out=_way_out(table, medium),
        callback=_callback(table, medium),
        assumed=table.flag("assumed"),
    )
    if found.overflow_to and not found.overflow_s:
        table.fault("overflow_to", "It is not said after how long.", "Give overflow_s too.")
    table.end()
    return found


def _way_out(table: Table, medium: Medium) -> WayOut:
    """Return what becomes of who waited too long; who writes cannot be called back."""
    if medium is Medium.TEXT:
        if table.has("way_out"):
            table.choice("way_out", [str(WayOut.END)], str(WayOut.END))
        return WayOut.END
    found = table.choice("way_out", [str(each) for each in WayOut], str(WayOut.END))
    if table.has("way_out") and not table.has("limit_s"):
        table.fault("way_out", "It is not said after how long.", "Give limit_s too.")
    if found == WayOut.CALLBACK and not table.has("callback"):
        table.fault("way_out", "The queue calls nobody back.", "Give it callback = { }.")
    return WayOut(found)


def _callback(table: Table, medium: Medium) -> Callback | None:
    inner = table.table("callback")
    if inner is None:
        return None
    usual = Callback()
    share = inner.number("share") if inner.has("share") else usual.share
    if share is None or not 0 < share <= 1:
        inner.fault("share", "A share is between 0 and 1.", "For a half: share = 0.5.")
        share = usual.share
    found = Callback(
        offer_after_s=inner.whole("offer_after_s", usual.offer_after_s),
        attempts=inner.whole("attempts", usual.attempts, least=1),
        apart_s=inner.whole("apart_s", usual.apart_s, least=60),
        share=share,
    )
    if medium is Medium.TEXT:
        table.fault("callback", "Who writes is not called back.", "Leave it out.")
    inner.end()
    return found


def _level(table: Table) -> Level | None:
    inner = table.table("level")
    if inner is None:
        return None
    share = inner.number("share")
    if share is None or not 0 < share <= 1:
        inner.fault("share", "A level has a share between 0 and 1.", "For 80 %: share = 0.8.")
        share = 1.0
    found = Level(within_s=inner.whole("within_s", 30, least=1), share=share)
    inner.end()
    return found


def _check_overflows(found: Collection[tuple[Table, Centre]]) -> None:
    """Let each queue overflow to another one of its medium, and none in a circle."""
    lines = {line.code: line for _, centre in found for line in centre.queues if line.code}
    for table, centre in found:
        for position, line in enumerate(centre.queues):
            if not line.overflow_to or not line.code:
                continue
            place = ("queue", position, "overflow_to")
            target = lines.get(line.overflow_to)
            if not refer(table, place, line.overflow_to, "queue", lines) or target is None:
                continue
            if target.medium is not line.medium:
                what = f"{target.code!r} takes another medium."
                table.fault(place, what, "Name a queue of the same one.")
            elif _comes_back(line, lines):
                what = f"What overflows from {line.code!r} comes back to it."
                table.fault(place, what, "Let one of these queues keep what waits.")


def _comes_back(line: Line, lines: Mapping[str, Line]) -> bool:
    seen = {line.code}
    while (target := lines.get(line.overflow_to)) is not None:
        if target.code in seen:
            return True
        seen.add(target.code)
        line = target
    return False
