"""What a city's folder, and all its editions before, say of the council."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Max

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City
from townline.council.models import BodyNameRow, BodyRow, Description, Wording
from townline.council.rules.settings import CouncilSettings
from townline.council.rules.vocabulary import (
    ActionType,
    Body,
    BodyName,
    Parameter,
    Template,
    Vocabulary,
)

FRESH_S = 5.0
"""How long a process trusts what it read of the bodies, in seconds."""
KEPT = 8
"""Of how many cities a process holds the vocabulary."""
type Version = tuple[str, int, int, Any, int]
"""Database, city, edition, and when its bodies were last changed and how many names they have."""


class NoCouncil(LookupError):
    """The city's folder describes no council; the text says what to do."""


_settings: Fresh[int, CouncilSettings] = Fresh(float("inf"))
_offered: Fresh[int, tuple[ActionType, ...]] = Fresh(float("inf"))
_versions: Fresh[tuple[int, int], Version] = Fresh(FRESH_S)
_vocabularies: OrderedDict[Version, Vocabulary] = OrderedDict()


def forget_council() -> None:
    """Drop what is kept of bodies and wordings; for the actions of this room."""
    _settings.forget()
    _offered.forget()
    _versions.forget()


def version(city: City) -> Version:
    """Return what tells one state of the city's vocabulary from another."""
    key = (city.id, city.edition_id)
    known = _versions.read(key)
    if known is not None:
        return known
    changed = BodyRow.objects.filter(city_id=city.id).aggregate(last=Max("updated_at"))["last"]
    names = BodyNameRow.objects.filter(city_id=city.id).count()
    database = str(connection.settings_dict["NAME"])
    return _versions.keep(key, (database, city.id, city.edition_id, changed, names))


def kept_by_version[V](kept: OrderedDict[Version, V], city: City, make: Callable[[], V]) -> V:
    """Return what was made of this state of the vocabulary, in a transaction as well."""
    key = version(city)
    if key not in kept:
        kept[key] = make()
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return kept[key]


def has_council(city: City) -> bool:
    """Return whether the city's edition in force describes a council."""
    try:
        council_settings(city)
    except NoCouncil:
        return False
    return True


def council_settings(city: City) -> CouncilSettings:
    """
    Return what the edition in force says of the council.

    :raises NoCouncil: if it says nothing
    """
    known = _settings.read(city.edition_id)
    if known is not None:
        return known
    found = msgspec.convert(_described(city, "settings"), CouncilSettings)
    return _settings.keep(city.edition_id, found)


def offered_types(city: City) -> tuple[ActionType, ...]:
    """
    Return the types that may be entered now, in the order of the folder.

    :raises NoCouncil: if the edition in force describes no council
    """
    known = _offered.read(city.edition_id)
    if known is not None:
        return known
    found = msgspec.convert(_described(city, "types"), tuple[ActionType, ...])
    return _offered.keep(city.edition_id, found)


def vocabulary(city: City) -> Vocabulary:
    """
    Return all types, bodies and wordings, those of earlier editions among them.

    :raises NoCouncil: if the edition in force describes no council
    """
    return kept_by_version(_vocabularies, city, lambda: _vocabulary(city))


def _vocabulary(city: City) -> Vocabulary:
    types = _with_past(city, offered_types(city))
    return Vocabulary(types=types, bodies=tuple(_bodies(city)))


def bodies(city: City) -> dict[str, Body]:
    """
    Return the bodies of the city by code.

    :raises NoCouncil: if the edition in force describes no council
    """
    return {body.code: body for body in vocabulary(city).bodies}


def wordings(city: City) -> dict[tuple[str, str], str]:
    """Return what each version of each type that was ever applied says, by code and version."""
    rows = Wording.objects.filter(city_id=city.id).values_list("code", "version", "text")
    return {(code, version): text for code, version, text in rows}


def _described(city: City, part: str) -> Any:
    rows = Description.objects.filter(edition_id=city.edition_id).values_list(part, flat=True)
    found = rows.first()
    if found is None:
        raise NoCouncil(f"{city.slug} describes no council; its folder needs council/council.toml")
    return found


def _with_past(city: City, offered: Iterable[ActionType]) -> tuple[ActionType, ...]:
    """Return types with all the wordings that the record may name, and those no longer offered."""
    past: dict[str, list[tuple[Template, Any]]] = {}
    rows = Wording.objects.filter(city_id=city.id).order_by("code", "-pk")
    for code, version, text, data in rows.values_list("code", "version", "text", "type"):
        past.setdefault(code, []).append((Template(version=version, text=text), data))
    found = []
    for each in offered:
        known = {template.version for template in each.templates}
        old = [(t, data) for t, data in past.pop(each.code, []) if t.version not in known]
        templates = (*each.templates, *(template for template, _ in old))
        found.append(replace(each, templates=templates, parameters=_with_old(each, old)))
    for wordings in past.values():
        type_ = msgspec.convert(wordings[0][1], ActionType)
        found.append(replace(type_, templates=tuple(template for template, _ in wordings)))
    return tuple(found)


def _with_old(each: ActionType, old: Iterable[tuple[Template, Any]]) -> tuple[Parameter, ...]:
    """Return the blanks of a type, with those that only its old wordings have."""
    blanks = {parameter.name: parameter for parameter in each.parameters}
    for _, data in old:
        for parameter in msgspec.convert(data, ActionType).parameters:
            blanks.setdefault(parameter.name, parameter)
    return tuple(blanks.values())


def _bodies(city: City) -> Iterator[Body]:
    names: dict[int, list[BodyName]] = {}
    rows = BodyNameRow.objects.filter(city_id=city.id).order_by("body_id", "position")
    for row in rows:
        name = BodyName(text=row.text, since=row.since, until=row.until)
        names.setdefault(row.body_id, []).append(name)
    for body in BodyRow.objects.filter(city_id=city.id).select_related("parent").order_by("code"):
        yield Body(
            code=body.code,
            kind=body.kind,
            names=tuple(names[body.pk]),
            short=body.short,
            aliases=tuple(body.aliases),
            parent=body.parent.code if body.parent else "",
        )
