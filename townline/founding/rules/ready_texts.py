"""Reading the texts that staff may begin from: ``texts.toml``."""

from collections.abc import Collection, Mapping

from townline.catalogue.rules import ready_texts as rules
from townline.catalogue.rules.offers import Offer
from townline.catalogue.rules.ready_texts import ReadyText
from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.known import Known, refer
from townline.founding.rules.tables import Document, Table

FILE = "texts.toml"


def read(
    files: Mapping[str, bytes], offers: Mapping[str, Offer], known: Known, faults: Faults
) -> dict[str, ReadyText]:
    """Return the ready texts that can be read, by code."""
    root = Document(FILE, files.get(FILE, b""), faults).root(known.languages)
    codes, found = Codes("text"), {}
    for table in root.tables("text"):
        code = codes.take(table)
        text = _text(table, offers, known)
        if code:
            found[code] = text
        table.end()
    root.end()
    return found


def _text(table: Table, offers: Mapping[str, Offer], known: Known) -> ReadyText:
    name = table.text("name", required=True)
    if len(name) > rules.LONGEST_NAME:
        what = f"The name has {len(name)} characters."
        table.fault("name", what, f"{rules.LONGEST_NAME} are allowed.")
    deeds = table.texts("for")
    for position, deed in enumerate(deeds):
        refer(table, ("for", position), deed, "use", rules.DEEDS)
    if not deeds:
        table.fault("", "The text is for nothing.", 'Write for = ["reply"].')
    words = table.words("text", required=True)
    for language, text in words.items():
        _check(table, language, text)
    return ReadyText(
        name=name,
        words=words,
        deeds=deeds,
        services=_codes(table, "services", "service", offers),
        departments=_codes(table, "departments", "department", known.departments),
    )


def _codes(table: Table, key: str, sort: str, known: Collection[str]) -> tuple[str, ...]:
    codes = table.texts(key)
    for position, code in enumerate(codes):
        refer(table, (key, position), code, sort, known)
    return codes


def _check(table: Table, language: str, text: str) -> None:
    for _line, name in rules.strangers(text):
        what = f"A text has no field {{{name}}}."
        table.fault(("text", language), what, nearest(name, rules.FIELDS))
    if len(text) > rules.LONGEST:
        what = f"The text has {len(text)} characters."
        table.fault(("text", language), what, f"{rules.LONGEST} are allowed.")
