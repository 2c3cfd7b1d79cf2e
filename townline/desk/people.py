"""The people who work for the city: who they are, what they may do, how they come in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import City
from townline.desk.access import View, city_of, for_staff, show
from townline.desk.forms import departments
from townline.desk.people_forms import (
    ALL_DEPARTMENTS,
    SHORT_ROLES,
    NewPersonForm,
    PeopleForm,
    PersonForm,
)
from townline.record.verbs import Actor
from townline.staff import actions
from townline.staff.queries import NoSuchDepartment
from townline.staff.queries import people as known
from townline.staff.queries.people import MemberCard, MemberLine, NoSuchMember

PAGE_SIZE = 50
MOST_PAGES = 10_000


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A member, in words."""

    card: MemberCard
    roles: str
    departments: str
    link_stands: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """What happened to a member, as the part ``timeline`` takes it."""

    at: datetime
    sentence: str
    by: str
    text: str


def _found(view: View) -> View:
    """Answer with a page of its own where nobody has the number."""

    def looking(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
        try:
            return view(request, by, number)  # type: ignore[return-value]
        except NoSuchMember:
            return show(request, by, "desk/no_person.html", status=404)

    return looking


@for_staff()
@require_safe
def people(request: HttpRequest, by: Actor) -> HttpResponse:
    """List who works for the city, or who did and is shut out."""
    city, gone = city_of(request), request.GET.get("view") == "disabled"
    form = PeopleForm(city, request.GET)
    wanted, page = form.wanted(disabled=gone), _page(request)
    cards, more = known.find(city.id, wanted, page=page, size=PAGE_SIZE)
    return show(
        request,
        by,
        "desk/people.html",
        form=form,
        narrowed=bool(wanted.words or wanted.role or wanted.department),
        rows=list(_shown(city, cards)),
        views=[(_("At work"), "", not gone), (_("Disabled"), "disabled", gone)],
        disabled=gone,
        page=page,
        more=more,
    )


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, by: Actor) -> HttpResponse:
    """Give somebody a login, and make the link by which they choose a password."""
    city = city_of(request)
    form = NewPersonForm(city, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, at = form.said(), timezone.now()
        username = form.cleaned_data["username"]
        try:
            number = actions.add_member(city_id=city.id, username=username, by=by, at=at, **said)
        except actions.NameTaken:
            form.add_error("username", _("Somebody has this user name. Choose another."))
        except NoSuchDepartment:
            form.add_error("departments", _("A department is no longer there. Choose again."))
        else:
            messages.success(request, _("They were added. Make a link now, so that they get in."))
            return redirect("desk:person", number)
    status = 422 if form.errors else 200
    return show(request, by, "desk/person_new.html", status=status, form=form)


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
@_found
def person(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Show somebody with their history, and change what they are and where they work."""
    city = city_of(request)
    card = known.one(city.id, number)
    if request.method != "POST":
        return _page_of(request, by, card, PersonForm(city, card=card))
    form = PersonForm(city, request.POST, card=card)
    if not form.is_valid():
        return _page_of(request, by, card, form, status=422)
    try:
        actions.change_member(
            city_id=city.id, username=card.username, seen=form.cleaned_data["seen"], by=by,
            at=timezone.now(), **form.said(),
        )  # fmt: skip
    except actions.ChangedMeanwhile:
        form.add_error(None, _("Somebody changed this person meanwhile. Read what is new below."))
        return _page_of(request, by, card, form, status=409)
    except actions.LastAdmin:
        form.add_error("roles", _last_admin())
    except NoSuchDepartment:
        form.add_error("departments", _("A department is no longer there. Choose again."))
    if form.errors:
        return _page_of(request, by, card, form, status=422)
    messages.success(request, _("Saved. It holds from their next click on."))
    return redirect("desk:person", number)


@for_staff()
@require_POST
@_found
def link(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Make a link by which somebody chooses a password, and show it this once."""
    city, at = city_of(request), timezone.now()
    card = known.one(city.id, number)
    try:
        secret = actions.make_link(city_id=city.id, username=card.username, by=by, at=at)
    except actions.IsDisabled:
        messages.error(request, _("They are disabled. Let them in again first."))
        return redirect("desk:person", number)
    address = request.build_absolute_uri(reverse("desk:welcome", args=[secret]))
    return show(
        request, by, "desk/person_link.html", card=card, link=address, until=at + actions.LINK_LASTS
    )


@for_staff()
@require_POST
@_found
def disable(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Shut somebody out at once."""
    card = known.one(city_of(request).id, number)
    try:
        actions.disable_member(
            city_id=city_of(request).id, username=card.username, by=by, at=timezone.now(),
            reason=request.POST.get("reason", "")[:500],
        )  # fmt: skip
    except actions.LastAdmin:
        messages.error(request, _last_admin())
    else:
        messages.success(request, _("They are shut out, and every page that they had open."))
    return redirect("desk:person", number)


@for_staff()
@require_POST
@_found
def enable(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Let somebody in again who was shut out."""
    city = city_of(request)
    card = known.one(city.id, number)
    actions.enable_member(city_id=city.id, username=card.username, by=by, at=timezone.now())
    messages.success(request, _("They may sign in again."))
    return redirect("desk:person", number)


def _page_of(
    request: HttpRequest, by: Actor, card: MemberCard, form: PersonForm, *, status: int = 200
) -> HttpResponse:
    city = city_of(request)
    lines = [_line(city, line) for line in known.history(city.id, card.number)]
    if status == 409:  # what they read now is what they have seen
        form.data = {**{name: form[name].value() for name in form.fields}, "seen": card.seq}
    context: dict[str, Any] = {
        "person": next(_shown(city, (card,))),
        "form": form,
        "lines": lines[::-1],
        "oneself": card.label == by.label,
    }
    return show(request, by, "desk/person.html", status=status, **context)


def _shown(city: City, cards: tuple[MemberCard, ...]) -> Iterator[Shown]:
    at = timezone.now()
    for card in cards:
        yield Shown(
            card=card,
            roles=_roles(card.roles),
            departments=_departments(city, card.departments),
            link_stands=card.link_expires_at is not None and card.link_expires_at > at,
        )


def _line(city: City, line: MemberLine) -> Line:
    words: dict[str, Callable[[Any], str]] = {
        "roles": _roles,
        "departments": lambda codes: _departments(city, codes),
        "label": str,
    }
    names = {"roles": _("Roles"), "departments": _("Departments"), "label": _("Name in the record")}
    changes = [
        f"{names[name]}: {words[name](change['from'])} → {words[name](change['to'])}"
        for name, change in line.changed.items()
    ]
    text = "\n".join(filter(None, [*changes, line.note]))
    return Line(at=line.at, sentence=line.says, by=line.by, text=text)


def _roles(roles: Any) -> str:
    return ", ".join(str(SHORT_ROLES.get(role, role)) for role in roles)


def _departments(city: City, codes: Any) -> str:
    words = dict([ALL_DEPARTMENTS, *departments(city)])
    return ", ".join(str(words.get(code, code)) for code in codes) or _("No department")


def _last_admin() -> str:
    return _("This is the last administrator. Make somebody else one first.")


def _page(request: HttpRequest) -> int:
    said = request.GET.get("page", "1")
    return min(max(int(said), 1), MOST_PAGES) if said.isascii() and said.isdecimal() else 1
