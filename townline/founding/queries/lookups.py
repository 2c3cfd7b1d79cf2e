"""Where in a folder something stands, and what is wrong with it there."""

import tomllib
from collections.abc import Sequence

from townline.founding.rules import editing, spots
from townline.founding.rules.draft import Draft
from townline.founding.rules.editing import Where
from townline.founding.rules.faults import Fault, Severity

SERVICES = "services/"


def path_of(draft: Draft, code: str) -> str:
    """Return the file in which a service stands, empty where none has it."""
    where = [("service", "code", code)]
    paths = (p for p in draft.files if p.startswith(SERVICES) and p.endswith(".toml"))
    return next((p for p in paths if editing.has(draft.files[p], where)), "")


def faults_of_service(draft: Draft, code: str) -> dict[str, list[Fault]]:
    """Return what is wrong with a service, by the key of its table."""
    return _faults(draft, path_of(draft, code), [("service", "code", code)])


def faults_of_question(draft: Draft, service: str, code: str) -> dict[str, list[Fault]]:
    """Return what is wrong with a question, by the key of its table."""
    where = [("service", "code", service), ("question", "code", code)]
    return _faults(draft, path_of(draft, service), where)


def faults_of_route(draft: Draft, service: str, place: int) -> dict[str, list[Fault]]:
    """Return what is wrong with a route at its place, by the key of its table."""
    where = [("service", "code", service), ("route", editing.PLACE, str(place))]
    return _faults(draft, path_of(draft, service), where)


def faults_of_outcome(draft: Draft, code: str) -> dict[str, list[Fault]]:
    """Return what is wrong with an outcome, by the key of its table."""
    return _faults(draft, "outcomes.toml", [("outcome", "code", code)])


def faults_of_department(draft: Draft, code: str) -> dict[str, list[Fault]]:
    """Return what is wrong with a department, by the key of its table."""
    return _faults(draft, "departments.toml", [("department", "code", code)])


def faults_by_service(draft: Draft) -> dict[str, tuple[Fault, ...]]:
    """Return the errors of each service that has any."""
    found: dict[str, tuple[Fault, ...]] = {}
    faulty = {fault.file for fault in draft.errors if fault.file.startswith(SERVICES)}
    for path in sorted(faulty & draft.files.keys()):
        for each in _tables(draft, path):
            code = str(each.get("code", ""))
            by_key = _faults(draft, path, [("service", "code", code)])
            errors = [f for fs in by_key.values() for f in fs if f.severity is Severity.ERROR]
            if errors:
                found[code] = tuple(errors)
    return found


def _tables(draft: Draft, path: str) -> Sequence[dict[str, object]]:
    listed = _read(draft, path).get("service")
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _faults(draft: Draft, path: str, where: Where) -> dict[str, list[Fault]]:
    if path not in draft.files:
        return {}
    return spots.by_key(draft.faults, path, draft.files[path], where, _read(draft, path))


def _read(draft: Draft, path: str) -> dict[str, object]:
    try:
        return tomllib.loads(draft.files[path].decode())
    except ValueError:
        return {}
