"""An opened request: everything that its page shows, in plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.contacts import actions as contact_actions
from townline.contacts import queries as contacts
from townline.contacts.queries import ConsentShown, Reach
from townline.contacts.rules.looking import WhatFor
from townline.desk import (
    behalf,
    escalations,
    forwards,
    hand_over,
    incidents,
    moderate,
    reasons,
    request_notices,
    together,
    wording,
    work,
)
from townline.desk.access import may_reach
from townline.desk.deeds import Case, Deed, offered
from townline.desk.escalations import Ladder
from townline.desk.request_notices import NoticeLine
from townline.desk.wording import Due, Text
from townline.geography import queries as geography
from townline.geography.rules.place import Point
from townline.record.verbs import Actor
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.queries import AnswerShown, Filter, Forwarded, Line, RequestShown
from townline.staff import queries as staff

FIRST_DEED: dict[str, Deed] = {
    "held": moderate.FREE,
    "open": work.START,
    "in_progress": work.CLOSE,
    "waiting": behalf.ANSWER,
    "paused": work.RESUME,
}
"""What usually comes next, by status."""
GROUPS: tuple[tuple[Text, tuple[Deed, ...]], ...] = (
    (_("Held"), moderate.HELD),
    (_("Work"), work.WORKING),
    (
        _("Send on"),
        (*together.TOGETHER, *work.SENDING_ON, *hand_over.DEEDS, forwards.TRY_AGAIN),
    ),
    (_("For the reporter"), behalf.FOR_RESIDENT),
    (_("For everyone who asked"), incidents.FOR_EVERYONE),
    (_("What people see"), moderate.PUBLIC_VIEW),
)
ALL_DEEDS = (work.NOTE, *(deed for _title, deeds in GROUPS for deed in deeds))
MOST_JOINED = 50
"""Of those who joined a request, how many its page lists."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the record, as staff read it."""

    seq: int
    at: datetime
    says: str
    by: str
    note: str
    reader: Text
    """Who else reads it; empty where everyone does."""
    lead: str
    """The number of another request that it names."""
    reference: str
    reasons: str
    """Why it was held."""
    reconstructed: bool


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The page of one request."""

    case: Case
    status: Text
    tone: str
    due: Due
    mark: Text
    """What it is, where nobody sent it in here."""
    answers: tuple[AnswerShown, ...]
    """In the order in which the service asks."""
    areas: tuple[tuple[str, str], ...]
    """Kind and name of each area that holds the place."""
    why: reasons.Told
    """Why the department has it, and why it is due when it is."""
    entries: tuple[Entry, ...]
    family: requests.Family
    """For which request it is done first, and what is done first for it."""
    assignee: str
    """Who has it; empty where nobody has it in particular."""
    near: tuple[incidents.NearLine, ...]
    joined: tuple[RequestShown, ...]
    joined_more: int
    """How many joined besides those that are listed."""
    may_part: bool
    """Whether the reader may take it, or what joined it, out of the incident again."""
    ladder: Ladder
    """To whom it was escalated, and what comes next."""
    told_all: Line | None
    """What everyone was told last."""
    reach: Reach | None
    agreed: tuple[ConsentShown, ...]
    """What the reporter agreed to, in the words in which they were asked."""
    speaks: str
    """The reporter's language, in its own words."""
    sent: tuple[NoticeLine, ...]
    """What was sent to the reporter, and to a partner that has it now; the newest first."""
    may_reach: bool
    handed: list[dict[str, Any]]
    """Which other organisations have it, or had it; the newest first."""
    forwarded: tuple[Forwarded, ...]
    """To which other servers it went by itself, or shall."""
    first: Deed | None
    note: bool
    titled: tuple[tuple[Text, tuple[Deed, ...]], ...]
    """What else may be done, by title."""

    @property
    def notices(self) -> tuple[NoticeLine, ...]:
        """Return what was sent to the reporter, with what became of it."""
        return tuple(n for n in self.sent if n.told.contact_id == self.case.found.contact_id)

    @property
    def letters(self) -> tuple[NoticeLine, ...]:
        """Return what was sent to the partner."""
        return tuple(n for n in self.sent if n.told.contact_id != self.case.found.contact_id)


def case_of(city: City, by: Actor, number: str) -> Case:
    """
    Open a request for a member of staff.

    :raises NoSuchRequest: if there is none that they may see
    """
    at = timezone.now()
    found = requests.by_staff(city, number, by, language=get_language() or "", at=at)
    # What it was reported under says what is asked and how it may end, whatever came since.
    offer = catalogue.offers(found.edition_id).get(found.service_code)
    near = requests.kin(city, found, language=get_language() or "", at=at)
    return Case(city=city, found=found, offer=offer, near=near, by=by, at=at)


