"""What was asked for with one's own address: signed in by a code or a link, without a password."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as known
from townline.contacts.queries import SignedIn
from townline.portal import limits, passkeys, wording
from townline.portal.deed_forms import address_in
from townline.portal.signing_in import (
    OPEN,
    WAITING,
    AskForm,
    ask_page,
    city_of,
    open_visit,
    private,
    signed_in,
)
from townline.record.verbs import RESIDENT
from townline.requests import queries as requests
from townline.requests.queries import RequestShown


class CodeForm(forms.Form):
    """The code of the message."""

    use_required_attribute = False
    code = forms.RegexField(
        r"^\s*\d\s*\d\s*\d\s*\d\s*\d\s*\d\s*$",
        label=gettext_lazy("The 6 digits of our message"),
        max_length=20,
        error_messages={
            "required": gettext_lazy("Write the 6 digits."),
            "invalid": gettext_lazy("Write the 6 digits."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "20"}
        ),
    )

    def digits(self) -> str:
        """Return the code without the spaces that people put in."""
        return "".join(self.cleaned_data["code"].split())


@dataclass(frozen=True)
class Row:
    """One request in the list, with the way to its own page."""

    shown: RequestShown
    stand: wording.Stand
    mark: wording.Mark | None
    secret: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Show what was asked for, to whoever has signed in; let all others ask for a code."""
    city = city_of(request)
    if request.method == "POST":
        return limits.too_many(request) or _ask(request, city)
    mine = signed_in(request, city)
    if mine is None:
        return ask_page(request, left="left" in request.GET)
    return _list(request, city, mine, timezone.now())


def _ask(request: HttpRequest, city: City) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return ask_page(request, form, status=422)
    medium, address = form.cleaned_data["medium"], address_in(form)
    if wait_s := limits.wait_to_write(medium, address, about=f"{city.id}/my", an_hour=6, burst=3):
        return limits.wait_page(request, wait_s)
    request.session[WAITING] = contacts.ask_for_code(
        city_id=city.id, medium=medium, address=address,
        language=get_language() or city.languages[0], by=RESIDENT, at=timezone.now(),
    )  # fmt: skip
    return redirect("portal:my_code")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code."""
    city, key = city_of(request), request.session.get(WAITING)
    waiting = known.signing_in(city.id, key, at=timezone.now()) if key else None
    if key is None or waiting is None:
        return redirect("portal:my")
    if request.method != "POST":
        return _code_page(request, waiting, CodeForm())
    if refused := limits.too_many(request):
        return refused
    form = CodeForm(request.POST)
    if form.is_valid():
        if contacts.open_by_code(
            city_id=city.id, sign_in_id=key, code=form.digits(), by=RESIDENT, at=timezone.now()
        ):
            return open_visit(request, key)
        too_often = waiting.tries + 1 >= contacts.MOST_TRIES
        wrong = _("This code is wrong or too old. Check the digits, or ask for a new one.")
        form.add_error("code", _("Too many tries. Ask for a new code.") if too_often else wrong)
    return _code_page(request, waiting, form, status=422)


def _code_page(
    request: HttpRequest, waiting: SignedIn, form: CodeForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "address": waiting.masked}
    return render(request, "portal/my_code.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by the link of the message: by a button, since programs open every link in mail."""
    city, at = city_of(request), timezone.now()
    if request.method == "POST":
        if refused := limits.too_many(request):
            return refused
        key = contacts.open_by_link(city_id=city.id, token=token, by=RESIDENT, at=at)
        if key is not None:
            return open_visit(request, key)
    elif _waits(city, token, at):
        return private(render(request, "portal/my_link.html", {"token": token}))
    return ask_page(request, too_old=True, status=410)


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Sign out: the address is forgotten, and with it what it opens."""
    key = request.session.pop(OPEN, None)
    if key is not None:
        contacts.sign_out(sign_in_id=key, by=RESIDENT, at=timezone.now())
    response = redirect("portal:my")
    response["Location"] += "?left=1"
    return response


def _waits(city: City, token: str, at: datetime) -> bool:
    key = known.sign_in_of(token)
    return key is not None and known.signing_in(city.id, key, at=at) is not None


def _list(request: HttpRequest, city: City, mine: SignedIn, at: datetime) -> HttpResponse:
    try:
        after = request.GET.get("after", "")
        cursor = requests.cursor_of(after) if after else None
    except (ValueError, OverflowError) as fault:
        raise Http404("no such page") from fault
    contact_ids = known.same_address(city_id=city.id, medium=mine.medium, address=mine.address)
    page = requests.made_by(city, contact_ids, language=get_language() or "", at=at, after=cursor)
    context = {
        "address": mine.masked,
        "rows": [_row(city, shown) for shown in page.rows],
        "older": requests.cursor_text(page.next) if page.next else "",
        "paged": bool(cursor),
        "follows": requests.followed_by(city, contact_ids),
        **passkeys.part_of_page(request, mine),
    }
    return private(render(request, "portal/my.html", context))


def _row(city: City, shown: RequestShown) -> Row:
    return Row(
        shown, wording.stand(shown), wording.mark(shown), requests.secret_of(city.id, shown.number)
    )
