"""Where on a form a fault belongs: the key of the table whose line it names."""

from collections.abc import Iterable, Mapping

from townline.founding.rules import toml_lines
from townline.founding.rules.editing import PLACE, Where
from townline.founding.rules.faults import Fault


def by_key(
    faults: Iterable[Fault], path: str, content: bytes, where: Where, data: Mapping[str, object]
) -> dict[str, list[Fault]]:
    """
    Return the faults of a table of a file by its keys; ``""`` has those of the table itself.

    :param data: the file as it is read
    """
    lines = toml_lines.lines(content.decode(errors="replace"))
    prefix = _prefix(where, data)
    keys: dict[int, str] = {}
    for place, line in lines.items():
        if prefix is not None and place[: len(prefix)] == prefix:
            keys.setdefault(line, str(place[len(prefix)]) if len(place) > len(prefix) else "")
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        if fault.file == path and fault.line in keys:
            found.setdefault(keys[fault.line], []).append(fault)
    return found


def _prefix(where: Where, data: Mapping[str, object]) -> toml_lines.Path | None:
    """Return the path of a table through its lists; None where it is not there."""
    prefix: toml_lines.Path = ()
    table: object = data
    for key, name, code in where:
        listed = table.get(key) if isinstance(table, Mapping) else None
        if not isinstance(listed, list):
            return None
        codes = [
            str(place) if name == PLACE else each.get(name) if isinstance(each, dict) else None
            for place, each in enumerate(listed, 1)
        ]
        position = codes.index(code) if code in codes else None
        if position is None:
            return None
        prefix, table = (*prefix, key, position), listed[position]
    return prefix
