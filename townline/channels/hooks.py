"""Where the provider of text messages calls us: with what came in, and with what became of ours."""

from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone

from townline.channels import addresses, texting, texts_in
from townline.channels.hook_bodies import form_posted
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.rules.saying import tidied
from townline.record.verbs import SYSTEM

ARRIVED = frozenset({"delivered", "read"})
LOST = frozenset({"undelivered", "failed"})
UNSIGNED = "This call is not signed by the provider of text messages.\n"


@form_posted
def incoming(request: HttpRequest) -> HttpResponse:
    """Take a text message in, and answer it where it takes an answer."""
    city: City = request.city  # type: ignore[attr-defined]
    if not _is_signed(request, city):
        return HttpResponseForbidden(UNSIGNED, content_type="text/plain")
    text = texts_in.Text(
        sender=_said(request, "From", 100), body=_said(request, "Body", texts_in.LONGEST),
        name=_said(request, "MessageSid", 100),
    )  # fmt: skip
    answer = texts_in.take(city, text, at=timezone.now())
    body = f"<Message>{escape(answer)}</Message>" if answer else ""
    document = f'<?xml version="1.0" encoding="UTF-8"?><Response>{body}</Response>'
    return HttpResponse(document, content_type="text/xml; charset=utf-8")


@form_posted
def status(request: HttpRequest) -> HttpResponse:
    """Hear what became of a message of ours."""
    city: City = request.city  # type: ignore[attr-defined]
    if not _is_signed(request, city):
        return HttpResponseForbidden(UNSIGNED, content_type="text/plain")
    at = timezone.now()
    provider_id, fate = _said(request, "MessageSid", 100), request.POST.get("MessageStatus")
    if fate in ARRIVED:
        contacts.delivered(provider_id=provider_id, by=SYSTEM, at=at)
    elif fate in LOST:
        code = "".join(c for c in str(request.POST.get("ErrorCode", "")) if c.isdecimal())[:6]
        contacts.returned(
            provider_id=provider_id, fault=f"the provider says {fate}, code {code or 'unknown'}",
            by=SYSTEM, at=at,
        )  # fmt: skip
    return HttpResponse(status=204)


def _said(request: HttpRequest, name: str, most: int) -> str:
    """Return a field as it can be kept; what is too long is cut."""
    return tidied(str(request.POST.get(name, "")))[:most]


def _is_signed(request: HttpRequest, city: City) -> bool:
    """Return whether the provider has signed the call, to the address that it was told of."""
    form = [(name, str(value)) for name in request.POST for value in request.POST.getlist(name)]
    given = request.headers.get("X-Twilio-Signature", "")
    path = request.path_info.lstrip("/")
    # The address as residents reach it: behind a proxy, ours may look otherwise.
    public = (addresses.of(city, path), addresses.of(city, path).replace(f"/c/{city.slug}", "", 1))
    return any(texting.is_signed(url, form, given) for url in public)
