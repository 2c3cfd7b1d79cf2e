"""A city's folder as read: all that it says, and all that is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from townline.catalogue.rules.offers import Offer, Outcome, Suspension
from townline.catalogue.rules.ready_texts import ReadyText
from townline.cities.rules.city import CitySettings, Words
from townline.contacts.rules.centres import ContactCentre
from townline.contacts.rules.voice import Voice
from townline.founding.rules import (
    answers,
    areas,
    bases,
    centres,
    council,
    emergencies,
    keeping,
    mappings,
    offer,
    organisation,
    partners,
    ready_texts,
    settings,
    texts,
    trials,
    voice,
    words,
    writing,
)
from townline.founding.rules.answers import Refers
from townline.founding.rules.bases import Base
from townline.founding.rules.council import CouncilDraft
from townline.founding.rules.faults import Fault, Faults, Severity, nearest
from townline.founding.rules.known import Known
from townline.founding.rules.organisation import Organisation
from townline.founding.rules.places import Counts, Places
from townline.founding.rules.trials import Trials
from townline.founding.rules.words import Search
from townline.geography.rules.layers import Layer
from townline.knowledge.rules.answers import Article
from townline.knowledge.rules.emergencies import Emergencies
from townline.staff.rules.partners import Partner

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
READ = re.compile(
    r"(city|departments|calendars|outcomes|groups|suspensions|areas|truth|searches|texts|partners|centres|quality|voice|emergencies)\.toml"
    r"|holidays\.csv|council/(council|bodies|actions|people)\.toml|council/papers/[^/]+\.typ"
    r"|(services|mappings|words)/[^/]+\.toml|areas/[^/]+\.geojson(\.gz)?"
    r"|places/(addresses|crossings|landmarks)\.csv(\.gz)?|samples/.+|(.+/)?[^/]+\.(md|txt)|LICENSE"
)
"""The files that mean something, and those that are for people."""
PLAIN_NAMES = (
    "city.toml", "departments.toml", "calendars.toml", "outcomes.toml", "groups.toml",
    "suspensions.toml", "areas.toml", "partners.toml", "centres.toml", "quality.toml",
    "voice.toml", "emergencies.toml",
    "truth.toml", "searches.toml", "texts.toml",
    "council/council.toml", "council/bodies.toml", "council/actions.toml", "council/people.toml",
    "holidays.csv",
    "places/addresses.csv.gz", "places/crossings.csv.gz", "places/landmarks.csv",
)  # fmt: skip


WITHOUT_SHAPES = (".toml", ".csv", ".csv.gz", ".txt", ".md")
"""How files end that hold no polygons."""


class NoFolder(ValueError):
    """There is no folder to read, or its name will not do for a city; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a folder would make of the city."""

    slug: str
    settings: CitySettings
    organisation: Organisation
    partners: dict[str, Partner]
    centres: ContactCentre
    voice: Voice
    groups: Mapping[str, Words]
    outcomes: Mapping[str, Outcome]
    offers: dict[str, Offer]
    suspensions: tuple[Suspension, ...]
    layers: tuple[Layer, ...]
    places: Places
    counts: Counts
    trials: Trials
    searches: tuple[Search, ...]
    texts: dict[str, ReadyText]
    answers: dict[str, Article]
    emergencies: Emergencies
    council: CouncilDraft | None
    """None where the folder has no ``council/``."""
    files: dict[str, bytes]
    """All of it by path, but for the file that names what it is based on."""
    base: Base | None
    """The edition that the folder was last the same as, if it says so."""
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep it from being applied."""
        return tuple(f for f in self.faults if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """The faults that do not."""
        return tuple(f for f in self.faults if f.severity is Severity.WARNING)

    def withheld(self, on: date) -> tuple[Fault, ...]:
        """Return a warning for each answer that is not shown on a day."""
        refers = Refers(self.settings.languages, self.organisation.departments, self.offers)
        return answers.withheld(self.files, refers, on)

    @property
    def digest(self) -> str:
        """The fingerprint of the whole folder."""
        return writing.digest_of(self.files)

    @property
    def off(self) -> tuple[str, ...]:
        """What the city goes without, since its folder lacks what it takes."""
        return tuple(self._off())

    def _off(self) -> Iterator[str]:
        if not self.layers:
            yield "No areas: no look-up of districts, and no route or suspension by area."
        if not any(layer.boundary for layer in self.layers):
            yield "No boundary: a point within the bounds counts as inside the city."
        if not self.counts.total:
            yield "No places: an address is kept as written, and a point must be given on the map."


def read(folder: Path) -> Draft:
    """
    Return what a folder says.

    :raises NoFolder: if there is none, or its name cannot be a city's
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise NoFolder(f"There is no folder {folder}.")
    if not SLUG.fullmatch(folder.name):
        raise NoFolder(
            f"The folder's name {folder.name!r} is the city's in addresses:"
            " use small letters, digits and '-'."
        )
    return of_files(folder.name, files_of(folder))


def of_files(slug: str, files: dict[str, bytes]) -> Draft:
    """Return what the files of a folder say, by their paths within it."""
    faults = Faults()
    base = bases.read(files, slug, faults)
    files = {path: content for path, content in files.items() if path != bases.FILE}
    told = settings.read(files, faults)
    staff = organisation.read(files, told, faults)
    layers = _layers(files, told, faults)
    known = _known(files, told, staff, layers, faults)
    offers = words.put(files, offer.read_services(files, known, faults), told.languages, faults)
    mappings.check(files, offers, known.area_kinds, faults)
    texts.check(files, told.languages, faults)
    answered = centres.read(files, told.languages, staff.departments, staff.calendars, faults)
    articles = answers.read(files, Refers(told.languages, staff.departments, offers), faults)
    _name_strangers(files, faults)
    return Draft(
        slug=slug,
        settings=told,
        organisation=staff,
        partners=partners.read(files, told.languages, staff.departments, offers, faults),
        centres=answered,
        voice=voice.read(files, told.languages, answered.queues, articles, faults),
        groups=known.groups,
        outcomes=known.outcomes,
        offers=offers,
        suspensions=offer.read_suspensions(files, offers, known, faults),
        layers=layers,
        places=Places(files, told),
        counts=_counts(files, told, faults),
        trials=trials.read(files, known.area_kinds, faults),
        searches=words.read_searches(files, offers, told.languages, faults),
        texts=ready_texts.read(files, offers, known, faults),
        answers=articles,
        emergencies=emergencies.read(files, told.languages, articles, faults),
        council=council.read(files, told.languages, faults),
        files=files,
        base=base,
        faults=faults.all(),
    )


def _known(
    files: Mapping[str, bytes],
    told: CitySettings,
    staff: Organisation,
    layers: tuple[Layer, ...],
    faults: Faults,
) -> Known:
    """Return the codes that other parts may refer to."""
    return Known(
        languages=told.languages,
        departments=staff.departments,
        groups=offer.read_groups(files, told.languages, faults),
        outcomes=offer.read_outcomes(files, told.languages, faults),
        area_kinds={layer.kind for layer in layers},
        addresses=staff.addresses,
        area_keys={f"{layer.kind}:{f.code}" for layer in layers for f in layer.features},
    )


def _layers(files: Mapping[str, bytes], told: CitySettings, faults: Faults) -> tuple[Layer, ...]:
    """Return the layers; the polygons of large cities are read once a process."""
    paths = [p for p in files if p == areas.FILE or not p.endswith(WITHOUT_SHAPES)]
    terms = ("areas", told.languages, told.bounds)
    return keeping.once(
        sorted(paths), files, terms, lambda own: areas.read(files, told, own), faults
    )


def _counts(files: Mapping[str, bytes], told: CitySettings, faults: Faults) -> Counts:
    paths = sorted(p for p in files if p.startswith("places/"))
    return keeping.once(paths, files, ("places", told.bounds), Places(files, told).check, faults)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by path; hidden ones and links to elsewhere are not of it."""
    return dict(_files(folder.resolve()))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in within.parts)
        if path.is_file() and not hidden and path.resolve().is_relative_to(folder):
            yield within.as_posix(), path.read_bytes()


def _name_strangers(files: Mapping[str, bytes], faults: Faults) -> None:
    """Note the files that nothing reads: a slip in a name would go unseen."""
    for path in files:
        if not READ.fullmatch(path):
            remedy = nearest(path, PLAIN_NAMES, "Rename it, or take it out of the folder.")
            what = "Nothing reads this file."
            faults.add(path, None, what, remedy, severity=Severity.WARNING)
