"""Reading the registry of bodies: ``council/bodies.toml``."""

from collections.abc import Iterator, Mapping
from datetime import date

from townline.council.rules.registry import JOINER, spellings
from townline.council.rules.vocabulary import Body, BodyName
from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table

FILE = "council/bodies.toml"
KINDS = (
    "council", "committee", "board", "neighborhood_council", "department", "officer", "mayor",
)  # fmt: skip
"""What a body can be."""


def read(files: Mapping[str, bytes], faults: Faults) -> tuple[Body, ...]:
    """Return the bodies that can be read, in their order."""
    root = Document(FILE, files.get(FILE, b""), faults).root()
    codes, found = Codes("body"), dict[str, Body]()
    tables = list(root.tables("body"))
    taken: dict[str, str] = {}
    for table in tables:
        code = codes.take(table)
        body = _body(table, code)
        if code:
            found[code] = body
            _check_names(table, body, taken)
        table.end()
    for table in tables:
        parent = table.text("parent")
        if parent:
            refer(table, "parent", parent, "body", found)
    root.end()
    return tuple(found.values())


def _body(table: Table, code: str) -> Body:
    since, until = table.day("since"), table.day("until")
    _check_days(table, since, until)
    present = BodyName(text=table.text("name", required=True), since=since, until=until)
    return Body(
        code=code,
        kind=table.choice("kind", KINDS),
        names=(present, *_former(table)),
        short=table.text("short"),
        aliases=table.texts("aliases"),
        parent=table.text("parent"),
    )


def _former(table: Table) -> Iterator[BodyName]:
    for inner in table.tables("formerly"):
        since, until = inner.day("since"), inner.day("until")
        _check_days(inner, since, until)
        yield BodyName(text=inner.text("name", required=True), since=since, until=until)
        inner.end()


def _check_days(table: Table, since: date | None, until: date | None) -> None:
    if since and until and until <= since:
        what = f"A name that begins on {since} cannot have ended by {until}."
        table.fault("until", what, "Give until as the first day without the name.")


def _check_names(table: Table, body: Body, taken: dict[str, str]) -> None:
    for name in filter(None, spellings(body)):
        if name != name.strip() or JOINER.strip() in name or "\n" in name:
            what = f"The name {name!r} cannot be told apart within a sentence."
            table.fault("name", what, f"Take out {JOINER.strip()!r} and blanks at its ends.")
        if name in taken:
            what = f"{name!r} is a name of {taken[name]!r} already."
            table.fault("name", what, "Give the spelling to one of the two.")
        taken.setdefault(name, body.code)
