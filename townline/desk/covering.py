"""The form of release: what is blacked out on photos and in words before everyone sees them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from townline.desk.deeds import Case, DeedForm
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.queries import PhotoShown
from townline.requests.rules import covering
from townline.requests.rules.covering import Blot
from townline.requests.rules.submission import Unfit

SIDES = ("left", "top", "width", "height")
FREE_ROWS = 2
"""Rows for further rectangles, where nothing can be drawn."""


@dataclass(frozen=True)
class BlotRow:
    """One rectangle as four numbers, as they were typed."""

    position: int
    values: tuple[tuple[str, str], ...]
    """Name of the field and its value, in the order of ``SIDES``."""


@dataclass(frozen=True)
class Picture:
    """One photo with what is blacked out on it."""

    photo: PhotoShown
    rows: tuple[BlotRow, ...]
    blots: tuple[Blot, ...]
    """Those rows that can be drawn."""


class ReleaseForm(DeedForm):
    """What is blacked out."""

    previews = True
    words = forms.CharField(
        label=_("Words to black out"),
        help_text=_(
            "One name, number or phrase a line. It is blacked out wherever it stands. You can also "
            "mark words in the text above and press the button below it."
        ),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    anew = forms.BooleanField(
        label=_("Show again the words that were blacked out before"), required=False
    )
    destroy = forms.BooleanField(
        label=_("Destroy the photos under the black: the law asks for it"),
        help_text=_("Nobody will ever see them again, nor can this be undone."),
        required=False,
    )

    def prepare(self, case: Case) -> None:
        """Leave out what does not fit this request, or is not this actor's to do."""
        if not case.found.blacked:
            del self.fields["anew"]
        if not case.found.photos or not case.may(verbs.DESTROYED):
            del self.fields["destroy"]
        self.kept = requests.blots_on(case.found.id) if case.found.photos else {}

    def clean(self) -> dict[str, Any]:
        """Read the rectangles, and refuse what cannot be blacked out."""
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["phrases"] = covering.check_phrases(cleaned.get("words", "").splitlines())
            cleaned["blots"] = {p.name: self._blots(p.name) for p in self.case.found.photos}
            for blots in cleaned["blots"].values():
                covering.check_blots(blots)
            self.shows = self._read(cleaned["phrases"], anew=bool(cleaned.get("anew")))
        except Unfit as refusal:
            self.add_error("words" if refusal.field == "words" else None, str(SAYS[refusal.code]))
        return cleaned

    def pictures(self) -> Iterator[Picture]:
        """Yield the photos with their rectangles, as they were typed or kept."""
        for photo in self.case.found.photos:
            rows = list(self._rows(photo.name))
            drawn = (
                _blot(dict(zip(SIDES, (v for _n, v in row.values), strict=True))) for row in rows
            )
            yield Picture(photo, tuple(rows), tuple(blot for blot in drawn if blot))

    def texts(self) -> list[str]:
        """Return what everyone would read, as the form stands."""
        shown: dict[str, str] | None = getattr(self, "shows", None)
        if shown is None:
            shown = self._read(())
        return list(shown.values())

    def _read(self, phrases: tuple[str, ...], *, anew: bool = False) -> dict[str, str]:
        texts = requests.texts_to_show(self.case.city, self.case.found.number, anew=anew)
        return texts | covering.blacked_all(texts, phrases)

    def _rows(self, name: str) -> Iterator[BlotRow]:
        typed = [values for _at, values in self._typed(name)] if self.is_bound else []
        if not self.is_bound:
            kept = self.kept.get(name, ())
            typed = [{side: f"{getattr(blot, side):g}" for side in SIDES} for blot in kept]
        for position, values in enumerate([*typed, *({} for _n in range(FREE_ROWS))]):
            named = ((f"blot-{name}-{position}-{side}", values.get(side, "")) for side in SIDES)
            yield BlotRow(position, tuple(named))

    def _typed(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the rows in which something was typed."""
        for position in range(covering.MOST_BLOTS + FREE_ROWS + 1):
            values = {
                side: str(self.data.get(f"blot-{name}-{position}-{side}", "")).strip()
                for side in SIDES
            }
            if any(values.values()):
                yield position, values

    def _blots(self, name: str) -> tuple[Blot, ...]:
        found = []
        for _at, values in self._typed(name):
            blot = _blot(values)
            if blot is None:
                raise Unfit("bad_blot", "blots", "four numbers from 0 to 100")
            found.append(blot)
        return tuple(found)


def _blot(values: Mapping[str, str]) -> Blot | None:
    """Return a rectangle; None where its four numbers cannot be read."""
    try:
        numbers = [float(values[side].replace(",", ".")) for side in SIDES]
    except ValueError:
        return None
    return Blot(*numbers) if all(map(math.isfinite, numbers)) else None


SAYS = {
    "bad_blot": _(
        "A rectangle needs four numbers from 0 to 100 and must lie within the photo. Mend it, or "
        "empty its row."
    ),
    "too_many_blots": _("That is more than 20 rectangles on one photo."),
    "bad_words": _("Write words that stand in the text."),
    "too_many_words": _("At most 50 lines of 200 characters."),
    "not_there": _("One of the lines does not stand in the text. Write it as it stands there."),
}
"""Why something cannot be blacked out."""
