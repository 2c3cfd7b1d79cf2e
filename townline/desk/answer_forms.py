"""What somebody fills in to write an answer: its parts, a text in each language, its sources."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from townline.cities.rules.city import City
from townline.desk.forms import departments, services
from townline.desk.wording import language_name
from townline.knowledge.rules.answers import CODE, LONGEST_QUESTION, Article, Source

MOST_SOURCES = 60
HALF_A_YEAR = timedelta(days=182)
SOURCE = ("for", "title", "publisher", "year", "address", "checked")


def code_field() -> forms.RegexField:
    """Return the field for the name of a new answer in its address."""
    return forms.RegexField(
        rf"^{CODE.pattern}$", label=_("Short name in its address"),
        help_text=_("Small letters, digits and “-”."),
        error_messages={"invalid": _("Use small letters, digits and “-”.")},
    )  # fmt: skip


class AnswerForm(forms.Form):
    """An answer by its parts."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, city: City, new: bool, sources: int, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.languages, self.first = city.languages, city.languages[0]
        self.count = max(1, min(sources, MOST_SOURCES))
        if new:
            self.fields["code"] = code_field()
        self._add_words()
        self._add_facts(city)
        for number in range(self.count):
            self._add_source(number)
        self.fields["why"] = forms.CharField(label=_("What you changed"), max_length=300)

    def _add_words(self) -> None:
        for code in self.languages:
            first = code == self.first
            self.fields[f"question_{code}"] = forms.CharField(
                label=_("Question"), required=first, max_length=LONGEST_QUESTION,
                widget=forms.TextInput(attrs={"lang": code}),
            )  # fmt: skip
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Answer"), required=first,
                help_text=_("In Markdown. The first sentence answers.") if first else "",
                widget=forms.Textarea(attrs={"rows": 9, "lang": code, "spellcheck": "true"}),
            )  # fmt: skip
            self.fields[f"words_{code}"] = forms.CharField(
                label=_("What else people type"), required=False,
                help_text=_("One on each line.") if first else "",
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )  # fmt: skip
            if not first:
                self.fields[f"reviewed_{code}"] = forms.BooleanField(
                    label=_("Somebody who speaks it has reviewed it"), required=False
                )

    def _add_facts(self, city: City) -> None:
        self.fields["owner"] = forms.ChoiceField(
            label=_("Department that answers for it"), choices=[("", "–"), *departments(city)]
        )
        self.fields["reviewed"] = _day(_("Last reviewed on"))
        self.fields["review_by"] = _day(
            _("To be reviewed by"), _("After this day it is not shown until somebody reviews it.")
        )
        self.fields["expires"] = _day(
            _("Expires on"), _("The first day on which it is no longer true."), required=False
        )
        self.fields["asked"] = forms.IntegerField(
            label=_("Place among what is asked most"), min_value=1, max_value=999, required=False
        )
        self.fields["demo"] = forms.BooleanField(
            label=_("Its review is a demonstration's"), required=False
        )
        for name, label, choices in (
            ("services", _("Services that it leads to"), services(city)),
            ("departments", _("Other departments that it is about"), departments(city)),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
            )

    def _add_source(self, number: int) -> None:
        part = f"source_{number}_"
        self.fields[part + "for"] = forms.CharField(label=_("Which fact"), required=False)
        self.fields[part + "title"] = forms.CharField(label=_("Title"), required=False)
        self.fields[part + "publisher"] = forms.CharField(label=_("Publisher"), required=False)
        self.fields[part + "year"] = forms.IntegerField(
            label=_("Year"), min_value=1800, max_value=2199, required=False,
            help_text=_("The year that it bears; empty if it bears none."),
        )  # fmt: skip
        self.fields[part + "address"] = forms.CharField(
            label=_("Address"), required=False, widget=forms.TextInput(attrs={"inputmode": "url"})
        )
        self.fields[part + "checked"] = _day(
            _("Made sure of on"), _("When somebody saw that it still holds."), required=False
        )

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs together."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        reviewed, review_by = said.get("reviewed"), said.get("review_by")
        if reviewed and review_by and review_by <= reviewed:
            self.add_error("review_by", _("Choose a day after the last review."))
        for code in self.languages[1:]:
            if bool(said.get(f"question_{code}")) != bool(said.get(f"text_{code}")):
                empty = "text" if said.get(f"question_{code}") else "question"
                self.add_error(f"{empty}_{code}", _("Write both, or leave both empty."))
        for number in self.filled():
            for key in ("for", "title", "publisher", "address"):
                if not said.get(f"source_{number}_{key}"):
                    self.add_error(f"source_{number}_{key}", _("Fill this in."))
        if not self.filled():
            self.add_error("source_0_for", _("Say where at least one fact is from."))
        return said

    def filled(self) -> list[int]:
        """Return which of the sources have any entry."""
        return [
            number
            for number in range(self.count)
            if any(self[f"source_{number}_{key}"].data for key in SOURCE)
        ]

    def article(self, code: str) -> Article:
        """Return what was filled in."""
        said = self.cleaned_data
        told = [c for c in self.languages if said.get(f"text_{c}") and said.get(f"question_{c}")]
        phrases = {c: tuple(_lines(said[f"words_{c}"])) for c in self.languages}
        return Article(
            code=code, question={c: said[f"question_{c}"] for c in told},
            bodies={c: _body(said[f"text_{c}"]) for c in told}, owner=said["owner"],
            reviewed=said["reviewed"], review_by=said["review_by"], expires=said["expires"],
            services=tuple(said["services"]), departments=tuple(said["departments"]),
            synonyms={c: each for c, each in phrases.items() if each}, asked=said["asked"] or 0,
            sources=tuple(self._sources()), demo=said["demo"],
            unreviewed=tuple(c for c in told[1:] if not said[f"reviewed_{c}"]),
        )  # fmt: skip

    def _sources(self) -> Iterator[Source]:
        for number in self.filled():
            said = {key: self.cleaned_data[f"source_{number}_{key}"] for key in SOURCE}
            yield Source(
                bears_out=said["for"], title=said["title"], publisher=said["publisher"],
                year=said["year"], address=said["address"], checked=said["checked"],
            )  # fmt: skip

    def named(self, *names: str) -> list[BoundField]:
        """Return fields as a page shows them."""
        return [self[name] for name in names if name in self.fields]

    def tongues(self) -> list[tuple[str, str, list[BoundField]]]:
        """Return the languages: code, name and fields of each."""
        return [
            (code, language_name(code), self.named(
                *(f"{name}_{code}" for name in ("question", "text", "words", "reviewed"))
            ))
            for code in self.languages
        ]  # fmt: skip

    def sources(self) -> list[list[BoundField]]:
        """Return the fields of each source."""
        return [
            self.named(*(f"source_{number}_{key}" for key in SOURCE))
            for number in range(self.count)
        ]


