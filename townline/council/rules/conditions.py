"""
Conditions on rows: what a program asks for, as a value that no text can slip out of.

A condition names columns, never SQL. It can be judged here, over a row in memory (``holds``), and
the room's queries make the same of it for the database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Op(StrEnum):
    """How a value is compared."""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"


class Way(StrEnum):
    """Where a text has another one in it."""

    ANYWHERE = "anywhere"
    START = "start"
    END = "end"


class Kind(StrEnum):
    """What a column holds."""

    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    DAY = "day"
    MOMENT = "moment"


type Value = str | int | Decimal | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Compare:
    """A column compared with a value; None only with ``EQ`` and ``NE``."""

    column: str
    op: Op
    value: Value


@dataclass(frozen=True, slots=True)
class Contains:
    """A text column has a text in it, whichever the case of letters."""

    column: str
    way: Way
    text: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; without parts, always."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts, never."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


type Condition = Compare | Contains | AllOf | AnyOf | Not

ALWAYS = AllOf()
NEVER = AnyOf()
MILLISECOND = timedelta(milliseconds=1)


class Unanswerable(ValueError):
    """A condition that no column can answer; the text says why, for whoever wrote it."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """
    What is behind a name that programs use.

    :ivar name: the column of the room; empty where the answer is always null
    :ivar codes: what the column holds for each value that programs see; it can then only be equal
        to one of them, or not
    """

    kind: Kind
    name: str = ""
    codes: Mapping[Any, Value] | None = None


def bind(condition: Condition, columns: Mapping[str, Column]) -> Condition:
    """
    Return the condition over the room's columns, with values of their kinds.

    :param columns: by name in small letters
    :raises Unanswerable: if there is no such name, or its column cannot be compared so
    """
    match condition:
        case AllOf(parts):
            return all_of(bind(part, columns) for part in parts)
        case AnyOf(parts):
            return any_of(bind(part, columns) for part in parts)
        case Not(part):
            return negate(bind(part, columns))
        case Contains(name, way, text):
            column = _known(name, columns)
            if column.kind is not Kind.TEXT or column.codes is not None:
                raise Unanswerable(f"{name} is no text that can be searched")
            return Contains(column.name, way, text) if column.name else NEVER
        case Compare():
            return _compared(condition, _known(condition.column, columns))


def all_of(parts: Any) -> Condition:
    """Return that every part holds, without what always does."""
    kept = [part for part in parts if part != ALWAYS]
    if NEVER in kept:
        return NEVER
    return kept[0] if len(kept) == 1 else AllOf(tuple(kept))


def any_of(parts: Any) -> Condition:
    """Return that at least one part holds, without what never does."""
    kept = [part for part in parts if part != NEVER]
    if ALWAYS in kept:
        return ALWAYS
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept))


def negate(condition: Condition) -> Condition:
    """Return that a condition does not hold."""
    match condition:
        case AllOf(()):
            return NEVER
        case AnyOf(()):
            return ALWAYS
        case Not(part):
            return part
    return Not(condition)


def _known(name: str, columns: Mapping[str, Column]) -> Column:
    column = columns.get(name.lower())
    if column is None:
        raise Unanswerable(f"There is no property {name[:60]!r} that can be asked about")
    return column


def _compared(asked: Compare, column: Column) -> Condition:
    """Return one comparison as its column has it; nothing is more or less than null."""
    op, value = asked.op, asked.value
    if value is None:
        return _null_compared(column.name, op)
    fit = FITTING[column.kind](asked.column, value)
    if not column.name:
        return ALWAYS if op is Op.NE else NEVER
    if column.codes is not None:
        return _coded(asked, column, fit)
    if column.kind is Kind.DAY:
        return _day_compared(column.name, op, fit)
    if column.kind is Kind.MOMENT:
        return _moment_compared(column.name, op, fit)
    return Compare(column.name, op, fit)


def _null_compared(name: str, op: Op) -> Condition:
    if op not in (Op.EQ, Op.NE):
        return NEVER
    if name:
        return Compare(name, op, None)
    return ALWAYS if op is Op.EQ else NEVER


def _coded(asked: Compare, column: Column, value: Value) -> Condition:
    if asked.op not in (Op.EQ, Op.NE):
        raise Unanswerable(f"{asked.column} can be equal to a value or not, no more")
    codes = column.codes or {}
    if value not in codes:
        return NEVER if asked.op is Op.EQ else ALWAYS
    return Compare(column.name, asked.op, codes[value])


def _day_compared(name: str, op: Op, moment: datetime) -> Condition:
    """Compare a day, which counts as its midnight, with a moment."""
    day, midnight = moment.date(), moment.time() == datetime.min.time()
    if midnight:
        return Compare(name, op, day)
    match op:
        case Op.EQ:
            return NEVER
        case Op.NE:
            return ALWAYS
        case Op.GT | Op.GE:
            return Compare(name, Op.GT, day)
        case Op.LT | Op.LE:
            return Compare(name, Op.LE, day)


def _moment_compared(name: str, op: Op, moment: datetime) -> Condition:
    """
    Compare a moment that programs see without its microseconds.

    What they saw last, asked for with ``gt``, does not come again.
    """
    moment = moment.replace(tzinfo=UTC)
    if moment.microsecond % 1000:
        return Compare(name, op, moment)
    after = moment + MILLISECOND if moment < LATEST else moment
    match op:
        case Op.EQ:
            return AllOf((Compare(name, Op.GE, moment), Compare(name, Op.LT, after)))
        case Op.NE:
            return Not(AllOf((Compare(name, Op.GE, moment), Compare(name, Op.LT, after))))
        case Op.GT:
            return Compare(name, Op.GE, after)
        case Op.LE:
            return Compare(name, Op.LT, after)
    return Compare(name, op, moment)


LATEST = datetime(9999, 12, 31, tzinfo=UTC)
"""Before the end of time that a computer knows, so that a millisecond can be added."""


def _whole(name: str, value: Value) -> Value:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) and abs(value) < 2**63:
        return value
    raise Unanswerable(f"{name} is a whole number")


def _number(name: str, value: Value) -> Value:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return value
    raise Unanswerable(f"{name} is a number")


def _text(name: str, value: Value) -> Value:
    if isinstance(value, str):
        return value
    raise Unanswerable(f"{name} is a text, written in single quotation marks")


def _flag(name: str, value: Value) -> Value:
    if isinstance(value, bool):
        return value
    if value in (0, 1):
        return bool(value)
    raise Unanswerable(f"{name} is true or false")


def _moment(name: str, value: Value) -> Value:
    if isinstance(value, datetime):
        return value
    raise Unanswerable(f"{name} is a date, written as datetime'2021-03-11'")


FITTING: Mapping[Kind, Callable[[str, Value], Any]] = {
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.FLAG: _flag,
    Kind.DAY: _moment,
    Kind.MOMENT: _moment,
}
COMPARING: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: lambda a, b: a == b,
    Op.NE: lambda a, b: a != b,
    Op.GT: lambda a, b: a > b,
    Op.GE: lambda a, b: a >= b,
    Op.LT: lambda a, b: a < b,
    Op.LE: lambda a, b: a <= b,
}


def holds(condition: Condition, row: Mapping[str, Any]) -> bool:
    """Return whether a bound condition holds of a row; null is equal to null alone."""
    match condition:
        case AllOf(parts):
            return all(holds(part, row) for part in parts)
        case AnyOf(parts):
            return any(holds(part, row) for part in parts)
        case Not(part):
            return not holds(part, row)
        case Contains(column, way, text):
            return _has(row[column], way, text)
        case Compare(column, op, value):
            given = row[column]
            if given is None or value is None:
                return (given is value) is (op is Op.EQ) and op in (Op.EQ, Op.NE)
            return COMPARING[op](given, value)


def _has(given: str | None, way: Way, text: str) -> bool:
    if given is None:
        return False
    whole, part = given.lower(), text.lower()
    match way:
        case Way.ANYWHERE:
            return part in whole
        case Way.START:
            return whole.startswith(part)
        case Way.END:
            return whole.endswith(part)
