"""Letters and texts that came in and are about no known request: sorted by an agent."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.queries import LetterShown
from townline.contacts.rules.looking import WhatFor
from townline.desk import refusals, wording
from townline.desk.access import city_of, for_staff, show
from townline.desk.led import department_of_letters
from townline.desk.letter_forms import AnswerForm, AssignForm, DiscardForm, LetterForm
from townline.record.verbs import Actor, NotAllowed, Role
from townline.requests import queries as requests
from townline.requests.actions import messages as thread
from townline.requests.actions.change import NoSuchRequest
from townline.requests.rules.submission import MOST_TEXT, Unfit

PAGE = 25
FORMS: dict[str, type[LetterForm]] = {
    "assign": AssignForm, "answer": AnswerForm, "discard": DiscardForm,
}  # fmt: skip


@for_staff(Role.AGENT)
@require_safe
def unsorted(request: HttpRequest, by: Actor) -> HttpResponse:
    """List what waits to be sorted, the oldest first."""
    city = city_of(request)
    after = request.GET.get("after", "")
    if after and not (after.isascii() and after.isdecimal() and len(after) <= 18):
        raise Http404("there is no such page of letters")
    found = heard.unsorted(city.id, after=int(after or 0), most=PAGE + 1)
    _looked(city, by, *found[:PAGE])
    context: dict[str, Any] = {
        "letters": found[:PAGE],
        "next": found[PAGE - 1].id if len(found) > PAGE else None,
        "later": bool(after),
    }
    return show(request, by, "desk/letters.html", **context)


@for_staff(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, by: Actor, letter: int) -> HttpResponse:
    """Show one letter, and do with it what the agent decides."""
    city = city_of(request)
    found = _found(city, letter)
    if request.method != "POST":
        return _page(request, by, found, {})
    wanted = request.POST.get("do", "")
    if wanted == "put_back":
        contacts.unsort_letter(letter_id=found.id, by=by, at=timezone.now())
        contacts.queue_letter(city=city, letter_id=found.id, by=by, at=timezone.now())
        return redirect("desk:letter", found.id)
    if wanted not in FORMS:
        raise Http404("nothing like that is done with a letter")
    form = FORMS[wanted](request.POST)
    if not form.is_valid():
        return _page(request, by, found, {wanted: form}, status=422)
    return _sort(request, by, found, wanted, form)


def _looked(city: City, by: Actor, *letters: LetterShown) -> None:
    contacts.look(
        city=city, contacts=[each.contact_id for each in letters], what_for=WhatFor.LETTER,
        by=by, at=timezone.now(), department=department_of_letters(city),
    )  # fmt: skip


def _sort(
    request: HttpRequest, by: Actor, found: LetterShown, wanted: str, form: LetterForm
) -> HttpResponse:
    city = city_of(request)
    act = {"assign": _assign, "answer": _answer, "discard": _discard}[wanted]
    try:
        done = act(city, found, form, by)
    except contacts.AlreadySorted:
        messages.error(request, _("Somebody else has sorted this letter meanwhile."))
        return redirect("desk:letter", found.id)
    except (NoSuchRequest, requests.NoSuchRequest, NotAllowed):
        form.add_error(None, _("There is no such request, or none that you may write about."))
    except Unfit as refusal:
        refusals.put(form, refusal)
    else:
        contacts.leave_queue(city=city, letter_id=found.id, by=by, at=timezone.now())
        messages.success(request, done)
        return redirect("desk:letters")
    return _page(request, by, found, {wanted: form}, status=422)


def _assign(city: City, found: LetterShown, form: LetterForm, by: Actor) -> str:
    number, at = form.cleaned_data["number"], timezone.now()
    requests.by_staff(city, number, by, language="", at=at)  # none that the agent may not see
    contacts.sort_letter(letter_id=found.id, as_="assigned", number=number, by=by, at=at)
    try:
        thread.receive_message(
            city=city, number=number, text=_whole(found), by=by, at=at,
            photos=found.photos,
        )  # fmt: skip
    except Exception:
        contacts.unsort_letter(letter_id=found.id, by=by, at=at)
        raise
    contacts.clear_letter(letter_id=found.id, by=by, at=at)
    return _("The letter is with request %(number)s.") % {"number": number}


def _answer(city: City, found: LetterShown, form: LetterForm, by: Actor) -> str:
    at = timezone.now()
    contacts.sort_letter(letter_id=found.id, as_="answered", by=by, at=at)
    owed = contacts.owe(
        city_id=city.id, contact_id=found.contact_id, template="answer",
        data={"reply": form.cleaned_data["text"], "about": found.subject}, by=by, at=at,
        asked_for=True,
    )  # fmt: skip
    if owed is None:
        contacts.unsort_letter(letter_id=found.id, by=by, at=at)
        raise Unfit("no_address", "text", _("They left no address to answer to."))
    return _("Answered. The letter is sorted.")


def _discard(city: City, found: LetterShown, form: LetterForm, by: Actor) -> str:
    reason = form.cleaned_data["reason"]
    contacts.sort_letter(
        letter_id=found.id, as_="discarded", reason=reason, by=by, at=timezone.now()
    )
    return _("Left alone. You can still put it back from its page.")


def _whole(found: LetterShown) -> str:
    return "\n\n".join(filter(None, (found.subject, found.text)))[:MOST_TEXT]


def _found(city: City, letter: int) -> LetterShown:
    found = heard.letter(city.id, letter) if letter < 2**63 else None
    if found is None:
        raise Http404("there is no such letter")
    return found


def _page(
    request: HttpRequest,
    by: Actor,
    found: LetterShown,
    bound: dict[str, LetterForm],
    *,
    status: int = 200,
) -> HttpResponse:
    _looked(city_of(request), by, found)
    forms: dict[str, Any] = {name: bound.get(name) or form() for name, form in FORMS.items()}
    if found.number and "assign" not in bound:
        forms["assign"] = AssignForm(initial={"number": found.number})
    context = {
        "letter": found,
        "speaks": wording.language_name(found.language) if found.language else "",
        "faulty": next(iter(bound.values()), None),
        "make": f"{reverse('desk:calls')}?letter={found.id}",
        **forms,
    }
    return show(request, by, "desk/letter.html", status=status, **context)


@for_staff(Role.AGENT)
@require_safe
def photo(request: HttpRequest, by: Actor, letter: int, name: str) -> HttpResponseBase:
    """Return a photo that came with a letter."""
    found = _found(city_of(request), letter)
    there = name in {p["name"] for p in found.photos}
    path = requests.kept_file(name, thumb=True) if there else None
    if path is None:
        raise Http404("there is no such photo")
    return FileResponse(
        path.open("rb"), headers={"Content-Type": "image/jpeg", "Cache-Control": "private"}
    )


def asked_for(request: HttpRequest, city: City) -> LetterShown | None:
    """Return the letter that a request is being made of, as the address says; None without one."""
    said = request.GET.get("letter", "")
    if not (said.isascii() and said.isdecimal() and len(said) <= 18):
        return None
    found = heard.letter(city.id, int(said))
    return found if found and not found.sorted_as else None


def written_down(request: HttpRequest, city: City, by: Actor) -> dict[str, str]:
    """Return what the call's form begins with when a request is made of a letter."""
    found = asked_for(request, city)
    if found is None:
        return {}
    contacts.look(
        city=city,
        contacts=[found.contact_id],
        what_for=WhatFor.FILING,
        by=by,
        at=timezone.now(),
        department=department_of_letters(city),
    )
    reach = heard.reach_of(found.contact_id)
    return {
        "channel": found.medium,
        "description": _whole(found),
        "first_name": reach.name if reach else "",
        "email": reach.email if reach else "",
        "phone": reach.phone if reach else "",
        "language": found.language,
    }


def is_made(request: HttpRequest, city: City, number: str, by: Actor) -> None:
    """Say that a request was made of the letter that the address names, with its photos."""
    found = asked_for(request, city)
    if found is None:
        return
    at = timezone.now()
    contacts.sort_letter(letter_id=found.id, as_="made", number=number, by=by, at=at)
    if found.photos:
        thread.receive_message(city=city, number=number, text="", photos=found.photos, by=by, at=at)
    contacts.clear_letter(letter_id=found.id, by=by, at=at)
    contacts.leave_queue(city=city, letter_id=found.id, by=by, at=at)
