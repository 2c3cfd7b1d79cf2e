"""The demo's council: the real files that come with a folder, and made-up ones in hand."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.config import demonstration_meetings as held
from townline.council import actions, queries
from townline.council.rules import cfms, printed
from townline.council.rules.calendar import MeetingDays
from townline.council.rules.days import write as in_words
from townline.council.rules.details import Details
from townline.council.rules.imported import ImportedFile
from townline.record.verbs import SYSTEM, Actor, Role

FOLDER = "samples/council/"
MADE_UP = f"{FOLDER}demo.toml"
CLERK = Actor(kind="staff", label="Demo clerk", roles=frozenset({Role.CLERK}))
NOON, TEN = time(12), time(10)


def past(city: City, at: datetime) -> int:
    """Take in the real files of the folder; return how many there are."""
    if not queries.has_council(city):
        return 0
    found = list(_files(cities.edition_files(city.edition_id)))
    for each in found:
        actions.import_file(city=city, found=each, by=SYSTEM, at=at)
    return len(found)


def _files(files: Mapping[str, bytes]) -> Iterator[ImportedFile]:
    for path, content in files.items():
        if path.startswith(FOLDER) and path.endswith(".txt"):
            yield printed.read(content.decode())
        elif path.startswith(FOLDER) and path.endswith(".json"):
            yield cfms.read(json.loads(content))


def present(city: City, at: datetime) -> int:
    """Make the made-up files of the folder, unless there are some; return how many."""
    if not queries.has_council(city) or queries.has_demo_files(city):
        return 0
    content = cities.edition_files(city.edition_id).get(MADE_UP)
    if content is None:
        return 0
    told, days = tomllib.loads(content.decode()), _days(city, at)
    made = {each["title"]: _make(city, each, days, at) for each in told["file"]}
    for each in told.get("person", ()):
        held.seat(city, each, by=CLERK, at=at)
    for each in told.get("held", ()):
        held.hold(city, each, made, days["held"], by=CLERK)
    _meeting(city, days["next"], at)
    _meeting(city, days["later"], at)
    return len(made)


def _meeting(city: City, day: date, at: datetime) -> None:
    """Set the council's meeting on a day, and post what is ready for it in time."""
    starts = datetime.combine(day, TEN, city.zone)
    council = queries.council_settings(city)
    due = starts - timedelta(hours=council.notice_hours.get("regular", 0) + 4)
    when = min(at, due)
    said = actions.Said(body=council.council, starts_at=starts, location="Demo council chamber")
    code = actions.make_meeting(city=city, said=said, origin="demo", by=CLERK, at=when)
    ready, _ = queries.ready_for(city, council.council, day)
    items = [actions.NewItem(section="heard", file=each.identifier) for each in ready]
    if items:
        actions.add_items(city=city, code=code, items=items, by=CLERK, at=when)
        places = ("Demo council chamber, main door",)
        actions.post_agenda(city=city, code=code, places=places, by=CLERK, at=when)


def _days(city: City, at: datetime) -> dict[str, date]:
    """Return the days that sentences may name; cities without a calendar get those beside today."""
    today = at.astimezone(city.zone).date()
    known = MeetingDays(queries.council_settings(city).calendar, known_on=today)
    soon = known.after(today) or today + timedelta(days=7)
    last = known.up_to(today - timedelta(days=1)) or today - timedelta(days=7)
    return {
        "today": today,
        "last": last,
        "held": last - timedelta(days=7),
        "next": soon,
        "later": known.after(soon) or soon + timedelta(days=7),
    }


def _make(city: City, told: Mapping[str, Any], days: Mapping[str, date], at: datetime) -> str:
    lines = [(_day(line["day"], days), line["says"]) for line in told["activities"]]
    came = lines[0][0]
    number = actions.introduce(
        city=city,
        details=Details(
            title=told["title"],
            received_date=came,
            initiated_by=tuple(told.get("initiated_by", ())),
            movers=tuple(told.get("movers", ())),
            seconders=tuple(told.get("seconders", ())),
            districts=tuple(told.get("districts", ())),
            direct_to_council=told.get("direct_to_council"),
        ),
        made_up=True,
        by=CLERK,
        at=_noon(city, came, at),
    )
    for day, says in lines:
        named = {**days, "before": day - timedelta(days=1)}
        sentence = says.format(**{name: in_words(each) for name, each in named.items()})
        actions.act(
            city=city,
            identifier=number,
            activity=queries.grammar(city).parse(sentence),
            day=day,
            by=CLERK,
            at=_noon(city, day, at),
        )
    for each in told.get("reports", ()):
        asked = _day(each["day"], days)
        actions.instruct(
            city=city, identifier=number, body=each["body"], text=each["text"], day=asked,
            days=each["days"], by=CLERK, at=_noon(city, asked, at),
        )  # fmt: skip
    return number


def _day(told: int | str, days: Mapping[str, date]) -> date:
    if isinstance(told, int):
        return days["today"] - timedelta(days=told)
    name, _minus, before = told.partition("-")
    return days[name] - timedelta(days=int(before or 0))


def _noon(city: City, day: date, at: datetime) -> datetime:
    return min(datetime.combine(day, NOON, city.zone), at)
