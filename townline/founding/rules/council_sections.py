"""Reading the parts that a city's agendas have: ``[[section]]`` in ``council/council.toml``."""

from collections.abc import Collection, Iterator

from townline.council.rules.agendas import Section
from townline.founding.rules.codes import Codes
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Table


def read(root: Table, thresholds: Collection[str]) -> Iterator[Section]:
    """Yield the sections that can be read, in their order."""
    codes = Codes("section")
    taken: dict[str, str] = {}
    for table in root.tables("section"):
        code = codes.take(table)
        threshold = table.text("threshold")
        refer(table, "threshold", threshold, "threshold", thresholds)
        section = Section(
            code=code,
            label=table.words("label", required=True),
            threshold=threshold,
            consent=table.flag("consent"),
            closed=table.flag("closed"),
            headings=table.texts("headings"),
        )
        table.end()
        _check_headings(table, section, taken)
        if code and section.label:
            yield section


def _check_headings(table: Table, section: Section, taken: dict[str, str]) -> None:
    """Note a fault where an agenda's heading would mean this section and one before it."""
    for position, words in enumerate(section.headings):
        key = " ".join(words.casefold().split())
        if taken.setdefault(key, section.code) != section.code:
            what = f"{words!r} is read as a heading of {taken[key]!r} already."
            table.fault(("headings", position), what, "Give it to one of the two.")
