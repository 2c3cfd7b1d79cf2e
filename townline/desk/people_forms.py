"""What an administrator fills in about the people who work for the city."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from townline.cities.rules.city import City
from townline.desk.forms import departments
from townline.desk.wording import Text
from townline.record.verbs import Role
from townline.staff.queries.people import MemberCard, Wanted

ROLES: dict[Role, Text] = {
    Role.AGENT: _("Agent: takes calls, for every department"),
    Role.WORKER: _("Worker: does the work of a department"),
    Role.SUPERVISOR: _("Supervisor: leads the work of a department"),
    Role.ANALYST: _("Analyst: reads, and changes nothing"),
    Role.ADMIN: _("Administrator: looks after people"),
}
SHORT_ROLES: dict[str, Text] = {
    "agent": _("Agent"),
    "worker": _("Worker"),
    "supervisor": _("Supervisor"),
    "analyst": _("Analyst"),
    "admin": _("Administrator"),
}
ALL_DEPARTMENTS = ("*", _("All departments"))


class PersonForm(forms.Form):
    """What somebody is called, where they work, and what they may do."""

    use_required_attribute = False
    label = forms.CharField(
        label=_("Name in the record"),
        help_text=_("What stands under everything that they do, for good."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(str(role), words) for role, words in ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    departments = forms.MultipleChoiceField(
        label=_("Departments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, city: City, sent: Any = None, *, card: MemberCard | None = None) -> None:
        shown = {"label": card.label, "roles": card.roles, "departments": card.departments,
                 "seen": card.seq} if card else None  # fmt: skip
        super().__init__(sent, initial=shown)
        here = departments(city)
        gone = [(c, c) for c in (card.departments if card else ()) if c not in dict(here)]
        self.fields["departments"].choices = [  # type: ignore[attr-defined]
            ALL_DEPARTMENTS, *here, *(one for one in gone if one[0] != "*"),
        ]  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return what the actions of staff are told."""
        return {
            "label": self.cleaned_data["label"],
            "departments": tuple(self.cleaned_data["departments"]),
            "roles": tuple(Role(role) for role in self.cleaned_data["roles"]),
        }


class NewPersonForm(PersonForm):
    """The same, with the name by which somebody will sign in."""

    username = forms.CharField(
        label=_("User name"),
        help_text=_("They sign in with it. It cannot be changed later."),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("username", "label", "roles", "departments")


class PeopleForm(forms.Form):
    """Whom a list of people is narrowed to; it is sent as the page's address."""

    words = forms.CharField(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, city: City, *sent: Any) -> None:
        super().__init__(*sent)
        self.fields["role"].choices = [("", _("All")), *SHORT_ROLES.items()]  # type: ignore[attr-defined]
        self.fields["department"].choices = [("", _("All")), *departments(city)]  # type: ignore[attr-defined]

    def wanted(self, *, disabled: bool) -> Wanted:
        """Return whom to look for; what cannot be understood narrows nothing."""
        self.is_valid()
        return Wanted(disabled=disabled, **{n: self.cleaned_data.get(n, "") for n in self.fields})


class ChooseForm(forms.Form):
    """A new password, typed twice."""

    use_required_attribute = False
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 8 characters. Three or four words make a good one."),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """
        Return it.

        :raises forms.ValidationError: if the two are not the same
        """
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ. Type them again."))
        return again
