"""What may be done to the cities: begin an edition, and mark a city as the demo."""

from datetime import datetime

import msgspec
from django.db import transaction

from townline.cities import queries
from townline.cities.holding import hold_editions
from townline.cities.models import City as CityRow
from townline.cities.models import Content, Edition, EditionFile
from townline.cities.rules import digest
from townline.cities.rules.city import City, CitySettings
from townline.cities.rules.editions import Making
from townline.record.verbs import Actor

FROM_FOLDER = Making()


class NameTaken(ValueError):
    """Another city already answers to a host name or jurisdiction; the text says which."""


@transaction.atomic
def begin_edition(
    *,
    slug: str,
    settings: CitySettings,
    files: dict[str, bytes],
    making: Making = FROM_FOLDER,
    by: Actor,
    at: datetime,
) -> City:
    """
    Make the next edition of a city, and the city itself at its first, and return it.

    The caller holds the transaction, so that all that the edition brings comes with it.

    :raises NameTaken: if another city has one of the host names or the jurisdiction
    """
    hold_editions()
    _refuse_names_of_others(slug, settings)
    row, _ = CityRow.objects.get_or_create(slug=slug)
    last = Edition.objects.filter(city=row).order_by("-number").first()
    digests = {path: digest.of_content(content) for path, content in files.items()}
    edition = Edition.objects.create(
        city=row,
        number=last.number + 1 if last else 1,
        settings=msgspec.to_builtins(settings),
        digest=digest.of_folder(digests),
        applied_at=at,
        applied_by=by.label,
        way=making.way,
        reason=making.reason,
        base_id=making.base_id,
    )
    _keep_files(edition, files, digests)
    queries.forget()
    return queries.by_id(row.pk)


@transaction.atomic
def mark_demo(*, city_id: int, demo: bool, by: Actor, at: datetime) -> None:
    """Say whether a city is a demonstration, which accepts the well-known key and shows logins."""
    CityRow.objects.filter(pk=city_id).update(demo=demo)
    queries.forget()


def _refuse_names_of_others(slug: str, settings: CitySettings) -> None:
    for city in queries.every():
        if city.slug == slug:
            continue
        shared = sorted(set(city.hosts) & set(settings.hosts))
        if shared:
            raise NameTaken(f"{city.slug} already answers to the host {shared[0]}.")
        if city.jurisdiction == settings.jurisdiction:
            raise NameTaken(f"{city.slug} already has the jurisdiction {city.jurisdiction}.")


def _keep_files(edition: Edition, files: dict[str, bytes], digests: dict[str, str]) -> None:
    """Store each content once, and say which file of the edition holds it."""
    contents = {digests[path]: content for path, content in files.items()}
    known = Content.objects.filter(digest__in=contents).values_list("digest", flat=True)
    fresh = contents.keys() - set(known)
    Content.objects.bulk_create(
        [Content(digest=key, content=contents[key]) for key in sorted(fresh)], batch_size=20
    )
    EditionFile.objects.bulk_create(
        [EditionFile(edition=edition, path=path, content_id=key) for path, key in digests.items()]
    )
