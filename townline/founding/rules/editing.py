"""Changing a TOML file of a folder so that its comments, its order and its look stay."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array

BARE = re.compile(r"[A-Za-z0-9_-]+")
Where = Sequence[tuple[str, str, str]]
"""
A way to a table through lists of tables: for each list its key, and which key of a table in it has
which code: ``[("service", "code", "pothole"), ("question", "code", "size")]``.
"""


PLACE = "#"
"""Instead of a key: the code is the table's place in the list, from 1."""


class NotThere(LookupError):
    """The file has no such table; the text names it."""


class TooTangled(ValueError):
    """The file is written in a way that a form cannot change without breaking it."""


def put(content: bytes, where: Where, values: Mapping[str, Any]) -> bytes:
    """
    Return a file in which a table has these values; None takes a key out. Others stay.

    :raises NotThere: if the file has no such table
    :raises TooTangled: if the change cannot be written
    """

    def change(root: Any) -> None:
        table, _ = _found(root, where)
        for key, value in values.items():
            _set(table, key, value)

    return _changed(content, change)


def add(content: bytes, where: Where, key: str, values: Mapping[str, Any]) -> bytes:
    """
    Return a file with one table more at the end of the list ``key`` of a table, or of the file.

    :raises NotThere: if the file has no such table
    :raises TooTangled: if the change cannot be written
    """

    def change(root: Any) -> None:
        table, _ = _found(root, where)
        filled = {name: value for name, value in values.items() if value is not None}
        listed = table.get(key)
        if isinstance(listed, Array):
            _append(listed, filled)
        elif listed is not None:
            listed.append(_table(filled) if isinstance(listed, AoT) else filled)
        elif not hasattr(root, "as_string"):
            table[key] = [filled]
        else:
            table[key] = tomlkit.aot()
            table[key].append(_table(filled))

    return _changed(content, change)


def remove(content: bytes, where: Where) -> bytes:
    """
    Return a file without a table.

    :raises NotThere: if the file has no such table
    :raises TooTangled: if the change cannot be written
    """

    def change(root: Any) -> None:
        holder, _ = _found(root, where[:-1])
        _, (listed, position) = _found(root, where)
        del listed[position]
        if not listed:
            del holder[where[-1][0]]

    return _changed(content, change)


def move(content: bytes, where: Where, places: int) -> bytes:
    """
    Return a file in which a table stands so many places later in its list; at the ends it stays.

    :raises NotThere: if the file has no such table
    :raises TooTangled: if the change cannot be written
    """

    def change(root: Any) -> None:
        _, (listed, position) = _found(root, where)
        goal = min(max(position + places, 0), len(listed) - 1)
        if goal == position:
            return
        order = list(range(len(listed)))
        order.insert(goal, order.pop(position))
        _reorder(listed, order)

    return _changed(content, change)


def has(content: bytes, where: Where) -> bool:
    """Return whether a file has such a table; one that cannot be read has none."""
    try:
        _found(tomllib.loads(content.decode()), where)
    except (NotThere, ValueError):
        return False
    return True


def table(content: bytes, where: Where) -> Mapping[str, Any]:
    """
    Return what a table of a file says.

    :raises NotThere: if the file has no such table
    :raises TooTangled: if it cannot be read
    """
    try:
        root = tomllib.loads(content.decode())
    except ValueError as fault:
        raise TooTangled(f"The file cannot be read: {fault}.") from fault
    found: Mapping[str, Any] = _found(root, where)[0]
    return found


def tables(content: bytes, key: str) -> list[Mapping[str, Any]]:
    """Return the tables of a list of a file, none where it cannot be read."""
    try:
        listed = tomllib.loads(content.decode()).get(key)
    except ValueError:
        return []
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _changed(content: bytes, change: Any) -> bytes:
    """Make a change, and see that the file then says what plain values changed so would say."""
    try:
        text = content.decode()
        wanted = tomllib.loads(text)
        document = tomlkit.parse(text)
    except ValueError as fault:
        raise TooTangled(f"The file cannot be read: {fault}.") from fault
    change(wanted)
    change(document)
    written = tomlkit.dumps(document)
    try:
        said = tomllib.loads(written)
    except tomllib.TOMLDecodeError as fault:
        raise TooTangled("Change the text of the file instead.") from fault
    if said != wanted:
        raise TooTangled("Change the text of the file instead.")
    return written.encode()


