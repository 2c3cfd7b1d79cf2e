"""The departments of the city: what they are called, how to reach them, when they work."""

from collections import Counter
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.city import words_in
from townline.desk.city.board import Board, board_of, kept, on_board, page
from townline.desk.city.tongues import Text, TonguesForm, lines_of, shown
from townline.founding import actions, queries
from townline.founding.rules.codes import CODE
from townline.founding.rules.editing import NotThere
from townline.record.verbs import Actor
from townline.staff.rules.departments import Department


class DepartmentForm(TonguesForm):
    """A department, but for the names that it takes later."""

    texts = (Text(key="name", label=gettext_lazy("Name"), required=True),)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)
    url = forms.URLField(
        label=gettext_lazy("Page on the web"), required=False, assume_scheme="https"
    )
    calendar = forms.ChoiceField(label=gettext_lazy("Works by the calendar"))
    assigns = forms.BooleanField(
        label=gettext_lazy("New work is given to its people by rule"), required=False,
        help_text=gettext_lazy("To those who have room for it."),
    )  # fmt: skip
    aliases = forms.CharField(
        label=gettext_lazy("Names in imported data"), required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("One a line."),
    )  # fmt: skip

    def __init__(self, board: Board, *sent: Any, before: Department | None = None) -> None:
        languages = board.draft.settings.languages
        super().__init__(
            *sent, languages=languages, initial=_shown(before, languages) if before else {}
        )
        codes = list(board.draft.organisation.calendars)
        if before and before.calendar not in codes:
            codes.append(before.calendar)
        self.fields["calendar"].choices = [(c, c) for c in codes]  # type: ignore[attr-defined]

    def department(self, code: str) -> Department:
        """Return the department as it was filled in."""
        said = self.cleaned_data
        return Department(
            code=code, words=self.words("name"), phone=said["phone"], url=said["url"],
            calendar=said["calendar"], assigns=said["assigns"],
            aliases=lines_of(said["aliases"]),
        )  # fmt: skip


class NewDepartmentForm(DepartmentForm):
    """The same, with its code."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60, validators=[RegexValidator(CODE)],
        help_text=gettext_lazy("For ever: requests and people belong to it by this code."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    field_order = ("code",)


@on_board
@require_safe
def departments(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the departments, with how many services each owns."""
    board, language = board_of(request, by), get_language() or ""
    owned = Counter(offer.department for offer in board.draft.offers.values())
    languages = board.draft.settings.languages
    rows = [
        {
            "department": each,
            "name": words_in(each.words, language),
            "services": owned[code],
            "lacks": sum(not each.words.get(code) for code in languages),
        }
        for code, each in board.draft.organisation.departments.items()
    ]
    return page(request, by, board, "departments", rows=rows)


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def department(request: HttpRequest, by: Actor, department: str) -> HttpResponse:
    """Change a department."""
    board = board_of(request, by)
    before = board.draft.organisation.departments.get(department)
    if before is None:
        raise NotThere(f"There is no department {department!r}.")
    form = DepartmentForm(board, request.POST or None, before=before)
    if request.method == "POST" and form.is_valid():
        changed = actions.put_department(
            city=board.city, department=form.department(department), by=by, at=timezone.now()
        )
        kept(request, changed)
        return redirect("desk:city_department", department)
    if request.method != "POST":
        faults = queries.faults_of_department(board.draft, department)
        form.tell(faults, {"assign_by_rule": "assigns"})
    return _page(request, by, board, form, before)


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def new_department(request: HttpRequest, by: Actor) -> HttpResponse:
    """Add a department."""
    board = board_of(request, by)
    form = NewDepartmentForm(board, request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if code in board.draft.organisation.departments:
            form.add_error("code", _("Another department has this code. Choose another."))
        else:
            actions.put_department(
                city=board.city, department=form.department(code), by=by, at=timezone.now()
            )
            kept(request, changed=True)
            return redirect("desk:city_departments")
    return _page(request, by, board, form, None)


def _page(
    request: HttpRequest, by: Actor, board: Board, form: DepartmentForm, before: Department | None
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return page(request, by, board, "department", status=status, form=form, before=before)


def _shown(before: Department, languages: tuple[str, ...]) -> dict[str, Any]:
    """Return a department as the fields of its form show it."""
    return {
        **shown("name", before.words, languages),
        "phone": before.phone,
        "url": before.url,
        "calendar": before.calendar,
        "assigns": before.assigns,
        "aliases": "\n".join(before.aliases),
    }