def begun(article: Article | None, today: date) -> dict[str, Any]:
    """Return what stands in the form of an answer at first; of a new one, its days."""
    if article is None:
        return {"reviewed": today, "review_by": today + HALF_A_YEAR}
    first, *_others = article.question
    found: dict[str, Any] = {
        name: getattr(article, name)
        for name in ("owner", "reviewed", "review_by", "expires", "services", "departments", "demo")
    }
    found |= {"asked": article.asked or None}
    for code, question in article.question.items():
        found |= {f"question_{code}": question, f"text_{code}": article.bodies[code]}
        found[f"reviewed_{code}"] = code != first and code not in article.unreviewed
    for code, phrases in article.synonyms.items():
        found[f"words_{code}"] = "\n".join(phrases)
    for number, source in enumerate(article.sources):
        found |= _begun_source(f"source_{number}_", source)
    return found


def _begun_source(part: str, source: Source) -> Mapping[str, Any]:
    return {
        part + "for": source.bears_out, part + "title": source.title,
        part + "publisher": source.publisher, part + "year": source.year,
        part + "address": source.address, part + "checked": source.checked,
    }  # fmt: skip


def _day(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


def _body(text: str) -> str:
    return text.replace("\r\n", "\n").strip() + "\n"


def _lines(text: str) -> Iterator[str]:
    return (line for each in text.splitlines() if (line := " ".join(each.split())))
