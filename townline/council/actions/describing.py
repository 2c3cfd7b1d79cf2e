"""Taking in what a city's folder says of its council."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from townline.council.models import BodyNameRow, BodyRow, Description, Wording
from townline.council.queries.describing import forget_council
from townline.council.rules.settings import CouncilSettings
from townline.council.rules.vocabulary import ActionType, Body, BodyName, Vocabulary
from townline.record.verbs import Actor


class WordingChanged(ValueError):
    """A template was altered under its old version: what the record said would read otherwise."""


class NameOfAnother(ValueError):
    """A body is given a name that another body has."""


@transaction.atomic
def put_council(
    *,
    city_id: int,
    edition_id: int,
    settings: CouncilSettings,
    vocabulary: Vocabulary,
    by: Actor,
    at: datetime,
) -> None:
    """
    Keep the council's part of a new edition.

    Bodies are the city's, not the edition's: those that the folder no longer names stay, for the
    record names them.

    :raises WordingChanged: if a known version of a type has other words now
    :raises NameOfAnother: if two bodies would have one name
    """
    Description.objects.create(
        edition_id=edition_id,
        settings=msgspec.to_builtins(settings),
        types=msgspec.to_builtins(vocabulary.types),
    )
    _keep_wordings(city_id, vocabulary.types)
    put_bodies(city_id=city_id, bodies=vocabulary.bodies, described=True, by=by, at=at)


def _keep_wordings(city_id: int, types: Sequence[ActionType]) -> None:
    rows = Wording.objects.filter(city_id=city_id).values_list("code", "version", "text")
    known = {(code, version): text for code, version, text in rows}
    fresh = []
    for each in types:
        for template in each.templates:
            before = known.get((each.code, template.version))
            if before is None:
                fresh.append((each, template))
            elif before != template.text:
                raise WordingChanged(
                    f"{each.code} {template.version} said {before!r}; what the record holds in it"
                    " would change. Give the new wording a version of its own."
                )
    Wording.objects.bulk_create(
        Wording(
            city_id=city_id,
            code=each.code,
            version=template.version,
            text=template.text,
            type=msgspec.to_builtins(each),
        )
        for each, template in reversed(fresh)  # the newest wording gets the highest key
    )


@transaction.atomic
def put_bodies(
    *, city_id: int, bodies: Sequence[Body], described: bool, by: Actor, at: datetime
) -> None:
    """
    Make or change bodies.

    :param described: whether the folder names them; those that it named before and no longer
        does are then marked as such
    :raises NameOfAnother: if two bodies would have one name
    """
    rows = {row.code: row for row in BodyRow.objects.filter(city_id=city_id)}
    if described:
        codes = {body.code for body in bodies}
        gone = BodyRow.objects.filter(city_id=city_id, described=True).exclude(code__in=codes)
        gone.update(described=False, updated_at=at)
    for body in bodies:
        row = rows.get(body.code) or BodyRow(city_id=city_id, code=body.code)
        row.kind, row.short, row.aliases = body.kind, body.short, list(body.aliases)
        row.described, row.updated_at = row.described or described, at
        row.save()
        rows[body.code] = row
    for body in bodies:
        row = rows[body.code]
        if (row.parent.code if row.parent else "") != body.parent:
            row.parent = rows.get(body.parent)
            row.save(update_fields=["parent"])
    _put_names(city_id, bodies, {body.code: rows[body.code].pk for body in bodies})
    forget_council()


def _put_names(city_id: int, bodies: Sequence[Body], keys: Mapping[str, int]) -> None:
    """Write the names of bodies anew; one that a body had before stays its own, as an old one."""
    wanted = {body.code: [*body.names, *_had(body, keys[body.code])] for body in bodies}
    rows = BodyNameRow.objects.filter(city_id=city_id)
    owner = dict(rows.exclude(body_id__in=keys.values()).values_list("text", "body__code"))
    for code, names in wanted.items():
        for name in names:
            if owner.setdefault(name.text, code) != code:
                raise NameOfAnother(f"{owner[name.text]} is called {name.text!r} already.")
    rows.filter(body_id__in=keys.values()).delete()
    BodyNameRow.objects.bulk_create(
        BodyNameRow(
            city_id=city_id,
            body_id=keys[code],
            text=name.text,
            since=name.since,
            until=name.until,
            position=position,
        )
        for code, names in wanted.items()
        for position, name in enumerate(names)
    )


def _had(body: Body, key: int) -> list[BodyName]:
    """Return the names that the body had and is no longer given: the record may say them."""
    given = {name.text for name in body.names}
    rows = BodyNameRow.objects.filter(body_id=key).order_by("position")
    return [BodyName(text=row.text) for row in rows if row.text not in given]
