"""Reading what is asked of contacts that are looked at: the questions and how much each counts."""

from collections.abc import Mapping

from townline.contacts.rules.quality import Question
from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import Faults
from townline.founding.rules.tables import Document

FILE = "quality.toml"
HEAVIEST = 10


def read(
    files: Mapping[str, bytes], languages: tuple[str, ...], faults: Faults
) -> tuple[Question, ...]:
    """Return the questions that can be read; a city may have none."""
    root = Document(FILE, files.get(FILE, b""), faults).root(languages)
    codes, found = Codes("question of quality"), list[Question]()
    for table in root.tables("question"):
        code, words = codes.take(table), table.words("words", required=True)
        weight = table.whole("weight", 1, least=1)
        if weight > HEAVIEST:
            table.fault("weight", f"{weight} is too much.", f"Give it from 1 to {HEAVIEST}.")
        table.end()
        if code:
            found.append(Question(code=code, words=words, weight=min(weight, HEAVIEST)))
    root.end()
    return tuple(found)
