"""Orders: which days are offered, and what may be on the list."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from townline.catalogue.rules.offers import Dates, Offer
from townline.geography.rules.place import Place
from townline.hours import WorkingWeek
from townline.requests.rules.submission import Unfit


def days(dates: Dates, week: WorkingWeek, today: date) -> Iterator[date]:
    """Yield the days that the service is done on, from the first that can still be ordered."""
    for ahead in range(dates.lead_days, dates.horizon_days + 1):
        day = today + timedelta(days=ahead)
        if day.weekday() in dates.weekdays and week.works_on(day):
            yield day


def last_change(dates: Dates, day: date) -> date:
    """Return the last day on which whoever ordered may still choose another one."""
    return day - timedelta(days=dates.lead_days)


def area_of(dates: Dates, place: Place | None) -> str:
    """Return the key of the area whose capacity an order uses; empty for the whole city."""
    if not dates.area_kind or place is None:
        return ""
    found = place.of(dates.area_kind)
    return found[0].key if found else ""


def free(dates: Dates, offered: Iterator[date], taken: Mapping[date, int]) -> list[date]:
    """Return the days that still have room."""
    return [d for d in offered if not dates.capacity or taken.get(d, 0) < dates.capacity]


def check_items(offer: Offer, items: Mapping[str, int]) -> dict[str, int]:
    """
    Return the list of an order, without what is zero.

    :raises Unfit: if it is empty, too long, or holds what the service does not take
    """
    listed = {code: count for code, count in items.items() if count}
    if not offer.items:
        if listed:
            raise Unfit("no_items", "items", "this service takes no list of items")
        return {}
    known = {item.code: item for item in offer.items}
    for code, count in listed.items():
        if code not in known:
            raise Unfit("unknown_item", "items", f"this service does not take {code!r}")
        if not 0 < count <= known[code].limit:
            raise Unfit(
                "too_many_items", "items", f"{known[code].limit} of {code!r} at most in one order"
            )
    if not listed:
        raise Unfit("no_items", "items", "say what is to be picked up")
    if offer.max_items and sum(listed.values()) > offer.max_items:
        raise Unfit("too_many_items", "items", f"{offer.max_items} items at most in one order")
    return listed
