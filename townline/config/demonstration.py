"""The demo: real past requests at their dates, and a few plainly made-up ones of this week."""

import io
import itertools
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from townline.catalogue import queries as catalogue
from townline.catalogue.rules import answers as rule
from townline.catalogue.rules.offers import Offer, Question
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.config import importing
from townline.geography.rules.place import Point
from townline.record.verbs import RESIDENT, Actor, Role
from townline.requests import queries as requests
from townline.requests.actions import assign, days, own, submit, work
from townline.requests.actions.submit import Receipt
from townline.requests.queries import Filter, RequestShown
from townline.requests.rules.stops import Whose
from townline.requests.rules.submission import Reporter, Submission
from townline.staff import actions as staff
from townline.staff import queries as staff_known

OPERATOR = Actor(
    kind="staff", label="demo", roles=frozenset({Role.ADMIN}), departments=frozenset({"*"})
)
CREW = Actor(
    kind="staff", label="Demo crew", roles=frozenset({Role.WORKER}), departments=frozenset({"*"})
)
RESIDENT_BY_MAIL = Reporter(first_name="Demo", last_name="Resident", email="demo@example.org")
TEXT = "Demo: made up to show how this looks; nobody wrote it."
PASSWORD = "townline-demo"  # noqa: S105 - a demo login is meant to be known
FRESH = timedelta(days=7)
CAPACITY, STOPS = 20, 4
"""How many requests a rule may give to each of the demo's people; stops of their first day."""


@dataclass(frozen=True)
class Login:
    """A demo login, as the start prints it."""

    username: str
    what: str
    departments: tuple[str, ...]
    roles: tuple[Role, ...]


def logins(city: City) -> list[Login]:
    """Return the demo logins of a city: an agent, a crew, a manager, an analyst, a clerk."""
    busiest = _busiest(city)
    return [
        Login("demo-agent", "takes calls", (), (Role.AGENT,)),
        Login("demo-crew", f"works for {busiest}", (busiest,), (Role.WORKER,)),
        Login("demo-manager", "leads all departments", ("*",), (Role.SUPERVISOR, Role.ADMIN)),
        Login("demo-analyst", "reads all, and changes nothing", ("*",), (Role.ANALYST,)),
        Login("demo-clerk", "writes the council's files", (), (Role.CLERK,)),
    ]


def _busiest(city: City) -> str:
    """Return the department with the most of the newest past requests, else with most services."""
    sample = Filter(origins=("imported",))
    now = datetime.now(UTC)
    newest = requests.find(city, sample, language="en", at=now, by=OPERATOR, limit=300).rows
    known = staff_known.departments(city.edition_id)
    owners = [r.department for r in newest if r.department in known]
    owners = owners or [o.department for o in catalogue.offers(city.edition_id).values()]
    return max(sorted(set(owners)), key=owners.count)


def people(city: City, at: datetime) -> None:
    """Make the demo logins and the API key ``demo``."""
    for login in logins(city):
        staff.put_demo_member(
            city_id=city.id,
            username=login.username,
            password=PASSWORD,
            label=f"Demo {login.username.removeprefix('demo-')}",
            departments=login.departments,
            roles=login.roles,
            by=OPERATOR,
            at=at,
        )
    staff.put_demo_key(city_id=city.id, by=OPERATOR, at=at)


def past(city: City, at: datetime) -> int:
    """Take in the sample of real requests that comes with the folder; return how many are new."""
    sample = cities.settings_of(city.edition_id).sample
    if sample is None:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(sample.file).name
        path.write_bytes(cities.edition_file(city.edition_id, sample.file))
        found = importing.take_in(
            path,
            city=city,
            scheme=importing.scheme(city, sample.mapping),
            rejects=importing.Rejects(None),
            at=at,
        )
    return found.new


Story = Callable[[City, Receipt, datetime], None]


def present(city: City, at: datetime) -> int:
    """Make a few demo requests of this week, unless there are some; return how many."""
    recent = requests.find(
        city, Filter(origins=("demo",), since=at - FRESH), language="en", at=at, limit=1
    )
    if recent.rows:
        return 0
    made = 0
    stories, people = itertools.cycle(STORIES), itertools.cycle(_people(city))
    for hours, (offer, where) in zip(range(150, 5, -9), _subjects(city, at), strict=False):
        began = at - timedelta(hours=hours)
        receipt = submit(
            city=city,
            submission=_submission(city, offer, where, began, *next(people)),
            by=RESIDENT,
            at=began,
            origin="demo",
        )
        next(stories)(city, receipt, began)
        made += 1
    return made


def _subjects(city: City, at: datetime) -> Iterator[tuple[Offer, RequestShown]]:
    """Yield services with a real place where each was once asked for."""
    for turn in range(3):
        for offer in catalogue.offers(city.edition_id).values():
            if offer.publicity == "nothing" or offer.place != "required":
                continue
            found = requests.find(
                city, Filter(services=(offer.code,), origins=("imported",)), language="en", at=at,
                limit=12,
            )  # fmt: skip
            placed = [r for r in found.rows if r.lat is not None and r.address]
            if len(placed) > turn * 4:
                yield offer, placed[turn * 4]


