"""What an administrator fills in about a question: its words, its options, when it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from townline.catalogue.rules.offers import Offer, Option, Question
from townline.cities.rules.city import words_in
from townline.desk.city.tongues import Text, TonguesForm, add_text, name_of, shown, words_of
from townline.founding.rules.codes import CODE
from townline.founding.rules.questions import LISTS, LONGEST_ANSWER

KINDS = [
    ("singlevaluelist", _("One of a list")),
    ("multivaluelist", _("Several of a list")),
    ("string", _("Words")),
    ("number", _("A number")),
    ("date", _("A date")),
    ("datetime", _("A date with time")),
    ("text", _("Nothing: a notice that is shown")),
]
SPARE = 2
"""Empty options at the end of a list, to be filled in."""
OPTION_TEXTS = (
    Text(key="words", label=_("Words")),
    Text(
        key="refer", label=_("Not the city's: where to go instead"), longest=1000,
        hint=_("Whoever chooses this is told so, and sends no report."),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class OptionFields:
    """One option of a form."""

    number: int
    title: str
    key: forms.BoundField
    place: forms.BoundField
    drop: forms.BoundField | None
    tongues: list[tuple[str, str, list[forms.BoundField]]]
    faulty: bool


class QuestionForm(TonguesForm):
    """A question of a service."""

    texts = (
        Text(key="words", label=_("Question"), longest=500, required=True),
        Text(key="help", label=_("Hint below it"), longest=500),
    )
    code = forms.CharField(
        label=_("Code"), max_length=60, validators=[RegexValidator(CODE)],
        help_text=_("Answers of past requests are known by it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Answered with"), choices=KINDS)
    required = forms.BooleanField(label=_("It must be answered"), required=False)
    private = forms.BooleanField(
        label=_("The answer may say who somebody is"), required=False,
        help_text=_("Only the reporter and staff who may see it read it."),
    )  # fmt: skip
    minimum = forms.FloatField(label=_("Least"), required=False)
    maximum = forms.FloatField(label=_("Most"), required=False)
    max_length = forms.IntegerField(
        label=_("Characters, at most"), min_value=1, max_value=LONGEST_ANSWER, required=False
    )

    def __init__(
        self, *sent: Any, languages: Sequence[str], offer: Offer, question: Question | None = None,
        language: str,
    ) -> None:  # fmt: skip
        listed = question.options if question else ()
        initial = _shown(question, languages) if question else {"kind": KINDS[0][0]}
        super().__init__(*sent, languages=languages, initial=initial)
        self._question, self._language = question, language
        self.most = len(listed) + SPARE
        for number in range(self.most):
            self._add_option(number, is_new=number >= len(listed))
        self.others_asked = [
            other
            for other in offer.questions
            if other.options and (question is None or other.code != question.code)
        ]
        for other in self.others_asked:
            self.fields[f"when_{other.code}"] = forms.MultipleChoiceField(
                label=words_in(other.words, language), required=False,
                choices=[(o.key, words_in(o.words, language)) for o in other.options],
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def conditions(self) -> list[forms.BoundField]:
        """Return the fields that say after which answers it is asked."""
        return [self[f"when_{other.code}"] for other in self.others_asked]

    def options(self) -> list[OptionFields]:
        """Return the options with their fields, empty ones at the end."""
        return [self._option_fields(number) for number in range(self.most)]

    def clean(self) -> dict[str, Any]:
        """Note options without a key, and keys that are there twice."""
        said = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for number, option in self._given():
            if not option.key:
                self.add_error(f"option_{number}_key", _("Give it a code."))
            elif option.key in seen:
                self.add_error(f"option_{number}_key", _("Another option has this code."))
            elif not option.words.get(self.languages[0]):
                self.add_error(f"option_{number}_words_{self.languages[0]}", _("Write it."))
            seen.add(option.key)
        if said.get("kind") in LISTS and not seen:
            self.add_error("option_0_key", _("A list needs an option at least."))
        return said

    def question(self) -> Question:
        """Return the question as it was filled in; conditions without a field stay."""
        said = self.cleaned_data
        kind, before = said["kind"], self._question
        fielded = {other.code for other in self.others_asked}
        when = {c: a for c, a in (before.when if before else {}).items() if c not in fielded}
        for code in fielded:
            if said[f"when_{code}"]:
                when[code] = tuple(said[f"when_{code}"])
        placed = sorted(self._given(), key=lambda pair: (self._place(pair[0]), pair[0]))
        return Question(
            code=said["code"], kind=kind, words=self.words("words"), help=self.words("help"),
            required=said["required"], private=said["private"], when=when,
            minimum=said["minimum"] if kind == "number" else None,
            maximum=said["maximum"] if kind == "number" else None,
            max_length=(said["max_length"] or 500) if kind == "string" else 500,
            options=tuple(option for _, option in placed) if kind in LISTS else (),
        )  # fmt: skip

    def _given(self) -> list[tuple[int, Option]]:
        """Return the options that were filled in and not taken out, by their number."""
        found = []
        for number in range(self.most):
            said = {
                name.removeprefix(f"option_{number}_"): value
                for name, value in self.cleaned_data.items()
                if name.startswith(f"option_{number}_")
            }
            words = words_of(said, "words", self.languages)
            if not said.get("drop") and (said.get("key") or words):
                refer = words_of(said, "refer", self.languages)
                found.append((number, Option(key=said.get("key", ""), words=words, refer=refer)))
        return found

    def _place(self, number: int) -> int:
        return self.cleaned_data.get(f"option_{number}_place") or number + 1

    def _add_option(self, number: int, *, is_new: bool) -> None:
        prefix = f"option_{number}_"
        attrs = {"autocomplete": "off", "autocapitalize": "none"}
        self.fields[f"{prefix}key"] = forms.CharField(
            label=_("Code"), max_length=60, required=False, validators=[RegexValidator(CODE)],
            widget=forms.TextInput(attrs=attrs),
        )  # fmt: skip
        self.fields[f"{prefix}place"] = forms.IntegerField(
            label=_("Place in the list"), min_value=1, required=False, initial=number + 1
        )
        if not is_new:
            self.fields[f"{prefix}drop"] = forms.BooleanField(
                label=_("Take it out"), required=False
            )
        for text in OPTION_TEXTS:
            add_text(self, text, self.languages, prefix=prefix)

    def _option_fields(self, number: int) -> OptionFields:
        prefix = f"option_{number}_"
        first = self[f"{prefix}words_{self.languages[0]}"].value()
        tongues = [
            (code, name_of(code), [self[f"{prefix}{text.key}_{code}"] for text in OPTION_TEXTS])
            for code in self.languages
        ]
        names = [name for name in self.fields if name.startswith(prefix)]
        return OptionFields(
            number, str(first or ""), self[f"{prefix}key"], self[f"{prefix}place"],
            self[f"{prefix}drop"] if f"{prefix}drop" in self.fields else None, tongues,
            any(self.errors.get(name) for name in names),
        )  # fmt: skip


def _shown(question: Question, languages: Sequence[str]) -> dict[str, Any]:
    """Return a question as the fields of its form show it."""
    found: dict[str, Any] = {
        **shown("words", question.words, languages),
        **shown("help", question.help, languages),
        **{name: getattr(question, name) for name in (
            "code", "kind", "required", "private", "max_length",
        )},
        "minimum": _plain(question.minimum), "maximum": _plain(question.maximum),
        **{f"when_{code}": list(answers) for code, answers in question.when.items()},
    }  # fmt: skip
    for number, option in enumerate(question.options):
        prefix = f"option_{number}_"
        found |= {
            f"{prefix}key": option.key,
            **shown(f"{prefix}words", option.words, languages),
            **shown(f"{prefix}refer", option.refer, languages),
        }
    return found


def _plain(number: float | None) -> float | int | None:
    """Return a number as somebody would write it: 3 and not 3.0."""
    return int(number) if number is not None and number == int(number) else number
