"""Applying a folder: everything that it says becomes an edition in one transaction, or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from townline.catalogue import actions as catalogue
from townline.cities import actions as cities
from townline.cities import queries
from townline.cities.holding import hold_editions
from townline.cities.rules.city import City
from townline.cities.rules.editions import EditionLine, Making, Way
from townline.contacts import actions as contacts
from townline.council import actions as council
from townline.council import queries as councils
from townline.founding.queries import editions
from townline.founding.queries.editions import OnScreen
from townline.founding.rules import council_wordings
from townline.founding.rules.draft import Draft
from townline.founding.rules.faults import Fault
from townline.geography import actions as geography
from townline.knowledge import actions as knowledge
from townline.record.verbs import Actor
from townline.staff import actions as staff
from townline.topics import actions as topics

Watch = Callable[[int], None]
"""Told how many places more have been put."""


class Faulty(ValueError):
    """The folder has faults, and was not applied."""

    def __init__(self, errors: tuple[Fault, ...]) -> None:
        super().__init__(f"The folder has {len(errors)} faults; `check` names them.")
        self.errors = errors


class ChangedOnScreen(ValueError):
    """The city was changed on screen, and the folder does not know of it."""

    def __init__(self, found: OnScreen) -> None:
        numbers = ", ".join(str(each.number) for each in reversed(found.editions))
        super().__init__(f"Changed on screen since edition {found.base.number}: {numbers}.")
        self.found = found


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What came of applying a folder."""

    city: City
    fresh: bool
    """Whether an edition was made; False where the folder is the one in force."""


def apply(
    *, draft: Draft, over: int | None = None, by: Actor, at: datetime, watch: Watch | None = None
) -> Applied:
    """
    Make an edition of a folder, unless it is the one in force.

    :param over: the newest edition that was made on screen, to be put aside on purpose
    :raises Faulty: if the folder has errors, or words of the council's record would read otherwise
    :raises NoSuchBase: if it is based on an edition that the city does not have
    :raises ChangedOnScreen: if it does not know what was changed on screen since
    :raises NameTaken: if another city has its host name or jurisdiction
    :raises NameOfAnother: if a body would have the name that another one had
    """
    if draft.errors:
        raise Faulty(draft.errors)
    with transaction.atomic():
        hold_editions()
        city = queries.by_slug(draft.slug)
        if city and queries.digest_of(city.edition_id) == draft.digest:
            return Applied(city=city, fresh=False)
        base = editions.base_of(city, draft.base) if city else None
        if city and base:
            _refuse_unknown_changes(city, base, over)
        making = Making(way=Way.FOLDER, base_id=base.id if base else None)
        return Applied(city=put(draft, city, making, by=by, at=at, watch=watch), fresh=True)


def put(
    draft: Draft,
    city: City | None,
    making: Making,
    *,
    by: Actor,
    at: datetime,
    watch: Watch | None = None,
) -> City:
    """Make an edition, and hand each room its part; the caller holds editions and transaction."""
    if city:  # those of its edition stay: a page that is being made may still ask for them
        topics.forget_topics(city_id=city.id, before_edition_id=city.edition_id, by=by, at=at)
    made = cities.begin_edition(
        slug=draft.slug, settings=draft.settings, files=draft.files, making=making, by=by, at=at
    )
    _put(draft, made, by=by, at=at, watch=watch or (lambda _: None))
    _put_council(draft, made, by=by, at=at)
    return made


def _refuse_unknown_changes(city: City, base: EditionLine, over: int | None) -> None:
    found = editions.on_screen_since(city, base)
    if found and over != found.editions[0].number:
        raise ChangedOnScreen(found)


def _put(draft: Draft, city: City, *, by: Actor, at: datetime, watch: Watch) -> None:
    """Hand each room what the folder says of its subject."""
    edition = city.edition_id
    staff.put_departments(
        edition_id=edition,
        departments=tuple(draft.organisation.departments.values()),
        calendars=draft.organisation.calendars,
        by=by,
        at=at,
    )
    staff.put_partners(edition_id=edition, partners=tuple(draft.partners.values()), by=by, at=at)
    contacts.put_centres(edition_id=edition, said=draft.centres, by=by, at=at)
    contacts.put_voice(edition_id=edition, said=draft.voice, by=by, at=at)
    geography.put_areas(edition_id=edition, layers=draft.layers, by=by, at=at)
    geography.put_places(
        city_id=city.id,
        edition_id=edition,
        addresses=_watched(draft.places.addresses(), watch),
        crossings=_watched(draft.places.crossings(), watch),
        landmarks=_watched(draft.places.landmarks(), watch),
        by=by,
        at=at,
    )
    catalogue.put_offers(edition_id=edition, offers=tuple(draft.offers.values()), by=by, at=at)
    catalogue.put_texts(edition_id=edition, texts=draft.texts, by=by, at=at)
    answers = tuple(draft.answers.values())
    knowledge.put_answers(edition_id=edition, answers=answers, by=by, at=at)
    knowledge.put_emergencies(edition_id=edition, said=draft.emergencies, by=by, at=at)
    catalogue.put_suspensions(
        city_id=city.id, edition_id=edition, suspensions=draft.suspensions, by=by, at=at
    )


def _put_council(draft: Draft, city: City, *, by: Actor, at: datetime) -> None:
    """
    Hand the council's files what the folder says of them, where it has a council.

    :raises Faulty: if a wording that the record holds sentences in is another one now
    """
    if draft.council:
        faults = council_wordings.altered(draft.files, councils.wordings(city))
        if faults:
            raise Faulty(faults)
        council.put_council(
            city_id=city.id,
            edition_id=city.edition_id,
            settings=draft.council.settings,
            vocabulary=draft.council.vocabulary,
            by=by,
            at=at,
        )
        council.put_people(city_id=city.id, people=draft.council.people, by=by, at=at)


def _watched[P](places: Iterator[P], watch: Watch) -> Iterator[P]:
    """Hand places on, and tell of every thousand."""
    passed = 0
    for place in places:
        yield place
        passed += 1
        if passed % 1000 == 0:
            watch(1000)
    if passed % 1000:
        watch(passed % 1000)
