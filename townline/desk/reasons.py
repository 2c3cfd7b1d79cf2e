"""Why a request is where it is, and why it is due then, in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from townline.cities.rules.city import words_in
from townline.desk.deeds import Case
from townline.desk.wording import day_words
from townline.hours import ALWAYS, Span, WorkingWeek
from townline.requests import queries as requests
from townline.requests.rules import clock
from townline.requests.rules.reasons import Counted, Stood, WhyDue, WhyHere
from townline.ui.templatetags.ui import promised

FEW_DAYS = 15
"""How many days are named one by one."""


@dataclass(frozen=True)
class Told:
    """Both reasons, sentence by sentence; empty where there is nothing to tell."""

    here: tuple[str, ...]
    due: tuple[str, ...]
    because: str
    """Why the department has it, in a few words."""


def told(case: Case, areas: Mapping[str, str]) -> Told:
    """
    Return both reasons.

    :param areas: names of the areas that hold the place, by key
    """
    found = requests.reasons(case.city, case.found)
    zone = case.city.zone
    return Told(
        here=_ended(_here(case, found.here, areas, zone)) if found.here else (),
        due=_ended(_due(found.due, zone)) if found.due else (),
        because=_because(found.here) if found.here else "",
    )


def _because(why: WhyHere) -> str:
    words = why.note or words_in(why.because, get_language() or "")
    return words or gettext("it owns this service")


def _ended(sentences: Iterator[str]) -> tuple[str, ...]:
    """Return sentences with one full stop each: a time of day ("a.m.") may bring its own."""
    return tuple(sentence.replace("..", ".") for sentence in sentences)


def _here(case: Case, why: WhyHere, areas: Mapping[str, str], zone: ZoneInfo) -> Iterator[str]:
    department = case.found.department_name
    if why.by == "hand":
        parts = {"who": why.who, "department": department, "note": why.note}
        yield gettext("%(who)s sent it to %(department)s by hand: “%(note)s”") % parts
        if why.at:
            yield gettext("That was on %(moment)s.") % {"moment": _moment(why.at, zone)}
        return
    because = words_in(why.because, get_language() or "")
    if why.by == "owner":
        yield gettext("%(department)s owns this service.") % {"department": department}
        if case.offer and case.offer.routes:
            yield gettext("None of the city's other rules for it fits this request.")
    else:
        parts = {"n": str(why.rule), "department": department}
        yield gettext("Rule %(n)s of this service sends it to %(department)s.") % parts
        yield from _fitting(case, why, areas)
    if because:
        yield gettext("The city's reason: %(because)s.") % {"because": because.rstrip(".")}


def _fitting(case: Case, why: WhyHere, areas: Mapping[str, str]) -> Iterator[str]:
    """Yield what made a rule fit."""
    for key in why.areas:
        yield gettext("It fits because the place lies in %(area)s.") % {"area": areas.get(key, key)}
    answers = {answer.code: answer for answer in case.found.answers}
    for code in why.answers:
        if code in answers:
            parts = {"question": answers[code].label, "answer": answers[code].value}
            yield gettext("It fits because of an answer. %(question)s %(answer)s") % parts
    if why.since:
        yield gettext("The rule holds from %(day)s on.") % {"day": _day(why.since)}
    if why.until:
        yield gettext("The rule holds until %(day)s.") % {"day": _day(why.until)}


def _due(why: WhyDue, zone: ZoneInfo) -> Iterator[str]:
    parts = {
        "promise": promised(why.promise),
        "moment": _moment(why.begun_at, zone),
    }
    if why.again:
        says = gettext("Promised: %(promise)s, from when it was opened again: %(moment)s.")
    else:
        says = gettext("Promised: %(promise)s, from when it was requested: %(moment)s.")
    yield says % parts
    if why.promise.unit.startswith("working_"):
        yield from _working(why, zone)
    if why.pauses:
        yield gettext("Without pauses it would be due on %(moment)s.") % {
            "moment": _moment(why.first, zone)
        }
    for pause in why.pauses:
        yield _pause(pause, zone)
    if why.agrees:
        yield gettext("So it is due on %(moment)s.") % {"moment": _moment(why.due_at, zone)}
    else:
        yield gettext(
            "It is due on %(moment)s all the same: that date was promised before its service or "
            "its rules changed, or came with imported data."
        ) % {"moment": _moment(why.due_at, zone)}


def _working(why: WhyDue, zone: ZoneInfo) -> Iterator[str]:
    yield gettext("The department works: %(week)s.") % {"week": week_words(why.week)}
    counted = why.counted
    if counted.opens > why.begun_at:
        yield gettext("It was closed then: counting begins on %(moment)s.") % {
            "moment": _moment(counted.opens, zone)
        }
    yield from _days(counted, by_days=why.promise.unit == "working_days")


def _days(counted: Counted, *, by_days: bool) -> Iterator[str]:
    working = counted.working
    if by_days and len(working) <= FEW_DAYS:
        yield gettext("Days counted: %(days)s.") % {"days": _listed(working)}
    if counted.closed:
        n = len(counted.closed)
        yield ngettext(
            "%(n)s day is left out on which nobody works.",
            "%(n)s days are left out on which nobody works.",
            n,
        ) % {"n": n}
    if counted.holidays:
        yield gettext("Holidays left out: %(days)s.") % {"days": _listed(counted.holidays)}


def _pause(pause: Stood, zone: ZoneInfo) -> str:
    parts = {
        "reason": capfirst(gettext(clock.PAUSES.get(pause.reason, clock.PAUSES["not_said"]))),
        "since": _moment(pause.since, zone),
        "until": _moment(pause.until, zone) if pause.until else "",
        "added": _lasting(pause.added),
    }
    if pause.until is None:
        return gettext("%(reason)s: the clock stands still since %(since)s.") % parts
    says = gettext(
        "%(reason)s: the clock stood still from %(since)s to %(until)s. This added %(added)s."
    )
    return says % parts


def _lasting(time: timedelta) -> str:
    """Return a time as hours and minutes."""
    minutes = round(time.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if rest or not hours:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(parts)


def week_words(week: WorkingWeek) -> str:
    """Return when a department works, days with the same hours together."""
    if week.open == ALWAYS(week.zone).open:
        return gettext("around the clock, every day")
    groups: list[tuple[int, int, tuple[Span, ...]]] = []
    for day, spans in enumerate(week.open):
        if groups and groups[-1][1] == day - 1 and groups[-1][2] == spans:
            groups[-1] = (groups[-1][0], day, spans)
        else:
            groups.append((day, day, spans))
    told = [_group(*group) for group in groups if group[2]]
    if week.on_holidays:
        told.append(f"{gettext('Holidays')} {_times(week.on_holidays)}")
    return "; ".join(told)


def _group(first: int, last: int, spans: tuple[Span, ...]) -> str:
    days = str(WEEKDAYS[first]) if first == last else f"{WEEKDAYS[first]} – {WEEKDAYS[last]}"
    return f"{days} {_times(spans)}"


def _times(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{time_format(opens)} – {time_format(closes)}" for opens, closes in spans)


def _listed(days: tuple[date, ...]) -> str:
    return ", ".join(_day(day) for day in days)


def _day(day: date) -> str:
    return day_words(day)


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{day_words(local.date())}, {date_format(local, 'TIME_FORMAT')}"
