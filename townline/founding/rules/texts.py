"""Reading the city's own words for messages: ``notices/closed.es.txt``."""

from collections.abc import Mapping

from townline.contacts.rules import wordings
from townline.founding.rules.faults import Faults, nearest


def check(files: Mapping[str, bytes], languages: tuple[str, ...], faults: Faults) -> None:
    """Note what would keep a message from being written, or leave a field of it empty."""
    for path, content in files.items():
        if not path.startswith("notices/") or not path.endswith(".txt"):
            continue
        place = wordings.PATH.fullmatch(path)
        if place is None:
            what = "This is no place for the words of a message."
            faults.add(path, None, what, "Name it as notices/closed.en.txt or notices/sms/….")
            continue
        template, language = place["template"], place["language"]
        if template not in wordings.FIELDS:
            what = f"There is no message {template!r}."
            faults.add(path, None, what, nearest(template, wordings.FIELDS))
        elif language not in languages:
            what = f"The city does not have the language {language!r}."
            faults.add(path, None, what, nearest(language, languages))
        else:
            _check_text(path, template, content, faults)


def _check_text(path: str, template: str, content: bytes, faults: Faults) -> None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        faults.add(path, None, "The file is not UTF-8.", "Save it in UTF-8.")
        return
    known = wordings.FIELDS[template]
    for line, name in wordings.strangers(template, text):
        what = f"A message {template!r} has no field {{{name}}}."
        faults.add(path, line, what, nearest(name, known))
    if not text.strip():
        faults.add(path, None, "The message has no words.", "Write them, or take the file out.")
    if len(text) > wordings.LONGEST:
        what = f"The message has {len(text)} characters."
        faults.add(path, None, what, f"{wordings.LONGEST} are allowed.")
