"""A contact that came past the queue: at the counter, by letter, on an ordinary telephone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.actions import Caller
from townline.contacts.rules.course import NotNow
from townline.desk.access import city_of, for_staff, show
from townline.desk.console import hand
from townline.desk.wording import language_name
from townline.record.verbs import Actor, Role

BY_HAND = ("walk_in", "call", "letter", "email", "sms", "social", "other")


class NewContactForm(forms.Form):
    """Who got in touch, and how."""

    use_required_attribute = False
    channel = forms.ChoiceField(label=gettext_lazy("How did it come?"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)

    def __init__(self, city: City, *sent: Any) -> None:
        super().__init__(*sent)
        self.initial = {"channel": "walk_in", "language": city.languages[0]}
        channels = [(code, hand.CHANNELS[code]) for code in BY_HAND]
        spoken = [(code, language_name(code)) for code in city.languages]
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]

    def caller(self) -> Caller:
        """Return who got in touch."""
        said = self.cleaned_data
        first, _blank, last = said["name"].strip().partition(" ")
        details = {
            "first_name": first, "last_name": last, "phone": said["phone"], "email": said["email"],
        }  # fmt: skip
        left = {name: text for name, text in details.items() if text}
        return Caller(channel=said["channel"], language=said["language"], details=left or None)


@for_staff(Role.AGENT, Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, by: Actor) -> HttpResponse:
    """Take a contact down that no queue brought."""
    city = city_of(request)
    agent = hand.agent_of(city, by)
    if agent is None:
        return show(request, by, "desk/console/no_agent.html")
    form = NewContactForm(city, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                key = actions.take_by_hand(
                    city=city, came=form.caller(), agent=agent.id, by=by, at=timezone.now()
                )
        except NotNow:
            form.add_error(None, _("You have something else in hand. Write that up first."))
        else:
            messages.success(request, _("Taken down. It is yours now."))
            return redirect(f"{reverse('desk:console')}?contact={key}")
    status = 422 if request.method == "POST" else 200
    return show(request, by, "desk/console/new.html", status=status, form=form)
