"""The text of an answer in one language: what it may hold, and how hard it is to read."""

from collections.abc import Collection

from townline.founding.rules.faults import Faults, Severity, nearest
from townline.knowledge.rules import answers as rules
from townline.knowledge.rules.grade import HARDEST, grade
from townline.ui import markdown
from townline.ui.markdown import Part

OUTSIDE = ("https://", "tel:")
LINKS = "Link to https://…, tel:…, answer:CODE or service:CODE."


def read(path: str, content: bytes, before: int, language: str, faults: Faults) -> str | None:
    """
    Return the text of an answer, or None where there is none to be read.

    :param before: how many lines of the file come before it
    """
    try:
        text = content.decode("utf-8").strip("\ufeff")
    except UnicodeDecodeError:
        faults.add(path, None, "The file is not UTF-8.", "Save it in UTF-8.")
        return None
    if not text.strip():
        faults.add(path, before + 1, "The answer says nothing.", "Write it, or take the file out.")
        return None
    for part in markdown.parts(text):
        _check_part(path, part, before, faults)
    _check_reading(path, text, before, language, faults)
    return text.strip() + "\n"


def check_links(
    path: str,
    body: tuple[int, bytes],
    answers: Collection[str],
    services: Collection[str],
    faults: Faults,
) -> None:
    """Note the links of a text to answers and services that are not there."""
    before, content = body
    for part in markdown.parts(content.decode("utf-8", "replace")):
        sort, colon, code = part.value.partition(":")
        known = {"answer": answers, "service": services}.get(sort)
        if part.kind == "link" and colon and known is not None and code not in known:
            what = f"There is no {sort} {code!r}."
            faults.add(path, before + part.line, what, nearest(code, known))


def _check_part(path: str, part: Part, before: int, faults: Faults) -> None:
    what = remedy = ""
    if part.kind == "html":
        what, remedy = f"HTML is not allowed: {part.value[:40]}", "Write Markdown."
    elif part.kind == "image":
        what, remedy = "Pictures are not allowed.", "Say it in words."
    elif part.kind == "heading" and part.value == "1":
        what, remedy = "The heading has the level of the question.", "Begin it with ## or ###."
    elif part.kind == "link" and not part.value.startswith((*OUTSIDE, "answer:", "service:")):
        what, remedy = f"A link cannot lead to {part.value!r}.", LINKS
    if what:
        faults.add(path, before + part.line, what, remedy)


def _check_reading(path: str, text: str, before: int, language: str, faults: Faults) -> None:
    said = markdown.plain(text)
    count, hardness = len(said.split()), grade(said, language)
    if count > rules.MOST_WORDS:
        what = f"The answer has {count} words; {rules.MOST_WORDS} are read to their end."
        remedy = "Say the first thing first, and leave out the rest."
        faults.add(path, before + 1, what, remedy, severity=Severity.WARNING)
    if hardness is not None and hardness > HARDEST:
        what = f"The answer asks for grade {hardness:.1f} of reading; {HARDEST:.0f} is the most."
        remedy = "Write shorter sentences, and shorter words."
        faults.add(path, before + 1, what, remedy, severity=Severity.WARNING)
