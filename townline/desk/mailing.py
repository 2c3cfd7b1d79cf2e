"""What the desk writes to a member: they say so themselves."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from townline.desk.access import city_of, for_staff, show
from townline.desk.forms import Choices, departments
from townline.record.verbs import Actor
from townline.staff import actions as staff_actions
from townline.staff import queries as staff
from townline.staff.actions import WrongMailing
from townline.staff.actions.mailing import LONGEST


class MailingForm(forms.Form):
    """Where somebody is written to, and of what."""

    use_required_attribute = False
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address at work"),
        help_text=gettext_lazy("Left empty, nothing is sent to you."),
        required=False,
        max_length=LONGEST,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    escalations = forms.BooleanField(
        label=gettext_lazy("Write to me when a request is escalated to me"), required=False
    )
    digests = forms.MultipleChoiceField(
        label=gettext_lazy("A letter each working morning: how these departments stand"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, own: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["digests"].choices = own  # type: ignore[attr-defined]
        if not own:
            del self.fields["digests"]

    def clean(self) -> dict[str, object]:
        """Ask for an address where letters are wanted."""
        said = super().clean() or self.cleaned_data
        if said.get("digests") and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Say where the letters are to be sent."))
        return said


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what the reader is sent, and change it."""
    own = departments(city_of(request), by)
    kept = staff.mailing(by.member_id) if by.member_id else None
    now = {
        "email": kept.email if kept else "",
        "escalations": kept.escalations if kept else True,
        "digests": list(kept.digests) if kept else [],
    }
    form = MailingForm(request.POST or None, initial=now, own=own)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return show(request, by, "desk/mail.html", status=status, form=form)
    said = form.cleaned_data
    try:
        staff_actions.put_mailing(
            email=said["email"], escalations=said["escalations"],
            digests=tuple(said.get("digests", ())), by=by, at=timezone.now(),
        )  # fmt: skip
    except WrongMailing:
        form.add_error("email", _("Write it as name@example.org."))
        return show(request, by, "desk/mail.html", status=422, form=form)
    messages.success(request, _("Saved."))
    return redirect("desk:mail")
