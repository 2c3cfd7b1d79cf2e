"""Chat with the city, without an account: its published answers first, then a person."""

from collections.abc import Sequence
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.queries import Chat
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.saying import Side
from townline.knowledge import queries as knowledge
from townline.live.topics import contact as topic_of
from townline.portal import chat_person, chat_speech, limits
from townline.portal.answers import most_asked
from townline.portal.chat_forms import BeginForm, EmailForm, LeaveForm, SayForm
from townline.portal.chat_lines import Shown, shown, transcript
from townline.portal.consent import asked_in
from townline.record.verbs import RESIDENT

KEY = "chat"
"""What the session holds: the key of a chat, so that it outlives a reload and a second tab."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    """Show the chat of this browser, or begin one."""
    now = current(request)
    if now is not None:
        return _page(request, now)
    if request.method != "POST":
        return _begin_page(request, BeginForm(initial={"text": request.GET.get("q", "")[:200]}))
    if refused := limits.too_many_chats(request):
        return refused
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _begin_page(request, form, status=422)
    _begin(request, form)
    return _to_end()


def _begin(request: HttpRequest, form: BeginForm) -> None:
    city, at, said = city_of(request), timezone.now(), form.cleaned_data
    details = {name: said[name] for name in ("first_name", "email") if said[name]}
    if said["email"]:
        details["told_by"] = "email"
    key = contacts.begin_contact(
        city=city, channel="chat", language=get_language() or city.languages[0],
        details=details, by=RESIDENT, at=at,
    )  # fmt: skip
    request.session.cycle_key()  # nobody who gave the visitor a session reads what this one holds
    request.session[KEY] = key
    _take(city, key, said["text"], "")


def _take(city: City, key: int, text: str, name: str) -> None:
    """Keep what the resident says, and what the city has to say to it by itself."""
    at = timezone.now()
    before = heard.said(city.id, key)
    said = contacts.say(
        city=city, contact=key, side=Side.RESIDENT, text=text, name=name, by=RESIDENT, at=at
    )
    now = heard.chat(city.id, key)
    if now is None or said <= (before[-1].id if before else 0):
        return
    grave = knowledge.emergency_in(city, text)
    if grave:
        if not (now.answered and chat_speech.warned(before)):
            chat_speech.warn(city, key, grave, at)
        contacts.mark_grave(city=city, contact=key, by=RESIDENT, at=at)
    if grave or now.state != heard.ALONE:
        return
    chat_speech.speak(city, key, text, at)
    if chat_speech.misses(heard.said(city.id, key)) >= chat_speech.MISSES:
        chat_person.ask_for_one(city, now, at, unasked=True)


@never_cache
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Take what the resident says."""
    if refused := limits.too_many_said(request):
        return refused
    now, form = current(request), SayForm(request.POST)
    if now is None or now.over:
        return _after(request, status=409)
    if not form.is_valid():
        return _page(request, now, form=form, status=422)
    _take(city_of(request), now.contact, form.cleaned_data["text"], form.cleaned_data["name"])
    return _after(request)


@never_cache
@require_POST
def person(request: HttpRequest) -> HttpResponse:
    """Ask for a person."""
    now = current(request)
    if now is not None and not now.over and now.state == heard.ALONE:
        chat_person.ask_for_one(city_of(request), now, timezone.now())
    return _after(request)


