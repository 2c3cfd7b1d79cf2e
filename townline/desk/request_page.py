"""The page of one request, and the forms by which something is done to it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.desk import casefile, ready, refusals, telephone, work
from townline.desk.access import View, city_of, for_staff, show
from townline.desk.console import linking
from townline.desk.deeds import Case, Deed, DeedForm, Doing
from townline.record.verbs import Actor, NotAllowed
from townline.requests import queries as requests
from townline.requests.actions import mentions
from townline.requests.actions.change import Stale
from townline.requests.rules.handled import How
from townline.requests.rules.lifecycle import OutOfOrder
from townline.requests.rules.submission import Unfit
from townline.requests.verbs import CANCELLED

PRIVATE_S = 600
"""How long a reader's own browser may keep a photo, in seconds."""


@for_staff()
@require_safe
def page(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Show everything about a request, and what may be done next."""
    case = casefile.case_of(city_of(request), by, number)
    mentions.read(by=by, at=case.at, city=case.city, number=number)
    return show(
        request,
        by,
        "desk/request.html",
        opened=casefile.opened(case),
        found=case.found,
        calls=telephone.can_call(case.city),
        note=work.NoteForm(case),
        contact=linking.contact_of(request, case.city, by),
    )


def doing(deed: Deed) -> View:
    """Return the view of one deed: its form, and the doing of it."""

    @for_staff(*deed.roles)
    @require_http_methods(["GET", "HEAD", "POST"])
    def do(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
        case = casefile.case_of(city_of(request), by, number)
        if not deed.allowed(case):
            raise NotAllowed(f"{by.label} may not {deed.name} {number}")
        if request.method == "POST":
            return _do(request, case, deed)
        if not deed.possible(case):
            messages.error(request, _("That cannot be done to this request as it stands now."))
            return redirect("desk:request", number)
        return _form_page(request, case, deed, deed.form(case))

    return do


def _do(request: HttpRequest, case: Case, deed: Deed) -> HttpResponse:
    """Do it, unless the form is only to be filled, mended, or looked at before it is sent."""
    if "use_text" in request.POST and deed.form.message_field:
        return _with_text(request, case, deed)
    form = deed.form(case, request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, case, deed, form, status=422)
    if not deed.possible(case):
        return _form_page(request, case, deed, form, status=409)
    looks = "preview" in request.POST and (deed.form.message_field or deed.form.previews)
    if looks or form.unseen():
        read = form.cleaned_data.get(deed.form.message_field, "")
        return _form_page(request, case, deed, form, read=read)
    refused = _refused(request, case, deed, form)
    if refused:
        return refused
    how = How.CANCELLED if deed.verb is CANCELLED else How.CHANGED
    linking.link(request, case.city, case.by, case.found.number, how)
    messages.success(request, str(deed.done))
    return redirect("desk:request", case.found.number)


def _refused(request: HttpRequest, case: Case, deed: Deed, form: DeedForm) -> HttpResponse | None:
    """Do the deed; return the form with what speaks against it, or None where it is done."""
    try:
        deed.act(Doing(case=case, said=form.cleaned_data, at=timezone.now()))
    except (Stale, OutOfOrder):
        now = casefile.case_of(case.city, case.by, case.found.number)
        return _form_page(request, now, deed, form, status=409)
    except LookupError:
        form.add_error("lead" if "lead" in form.fields else None, _("There is no such request."))
    except Unfit as refusal:
        refusals.put(form, refusal)
    else:
        return None
    return _form_page(request, case, deed, form, status=422)


def _with_text(request: HttpRequest, case: Case, deed: Deed) -> HttpResponse:
    """Show the form as it was typed so far, with the ready text that was chosen in its box."""
    form = deed.form(case)
    texts = ready.offered(case, deed.name, request.POST)
    ready.put(form, deed.form.message_field, request.POST, texts.used if texts else None)
    return _form_page(request, case, deed, form, texts=texts)


def _form_page(
    request: HttpRequest,
    case: Case,
    deed: Deed,
    form: DeedForm,
    *,
    status: int = 200,
    read: str = "",
    texts: ready.Offered | None = None,
) -> HttpResponse:
    """
    Show a deed's form; a form that comes back says what was entered since it was opened.

    :param read: what the reporter will read, to be looked at before it is sent
    """
    context: dict[str, Any] = {
        "opened": casefile.opened(case),
        "found": case.found,
        "deed": deed,
        "form": form,
        "possible": deed.possible(case),
        "news": _news(case, form),
        "files_lost": bool(request.FILES),
        "ready": texts or ready.offered(case, deed.name),
        "read": read,
        "previewed": form.is_bound and form.is_valid() and deed.form.previews,
    }
    return show(request, case.by, "desk/deed.html", status=status, **context)


def _news(case: Case, form: DeedForm) -> list[casefile.Entry]:
    """Return what was entered since the sender of the form had looked."""
    if not form.is_bound:
        return []
    seen = form.cleaned_data.get("seen", 0) if hasattr(form, "cleaned_data") else 0
    return [entry for entry in casefile.entries(case.found.lines) if entry.seq > seen]


@for_staff()
@require_safe
def photo(request: HttpRequest, by: Actor, name: str) -> HttpResponseBase:
    """Return a photo to staff who may see its request."""
    return _photo(request, by, name, thumb=False)


@for_staff()
@require_safe
def thumb(request: HttpRequest, by: Actor, name: str) -> HttpResponseBase:
    """Return a photo made small."""
    return _photo(request, by, name, thumb=True)


def _photo(request: HttpRequest, by: Actor, name: str, *, thumb: bool) -> HttpResponseBase:
    path = requests.photo_file(city_of(request), name, thumb=thumb, by=by)
    if path is None or not path.exists():
        raise Http404("there is no such photo")
    return FileResponse(
        path.open("rb"),
        filename=f"{name[:12]}.jpg",
        headers={
            "Content-Type": "image/jpeg",
            "Cache-Control": f"private, max-age={PRIVATE_S}",
            "X-Content-Type-Options": "nosniff",
        },
    )
