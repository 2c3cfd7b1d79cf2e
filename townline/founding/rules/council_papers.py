"""Reading the templates of papers that a city has of its own: ``council/papers/``."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePath

from townline.council.rules import paper_samples
from townline.council.rules.papers import PAPERS, values
from townline.founding.rules import keeping
from townline.founding.rules.faults import Faults, nearest
from townline.ui import papers

FOLDER = "council/papers/"
_AT = datetime(2022, 11, 3, tzinfo=UTC)


def read(files: Mapping[str, bytes], faults: Faults) -> dict[str, str]:
    """Return the templates by the paper's name; each is tried on all there can be, and on least."""
    paths = sorted(path for path in files if path.startswith(FOLDER))
    return keeping.once(paths, files, "papers", lambda own: _read(files, paths, own), faults)


def _read(files: Mapping[str, bytes], paths: list[str], faults: Faults) -> dict[str, str]:
    found = {}
    for path in paths:
        name = PurePath(path).stem
        if name not in PAPERS:
            what = f"There is no paper {name!r}."
            faults.add(path, None, what, nearest(name, PAPERS))
            continue
        try:
            found[name] = files[path].decode("utf-8")
        except UnicodeDecodeError:
            faults.add(path, None, "The file is not UTF-8.", "Save it in UTF-8.")
            continue
        _try(path, name, found[name], faults)
    return found


def _try(path: str, name: str, template: str, faults: Faults) -> None:
    for sheet in paper_samples.samples(name):
        try:
            papers.make(template, values(sheet), at=_AT)
        except papers.BadPaper as fault:
            remedy = "docs/reference/papers.md says what a template is given."
            faults.add(path, fault.line, f"The paper cannot be made: {fault.what}", remedy)
            return
