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
Given = str | list[str]

_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]+)\](?:\[\d*\])?")
_MARKUP = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|<!--|<!doctype", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
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
    description = given.text("description")
    point, address = _point(call.city, given), _address(given)
    asked = _attributes(given)
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
        photos=_photos(given),
        media_url=_media_url(given),
        reporter=Reporter(**{name: given.text(name) for name in REPORTER}),
        language=call.language,
        key=_key(call.request.META.get(KEY, "")),
        scope=scope,
        strict=True,
        suspicion=suspicion.reasons(description),
    )
    _refuse_markup(given)
    return submission


def _refuse_markup(given: Parameters) -> None:
    """Refuse HTML in all that may be free text, as the specification does."""
    for name, values in given.given.items():
        if (name in FREE_TEXT or name.startswith("attribute")) and any(map(_MARKUP.search, values)):
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


def _photos(given: Parameters) -> tuple[bytes, ...]:
    files = [file for file in given.files.get(MEDIA, ()) if file.size]
    if len(files) > 1:
        given.fault("One file may be sent as media.")
    too_large = [file for file in files if (file.size or 0) > MOST_BYTES]
    if too_large:
        given.fault(f"media may have {MOST_BYTES // 2**20} MB at most.")
    return () if given.faults else tuple(file.read() for file in files)


def _media_url(given: Parameters) -> str:
    url = given.first("media_url")
    if url and not _URL.fullmatch(url):
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
