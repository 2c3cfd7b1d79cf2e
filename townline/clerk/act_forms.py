"""What a clerk fills in to enter an activity, and the sentence that it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townline.clerk import blanks
from townline.council.queries import ActivityShown, DocumentShown, Said
from townline.council.rules.grammar import Grammar, NotAnActivity
from townline.council.rules.slots import NotFitting, UnknownBody
from townline.council.rules.vocabulary import ActionType, Activity, Parameter
from townline.council.rules.wordings import Wording


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of the sentence on screen."""

    text: str
    gap: bool = False
    """Whether it stands for something that is not filled in yet."""


class ActForm(forms.Form):
    """An activity: its day, and what fills the blanks of its sentence."""

    use_required_attribute = False
    day = forms.DateField(
        label=_("Day"),
        help_text=_("The day on which it happened, as the record gives it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        grammar: Grammar,
        kind: ActionType,
        *,
        version: str = "",
        today: date,
        seen: int,
        papers: Sequence[DocumentShown] = (),
        corrects: ActivityShown | None = None,
        sent: Any = None,
    ) -> None:
        super().__init__(sent, initial=_initial(kind, today, seen, corrects))
        self.grammar, self.kind, self.corrects = grammar, kind, corrects
        self.wording = grammar.wording(kind.code, version) if version else grammar.newest(kind.code)
        found = (kind.parameter(name) for name in self.wording.names)
        self.parameters = [each for each in found if each is not None]
        for parameter in self.parameters:
            self.fields.update(blanks.fields(parameter))
        if corrects is not None:
            self.fields["reason"] = forms.CharField(
                label=_("Why is it corrected?"),
                help_text=_("It stands in the record beside the correction, for everyone to read."),
                max_length=1_000,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        elif papers:
            self.fields["documents"] = forms.TypedMultipleChoiceField(
                label=_("Papers that belong to it"),
                required=False,
                coerce=int,
                choices=[(paper.seq, paper.title) for paper in papers],
                widget=forms.CheckboxSelectMultiple,
            )
        self.activity: Activity | None = None

    def clean(self) -> dict[str, Any]:
        """Make the activity, and say which blank keeps it from being one."""
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        try:
            self.activity = self.grammar.of_json(
                {
                    "type": self.kind.code,
                    "template": self.wording.version,
                    "parameters": {p.name: self._given(p, said) for p in self.parameters},
                }
            )
        except NotAnActivity as fault:
            name, colon, what = str(fault).partition(": ")
            field = blanks.PREFIX + name
            known = colon and field in self.fields
            self.add_error(field if known else None, _told(fault, what if known else str(fault)))
        return said

    def pieces(self) -> list[Piece]:
        """Return the sentence as it will be printed, with a name where something is missing."""
        said = self.cleaned_data if self.is_bound and self.errors is not None else self.initial
        found = []
        for piece in self.wording.pieces:
            if isinstance(piece, str):
                found.append(Piece(text=piece))
                continue
            parameter = next(p for p in self.parameters if p.name == piece.name)
            shown = _shown(self.wording, parameter, said)
            lead = piece.lead if shown.text else ""
            found.append(Piece(text=lead + shown.text, gap=shown.gap))
        return _trimmed(found)

    def lists(self, names: Mapping[str, Sequence[str]]) -> list[SafeString]:
        """Return the lists of names that the form's boxes offer."""
        return [blanks.datalist(identity, each) for identity, each in names.items()]

    def offered(self) -> dict[str, tuple[str, ...]]:
        """Return the kinds of bodies that boxes offer, by the identity of their lists."""
        return {blanks.offered_for(p): p.kinds for p in self.parameters if p.slot.startswith("bod")}

    def said(self) -> Said:
        """Return what stands in the fields, for a draft."""
        sent = cast(QueryDict, self.data)
        kept = {name: sent.getlist(name) for name in self.fields if name != "seen"}
        return {name: values for name, values in kept.items() if any(values)}

    def look_anew(self, seen: int) -> None:
        """Take it that what is on screen now is what the clerk has seen."""
        sent = cast(QueryDict, self.data).copy()
        sent["seen"] = str(seen)
        self.data = sent

    def _given(self, parameter: Parameter, said: Mapping[str, Any]) -> Any:
        return blanks.plain(parameter, said)


def _told(fault: NotAnActivity, otherwise: str) -> str:
    """Return why it is no activity in the words of the desk, where the folder's are no help."""
    if not isinstance(fault.__cause__, UnknownBody):
        return otherwise
    return gettext(
        "There is no body named “%(name)s” that can stand here. Choose one of the list that opens"
        " as you type."
    ) % {"name": fault.__cause__.name}


def _initial(
    kind: ActionType, today: date, seen: int, corrects: ActivityShown | None
) -> dict[str, Any]:
    found: dict[str, Any] = {"day": today, "seen": seen}
    if corrects is not None:
        found["day"] = corrects.date
        for parameter in kind.parameters:
            if corrects.type == kind.code and parameter.name in corrects.activity.parameters:
                value = corrects.activity.parameters[parameter.name]
                found |= blanks.initial(parameter, value)
    return found


def _shown(wording: Wording, parameter: Parameter, said: Mapping[str, Any]) -> Piece:
    plain = blanks.plain(parameter, said)
    try:
        text = wording.said(parameter.name, wording.of_plain(parameter.name, plain))
    except NotFitting:
        return Piece(text=str(blanks.label_of(parameter)), gap=True)
    return Piece(text=text)


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without the blanks at the end, as print shows them."""
    while pieces and not pieces[-1].text.rstrip(" "):
        pieces.pop()
    if pieces and not pieces[-1].gap:
        pieces[-1] = Piece(text=pieces[-1].text.rstrip(" "))
    return pieces
