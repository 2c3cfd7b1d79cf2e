"""Conditions that programs state, for the database."""

from collections.abc import Collection

from django.db.models import Q

from townline.council.rules.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Not,
    Op,
    Way,
)

LOOKUPS = {Op.EQ: "", Op.NE: "", Op.GT: "__gt", Op.GE: "__gte", Op.LT: "__lt", Op.LE: "__lte"}
WAYS = {Way.ANYWHERE: "icontains", Way.START: "istartswith", Way.END: "iendswith"}


def as_q(condition: Condition, columns: Collection[str]) -> Q:
    """
    Return a condition for the database; what is null is equal to null alone, as ``holds`` has it.

    :param columns: those that may be asked about
    :raises KeyError: for any other
    """
    match condition:
        case AllOf(parts):
            return Q(*(as_q(part, columns) for part in parts), _connector=Q.AND)
        case AnyOf(parts) if parts:
            return Q(*(as_q(part, columns) for part in parts), _connector=Q.OR)
        case Not(part):
            return ~as_q(part, columns)
        case Compare() | Contains():
            return _asked(condition, columns)
    return Q(pk__in=())  # one of no parts holds


def _asked(condition: Compare | Contains, columns: Collection[str]) -> Q:
    name = condition.column
    if name not in columns:
        raise KeyError(name)
    if isinstance(condition, Contains):
        return Q(**{f"{name}__{WAYS[condition.way]}": condition.text})
    if condition.value is None:
        return Q(**{f"{name}__isnull": condition.op is Op.EQ})
    found = Q(**{f"{name}{LOOKUPS[condition.op]}": condition.value})
    return ~found if condition.op is Op.NE else found
