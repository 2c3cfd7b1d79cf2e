"""The areas of the city: layers with their dates, looked at, and replaced from a day on."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from townline.desk.city.board import Board, board_of, kept, on_board, page
from townline.founding import actions
from townline.founding.rules import areas, editing, shapes
from townline.founding.rules.editing import NotThere
from townline.founding.rules.tables import YEARS
from townline.geography.rules.layers import Layer
from townline.record.verbs import Actor


@dataclass(frozen=True, kw_only=True)
class Row:
    """A layer with the file that holds it."""

    file: str
    layer: Layer
    faulty: int


class LayerForm(forms.Form):
    """Other areas for a layer."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("GeoJSON file"),
        help_text=gettext_lazy("Polygons in WGS 84, longitude first; 20 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )
    since = forms.DateField(
        label=gettext_lazy("In force from"), required=False,
        help_text=gettext_lazy("Those before end the day before. Empty: these are mended."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    code = forms.CharField(label=gettext_lazy("Property that holds the code"), max_length=100)
    name = forms.CharField(label=gettext_lazy("Property that holds the name"), max_length=100)

    def clean_file(self) -> bytes:
        """Return what was sent, if it is not too large."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > actions.LARGEST_LAYER:
            raise forms.ValidationError(_("The file is too large."))
        return bytes(sent.read())

    def clean_since(self) -> Any:
        """Return the day, if it is of our time."""
        day = self.cleaned_data["since"]
        if day and day.year not in YEARS:
            raise forms.ValidationError(_("Check the year."))
        return day


@on_board
@require_safe
def layers(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the layers of areas."""
    board = board_of(request, by)
    return page(request, by, board, "layers", rows=_rows(board))


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def layer(request: HttpRequest, by: Actor, path: str) -> HttpResponse:
    """Show a layer on the map and in figures, and put other areas in its place."""
    board = board_of(request, by)
    row = _row(board, path)
    table = editing.table(board.draft.files[areas.FILE], [("layer", "file", path)])
    said = {"code": table.get("code", ""), "name": table.get("name", "")}
    form = LayerForm(request.POST or None, request.FILES or None, initial=said)
    new = _replaced(board, path, form, by) if form.is_valid() else ""
    if new:
        kept(request, changed=True)
        return redirect(reverse("desk:city_layer", args=[new]))
    boundary = next((each for each in board.draft.layers if each.boundary), None)
    return page(
        request, by, board, "layer", status=422 if form.is_bound else 200, form=form, row=row,
        figures=shapes.figures(row.layer, boundary),
        faults=[f for f in board.draft.faults if f.file == path],
    )  # fmt: skip


@on_board
@require_safe
def layer_outlines(request: HttpRequest, by: Actor, path: str) -> HttpResponse:
    """Return the areas of a layer for the map of its page."""
    row = _row(board_of(request, by), path)
    return HttpResponse(shapes.outlines(row.layer), content_type="application/geo+json")


def _replaced(board: Board, path: str, form: LayerForm, by: Actor) -> str:
    """Put other areas in the place of a layer's; empty where the form says why not."""
    said = form.cleaned_data
    try:
        return actions.replace_layer(
            city=board.city, file=path, content=said["file"], since=said["since"],
            code=said["code"], name=said["name"], by=by, at=timezone.now(),
        )  # fmt: skip
    except actions.NotGeoJson:
        form.add_error("file", _("This is not GeoJSON with features."))
    except actions.TooEarly:
        form.add_error(
            "since", _("Choose the layer that holds last, and a day after its first one.")
        )
    return ""


def _row(board: Board, path: str) -> Row:
    found = next((row for row in _rows(board) if row.file == path), None)
    if found is None:
        raise NotThere(f"No layer is in {path!r}.")
    return found


def _rows(board: Board) -> list[Row]:
    """Return the layers in the folder's order, each with its file."""
    listed = editing.tables(board.draft.files.get(areas.FILE, b""), "layer")
    return [
        Row(
            file=str(table.get("file", "")), layer=each,
            faulty=sum(fault.file == table.get("file") for fault in board.draft.errors),
        )
        for table, each in zip(listed, board.draft.layers, strict=False)
    ]  # fmt: skip
