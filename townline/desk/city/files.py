"""The files of the folder as text: what no form has is changed here, with its faults beside."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.desk.city.board import Board, board_of, kept, on_board, page
from townline.founding import actions
from townline.founding.rules.editing import NotThere
from townline.founding.rules.faults import Fault
from townline.record.verbs import Actor

TEXTS = (".toml", ".csv", ".txt", ".md")
LONGEST = 250_000
"""Characters that a text may have to be changed in a page; longer ones are changed in a folder.
As browsers send them, signs of three bytes each, that is just below the longest body."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A file as the list has it."""

    path: str
    size: int
    faults: tuple[Fault, ...]
    changed: bool
    is_text: bool


class FileForm(forms.Form):
    """A file as text."""

    use_required_attribute = False
    text = forms.CharField(
        label=gettext_lazy("What the file says"), required=False, strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "wrap": "off"}),
    )  # fmt: skip


class NewFileForm(forms.Form):
    """The name of a file to begin."""

    path = forms.CharField(
        label=gettext_lazy("Name"), max_length=300,
        help_text=gettext_lazy("Such as notices/closed.en.txt or words/es.toml."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the files with what is wrong in each, and begin one."""
    board = board_of(request, by)
    form = NewFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        path = form.cleaned_data["path"]
        if path in board.draft.files:
            form.add_error("path", _("There is a file of this name."))
        elif not path.endswith(TEXTS):
            form.add_error("path", _("Only texts can be begun here: .toml, .csv, .txt, .md."))
        else:
            try:
                actions.put_file(
                    city=board.city, path=path, content=b"\n", by=by, at=timezone.now()
                )
            except actions.BadPath:
                form.add_error("path", _("Nothing reads a file of this name."))
            else:
                return redirect("desk:city_file", path)
    return page(
        request, by, board, "files", status=422 if form.is_bound else 200,
        rows=_rows(board), form=form,
    )  # fmt: skip


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, by: Actor, path: str) -> HttpResponse:
    """Show a file with what is wrong in it, and change its text."""
    board = board_of(request, by)
    content = _content(board, path)
    text = _text_of(content) if path.endswith(TEXTS) else None
    form = FileForm(request.POST or None, initial={"text": text})
    if request.method == "POST" and text is not None and form.is_valid():
        new = _lines_like(content, form.cleaned_data["text"])
        changed = actions.put_file(
            city=board.city, path=path, content=new, by=by, at=timezone.now()
        )
        kept(request, changed)
        return redirect("desk:city_file", path)
    return page(
        request, by, board, "file", status=422 if form.is_bound else 200, path=path, form=form,
        is_text=text is not None, size=len(content),
        faults=[fault for fault in board.draft.faults if fault.file == path],
    )  # fmt: skip


@on_board
@require_safe
def raw(request: HttpRequest, by: Actor, path: str) -> HttpResponse:
    """Hand a file out as it is."""
    content = _content(board_of(request, by), path)
    name = path.rpartition("/")[2]
    return HttpResponse(
        content, content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@on_board
@require_POST
def remove_file(request: HttpRequest, by: Actor, path: str) -> HttpResponse:
    """Take a file out of the folder."""
    board = board_of(request, by)
    _content(board, path)
    actions.put_file(city=board.city, path=path, content=None, by=by, at=timezone.now())
    messages.success(request, _("Taken out. It holds until you publish."))
    return redirect("desk:city_files")


def _content(board: Board, path: str) -> bytes:
    if path not in board.draft.files:
        raise NotThere(f"The folder has no file {path!r}.")
    return board.draft.files[path]


def _text_of(content: bytes) -> str | None:
    """Return a file as text where a page can show it."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if len(text) <= LONGEST and "\x00" not in text else None


def _lines_like(before: bytes, text: str) -> bytes:
    """Return a text with the line ends that the file had, since browsers send their own."""
    plain = text.replace("\r\n", "\n")
    if plain and not plain.endswith("\n"):
        plain += "\n"
    return (plain.replace("\n", "\r\n") if b"\r\n" in before else plain).encode()


def _rows(board: Board) -> list[Row]:
    changed = {path for step in board.revision.steps for path in step.paths} if (
        board.revision
    ) else set()  # fmt: skip
    return [
        Row(
            path=path, size=len(content), changed=path in changed,
            faults=tuple(fault for fault in board.draft.errors if fault.file == path),
            is_text=path.endswith(TEXTS) and len(content) <= LONGEST,
        )
        for path, content in sorted(board.draft.files.items())
    ]  # fmt: skip
