"""Fairview with a council: that of the Los Angeles folder, whose grammar real records need."""

from datetime import UTC, date, datetime

from tests.council import los_angeles_council
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.rules.details import Details
from townline.council.rules.imported import ImportedActivity, ImportedFile
from townline.council.rules.vocabulary import Activity
from townline.record.verbs import SYSTEM, Actor, Role
from townline.staff import actions as staff

CLERK = Actor(kind="staff", label="Demo clerk", roles=frozenset({Role.CLERK}))
NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
"""A Monday noon in Fairview."""
TODAY = date(2026, 3, 2)
DAY = date(2026, 2, 3)
COMMITTEE = "Personnel, Audits, and Animal Welfare Committee"


def found(slug: str = "fairview", *, people: bool = False) -> City:
    """Apply the town with its council, and return it; with its people where they are wanted."""
    city = fairview.apply(slug, people=people)
    if people:
        staff.add_member(
            city_id=city.id, username="clerk", password=fairview.PASSWORD, label=CLERK.label,
            departments=(), roles=(Role.CLERK,), by=SYSTEM, at=fairview.APPLIED,
        )  # fmt: skip
    told = los_angeles_council.read()
    actions.put_council(
        city_id=city.id,
        edition_id=city.edition_id,
        settings=told.settings,
        vocabulary=told.vocabulary,
        by=SYSTEM,
        at=fairview.APPLIED,
    )
    actions.put_people(city_id=city.id, people=told.people, by=SYSTEM, at=fairview.APPLIED)
    return city


def introduced(city: City, title: str = "Street trees", *, at: datetime = NOW) -> str:
    """Introduce a file and return its number."""
    return actions.introduce(city=city, details=Details(title=title), by=CLERK, at=at)


def said(city: City, sentence: str) -> Activity:
    """Return what a sentence means."""
    return queries.grammar(city).parse(sentence)


def act(city: City, number: str, sentence: str, day: date = TODAY, *, at: datetime = NOW) -> int:
    """Enter an activity by its sentence."""
    return actions.act(
        city=city, identifier=number, activity=said(city, sentence), day=day, by=CLERK, at=at
    )


def source(number: str, *rows: tuple[date, str], **said: object) -> ImportedFile:
    """Return a file as a source tells of it; rows newest first."""
    return ImportedFile(
        number=number,
        title=str(said.pop("title", "Imported file")),
        source="test",
        activities=tuple(ImportedActivity(date=day, sentence=text) for day, text in rows),
        **said,  # type: ignore[arg-type]
    )