@never_cache
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the chat, or let this browser forget one that has ended."""
    now = current(request)
    if now is not None and request.POST.get("do") == "new" and now.over:
        request.session.pop(KEY, None)
    elif now is not None and not now.over:
        _end(city_of(request), now)
    return _after(request)


def _end(city: City, now: Chat) -> None:
    way = contacts.end if now.answered else contacts.leave if now.waits else contacts.finish_contact
    try:
        way(city=city, contact=now.contact, by=RESIDENT, at=timezone.now())
    except NotNow:  # it was answered, or given back, between our look and our step
        again = heard.chat(city.id, now.contact)
        if again is not None and not again.over and again.state != now.state:
            _end(city, again)


@never_cache
@require_POST
def helped(request: HttpRequest) -> HttpResponse:
    """
    Keep whether the chat answered what it was about.

    What says neither yes nor no is refused, and counts as neither.
    """
    now, said = current(request), request.POST.get("helped")
    if said not in ("yes", "no"):
        why = _("Choose one of these: %(choices)s.") % {"choices": "yes, no"}
        return HttpResponseBadRequest(why, content_type="text/plain; charset=utf-8")
    if now is not None and now.over:
        contacts.say_helped(
            city=city_of(request), contact=now.contact, helped=said == "yes",
            by=RESIDENT, at=timezone.now(),
        )  # fmt: skip
    return _after(request)


@never_cache
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send what was said to an address, as often as nobody is bothered by it."""
    now, form = current(request), EmailForm(request.POST)
    if now is None or not now.over:
        return _after(request)
    if not form.is_valid():
        return _page(request, now, email_form=form, status=422)
    city, email = city_of(request), form.cleaned_data["email"]
    wait_s = limits.wait_to_write("email", email, about="transcript", an_hour=3, burst=2)
    if wait_s:
        return limits.wait_page(request, wait_s)
    contacts.owe_transcript(
        city=city, contact=now.contact, email=email, lines=transcript(city, now.contact),
        by=RESIDENT, at=timezone.now(),
        asked=asked_in(form.fields["email"], _("Send it to me by e-mail")),
    )  # fmt: skip
    return HttpResponseRedirect(f"{reverse('portal:chat')}?sent=1#after")


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Take a message that is answered by mail, and end the chat with it."""
    now, form = current(request), LeaveForm(request.POST)
    if now is None or now.over or now.state != heard.ALONE:
        return _after(request)
    if not form.is_valid():
        return _page(request, now, leave_form=form, status=422)
    if refused := limits.too_many(request):
        return refused
    chat_person.take_message(
        city_of(request), now, text=form.cleaned_data["text"], email=form.cleaned_data["email"],
        at=timezone.now(),
    )  # fmt: skip
    return _to_end()


@never_cache
@require_safe
def newer(request: HttpRequest) -> JsonResponse:
    """Return what was said behind a line, and how the chat stands, for the page that shows it."""
    now = current(request)
    if now is None:
        return JsonResponse({"over": True, "html": "", "last": 0, "stand": "", "state": ""})
    after = request.GET.get("after", "")
    behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    lines = shown(city_of(request), now.contact, after=behind)
    parts = _parts(request, now)
    return JsonResponse({
        "html": render_to_string("portal/chat_lines.html", {"lines": lines}, request),
        "last": lines[-1].id if lines else behind,
        "stand": render_to_string("portal/chat_stand.html", parts, request),
        "state": "over" if now.over else now.state,
    })  # fmt: skip


def current(request: HttpRequest) -> Chat | None:
    """Return the chat of this browser in this city; None where there is none."""
    key = request.session.get(KEY)
    return heard.chat(city_of(request).id, key) if isinstance(key, int) else None


def city_of(request: HttpRequest) -> City:
    """Return the city that the request is for."""
    city: City = request.city  # type: ignore[attr-defined]
    return city


def _parts(request: HttpRequest, now: Chat) -> dict[str, Any]:
    opening = chat_person.opening(city_of(request), timezone.now())
    alone = now.state == heard.ALONE
    return {
        "chat": now, "alone": alone, "place": now.ahead + 1, "opening": opening,
        "closed": bool(alone and not now.over and opening and not opening.open),
    }  # fmt: skip


def _page(
    request: HttpRequest, now: Chat, *, form: SayForm | None = None,
    email_form: EmailForm | None = None, leave_form: LeaveForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    city = city_of(request)
    lines: Sequence[Shown] = shown(city, now.contact)
    context = _parts(request, now) | {
        "lines": lines,
        "last": lines[-1].id if lines else 0,
        "form": form or SayForm(initial={"name": chat_person.fresh_name()}),
        "email_form": email_form or EmailForm(initial={"email": now.email}),
        "leave_form": leave_form or LeaveForm(initial={"email": now.email}, auto_id="leave_%s"),
        "sent": "sent" in request.GET,
        "topic": topic_of(now.contact),
        "faulty": next(
            (each for each in (form, email_form, leave_form) if each and each.errors), None
        ),
    }
    return _private(render(request, "portal/chat.html", context, status=status))


def _begin_page(request: HttpRequest, form: BeginForm, *, status: int = 200) -> HttpResponse:
    at = timezone.now()
    context = {
        "form": form,
        "answers": most_asked(request, at),
        "opening": chat_person.opening(city_of(request), at),
    }
    return _private(render(request, "portal/chat_begin.html", context, status=status))


def _after(request: HttpRequest, *, status: int = 204) -> HttpResponse:
    """Lead back to the chat; a script that sent it looks for what is new by itself."""
    if "fetch" in request.headers.get("X-Requested-With", ""):
        return HttpResponse(status=status)
    return _to_end()


def _to_end() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('portal:chat')}#end")


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