def _people(city: City) -> Iterator[tuple[Reporter, str]]:
    """Yield demo people and their languages: the outbox shows letters and texts in each of them."""
    for language in city.languages:
        yield RESIDENT_BY_MAIL, language
    for language in city.languages[:3]:
        yield Reporter(first_name="Demo", phone="202-555-0101", told_by="sms"), language


def _submission(
    city: City,
    offer: Offer,
    where: RequestShown,
    at: datetime,
    reporter: Reporter = RESIDENT_BY_MAIL,
    language: str = "",
) -> Submission:
    assert where.lat is not None
    assert where.lon is not None
    point = Point(where.lat, where.lon)
    free = requests.days_free(city, offer.code, point, at=at)
    return Submission(
        service_code=offer.code,
        channel="web",
        point=point,
        address=where.address,
        zipcode=where.zipcode,
        description=TEXT,
        answers=plausible(offer, at),
        order_date=free[0] if free else None,
        items={offer.items[0].code: 1} if offer.items else {},
        reporter=reporter,
        language=language or city.languages[0],
    )


def plausible(offer: Offer, at: datetime) -> dict[str, str | list[str]]:
    """Return answers that the service accepts: its first choices, one question after the other."""
    given: dict[str, str | list[str]] = {}
    for question in offer.questions:
        if question.kind != "text" and question in rule.asked(offer, given):
            given[question.code] = _answer(question, at)
    return given


def _answer(question: Question, at: datetime) -> str | list[str]:
    ours = [option.key for option in question.options if not option.refer]
    if question.kind == "singlevaluelist":
        return ours[0]
    if question.kind == "multivaluelist":
        return ours[:1]
    if question.kind == "number":
        return f"{question.minimum if question.minimum is not None else 1:g}"
    if question.kind == "date":
        return at.date().isoformat()
    if question.kind == "datetime":
        return at.isoformat(timespec="minutes")
    return "Demo"


def _left_open(city: City, receipt: Receipt, began: datetime) -> None:
    """Leave it as it came."""


def _started(city: City, receipt: Receipt, began: datetime) -> None:
    work.start(city=city, number=receipt.number, by=CREW, at=began + timedelta(hours=3))


def _asked(city: City, receipt: Receipt, began: datetime) -> None:
    work.ask(
        city=city, number=receipt.number, question="Demo: on which side of the street is it?",
        by=CREW, at=began + timedelta(hours=2),
    )  # fmt: skip


def _closed(city: City, receipt: Receipt, began: datetime) -> None:
    _started(city, receipt, began)
    offer = catalogue.offer(
        city.edition_id,
        requests.by_anyone(city, receipt.number, language="en", at=began).service_code,
    )
    outcome = next(o for o in offer.outcomes if o.kind == "done")
    work.close(
        city=city, number=receipt.number, outcome=outcome.code, reference="Demo work order",
        evidence=(_picture(),) if outcome.evidence else (), by=CREW,
        at=began + timedelta(hours=5),
    )  # fmt: skip


def _picture() -> bytes:
    """Return a picture that nobody can take for a photo of the place: it says what it is."""
    picture = Image.new("RGB", (960, 640), "#0b5a5e")
    words = "Demo: a photo of the work would be here"
    ImageDraw.Draw(picture).text((60, 290), words, fill="white", font=ImageFont.load_default(40))
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def _reopened(city: City, receipt: Receipt, began: datetime) -> None:
    _closed(city, receipt, began)
    own.reopen(
        city=city, number=receipt.number, reason="Demo: it is still there.", by=RESIDENT,
        at=began + timedelta(hours=5, minutes=30),
    )  # fmt: skip


def _more(city: City, receipt: Receipt, began: datetime) -> None:
    """Let two more people report the same thing."""
    first = requests.by_anyone(city, receipt.number, language="en", at=began)
    offer = catalogue.offer(city.edition_id, first.service_code)
    if offer.dates:
        return
    for later in (1, 4):
        at = began + timedelta(hours=later)
        again = _submission(city, offer, first, at)
        submit(
            city=city,
            submission=Submission(**{**vars(again), "join": receipt.number}),
            by=RESIDENT,
            at=at,
            origin="demo",
        )


STORIES: tuple[Story, ...] = (_closed, _more, _started, _left_open, _asked, _closed, _reopened)


def working_day(city: City, at: datetime) -> None:
    """Give the demo's people a capacity, and each who works for a department a day with stops."""
    on = at.astimezone(city.zone).date()
    for each in staff_known.colleagues(city, on=on):
        if not each.label.startswith("Demo ") or not each.works or each.capacity is not None:
            continue
        staff.put_duty(
            city_id=city.id, member_id=each.id, crews=each.crews, capacity=CAPACITY, by=OPERATOR,
            at=at,
        )  # fmt: skip
        wanted = Filter(origins=("demo",), statuses=("open", "in_progress"))
        asked = requests.Asked(wanted=wanted)
        by = replace(OPERATOR, departments=each.departments)
        found = requests.worklist(city, by, asked, language="en", at=at).rows
        free = [r for r in found if r.assignee_id is None and r.lat is not None]
        for one in free[:STOPS]:
            told: dict[str, Any] = {"city": city, "number": one.number, "by": CREW, "at": at}
            assign.assign(**told, to=each.id)
            days.plan(**told, on=on, whose=Whose(member=each.id))
        days.order_by_way(city=city, on=on, whose=Whose(member=each.id), by=CREW, at=at)
