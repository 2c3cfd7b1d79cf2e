"""One click, and no more messages: of one request, or of this city altogether; and back again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from townline.channels import addresses
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries
from townline.contacts.queries import Reach
from townline.contacts.rules.reach import masked
from townline.record.verbs import RESIDENT


# The token in the address is the proof: mail programs post here without any cookie (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask which messages shall end, and end them; a mail program's single click ends those here."""
    city: City = request.city  # type: ignore[attr-defined]
    contact_id = addresses.read("leave", token)
    reach = queries.reach_of(contact_id) if contact_id is not None else None
    if contact_id is None or (reach is not None and reach.city_id != city.id):
        raise Http404("this address ends no messages")
    done = ""
    if request.method == "POST":
        done = _do(city, contact_id, reach, str(request.POST.get("do", "request")))
        reach = queries.reach_of(contact_id)
    return render(request, "channels/leave.html", _shown(city, reach, done))


def _do(city: City, contact_id: int, reach: Reach | None, wanted: str) -> str:
    """Do what was chosen and return its name; what is forgotten has no more messages to end."""
    if reach is None or wanted not in ("request", "everything", "again"):
        return "request"
    said: dict[str, Any] = {"by": RESIDENT, "at": timezone.now()}
    medium = _medium(reach)
    silence: dict[str, Any] = {
        "city_id": city.id,
        "medium": medium,
        "address": _address(reach, medium),
    }
    if wanted == "again":
        contacts.listen_again(**silence, **said)
        contacts.tell_by(contact_id=contact_id, medium=medium, **said)
    else:
        contacts.tell_by(contact_id=contact_id, medium="none", **said)
        if wanted == "everything" and queries.digest_of(medium, silence["address"]):
            contacts.silence(**silence, reason="unsubscribe", **said)
    return wanted


def _medium(reach: Reach) -> str:
    if reach.told_by != "none":
        return reach.told_by
    return "email" if reach.email else "sms"


def _address(reach: Reach, medium: str) -> str:
    return reach.phone if medium == "sms" else reach.email


def _shown(city: City, reach: Reach | None, done: str) -> dict[str, Any]:
    if reach is None:
        return {"to": "", "told": False, "silenced": False, "done": done}
    medium = _medium(reach)
    address = _address(reach, medium)
    silenced = queries.silences_of([(city.id, medium, address)])
    return {
        "to": masked(medium, address) if address else "",
        "told": reach.told_by != "none" and not silenced,
        "silenced": bool(silenced),
        "done": done,
    }
