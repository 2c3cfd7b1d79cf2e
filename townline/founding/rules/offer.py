"""Reading what the city offers: groups, outcomes, services and suspensions."""

from collections.abc import Mapping

from townline.catalogue.rules.offers import (
    OUTCOME_KINDS,
    PUBLICITY,
    Dates,
    Item,
    Nearby,
    Offer,
    Outcome,
    Suspension,
)
from townline.cities.rules.city import Words
from townline.founding.rules import ladder, questions, routes
from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults
from townline.founding.rules.known import Known, refer, refer_areas
from townline.founding.rules.tables import Document, Table
from townline.hours import UNITS, Promise
from townline.requests.rules.submission import CHANNELS
from townline.staff.rules.calendars import WEEKDAYS

GROUPS, OUTCOMES, SUSPENSIONS = "groups.toml", "outcomes.toml", "suspensions.toml"
SERVICES = "services/"
PARTS = frozenset(
    {"name", "description", "group", "department", "kind", "keywords", "publicity", "place"}
    | {"respond", "resolve", "outcomes", "nearby", "photos", "notice", "aliases", "questions"}
    | {"routes", "dates", "items", "max_items", "reopen_days", "channels", "escalation"}
)
"""What ``assumed`` may name of a service."""
MOST_PHOTOS = 10


def read_groups(
    files: Mapping[str, bytes], languages: tuple[str, ...], faults: Faults
) -> dict[str, Words]:
    """Return the groups that services are sorted by."""
    if GROUPS not in files:
        what = "The file is missing."
        faults.add(GROUPS, None, what, "Every service needs a group; one is enough.")
    root = Document(GROUPS, files.get(GROUPS, b""), faults).root(languages)
    codes, found = Codes("group"), {}
    for table in root.tables("group"):
        found[codes.take(table)] = table.words("words", required=True)
        table.end()
    root.end()
    found.pop("", None)
    return found


def read_outcomes(
    files: Mapping[str, bytes], languages: tuple[str, ...], faults: Faults
) -> dict[str, Outcome]:
    """Return the ways in which requests may end."""
    if OUTCOMES not in files:
        what = "The file is missing."
        faults.add(OUTCOMES, None, what, "Every service needs an outcome that says it was done.")
    root = Document(OUTCOMES, files.get(OUTCOMES, b""), faults).root(languages)
    codes, found = Codes("outcome"), {}
    for table in root.tables("outcome"):
        outcome = Outcome(
            code=codes.take(table),
            kind=table.choice("kind", OUTCOME_KINDS),
            words=table.words("words", required=True),
            evidence=table.flag("evidence"),
        )
        found[outcome.code] = outcome
        table.end()
    root.end()
    found.pop("", None)
    return found


def read_services(files: Mapping[str, bytes], known: Known, faults: Faults) -> dict[str, Offer]:
    """Return the services: group by group as groups.toml has them, then as the files do."""
    codes = Codes("service")
    found: list[Offer] = []
    tables: list[Table] = []
    claimed: dict[str, str] = {}
    for path in sorted(p for p in files if p.startswith(SERVICES) and p.endswith(".toml")):
        root = Document(path, files[path], faults).root(known.languages)
        for table in root.tables("service"):
            offer = _service(table, codes, known)
            _check_aliases(table, offer, claimed)
            found.append(offer)
            tables.append(table)
            table.end()
        root.end()
    _check_kindred(tables, found)
    if not found:
        faults.add(SERVICES, None, "The city offers nothing.", "Write a [[service]] in services/.")
    order = {code: position for position, code in enumerate(known.groups)}
    found.sort(key=lambda offer: order.get(offer.group, len(order)))
    return {offer.code: offer for offer in found if offer.code}


def read_suspensions(
    files: Mapping[str, bytes], offers: Mapping[str, Offer], known: Known, faults: Faults
) -> tuple[Suspension, ...]:
    """Return what the city does not take for a while."""
    root = Document(SUSPENSIONS, files.get(SUSPENSIONS, b""), faults).root(known.languages)
    found = []
    for table in root.tables("suspension"):
        suspension = Suspension(
            service_code=table.text("service", required=True),
            areas=refer_areas(table, known),
            since=table.day("since"),
            until=table.day("until"),
            notice=table.words("notice", required=True),
        )
        refer(table, "service", suspension.service_code, "service", offers)
        routes.check_days(table, suspension.since, suspension.until)
        found.append(suspension)
        table.end()
    root.end()
    return tuple(found)


def _service(table: Table, codes: Codes, known: Known) -> Offer:
    asked = questions.read(table)
    group, department = table.text("group", required=True), table.text("department", required=True)
    if known.groups:
        refer(table, "group", group, "group", known.groups)
    refer(table, "department", department, "department", known.departments)
    offer = Offer(
        code=codes.take(table),
        words=table.words("name", required=True),
        description=table.words("description"),
        group=group,
        group_words=known.groups.get(group, {}),
        department=department,
        kind=table.choice("kind", ("report", "order"), "report"),
        keywords=table.texts("keywords"),
        publicity=table.choice("publicity", PUBLICITY, "structured"),
        place=table.choice("place", ("required", "optional", "none"), "required"),
        questions=asked,
        respond=_promise(table, "respond"),
        resolve=_promise(table, "resolve"),
        outcomes=_outcomes(table, known),
        routes=routes.read(table, asked, known),
        nearby=_nearby(table),
        dates=_dates(table, known),
        items=_items(table),
        max_items=table.whole("max_items"),
        photos=table.whole("photos", 3),
        reopen_days=table.whole("reopen_days", 30),
        notice=table.words("notice"),
        channels=_channels(table),
        assumed=_assumed(table),
        aliases=table.texts("aliases"),
        escalation=ladder.read(table),
    )
    owners = {offer.department, *(route.department for route in offer.routes)}
    ladder.check_addresses(table, offer.escalation, owners, known.addresses)
    _check_kind(table, offer)
    return offer


