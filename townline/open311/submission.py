"""Reading the form of a report into the submission that the city takes."""

import re
from collections.abc import Mapping
from datetime import date

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.open311 import reading
from townline.open311.definitions import DATE, ITEM
from townline.open311.endpoint import Call
from townline.open311.errors import SHOWN, quoted, refused
from townline.open311.parameters import Parameters
from townline.requests.rules import suspicion
from townline.requests.rules.photos import MOST_BYTES
from townline.requests.rules.submission import Reporter, Submission

KEY = "HTTP_IDEMPOTENCY_KEY"
MEDIA = "media"
REPORTER = ("first_name", "last_name", "email", "phone", "account_id", "device_id")
FREE_TEXT = ("description", "address_string", "first_name", "last_name")
EXTRAS = frozenset(
    {
        "title", "description", "detail", "report_url", "fixmystreet_id", "external_id", "easting",
        "northing", "closest_address", "group", "category", "requested_datetime",
    }
)  # fmt: skip
"""
What a FixMyStreet site sends as attributes of its own about every report.

Where no question of a service has that code, it is no answer: all but the id and, without a
description, title and detail, is left aside.
"""
IDS = ("fixmystreet_id", "external_id")
Given = str | list[str]

_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]+)\](?:\[\d*\])?")
_MARKUP = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|<!--|<!doctype", re.IGNORECASE)
HTTP = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
"""An address of the web, as text."""
_DAY = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?", re.ASCII
)
_COUNT = re.compile(r"\d{1,4}", re.ASCII)


def read(call: Call, *, scope: str) -> Submission:
    """
    Return what was sent as a submission; what cannot be read becomes a fault of the parameters.

    An address beside a point is free text, and not everybody's to read before a person has: the
    city names the point itself.

    :param scope: whose idempotency keys these are
    :raises Refused: if no service is named, or if a key cannot be one
    """
    given = call.parameters
    service_code = given.text("service_code")
    if not service_code:
        raise refused(400, "service_code was not provided.")
    point, address = _point(call.city, given), _address(given)
    asked = _attributes(given)
    extras = _extras(call.city, service_code, asked)
    description = given.text("description") or _told(extras)
    submission = Submission(
        service_code=service_code,
        channel="api",
        point=point,
        address="" if point else address,
        landmark=address if point else "",
        description=description,
        order_date=_order_date(given, asked.pop(DATE, "")),
        items=_items(given, asked),
        answers=_days(call.city, service_code, asked),
        photos=photos_of(given, (MEDIA,), most=1),
        media_url=_media_url(given),
        reporter=Reporter(**{name: given.text(name) for name in REPORTER}),
        language=call.language,
        key=_key(call.request.META.get(KEY, "")) or _key_of(extras),
        scope=scope,
        strict=True,
        suspicion=suspicion.reasons(description),
    )
    _refuse_markup(given)
    return submission


def _refuse_markup(given: Parameters) -> None:
    """Refuse HTML in all that may be free text, as the specification does."""
    for name, values in given.given.items():
        if name in FREE_TEXT or name.startswith("attribute"):
            refuse_markup(given, name, *values)


def refuse_markup(given: Parameters, name: str, *texts: str) -> None:
    """Note it as a fault if one of the texts holds HTML."""
    if any(map(_MARKUP.search, texts)):
        given.fault(f"{name[:SHOWN]} holds HTML; it may be plain text only.")


def _point(city: City, given: Parameters) -> Point | None:
    point = reading.point(given)
    if point and reading.swapped(city, point):
        given.fault("lat and long seem to have changed places.")
    return point


def _address(given: Parameters) -> str:
    address = given.text("address_string")
    if given.text("address_id") and not address and not given.text("lat"):
        given.fault("address_id is not known here; send lat and long, or address_string.")
    return address


def _attributes(given: Parameters) -> dict[str, Given]:
    """Return the values of ``attribute[CODE]`` and ``attribute[CODE][]`` by code."""
    found: dict[str, Given] = {}
    for name, values in given.given.items():
        if not name.startswith("attribute"):
            continue
        form = _ATTRIBUTE.fullmatch(name)
        if form is None:
            given.fault(f"{quoted(name)} cannot be read; write attribute[CODE].")
            continue
        before = found.get(form[1], [])
        several = [*([before] if isinstance(before, str) else before), *values]
        found[form[1]] = several[0] if len(several) == 1 else several
    return found


def _extras(city: City, service_code: str, asked: dict[str, Given]) -> dict[str, str]:
    """Take out of what was sent what another site tells of its own, and no question asks."""
    offer = catalogue.offers(city.edition_id).get(service_code)
    found = {}
    for code in EXTRAS & asked.keys():
        if offer and offer.question(code):
            continue
        text = asked.pop(code)
        found[code] = (text if isinstance(text, str) else "\n".join(text)).strip()
    return found


def _told(extras: dict[str, str]) -> str:
    """Return what another site tells apart from a description."""
    return "\n\n".join(extras[name] for name in ("title", "detail") if extras.get(name))


def _key_of(extras: dict[str, str]) -> str:
    """Return the key that another site's id of a report makes: so that it is taken once."""
    return next((_key(f"{name}:{extras[name]}") for name in IDS if extras.get(name)), "")


def _days(city: City, service_code: str, asked: dict[str, Given]) -> Mapping[str, Given]:
    """Return the answers, those to questions for a day cut from a whole time to its day."""
    offer = catalogue.offers(city.edition_id).get(service_code)
    for question in offer.questions if offer else ():
        answer = asked.get(question.code)
        if question.kind == "date" and isinstance(answer, str):
            form = _DAY.fullmatch(answer.strip())
            asked[question.code] = form[1] if form else answer
    return asked


def _order_date(given: Parameters, text: Given) -> date | None:
    if not text:
        return None
    form = _DAY.fullmatch(text.strip()) if isinstance(text, str) else None
    try:
        return date.fromisoformat(form[1] if form else "")
    except ValueError:
        given.fault(f"attribute[{DATE}] must be one day, written as 2026-05-09.")
        return None


def _items(given: Parameters, asked: dict[str, Given]) -> dict[str, int]:
    """Take the counts of items out of what was sent."""
    items = {}
    for code in [code for code in asked if code.startswith(ITEM)]:
        text = asked.pop(code)
        if not isinstance(text, str) or (text.strip() and not _COUNT.fullmatch(text.strip())):
            given.fault(f"attribute[{code}] must be a whole number.")
        elif text.strip():
            items[code.removeprefix(ITEM)] = int(text)
    return items


def photos_of(given: Parameters, names: tuple[str, ...], *, most: int) -> tuple[bytes, ...]:
    """Return the photos of a form's parts, none where there is any fault."""
    files = [file for name in names for file in given.files.get(name, ()) if file.size]
    if len(files) > most:
        few = "One file" if most == 1 else f"{most} files"
        given.fault(f"{few} may be sent as {names[0]}.")
    too_large = [file for file in files if (file.size or 0) > MOST_BYTES]
    if too_large:
        given.fault(f"{names[0]} may have {MOST_BYTES // 2**20} MB at most.")
    return () if given.faults else tuple(file.read() for file in files)


def _media_url(given: Parameters) -> str:
    url = given.first("media_url")
    if url and not HTTP.fullmatch(url):
        given.fault("media_url must be an address that begins with http:// or https://.")
    return url


def _key(text: str) -> str:
    """
    Return the idempotency key.

    :raises Refused: if it holds what no such key can
    """
    if not text.isascii() or not text.isprintable():
        raise refused(400, "Idempotency-Key may hold printable ASCII characters only.")
    return text.strip()
