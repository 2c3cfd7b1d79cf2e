"""What a client of Legistar's Web API asks for: which rows, in which order, how many of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from townline.api.answering import Answer, Refused, quoted
from townline.api.legistar.shapes import Shape
from townline.council.rules import conditions, odata
from townline.council.rules.conditions import Column, Condition, Unanswerable

PAGE = 1000
"""Rows of a page; clients go on while a page has as many."""
FURTHEST = 10_000_000
"""Rows that may be skipped."""
KNOWN = ("$filter", "$orderby", "$top", "$skip", "$select", "$expand")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, its names not yet looked up."""

    where: Condition = conditions.ALWAYS
    orders: tuple[odata.Order, ...] = ()
    top: int = PAGE
    skip: int = 0
    select: tuple[str, ...] = ()

    def bound(self, columns: Mapping[str, Column]) -> Condition:
        """
        Return the condition over what is behind the names.

        :raises Refused: 400 if a name is unknown, or cannot be compared so
        """
        try:
            return conditions.bind(self.where, columns)
        except Unanswerable as fault:
            raise Refused(400, f"The query in $filter is not valid. {fault}.") from None

    def order(self, columns: Mapping[str, str]) -> tuple[str, bool]:
        """
        Return the column to sort by, and whether downward; rows of one value follow by their ids.

        :param columns: what may be sorted by, in small letters; the first is sorted by unasked
        :raises Refused: 400 for anything else
        """
        if not self.orders:
            return next(iter(columns.values())), False
        first = self.orders[0]
        name = first.name.lower()
        rest = [order.name.lower() for order in self.orders[1:]]
        if name not in columns or rest not in ([], [next(iter(columns))]):
            known = ", ".join(columns)
            raise Refused(400, f"$orderby sorts by one of: {known}; not by {quoted(first.name)}.")
        return columns[name], first.falling


def asked(request: HttpRequest) -> Asked:
    """
    Return what an address asks for.

    :raises Refused: 400 if it cannot be read
    """
    given: dict[str, str] = {}
    for name, value in request.GET.items():
        small = name.lower()
        if small.startswith("$") and small not in KNOWN:
            told = f"The query parameter {quoted(name)} is not supported; these are: "
            raise Refused(400, told + ", ".join(KNOWN) + ".")
        given[small] = str(value)
    if "\x00" in "".join(given.values()):
        raise Refused(400, "A parameter holds a null character.")
    try:
        where = given.get("$filter", "").strip()
        orders = given.get("$orderby", "").strip()
        return Asked(
            where=odata.read_filter(where) if where else conditions.ALWAYS,
            orders=odata.read_order(orders) if orders else (),
            top=_whole(given, "$top", PAGE, PAGE),
            skip=_whole(given, "$skip", 0, FURTHEST),
            select=tuple(part.strip() for part in given.get("$select", "").split(",") if part),
        )
    except odata.Misread as fault:
        raise Refused(400, f"The query specified in the URI is not valid. {fault}") from None


def _whole(given: Mapping[str, str], name: str, absent: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return absent
    if not (text.isascii() and text.isdecimal()):
        raise Refused(400, f"Invalid value {quoted(text)} for {name} query option found.")
    if len(text) > 9 or int(text) > most:
        told = f"The limit of '{most}' for {name.removeprefix('$').capitalize()} query has been"
        raise Refused(400, f"{told} exceeded. The value from the incoming request is {text[:20]}.")
    return int(text)


def listed(request: HttpRequest, shape: Shape, rows: Sequence[dict[str, Any]]) -> Answer:
    """Answer with those of a few rows that are asked for, in the order that is asked for."""
    wanted = asked(request)
    columns = shape.columns()
    where = wanted.bound(columns)
    found = [row for row in rows if conditions.holds(where, row)]
    for order in reversed(wanted.orders):
        column = columns.get(order.name.lower())
        if column is None:
            told = f"Could not find a property named {quoted(order.name)} to sort by."
            raise Refused(400, f"The query in $orderby is not valid. {told}")
        found.sort(key=_sorted_by(column.name), reverse=order.falling)
    return selected(shape, found[wanted.skip : wanted.skip + wanted.top], wanted)


def selected(shape: Shape, rows: Sequence[dict[str, Any]], wanted: Asked) -> Answer:
    """Answer with rows, cut to the fields that were selected."""
    if not wanted.select:
        return Answer(list(rows), root=shape.root)
    names = {name.lower(): name for name in shape.fields}
    for name in wanted.select:
        if name.partition("/")[0].lower() not in names:
            told = f"Could not find a property named {quoted(name)}."
            raise Refused(400, f"The query in $select is not valid. {told}")
    kept = {names[name.partition("/")[0].lower()] for name in wanted.select}
    cut = [{name: value for name, value in row.items() if name in kept} for row in rows]
    return Answer(cut, root=shape.root)


def single(request: HttpRequest, shape: Shape, row: dict[str, Any]) -> Answer:
    """Answer with one row, cut to the fields that were selected."""
    answer = selected(shape, [row], asked(request))
    return Answer(answer.payload[0], root=shape.root)


def _sorted_by(name: str) -> Callable[[Mapping[str, Any]], tuple[bool, Any]]:
    """Return the key of rows by a field, what is null first."""

    def key(row: Mapping[str, Any]) -> tuple[bool, Any]:
        value = row[name]
        return value is not None, 0 if value is None else value

    return key