def _channels(table: Table) -> tuple[str, ...]:
    codes = table.texts("channels")
    for position, code in enumerate(codes):
        refer(table, ("channels", position), code, "channel", CHANNELS)
    return codes


def _promise(table: Table, key: str) -> Promise | None:
    inner = table.table(key)
    if inner is None:
        return None
    amount, unit = inner.whole("amount", 1, least=1), inner.choice("unit", UNITS)
    inner.end()
    return Promise(amount, unit)


def _outcomes(table: Table, known: Known) -> tuple[Outcome, ...]:
    codes = table.texts("outcomes")
    if not known.outcomes:  # that is a fault already, and one is enough
        return ()
    found = [
        known.outcomes[code]
        for position, code in enumerate(codes)
        if refer(table, ("outcomes", position), code, "outcome", known.outcomes)
    ]
    if not any(outcome.kind == "done" for outcome in found):
        what = "No outcome of the service says that it was done."
        table.fault("outcomes", what, 'Name one of the kind "done" of outcomes.toml.')
    return tuple(found)


def _nearby(table: Table) -> Nearby | None:
    inner = table.table("nearby")
    if inner is None:
        return None
    radius, window = inner.number("radius_m"), inner.whole("window_days", 30, least=1)
    if radius is None or not 0 < radius <= 5000:
        inner.fault("radius_m", "radius_m is no distance.", "Give metres, 5000 at most.")
        radius = 30.0
    kindred = inner.texts("kindred")
    inner.end()
    return Nearby(radius_m=radius, window_days=window, kindred=kindred)


def _dates(table: Table, known: Known) -> Dates | None:
    inner = table.table("dates")
    if inner is None:
        return None
    named = inner.texts("weekdays") or WEEKDAYS[:5]
    for position, day in enumerate(named):
        refer(inner, ("weekdays", position), day, "weekday", WEEKDAYS)
    dates = Dates(
        area_kind=inner.text("area_kind"),
        capacity=inner.whole("capacity"),
        lead_days=inner.whole("lead_days", 1),
        horizon_days=inner.whole("horizon_days", 14, least=1),
        weekdays=tuple(sorted(WEEKDAYS.index(day) for day in named if day in WEEKDAYS)),
    )
    refer(inner, "area_kind", dates.area_kind, "kind of area", known.area_kinds)
    if dates.lead_days > dates.horizon_days:
        what = "lead_days is more than horizon_days: no day is left."
        inner.fault("lead_days", what, "Shorten the one or lengthen the other.")
    inner.end()
    return dates


def _items(table: Table) -> tuple[Item, ...]:
    codes, found = Codes("item"), []
    for inner in table.tables("item"):
        item = Item(
            code=codes.take(inner),
            words=inner.words("words", required=True),
            limit=inner.whole("limit", 1, least=1),
        )
        inner.end()
        if item.code:
            found.append(item)
    return tuple(found)


def _assumed(table: Table) -> tuple[str, ...]:
    parts = table.texts("assumed")
    for position, part in enumerate(parts):
        refer(table, ("assumed", position), part, "part of a service", PARTS)
    return parts


def _check_kind(table: Table, offer: Offer) -> None:
    """Note what does not go together in a service."""
    if offer.kind == "order" and offer.dates is None:
        what = f"The order {offer.code!r} offers no dates."
        table.fault("", what, 'Write [service.dates], or make its kind "report".')
    if offer.kind == "report":
        for key in ("dates", "item", "max_items"):
            if table.has(key):
                what = f"{key} is for orders, and {offer.code!r} is a report."
                table.fault(key, what, 'Make its kind "order", or take it out.')
    if offer.dates and offer.dates.area_kind and offer.place != "required":
        what = "The dates are counted by area, though the place may be missing."
        table.fault("place", what, 'Make place "required".')
    if offer.photos > MOST_PHOTOS:
        table.fault("photos", f"photos is {offer.photos}.", f"{MOST_PHOTOS} is the most.")


def _check_kindred(tables: list[Table], found: list[Offer]) -> None:
    codes = {offer.code for offer in found}
    for table, offer in zip(tables, found, strict=True):
        for position, code in enumerate(offer.nearby.kindred if offer.nearby else ()):
            place = ("nearby", "kindred", position)
            if code == offer.code:
                table.fault(place, "A service is kindred to itself.", "Name another, or none.")
            refer(table, place, code, "service", codes)


def _check_aliases(table: Table, offer: Offer, claimed: dict[str, str]) -> None:
    for alias in offer.aliases:
        if claimed.setdefault(alias, offer.code) != offer.code:
            what = f"The alias {alias!r} is that of {claimed[alias]!r} already."
            table.fault("aliases", what, "Leave it with one of the two.")
