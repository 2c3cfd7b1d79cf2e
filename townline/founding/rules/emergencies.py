"""Reading what is an emergency: how people tell of it, and what they are told first."""

import re
from collections.abc import Collection, Mapping

from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table
from townline.knowledge.rules.emergencies import Emergencies, Emergency, parts_of

FILE = "emergencies.toml"
CALLED = re.compile(r"\+?[0-9][0-9-]{1,18}[0-9]")
LONGEST = 120
"""Characters of what is said first: a text message has room for it and for where it went."""


def read(
    files: Mapping[str, bytes],
    languages: tuple[str, ...],
    answers: Collection[str],
    faults: Faults,
) -> Emergencies:
    """Return the emergencies that can be read; a city may have none."""
    root = Document(FILE, files.get(FILE, b""), faults).root(languages)
    codes, found = Codes("kind of emergency"), list[Emergency]()
    for table in root.tables("kind"):
        kind = _kind(table, codes.take(table), languages, answers)
        table.end()
        if kind:
            found.append(kind)
    harmless = _phrases(root, "harmless", languages)
    root.end()
    return Emergencies(kinds=tuple(found), harmless=harmless)


def _kind(
    table: Table, code: str, languages: tuple[str, ...], answers: Collection[str]
) -> Emergency | None:
    name, call = table.words("name", required=True), table.text("call", required=True)
    if call and not CALLED.fullmatch(call):
        table.fault("call", f"{call!r} cannot be called.", "Write digits, such as 911.")
    says = table.words("says", required=True)
    for language, text in says.items():
        if len(text) > LONGEST:
            what = f"It has {len(text)} characters: too many for a text message."
            table.fault(("says", language), what, f"{LONGEST} at most.")
    named = table.texts("answers")
    for position, each in enumerate(named):
        refer(table, ("answers", position), each, "answer", answers)
    phrases = _phrases(table, "phrases", languages)
    if not any(phrases.values()):
        table.fault("", "No phrase tells of it.", "Write some: [kind.phrases].")
    if not (code and call and says):
        return None
    return Emergency(code=code, name=name, call=call, says=says, answers=named, phrases=phrases)


def _phrases(table: Table, key: str, languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found = table.keyed(key)
    for language, phrases in found.items():
        refer(table, (key, language), language, "language", languages)
        for position, phrase in enumerate(phrases):
            if not all(parts := parts_of(phrase)) or not parts:
                what = f"{phrase[:20]!r} has a word without letters."
                remedy = "Write words, with | between those that may stand for each other."
                table.fault((key, language, position), what, remedy)
    return found
