"""iCalendar feeds (RFC 5545): meetings, and the days for which files are scheduled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event

from townline.api.answering import OPEN_TO_ALL, city_of
from townline.api.pages import body_of, file_of, file_page, meeting_page
from townline.cities.rules.city import City
from townline.council.queries import exchange
from townline.council.queries.exchange import MeetingTold
from townline.council.queries.files import FileShown
from townline.council.rules.meetings import Status

PAST = timedelta(days=90)
"""How far back a calendar of meetings goes."""
STATUSES = {
    Status.TENTATIVE: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
    Status.NO_QUORUM: "CANCELLED",
}


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """Something that takes place. Programs know it again by its key, and take the last sequence."""

    key: str
    summary: str
    start: date | datetime
    status: str
    sequence: int
    changed_at: datetime
    link: str
    location: str = ""


def of_meetings(request: HttpRequest) -> HttpResponse:
    """Return all meetings, those of the last three months and those to come."""
    city = city_of(request)
    found = exchange.meetings_since(city, _today(city) - PAST)
    return _calendar(city, f"Meetings of {city.name}", _meetings(request, city, found))


def of_body(request: HttpRequest, code: str) -> HttpResponse:
    """Return the meetings of a body."""
    city = city_of(request)
    body = body_of(city, code)
    found = exchange.meetings_since(city, _today(city) - PAST, body_id=body.id)
    return _calendar(city, f"Meetings of {body.name}", _meetings(request, city, found))


def of_file(request: HttpRequest, identifier: str) -> HttpResponse:
    """Return the meetings that take up a file, and the day for which it is scheduled."""
    city = city_of(request)
    file = file_of(city, identifier)
    found = exchange.meetings_of_file(city, file.id)
    occasions = _meetings(request, city, found, about=file.identifier)
    if file.next_date and file.next_date not in {each.day for each in found}:
        occasions.append(_day(request, city, file, file.next_date))
    return _calendar(city, f"Council File {file.identifier}", occasions)


def of_district(request: HttpRequest, district: str) -> HttpResponse:
    """Return the days for which files about a district are scheduled."""
    city = city_of(request)
    found = exchange.scheduled(city, _today(city), district=district)
    occasions = [_day(request, city, file, file.next_date) for file in found if file.next_date]
    return _calendar(city, f"Council District {district}", occasions)


def _meetings(
    request: HttpRequest, city: City, found: Iterable[MeetingTold], about: str = ""
) -> list[Occasion]:
    return [
        Occasion(
            key=f"meeting-{each.code}",
            summary=f"{about}: {each.body_name}" if about else each.body_name or "Meeting",
            start=each.starts_at.astimezone(city.zone),
            status=STATUSES.get(Status(each.status), "CONFIRMED"),
            sequence=each.seq,
            changed_at=each.changed_at,
            link=meeting_page(request, each.code),
            location=each.location,
        )
        for each in found
    ]


def _day(request: HttpRequest, city: City, file: FileShown, day: date) -> Occasion:
    return Occasion(
        key=f"file-{file.identifier}-scheduled",
        summary=f"{file.identifier}: {file.title}"[:200],
        start=day,
        status="CONFIRMED",
        sequence=file.seq,
        changed_at=file.changed_at,
        link=file_page(request, file.identifier),
    )


def _calendar(city: City, name: str, occasions: Iterable[Occasion]) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", "-//Townline//Council//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", city.zone.key)
    for each in occasions:
        calendar.add_component(_event(city, each))
    calendar.add_missing_timezones()
    return HttpResponse(
        calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers=OPEN_TO_ALL
    )


def _event(city: City, occasion: Occasion) -> Event:
    event = Event()
    event.add("uid", f"{occasion.key}@{city.slug}.townline")
    event.add("summary", occasion.summary)
    event.add("dtstart", occasion.start)
    event.add("dtstamp", occasion.changed_at)
    event.add("last-modified", occasion.changed_at)
    event.add("sequence", occasion.sequence)
    event.add("status", occasion.status)
    event.add("url", occasion.link)
    if occasion.location:
        event.add("location", occasion.location)
    return event


def _today(city: City) -> date:
    return timezone.now().astimezone(city.zone).date()
