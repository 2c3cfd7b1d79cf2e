"""What an administrator fills in about a service."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from townline.catalogue.rules.offers import Dates, Nearby, Offer
from townline.cities.rules.city import words_in
from townline.desk.city.tongues import Text, TonguesForm, lines_of, shown
from townline.founding.rules.codes import CODE
from townline.founding.rules.draft import Draft
from townline.founding.rules.offer import MOST_PHOTOS, PARTS
from townline.hours import Promise

UNITS = [
    ("", _("No promise")),
    ("hours", _("hours")),
    ("days", _("days")),
    ("working_hours", _("working hours")),
    ("working_days", _("working days")),
]
DAYS = [
    ("0", _("Monday")), ("1", _("Tuesday")), ("2", _("Wednesday")), ("3", _("Thursday")),
    ("4", _("Friday")), ("5", _("Saturday")), ("6", _("Sunday")),
]  # fmt: skip
PUBLICITY = [
    ("everything", _("All of it, text and photos too")),
    ("structured", _("All but text and photos, until somebody has released them")),
    ("nothing", _("Nothing: the service is confidential")),
]
PLACES = [
    ("required", _("A place is needed")),
    ("optional", _("A place may be given")),
    ("none", _("It has no place")),
]
KINDS = [("report", _("Report: something is wrong")), ("order", _("Order: something on a day"))]
FIELD_OF = {
    "respond": "respond_amount", "resolve": "resolve_amount", "nearby": "nearby_radius",
    "dates": "lead_days",
}  # fmt: skip
"""Where a fault of a key is shown that several fields make."""


class ServiceForm(TonguesForm):
    """A service, but for its questions, routes and items."""

    texts = (
        Text(key="name", label=_("Name"), required=True),
        Text(key="description", label=_("Description"), longest=2000, lines=3),
        Text(
            key="notice", label=_("Notice before the report begins"), longest=1000, lines=2,
            hint=_("Such as: in danger, call 911."),
        ),
    )  # fmt: skip
    group = forms.ChoiceField(label=_("Group"))
    department = forms.ChoiceField(
        label=_("Department"), help_text=_("Does the work where no route says otherwise.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
    publicity = forms.ChoiceField(
        label=_("What everyone may read"), choices=PUBLICITY, widget=forms.RadioSelect
    )
    place = forms.ChoiceField(label=_("Place"), choices=PLACES, widget=forms.RadioSelect)
    photos = forms.IntegerField(label=_("Photos, at most"), min_value=0, max_value=MOST_PHOTOS)
    respond_amount = forms.IntegerField(label=_("Take notice within"), min_value=1, required=False)
    respond_unit = forms.ChoiceField(label=_("Unit"), choices=UNITS, required=False)
    resolve_amount = forms.IntegerField(label=_("Finish within"), min_value=1, required=False)
    resolve_unit = forms.ChoiceField(label=_("Unit"), choices=UNITS, required=False)
    reopen_days = forms.IntegerField(
        label=_("Days to open it again"), min_value=0, max_value=3650,
        help_text=_("After the end, for the reporter."),
    )  # fmt: skip
    nearby_radius = forms.IntegerField(
        label=_("Same thing within, in meters"), min_value=1, max_value=5000, required=False,
        help_text=_("Open requests this near are offered before filing. Empty: none are."),
    )  # fmt: skip
    nearby_days = forms.IntegerField(
        label=_("And within, in days"), min_value=1, max_value=3650, required=False
    )
    outcomes = forms.MultipleChoiceField(
        label=_("Ways to end"), widget=forms.CheckboxSelectMultiple
    )
    lead_days = forms.IntegerField(label=_("First day, in days"), min_value=0, required=False)
    horizon_days = forms.IntegerField(label=_("Last day, in days"), min_value=1, required=False)
    capacity = forms.IntegerField(
        label=_("Orders a day"), min_value=0, required=False, help_text=_("0: without limit.")
    )
    area_kind = forms.ChoiceField(
        label=_("Counted for each"), required=False, help_text=_("Else for the whole city.")
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"), choices=DAYS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    max_items = forms.IntegerField(
        label=_("Items, at most"), min_value=0, required=False, help_text=_("0: no list of items.")
    )
    keywords = forms.CharField(
        label=_("Words that find it"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. What residents call it stands in words/ as well."),
    )  # fmt: skip
    aliases = forms.CharField(
        label=_("Names in imported data"), required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("One a line."),
    )  # fmt: skip
    assumed = forms.MultipleChoiceField(
        label=_("Our assumption, not the city's published word"), required=False,
        choices=[(part, part) for part in sorted(PARTS)], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, draft: Draft, *sent: Any, offer: Offer | None = None, language: str) -> None:
        languages = draft.settings.languages
        super().__init__(
            *sent, languages=languages, initial=_shown(offer, languages) if offer else {}
        )
        choices: dict[str, list[tuple[str, Any]]] = {
            "group": [(c, words_in(w, language)) for c, w in draft.groups.items()],
            "department": [
                (code, words_in(each.words, language))
                for code, each in draft.organisation.departments.items()
            ],
            "outcomes": [(c, words_in(o.words, language)) for c, o in draft.outcomes.items()],
            "area_kind": [
                ("", _("The whole city")),
                *{layer.kind: words_in(layer.words, language) for layer in draft.layers}.items(),
            ],
        }
        if offer:  # what the folder says stays, though nothing defines it any more
            for name, said in (("group", offer.group), ("department", offer.department)):
                if said not in dict(choices[name]):
                    choices[name].append((said, said))
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        self._draft = draft

    def clean(self) -> dict[str, Any]:
        """Note the promises of which one half was given."""
        said = super().clean() or self.cleaned_data
        for key in ("respond", "resolve"):
            if said.get(f"{key}_unit") and not said.get(f"{key}_amount"):
                self.add_error(f"{key}_amount", _("Say how many, or choose “No promise”."))
            if said.get(f"{key}_amount") and not said.get(f"{key}_unit"):
                self.add_error(f"{key}_unit", _("Choose what is counted."))
        if said.get("kind") == "order" and said.get("lead_days") is None:
            self.add_error("lead_days", _("An order has days. Say from which day on."))
        return said

    def offer(self, before: Offer) -> Offer:
        """Return the service as it was filled in; what the form has no field for stays."""
        said = self.cleaned_data
        return replace(
            before, words=self.words("name"), description=self.words("description"),
            notice=self.words("notice"), group=said["group"], department=said["department"],
            kind=said["kind"], publicity=said["publicity"], place=said["place"],
            photos=said["photos"], reopen_days=said["reopen_days"],
            respond=self._promise("respond"), resolve=self._promise("resolve"),
            nearby=self._nearby(), dates=self._dates(), max_items=said["max_items"] or 0,
            outcomes=self._outcomes(before), keywords=lines_of(said["keywords"]),
            aliases=lines_of(said["aliases"]), assumed=self._assumed(before),
        )  # fmt: skip

    def _promise(self, key: str) -> Promise | None:
        unit = self.cleaned_data[f"{key}_unit"]
        return Promise(self.cleaned_data[f"{key}_amount"], unit) if unit else None

    def _nearby(self) -> Nearby | None:
        radius, days = self.cleaned_data["nearby_radius"], self.cleaned_data["nearby_days"]
        return Nearby(radius_m=radius, window_days=days or 30) if radius else None

    def _dates(self) -> Dates | None:
        said = self.cleaned_data
        if said["lead_days"] is None:
            return None
        return Dates(
            area_kind=said["area_kind"], capacity=said["capacity"] or 0,
            lead_days=said["lead_days"], horizon_days=said["horizon_days"] or 14,
            weekdays=tuple(int(day) for day in said["weekdays"]) or (0, 1, 2, 3, 4),
        )  # fmt: skip

    def _outcomes(self, before: Offer) -> tuple[Any, ...]:
        """Return the outcomes chosen: those that were there in their order, new ones after."""
        chosen = self.cleaned_data["outcomes"]
        order = [o.code for o in before.outcomes if o.code in chosen]
        order += [code for code in chosen if code not in order]
        return tuple(self._draft.outcomes[code] for code in order)

    def _assumed(self, before: Offer) -> tuple[str, ...]:
        chosen = self.cleaned_data["assumed"]
        order = [part for part in before.assumed if part in chosen]
        return (*order, *(part for part in chosen if part not in order))


class NewServiceForm(TonguesForm):
    """What a service must have to begin with; the rest follows on its own page."""

    texts = (Text(key="name", label=_("Name"), required=True),)
    code = forms.CharField(
        label=_("Code"), max_length=60, validators=[RegexValidator(CODE)],
        help_text=_("For ever: links and programs know the service by it. Such as pothole."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    group = forms.ChoiceField(label=_("Group"))
    department = forms.ChoiceField(label=_("Department"))

    def __init__(self, draft: Draft, *sent: Any, language: str) -> None:
        super().__init__(*sent, languages=draft.settings.languages)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (code, words_in(words, language)) for code, words in draft.groups.items()
        ]
        self.fields["department"].choices = [  # type: ignore[attr-defined]
            (code, words_in(each.words, language))
            for code, each in draft.organisation.departments.items()
        ]
        self._draft = draft

    def offer(self) -> Offer:
        """Return the service as it begins: with the outcomes that end most requests."""
        said = self.cleaned_data
        done = [o for o in self._draft.outcomes.values() if o.kind in ("done", "cancelled")]
        return Offer(
            code=said["code"], words=self.words("name"), description={}, group=said["group"],
            group_words=self._draft.groups[said["group"]], department=said["department"],
            outcomes=tuple(done[:4]),
        )  # fmt: skip


def _shown(offer: Offer, languages: tuple[str, ...]) -> dict[str, Any]:
    """Return a service as the fields of its form show it."""
    respond, resolve = offer.respond, offer.resolve
    nearby, dates = offer.nearby, offer.dates
    return {
        **shown("name", offer.words, languages),
        **shown("description", offer.description, languages),
        **shown("notice", offer.notice, languages),
        "group": offer.group, "department": offer.department, "kind": offer.kind,
        "publicity": offer.publicity, "place": offer.place, "photos": offer.photos,
        "respond_amount": respond.amount if respond else None,
        "respond_unit": respond.unit if respond else "",
        "resolve_amount": resolve.amount if resolve else None,
        "resolve_unit": resolve.unit if resolve else "",
        "reopen_days": offer.reopen_days,
        "nearby_radius": round(nearby.radius_m) if nearby else None,
        "nearby_days": nearby.window_days if nearby else None,
        "outcomes": [o.code for o in offer.outcomes],
        "lead_days": dates.lead_days if dates else None,
        "horizon_days": dates.horizon_days if dates else None,
        "capacity": dates.capacity if dates else None,
        "area_kind": dates.area_kind if dates else "",
        "weekdays": [str(day) for day in dates.weekdays] if dates else [],
        "max_items": offer.max_items, "keywords": "\n".join(offer.keywords),
        "aliases": "\n".join(offer.aliases), "assumed": list(offer.assumed),
    }  # fmt: skip
