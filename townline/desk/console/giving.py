"""One of the city's answers at the console: to read out, or to send."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.queries import AgentShown
from townline.contacts.rules.consent import ConsentTo
from townline.contacts.rules.looking import WhatFor
from townline.contacts.rules.noting import Given
from townline.contacts.rules.reach import address as plain_address
from townline.desk.access import city_of, for_staff, show
from townline.desk.console import agreeing, hand
from townline.desk.console.seek import key_of
from townline.knowledge import queries as knowledge
from townline.record.verbs import Actor, Role
from townline.ui import markdown

TEMPLATE = "article"


class SendForm(forms.Form):
    """Where an answer is sent to, as whoever is in touch agrees."""

    use_required_attribute = False
    again = forms.BooleanField(
        label=gettext_lazy("They wanted nothing sent before. They agree now."),
        error_messages={"required": gettext_lazy("Ask them first, then say that they agree.")},
    )
    to = forms.CharField(
        label=gettext_lazy("Send it to this number or e-mail address"), max_length=254
    )

    def __init__(self, *sent: Any, refused: bool, **options: Any) -> None:
        super().__init__(*sent, **options)
        if not refused:
            del self.fields["again"]

    def clean_to(self) -> tuple[str, str]:
        """Return the medium and the address as it was written."""
        said = str(self.cleaned_data["to"]).strip()
        medium = "email" if "@" in said else "sms"
        if medium == "sms" and not queries.texts_leave():
            raise forms.ValidationError(
                _("Text messages cannot be sent here. Write an e-mail address.")
            )
        if not plain_address(medium, said):
            raise forms.ValidationError(_("This is neither a number nor an e-mail address."))
        return medium, said


@for_staff(Role.AGENT, Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, by: Actor, code: str) -> HttpResponse:
    """Show an answer; enter that it was given to somebody, or send it to them."""
    city = city_of(request)
    contact = _contact(request, city, by)
    found = _found(city, code, contact)
    reach = queries.reach_of(contact) if contact else None
    actions.look(city=city, contacts=[contact], what_for=WhatFor.SENDING, by=by, at=timezone.now())
    form = SendForm(
        request.POST if "send" in request.POST else None,
        initial={"to": (reach.phone or reach.email) if reach else ""}, auto_id="c-%s",
        refused=contact is not None and queries.agreed(contact, ConsentTo.SENDING) is False,
    )  # fmt: skip
    if request.method == "POST" and contact:
        told = _post(city, contact, found, form, by)
        if told:
            messages.success(request, told)
            return redirect(f"{reverse('desk:console')}?contact={contact}")
    given = queries.answers_given(contact) if contact else ()
    return show(
        request, by, "desk/console/answer.html", status=422 if form.errors else 200, found=found,
        body=_body(city, by, found, contact), form=form, contact=contact,
        asks=agreeing.asked(ConsentTo.SENDING, found.language),
        given=any(each.code == code for each in given),
    )  # fmt: skip


def _post(city: City, contact: int, found: knowledge.Answer, form: SendForm, by: Actor) -> str:
    """Enter or send it; return what is told, or nothing where the form has to be mended."""
    told = {"city": city, "contact": contact, "by": by, "at": timezone.now()}
    if not form.is_bound:
        actions.give_answer(**told, code=found.code, language=found.language, how=Given.READ)  # type: ignore[arg-type]
        return _("Entered: they were given this answer.")
    if not form.is_valid():
        return ""
    medium, address = form.cleaned_data["to"]
    with transaction.atomic():
        asked = agreeing.asked(ConsentTo.SENDING, found.language)
        actions.reach_at(**told, medium=medium, address=address, asked=asked)  # type: ignore[arg-type]
        owed = actions.owe(
            city_id=city.id, contact_id=contact, template=TEMPLATE, asked_for=True, by=by,
            at=timezone.now(),
            data={
                "question": found.question, "text": markdown.plain(found.body),
                "page": f"answers/{found.code}/",
            },
        )  # fmt: skip
        if owed is None:
            form.add_error("to", _("Nothing can be sent to this address."))
            transaction.set_rollback(True)
            return ""
        actions.give_answer(**told, code=found.code, language=found.language, how=Given.SENT)  # type: ignore[arg-type]
    return _("Sent to %(address)s.") % {"address": address}


def _body(city: City, by: Actor, found: knowledge.Answer, contact: int | None) -> SafeString:
    """Return its text as HTML, whose links stay at the desk and lead where the actor may go."""
    tail = f"?contact={contact}" if contact else ""
    offers = catalogue.offers(city.edition_id) if Role.AGENT in by.roles else {}

    def link(address: str) -> str | None:
        sort, _colon, code = address.partition(":")
        if sort == "answer":
            return reverse("desk:console_answer", args=[code]) + tail
        if sort == "service":
            return reverse("desk:call", args=[code]) + tail if code in offers else None
        return address

    return mark_safe(markdown.html(found.body, link))  # noqa: S308 - tags of the text are escaped


def _found(city: City, code: str, contact: int | None) -> knowledge.Answer:
    """Return the answer in the language of the contact, else of the page."""
    language = get_language() or city.languages[0]
    reach = queries.reach_of(contact) if contact else None
    if reach and reach.language in city.languages:
        language = reach.language
    on = timezone.now().astimezone(city.zone).date()
    try:
        return knowledge.answer(city, code, language, on)
    except knowledge.NoSuchAnswer as fault:
        raise Http404(str(fault)) from fault


def _contact(request: HttpRequest, city: City, by: Actor) -> int | None:
    """Return the contact that it is opened for, if the agent has it in hand."""
    key = key_of(request.POST.get("contact", "") or request.GET.get("contact", ""))
    agent: AgentShown | None = hand.agent_of(city, by)
    if key is None or agent is None:
        return None
    return key if key in {each.id for each in queries.in_hand(city.id, agent.id)} else None