def _reporter(case: Case, contact: int) -> Reach | None:
    """Return how to reach who reported it; that it was seen is entered."""
    reach = contacts.reach_of(contact)
    if reach:
        contact_actions.look(
            city=case.city, contacts=[contact], what_for=WhatFor.REQUEST, by=case.by, at=case.at,
            department=case.found.department,
        )  # fmt: skip
    return reach


def opened(case: Case) -> Opened:
    """Return everything that the page of a request shows."""
    found, city = case.found, case.city
    words, tone = wording.status_of(found)
    first = _first(case)
    reachable = may_reach(case.by, found)
    joined, away = tuple(_joined(case)), hand_over.shown(case)
    areas = dict(_areas(city, found))
    reach = _reporter(case, found.contact_id) if reachable and found.contact_id else None
    return Opened(
        case=case,
        status=words,
        tone=tone,
        due=wording.due_of(found, case.at, city.zone),
        mark=wording.ORIGINS.get(found.origin, ""),
        answers=tuple(_answers(case)),
        areas=tuple(areas.values()),
        why=reasons.told(case, {key: " ".join(names) for key, names in areas.items()}),
        entries=tuple(entries(found.lines)),
        family=requests.family(found.id, case.by, language=get_language() or "", at=case.at),
        assignee=_assignee(case),
        near=tuple(incidents.near_lines(case)),
        joined=joined,
        joined_more=max(0, found.reports - 1 - len(joined)),
        may_part=case.may(verbs.PARTED),
        ladder=escalations.ladder(case),
        told_all=incidents.latest(found),
        reach=reach,
        agreed=contacts.consents_of(city.id, found.contact_id or 0) if reach else (),
        speaks=wording.language_name(reach.language) if reach else "",
        sent=request_notices.told(
            found.contact_id, hand_over.contact_of(away), may_reach=reachable
        ),
        may_reach=reachable,
        handed=hand_over.worded(away),
        forwarded=forwards.shown(case),
        first=first,
        note=any(offered((work.NOTE,), case)),
        titled=tuple(_titled(case, first)),
    )


def _first(case: Case) -> Deed | None:
    usual = FIRST_DEED.get(case.found.status)
    return next(offered((usual,), case), None) if usual else None


def _assignee(case: Case) -> str:
    if case.found.assignee_id is None:
        return ""
    on = case.at.astimezone(case.city.zone).date()
    people = {each.id: each.label for each in staff.colleagues(case.city, on=on)}
    return people.get(case.found.assignee_id, "")


def _titled(case: Case, first: Deed | None) -> Iterator[tuple[Text, tuple[Deed, ...]]]:
    for title, deeds in GROUPS:
        left = tuple(deed for deed in offered(deeds, case) if deed is not first)
        if left:
            yield title, left


def entries(lines: Iterable[Line]) -> Iterator[Entry]:
    """Yield the record as staff read it, oldest first."""
    for line in lines:
        reasons = line.data.get("reasons", ()) if line.verb == verbs.HELD.code else ()
        yield Entry(
            seq=line.seq,
            at=line.at,
            says=line.says,
            by=line.who,
            note=line.note,
            reader=wording.READERS[verbs.BY_CODE[line.verb].reader],
            lead=str(line.data.get("lead", "")),
            reference=str(line.data.get("reference", "")),
            reasons=", ".join(str(wording.SUSPICIONS.get(r, r)) for r in reasons),
            reconstructed=line.reconstructed,
        )


def _joined(case: Case) -> Iterable[RequestShown]:
    """Return those that joined this one, the newest first."""
    found = case.found
    if found.reports < 2:
        return ()
    page = requests.find(
        case.city,
        Filter(lead=found.number),
        language=get_language() or "",
        at=case.at,
        by=case.by,
        limit=MOST_JOINED,
    )
    return page.rows


def _answers(case: Case) -> list[AnswerShown]:
    questions = case.offer.questions if case.offer else ()
    order = {question.code: position for position, question in enumerate(questions)}
    return sorted(case.found.answers, key=lambda answer: order.get(answer.code, len(order)))


def _areas(city: City, found: RequestShown) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield kind and name of the areas that hold the place, by key, as on that day."""
    if found.lat is None or found.lon is None:
        return
    language = get_language() or ""
    kinds = {kind.kind: words_in(kind.words, language) for kind in geography.kinds(city)}
    on = found.requested_at.astimezone(city.zone).date()
    place = geography.locate(city, Point(found.lat, found.lon), on)
    names = {area.key: area.name for area in place.areas}
    for key in found.areas:
        kind, _colon, code = key.partition(":")
        yield key, (kinds.get(kind, kind), names.get(key, code))
