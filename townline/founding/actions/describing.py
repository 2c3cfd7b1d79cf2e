"""Changing services, outcomes and departments of a city: each a step of a revision."""

from collections.abc import Callable, Mapping
from datetime import datetime

from townline.catalogue.rules.offers import Offer, Outcome, Question
from townline.cities.rules.city import City
from townline.founding.actions.revising import revise
from townline.founding.queries import revisions
from townline.founding.rules import draft as drafts
from townline.founding.rules import editing, saying
from townline.founding.rules.editing import NotThere, Where
from townline.founding.rules.organisation import DEPARTMENTS
from townline.founding.rules.saying import Values
from townline.record.verbs import Actor
from townline.staff.rules.departments import Department

OUTCOMES = "outcomes.toml"


class CodeTaken(ValueError):
    """Something of the same sort has the code already; the text names it."""


class BadPath(ValueError):
    """A file of that name has no place in a folder; the text says why."""


def put_service(*, city: City, offer: Offer, by: Actor, at: datetime) -> bool:
    """
    Change a service as a form shows it: without its questions, routes and items.

    :raises NotThere: if no file has it
    :raises TooTangled: if its file cannot be changed by a form
    """
    where = _service(offer.code)
    files = _files(city, by)
    path = path_of(files, where)
    return _put(city, files, path, where, saying.service(offer), f"Service {offer.code}", by, at)


def add_service(*, city: City, offer: Offer, by: Actor, at: datetime) -> None:
    """
    Add a service, to the file of its group where there is one.

    :raises CodeTaken: if there is a service of that code
    """
    files = _files(city, by)
    if _holding(files, _service(offer.code)):
        raise CodeTaken(f"There is a service {offer.code} already.")
    path = f"services/{offer.group}.toml"
    values = saying.spare(saying.service(offer), {})
    content = editing.add(files.get(path, b""), (), "service", values)
    revise(city=city, changes={path: content}, what=f"New service {offer.code}", by=by, at=at)


def remove_service(*, city: City, code: str, by: Actor, at: datetime) -> None:
    """
    Offer a service no more; requests that were made keep it.

    :raises NotThere: if no file has it
    """
    _edit(
        city, _service(code), lambda content: editing.remove(content, _service(code)),
        f"Service {code} taken out", by, at,
    )  # fmt: skip


def put_question(
    *, city: City, service: str, code: str, question: Question, by: Actor, at: datetime
) -> bool:
    """
    Change a question of a service.

    :param code: what it was called so far
    :raises NotThere: if the service does not ask it
    :raises CodeTaken: if another question has the new code
    """
    files = _files(city, by)
    where = [*_service(service), ("question", "code", code)]
    path = path_of(files, where)
    if question.code != code:
        _refuse_taken(files[path], service, question.code)
    what = f"Question {code} of {service}"
    return _put(city, files, path, where, saying.question(question), what, by, at)


def add_question(*, city: City, service: str, question: Question, by: Actor, at: datetime) -> None:
    """
    Ask one thing more, after all others.

    :raises NotThere: if no file has the service
    :raises CodeTaken: if another question has the code
    """

    def change(content: bytes) -> bytes:
        _refuse_taken(content, service, question.code)
        values = saying.spare(saying.question(question), {})
        return editing.add(content, _service(service), "question", values)

    _edit(city, _service(service), change, f"New question {question.code} of {service}", by, at)


def move_question(
    *, city: City, service: str, code: str, places: int, by: Actor, at: datetime
) -> None:
    """
    Ask something so many places later, or earlier.

    :raises NotThere: if the service does not ask it
    """
    where = [*_service(service), ("question", "code", code)]
    _edit(
        city, where, lambda content: editing.move(content, where, places),
        f"Question {code} of {service} moved", by, at,
    )  # fmt: skip


def remove_question(*, city: City, service: str, code: str, by: Actor, at: datetime) -> None:
    """
    Ask something no more.

    :raises NotThere: if the service does not ask it
    """
    where = [*_service(service), ("question", "code", code)]
    _edit(
        city, where, lambda content: editing.remove(content, where),
        f"Question {code} of {service} taken out", by, at,
    )  # fmt: skip


