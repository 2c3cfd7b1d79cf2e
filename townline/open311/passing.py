"""What others wrote about a request in another site: mySociety's extension, as it is written."""

from datetime import timedelta

from townline.open311 import access, errors, filters, standing
from townline.open311.endpoint import Answer, Call
from townline.open311.errors import quoted, refused
from townline.open311.parameters import Parameters
from townline.open311.submission import HTTP, photos_of, refuse_markup
from townline.open311.updates import id_of
from townline.record.verbs import NotAllowed
from townline.requests.actions import KeyReused, passing_on
from townline.requests.actions.change import NoSuchRequest
from townline.requests.actions.passing_on import Passing
from townline.requests.rules.submission import Unfit

NEEDED = ("service_request_id", "update_id", "status", "updated_datetime")
FILES = ("media", "uploads", "photo1", "photo2", "photo3")
"""Parts of a form that may hold photos."""
MOST_PHOTOS = 3
AHEAD = timedelta(minutes=10)
"""How far the clock of a client may be ahead of ours."""
SWITCHES = ("public_anonymity_required", "email_alerts_requested")


def update(call: Call) -> Answer:
    """
    Answer ``POST servicerequestupdates``: the update becomes a message of the request's thread.

    Its id comes back as ``GET servicerequestupdates`` would call it.
    """
    access.require_named(call.meant)
    given = call.parameters
    client = access.client(call.city, access.api_key(call.request, given), call.at)
    number, passing = _read(call)
    try:
        seq = passing_on.pass_on(
            city=call.city, number=number, passing=passing, scope=client.name, by=client.actor,
            at=call.at,
        )  # fmt: skip
    except NoSuchRequest:
        raise refused(404, _unknown(given)) from None
    except NotAllowed:
        raise refused(
            403, "This api_key may send updates for the requests that it filed, and for no others."
        ) from None
    except KeyReused:
        raise refused(400, "This update_id was used before, with another body.") from None
    except Unfit as refusal:
        raise refused(400, errors.of_unfit(refusal)) from refusal
    return Answer("service_request_updates", [{"update_id": id_of(number, seq)}])


def _read(call: Call) -> tuple[str, Passing]:
    """
    Return the number of the request that is meant, and the update.

    :raises Refused: 400 with all that cannot be read, 404 for what can be no number
    """
    given = call.parameters
    for name in NEEDED:
        if not _needed(given, name):
            given.fault(f"{name} was not provided.")
    said_at = given.moment("updated_datetime") or call.at
    if said_at > call.at + AHEAD:
        given.fault("updated_datetime lies in the future.")
    passing = Passing(
        update_id=_needed(given, "update_id"),
        text=_text(given),
        status=_status(given),
        said_at=min(said_at, call.at),
        email=given.text("email"),
        phone=given.text("phone"),
        photos=photos_of(given, FILES, most=MOST_PHOTOS),
        links=_links(given),
    )
    for name in SWITCHES:
        given.yes(name)
    given.settle()
    number = filters.number(_needed(given, "service_request_id"))
    if number is None:
        raise refused(404, _unknown(given))
    return number, passing


def _needed(given: Parameters, name: str) -> str:
    """Return a parameter that must be there, by one of the names that clients give it."""
    others = {"update_id": "update_id_ext", "service_request_id": "token"}
    return given.text(name) or given.text(others.get(name, name))


def _status(given: Parameters) -> str:
    status = given.text("status").lower()
    if status and status not in standing.STATUSES:
        known = ", ".join(word.upper() for word in standing.STATUSES)
        given.fault(f"status must be one of {known}; {quoted(status)} is none.")
    return status


def _text(given: Parameters) -> str:
    """Return the title, where there is one, above the text."""
    text = "\n\n".join(filter(None, (given.text("title"), given.text("description"))))
    refuse_markup(given, "description", text)
    return text


def _links(given: Parameters) -> tuple[str, ...]:
    links = tuple(filter(None, (text.strip() for text in given.given.get("media_url", ()))))
    if not all(HTTP.fullmatch(link) for link in links):
        given.fault("media_url must be an address that begins with http:// or https://.")
    return links


def _unknown(given: Parameters) -> str:
    asked = _needed(given, "service_request_id")
    return f"service_request_id was not found: {quoted(asked)}"
