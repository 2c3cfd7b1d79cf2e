"""What may be done to an opened request, as buttons and forms; the rules are of the rooms below."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City
from townline.desk.access import STAFF
from townline.desk.wording import Text
from townline.record.verbs import Actor, Role, Verb, may
from townline.requests.queries import Kin, RequestShown
from townline.requests.rules import lifecycle
from townline.requests.rules.lifecycle import Status


@dataclass(frozen=True, kw_only=True)
class Case:
    """A request that a member of staff has opened, with what its forms are made of."""

    city: City
    found: RequestShown
    offer: Offer | None
    """The service as it was offered in the request's edition; None where it was not."""
    near: tuple[Kin, ...]
    """Open requests near by that may be about the same thing."""
    by: Actor
    at: datetime

    def may(self, verb: Verb) -> bool:
        """Return whether the actor may do it to this request at all."""
        return may(self.by, verb, department=self.found.department)


class DeedForm(forms.Form):
    """What a deed asks for. Every form brings the last entry that its sender had seen."""

    use_required_attribute = False
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={"required": _("This page came incomplete. Read it again, then send it.")},
    )

    message_field = ""
    """The field that a ready text goes into, and that is shown as the reporter will read it."""

    previews = False
    """Whether it shows what comes of it, before it is done."""
    previews_first = False
    """Whether it is not done before that was looked at."""

    CHOOSE, FILL_IN = _("Choose one of these."), _("Fill this in.")

    def __init__(self, case: Case, *sent: Any) -> None:
        super().__init__(*sent)
        self.case = case
        self.prepare(case)
        for bound in self.visible_fields():
            chosen = isinstance(bound.field, forms.ChoiceField)
            bound.field.error_messages["required"] = self.CHOOSE if chosen else self.FILL_IN

    def prepare(self, case: Case) -> None:
        """Fit the fields to the request."""

    def unseen(self) -> bool:
        """Return whether something else was chosen since it was shown what comes of it."""
        return False

    def asked(self) -> list[forms.BoundField]:
        """Return the fields that are filled in by hand."""
        return self.visible_fields()


@dataclass(frozen=True, kw_only=True)
class Doing:
    """A deed about to be done: to what, by whom, with what its form said."""

    case: Case
    said: dict[str, Any]
    at: datetime

    @property
    def what(self) -> dict[str, Any]:
        """Return what every action is told."""
        return {
            "city": self.case.city,
            "number": self.case.found.number,
            "by": self.case.by,
            "at": self.at,
        }

    @property
    def changing(self) -> dict[str, Any]:
        """Return the same for actions that refuse to overwrite what the actor has not seen."""
        return {**self.what, "seen": self.said["seen"]}


def always(case: Case) -> bool:
    """Return True: the course of the request alone says when this may be done."""
    return True


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing that staff can do, through one form at one address."""

    name: str
    """Its address, and its name among the door's addresses."""
    verb: Verb
    """What it enters: this says who may, and after what."""
    label: Text
    done: Text
    """What the actor is told afterwards."""
    act: Callable[[Doing], None]
    form: type[DeedForm] = DeedForm
    fits: Callable[[Case], bool] = always
    """Whether it makes sense for this request, beyond what the course of its life allows."""
    about: Text = ""
    """What must be known before it is done, said above its form."""
    grave: bool = False
    """It ends or removes something."""
    only: frozenset[Role] = STAFF
    """Roles that do it here, where the verb is also for others."""

    @property
    def direct(self) -> bool:
        """Return whether it asks and explains nothing, so that one press of a button does it."""
        return self.form is DeedForm and not self.about

    @property
    def roles(self) -> frozenset[Role]:
        """Return who of the staff may do it, in their own department."""
        return self.verb.roles & self.only

    def allowed(self, case: Case) -> bool:
        """Return whether this actor may do it to this request at all."""
        return bool(self.roles & case.by.roles) and case.may(self.verb)

    def possible(self, case: Case) -> bool:
        """Return whether it may follow now."""
        return lifecycle.possible(Status(case.found.status), self.verb) and self.fits(case)


def offered(deeds: Iterable[Deed], case: Case) -> Iterator[Deed]:
    """Yield those deeds that may follow now and that this actor may do."""
    return (deed for deed in deeds if deed.allowed(case) and deed.possible(case))