def put_outcome(*, city: City, outcome: Outcome, by: Actor, at: datetime) -> bool:
    """
    Change a way in which requests may end, or add one.

    :raises TooTangled: if the file cannot be changed by a form
    """
    return _put_or_add(city, OUTCOMES, "outcome", saying.outcome(outcome), by, at)


def put_department(*, city: City, department: Department, by: Actor, at: datetime) -> bool:
    """
    Change a department as a form shows it, or add one; its later names stay.

    :raises TooTangled: if the file cannot be changed by a form
    """
    values = saying.department(department)
    present = _files(city, by).get(DEPARTMENTS, b"")
    if later := _later_codes(present, department.code):  # read as aliases, and not written twice
        aliases = [alias for alias in department.aliases if alias not in later]
        values["aliases"] = aliases or None
    return _put_or_add(city, DEPARTMENTS, "department", values, by, at)


def put_file(*, city: City, path: str, content: bytes | None, by: Actor, at: datetime) -> bool:
    """
    Change, add or take out a file of the folder as it is.

    :raises BadPath: if nothing reads a file of that name
    """
    if content is not None and not drafts.READ.fullmatch(path):
        raise BadPath(f"Nothing reads a file {path!r}. Look at the names of the others.")
    what = f"File {path}" + (" taken out" if content is None else "")
    return revise(city=city, changes={path: content}, what=what, by=by, at=at)


def path_of(files: Mapping[str, bytes], where: Where) -> str:
    """
    Return the file that holds a table.

    :raises NotThere: if none does
    """
    path = _holding(files, where)
    if path is None:
        key, _, code = where[-1]
        raise NotThere(f"No file has the {key} {code!r}.")
    return path


def _holding(files: Mapping[str, bytes], where: Where) -> str | None:
    paths = (p for p in files if p.startswith("services/") and p.endswith(".toml"))
    return next((path for path in paths if editing.has(files[path], where)), None)


def _service(code: str) -> list[tuple[str, str, str]]:
    return [("service", "code", code)]


def _files(city: City, by: Actor) -> dict[str, bytes]:
    return revisions.files_worked(city, revisions.worked(city, by))


def _refuse_taken(content: bytes, service: str, code: str) -> None:
    if editing.has(content, [*_service(service), ("question", "code", code)]):
        raise CodeTaken(f"The service asks {code} already.")


def _edit(
    city: City, where: Where, change: Callable[[bytes], bytes], what: str, by: Actor, at: datetime
) -> None:
    files = _files(city, by)
    path = path_of(files, where)
    revise(city=city, changes={path: change(files[path])}, what=what, by=by, at=at)


def _later_codes(content: bytes, code: str) -> set[str]:
    """Return the codes that a department takes with its later names."""
    found = [t for t in editing.tables(content, "department") if t.get("code") == code]
    renamed = found[0].get("renamed", []) if found else []
    return {str(each["code"]) for each in renamed if "code" in each}


def _put_or_add(city: City, path: str, key: str, values: Values, by: Actor, at: datetime) -> bool:
    """Change the table of a code in a list, or add it at the end."""
    files, code = _files(city, by), values["code"]
    where = [(key, "code", code)]
    if editing.has(files.get(path, b""), where):
        return _put(city, files, path, where, values, f"{key.capitalize()} {code}", by, at)
    content = editing.add(files.get(path, b""), (), key, saying.spare(values, {}))
    what = f"New {key} {code}"
    return revise(city=city, changes={path: content}, what=what, by=by, at=at)


def _put(
    city: City, files: Mapping[str, bytes], path: str, where: Where, values: Values, what: str,
    by: Actor, at: datetime,
) -> bool:  # fmt: skip
    """Give a table its values, and say in the step which of them changed."""
    present = editing.table(files[path], where)
    wanted = saying.spare(values, present)
    changed = [key for key, value in wanted.items() if present.get(key) != value]
    if not changed:
        return False
    content = editing.put(files[path], where, {key: wanted[key] for key in changed})
    what = f"{what}: {', '.join(changed)}"
    return revise(city=city, changes={path: content}, what=what, by=by, at=at)
