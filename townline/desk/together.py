"""Who has a request, and what another department is to do first for it."""

from django import forms
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import words_in
from townline.desk import wording
from townline.desk.deeds import Case, Deed, DeedForm, Doing
from townline.desk.forms import Choices, services
from townline.desk.work import long_text
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import assign, children
from townline.staff import queries as staff
from townline.staff.queries import Colleague

NOBODY = "nobody"


class AssignForm(DeedForm):
    """Who is to have it."""

    to = forms.ChoiceField(label=_("Who is to have it?"), widget=forms.RadioSelect)
    crew = forms.CharField(label=_("Crew"), max_length=100, required=False)

    def prepare(self, case: Case) -> None:
        """Offer the department's people, with what each has and who is away."""
        on = case.at.astimezone(case.city.zone).date()
        here = staff.colleagues(case.city, on=on)
        people = [each for each in here if each.works_for(case.found.department)]
        load = requests.loads([each.id for each in people])
        own = case.by.member_id
        people.sort(key=lambda each: (each.id != own, each.away, load.get(each.id, 0)))
        told = [(str(each.id), _label(case, each, load.get(each.id, 0))) for each in people]
        self.fields["to"].choices = [*told, (NOBODY, _("Nobody in particular"))]  # type: ignore[attr-defined]
        self.fields["to"].initial = str(case.found.assignee_id or NOBODY)
        self.fields["crew"].initial = case.found.crew


def _label(case: Case, each: Colleague, load: int) -> str:
    """Return a colleague as a choice: what they have and take on, and whether they are away."""
    told = [ngettext("%(n)s open request", "%(n)s open requests", load) % {"n": load}]
    if each.capacity:
        told.append(gettext("takes on %(n)s") % {"n": each.capacity})
    if each.crews:
        told.append(", ".join(each.crews))
    if each.away:
        told.append(gettext("away today"))
    name = each.label
    if each.id == case.by.member_id:
        name = gettext("%(name)s (you)") % {"name": name}
    return wording.choice_label(name, " · ".join(told))


class FirstForm(DeedForm):
    """What another department is to do first."""

    service = forms.ChoiceField(
        label=_("What is to be done first?"),
        help_text=_("A new request of this service is made at the same place."),
    )
    reason = long_text(
        label=_("Words for the other department"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def prepare(self, case: Case) -> None:
        """Offer all services but its own and those that are ordered for a day."""
        offers = catalogue.offers(case.city.edition_id)
        taken = {c for c, o in offers.items() if o.kind != "order"} - {case.found.service_code}
        groups: Choices = [
            (group, inside)
            for group, every in services(case.city)
            if (inside := [(c, _whose(case, c, name)) for c, name in every if c in taken])
        ]
        self.fields["service"].choices = [("", _("Choose one")), *groups]  # type: ignore[attr-defined]


def _whose(case: Case, code: str, name: str) -> str:
    """Return a service with whose it is."""
    offer = catalogue.offer(case.city.edition_id, code)
    department = staff.departments(case.city.edition_id).get(offer.department)
    owner = words_in(department.words, get_language() or "") if department else offer.department
    return f"{name} – {owner}"


def _assign(doing: Doing) -> None:
    to = doing.said["to"]
    assign.assign(
        **doing.changing, to=None if to == NOBODY else int(to), crew=doing.said["crew"].strip()
    )


def _first(doing: Doing) -> None:
    said = doing.said
    children.ask_first(**doing.changing, service_code=said["service"], reason=said["reason"])


def _unjoined(case: Case) -> bool:
    return not case.found.lead


ASSIGN = Deed(
    name="assign", verb=verbs.ASSIGNED, label=_("Give to a person"), done=_("Given."),
    act=_assign, form=AssignForm,
)  # fmt: skip
FIRST = Deed(
    name="first", verb=verbs.ASKED_FIRST, label=_("Ask another department to do something first"),
    done=_("Asked. Its request stands on this page, and this one is told when it ends."),
    act=_first, form=FirstForm, fits=_unjoined,
    about=_("The clock runs on. If the work must wait, pause it as well."),
)  # fmt: skip
TOGETHER = (ASSIGN, FIRST)