def _found(root: Any, where: Where) -> tuple[Any, tuple[Any, int]]:
    """Return a table, the list that it is in, and its position there."""
    table, place = root, (root, 0)
    for key, name, code in where:
        listed = table.get(key) or []
        for position, each in enumerate(listed):
            called = str(position + 1) if name == PLACE else _code(each, name)
            if isinstance(each, Mapping) and called == code:
                table, place = each, (listed, position)
                break
        else:
            raise NotThere(f"The file has no {key} {code!r}.")
    return table, place


def _code(table: Any, name: str) -> Any:
    return table.get(name) if isinstance(table, Mapping) else None


def _set(table: Any, key: str, value: Any) -> None:
    """Give a key a value; what is the same already is not touched."""
    present = table.get(key)
    if value is None:
        table.pop(key, None)
    elif isinstance(value, Mapping) and isinstance(present, Mapping):
        _fill(present, value)
    elif _are_tables(value) and _are_tables(present):
        _set_tables(table, key, value)
    elif present != value or isinstance(present, bool) is not isinstance(value, bool):
        table[key] = _written(table, value)


def _fill(table: Any, values: Mapping[str, Any]) -> None:
    """Give a table these values and no others."""
    for gone in [name for name in table if name not in values]:
        del table[gone]
    for name, inner in values.items():
        _set(table, name, inner)


def _set_tables(table: Any, key: str, wanted: list[Mapping[str, Any]]) -> None:
    """Give a list of tables its tables: those that stay are changed where they differ."""
    present = table[key]
    name = "key" if any("key" in each for each in wanted) else "code"
    if [each.get(name) for each in present] == [each[name] for each in wanted]:
        for old, new in zip(present, wanted, strict=True):
            _fill(old, new)
    elif isinstance(present, AoT):
        fresh = tomlkit.aot()
        for each in wanted:
            fresh.append(_table(each))
        table[key] = fresh
    else:
        table[key] = _written(table, wanted)


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)


def _reorder(listed: Any, order: Sequence[int]) -> None:
    """Put a list into another order."""
    items = [listed[position] for position in order]
    if isinstance(listed, AoT):
        while len(listed):
            del listed[-1]
        for item in items:
            listed.append(item)
    elif isinstance(listed, Array):
        plain = [item.unwrap() for item in items]
        listed.clear()
        for each in plain:
            _append(listed, each)
    else:
        listed[:] = items


def _append(listed: Array, values: Mapping[str, Any]) -> None:
    listed.add_line(_item(values), indent="  ")


def _written(table: Any, value: Any) -> Any:
    """Return a value as the table takes it: plain, or as an item of a document."""
    return _item(value) if hasattr(table, "as_string") else deepcopy(value)


def _item(value: Any) -> Any:
    return tomlkit.value(_text(value))


def _text(value: Any) -> str:
    """Return a value as our folders write it; a list of tables takes a line for each."""
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_text(inner)}" for key, inner in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if _are_tables(value):
        return "[\n" + "".join(f"  {_text(inner)},\n" for inner in value) + "]"
    if isinstance(value, list):
        return "[" + ", ".join(_text(inner) for inner in value) + "]"
    return tomlkit.item(value).as_string()


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else tomlkit.item(key).as_string()


def _table(values: Mapping[str, Any]) -> Any:
    """Return a table of its own, whose values are written within lines."""
    table = tomlkit.table()
    for key, value in values.items():
        table[key] = _item(value)
    table.add(tomlkit.nl())
    return table
