"""A request as somebody may see it: built from its row, its words and its record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from townline.catalogue import queries as catalogue
from townline.catalogue.queries import NoSuchService
from townline.catalogue.rules.offers import Offer, Question
from townline.cities.rules.city import words_in
from townline.record.verbs import Reader
from townline.requests import verbs
from townline.requests.models import RequestEntry, ServiceRequest
from townline.requests.rules import clock, publicity
from townline.requests.rules.publicity import Shown, Viewer
from townline.staff import queries as staff

FREE_TEXT = ("string",)
"""Kinds of questions whose answers are words of the resident."""
SPEAKS = {verbs.ASKED, verbs.ANSWERED, verbs.CLOSED, verbs.CANCELLED, verbs.REOPENED}
"""Whose notes are words between the resident and the city, and not among staff."""


@dataclass(frozen=True)
class Line:
    """One entry, worded."""

    seq: int
    at: datetime
    verb: str
    says: str
    by: str
    """``resident``, ``staff``, ``partner`` or ``system``."""
    who: str
    """The name in the record; for staff only."""
    note: str
    data: Mapping[str, Any]
    reconstructed: bool
    """Not entered when it happened, but made from imported data."""


@dataclass(frozen=True)
class AnswerShown:
    """One answer with its question, in the reader's language."""

    code: str
    label: str
    value: str
    raw: Any


@dataclass(frozen=True)
class PhotoShown:
    """One photo by the name that its address holds."""

    name: str
    width: int
    height: int
    evidence: bool


@dataclass(frozen=True, kw_only=True)
class RequestShown:
    """A request with those parts that its viewer may see; all others are empty."""

    number: str
    status: str
    open: bool
    service_code: str
    service_name: str
    group: str
    department: str
    department_name: str
    crew: str
    requested_at: datetime
    updated_at: datetime
    respond_by: datetime | None
    responded_at: datetime | None
    due_at: datetime | None
    overdue: bool
    paused_at: datetime | None
    pause_words: str
    closed_at: datetime | None
    outcome: str
    outcome_kind: str
    outcome_words: str
    order_date: date | None
    items: tuple[tuple[str, int], ...]
    lat: float | None
    lon: float | None
    address: str
    zipcode: str
    landmark: str
    areas: tuple[str, ...]
    description: str
    media_url: str
    answers: tuple[AnswerShown, ...]
    photos: tuple[PhotoShown, ...]
    withheld: bool
    """There are text or photos that this viewer may not see (yet)."""
    publicity: str
    released: bool
    unread: bool
    """Words or photos came after the release: everyone sees them only after another one."""
    channel: str
    origin: str
    flags: tuple[str, ...]
    lead: str
    reports: int
    seq: int
    """The last entry: what a change must have seen."""
    edition_id: int
    """The edition that the request was made under: its questions and outcomes stand there."""
    id: int
    contact_id: int | None
    """For staff only."""
    lines: tuple[Line, ...] = field(default=())


def offer_or_none(request: ServiceRequest) -> Offer | None:
    """Return the service of the request's own edition; None where that was never offered."""
    try:
        return catalogue.offer(request.edition_id, request.service_code)
    except NoSuchService:
        return None


def build(
    request: ServiceRequest,
    *,
    shown: Shown,
    viewer: Viewer,
    language: str,
    at: datetime,
    lines: Iterable[RequestEntry] = (),
    photos: Iterable[Any] = (),
) -> RequestShown:
    """Return the request as the viewer may see it. ``words`` and ``lead`` must be loaded."""
    offer, lines, photos = offer_or_none(request), list(lines), list(photos)
    staff_sees = viewer is Viewer.STAFF
    return RequestShown(
        id=request.pk,
        edition_id=request.edition_id,
        number=request.number,
        status=request.status,
        open=request.closed_at is None and request.status != "closed",
        department=request.department,
        department_name=_department_name(request.edition_id, request.department, at, language),
        crew=request.crew if staff_sees else "",
        order_date=request.order_date,
        items=_items(offer, request.items, language),
        publicity=request.publicity,
        released=request.released_at is not None,
        unread=_unread(request, lines, photos),
        channel=request.channel,
        origin=request.origin,
        flags=tuple(request.flags) if staff_sees else (),
        lead=_lead(request),
        reports=request.reports,
        seq=request.seq,
        contact_id=request.contact_id if staff_sees else None,
        lines=tuple(_lines(request, offer, lines, shown, viewer, language)),
        **_offered(request, offer, language),
        **_clocks(request, at),
        **_place(request, shown),
        **_said(request, offer, photos, shown, viewer, language),
    )


def _offered(request: ServiceRequest, offer: Offer | None, language: str) -> dict[str, Any]:
    outcome = offer.outcome(request.outcome) if offer and request.outcome else None
    return {
        "service_code": request.service_code,
        "service_name": words_in(offer.words, language) if offer else request.service_code,
        "group": words_in(offer.group_words, language) if offer else "",
        "outcome": request.outcome,
        "outcome_kind": outcome.kind if outcome else "",
        "outcome_words": words_in(outcome.words, language) if outcome else "",
    }


def _clocks(request: ServiceRequest, at: datetime) -> dict[str, Any]:
    paused = request.paused_at is not None
    reason = clock.PAUSES.get(request.pause_reason, "")
    return {
        "requested_at": request.requested_at,
        "updated_at": request.updated_at,
        "respond_by": request.respond_by,
        "responded_at": request.responded_at,
        "due_at": request.due_at,
        "overdue": request.closed_at is None and clock.overdue(at, request.due_at, paused=paused),
        "paused_at": request.paused_at,
        "pause_words": gettext(reason) if reason else "",
        "closed_at": request.closed_at,
    }


def _place(request: ServiceRequest, shown: Shown) -> dict[str, Any]:
    return {
        "lat": request.lat if shown.place else None,
        "lon": request.lon if shown.place else None,
        "address": request.address if shown.place else "",
        "zipcode": request.zipcode if shown.place else "",
        "landmark": request.landmark if shown.words else "",
        "areas": tuple(request.areas) if shown.place else (),
    }


def _unread(request: ServiceRequest, lines: Iterable[RequestEntry], photos: Iterable[Any]) -> bool:
    if request.released_at is None:
        return False
    said = (e.at for e in lines if e.note and verbs.BY_CODE.get(e.verb) in SPEAKS)
    return not all(_was_read(request, at) for at in (*said, *(p.added_at for p in photos)))


def _was_read(request: ServiceRequest, said_at: datetime) -> bool:
    return publicity.was_read(request.publicity, released_at=request.released_at, said_at=said_at)


def _said(
    request: ServiceRequest,
    offer: Offer | None,
    photos: Sequence[Any],
    shown: Shown,
    viewer: Viewer,
    language: str,
) -> dict[str, Any]:
    words = getattr(request, "words", None)
    text, media_url = (words.description, words.media_url) if words else ("", "")
    pictures = tuple(
        PhotoShown(p.name, p.width, p.height, p.evidence)
        for p in photos
        if shown.photos and (viewer is not Viewer.EVERYONE or _was_read(request, p.added_at))
    )
    return {
        "description": text if shown.words else "",
        "media_url": media_url if shown.photos else "",
        "answers": _answers(offer, words.answers if words else {}, shown, language),
        "photos": pictures,
        "withheld": bool((text and not shown.words) or len(pictures) < len(photos)),
    }


def _department_name(edition_id: int, code: str, at: datetime, language: str) -> str:
    """Return the name that a department bore at a moment, by the clock it works by."""
    found = staff.departments(edition_id).get(code)
    if found is None:
        return code
    if not found.renamed:
        return words_in(found.words, language)
    on = at.astimezone(staff.week_of(edition_id, code).zone).date()
    return words_in(found.words_on(on), language)


def _lead(request: ServiceRequest) -> str:
    lead = request.lead if request.lead_id else None
    return lead.number if lead else ""


def _items(
    offer: Offer | None, items: Mapping[str, int], language: str
) -> tuple[tuple[str, int], ...]:
    names = {i.code: words_in(i.words, language) for i in offer.items} if offer else {}
    return tuple((names.get(code, code), count) for code, count in items.items())


def _answers(
    offer: Offer | None, answers: Mapping[str, Any], shown: Shown, language: str
) -> tuple[AnswerShown, ...]:
    found = []
    for code, raw in answers.items():
        question = offer.question(code) if offer else None
        if question is None or not _may_read(question, shown):
            continue
        label = words_in(question.words, language)
        found.append(AnswerShown(code, label, _worded(question, raw, language), raw))
    return tuple(found)


def _may_read(question: Question, shown: Shown) -> bool:
    if question.private:
        return shown.private_answers
    return shown.words or question.kind not in FREE_TEXT


def _worded(question: Question, raw: Any, language: str) -> str:
    names = {o.key: words_in(o.words, language) for o in question.options}
    values = raw if isinstance(raw, list) else [raw]
    return ", ".join(names.get(str(v), str(v)) for v in values)


def _lines(
    request: ServiceRequest,
    offer: Offer | None,
    entries: Iterable[RequestEntry],
    shown: Shown,
    viewer: Viewer,
    language: str,
) -> Iterable[Line]:
    readers = {
        Viewer.EVERYONE: {Reader.EVERYONE},
        Viewer.REPORTER: {Reader.EVERYONE, Reader.REPORTER},
        Viewer.STAFF: set(Reader),
    }[viewer]
    for entry in entries:
        verb = verbs.BY_CODE.get(entry.verb)
        if verb is None or verb.reader not in readers:
            continue
        readable = verb in SPEAKS and shown.words
        if viewer is Viewer.EVERYONE:
            readable = readable and _was_read(request, entry.at)
        note = entry.note if viewer is Viewer.STAFF or readable else ""
        yield Line(
            seq=entry.seq,
            at=entry.at,
            verb=verb.code,
            says=gettext(verb.sentence).format_map(_Fields(request, offer, entry, language)),
            by=entry.actor_kind,
            who=entry.actor_label if viewer is Viewer.STAFF else "",
            note=note,
            data=entry.data if viewer is Viewer.STAFF else {},
            reconstructed=bool(entry.data.get("reconstructed")),
        )


CHANNEL_WORDS = {
    "web": _("the web"), "app": _("the app"), "call": _("a call"), "email": _("e-mail"),
    "sms": _("a text message"), "chat": _("chat"), "letter": _("a letter"),
    "walk_in": _("a visit"), "social": _("social media"), "api": _("a partner"),
    "crew": _("a city crew"), "partner": _("a partner"), "other": _("another way"),
}  # fmt: skip


class _Fields(dict[str, str]):
    """What fills a verb's sentence; worked out only for the fields that it names."""

    def __init__(
        self, request: ServiceRequest, offer: Offer | None, entry: RequestEntry, language: str
    ) -> None:
        super().__init__()
        self.request, self.offer, self.language = request, offer, language
        self.at, self.data_ = entry.at, entry.data

    def __missing__(self, name: str) -> str:
        make = getattr(self, f"_{name}", None)
        return make() if make else str(self.data_.get(name, ""))

    def _channel(self) -> str:
        return gettext(CHANNEL_WORDS.get(str(self.data_.get("channel")), "another way"))

    def _department_name(self) -> str:
        code = str(self.data_.get("department", ""))
        return _department_name(self.request.edition_id, code, self.at, self.language)

    def _service_name(self) -> str:
        code = str(self.data_.get("service", ""))
        found = catalogue.offers(self.request.edition_id).get(code)
        return words_in(found.words, self.language) if found else code

    def _outcome_words(self) -> str:
        found = self.offer.outcome(str(self.data_.get("outcome"))) if self.offer else None
        return (
            words_in(found.words, self.language)
            if found
            else str(self.data_.get("outcome_words", ""))
        )

    def _reason_words(self) -> str:
        return gettext(clock.PAUSES.get(str(self.data_.get("reason")), ""))

    def _date(self) -> str:
        return _day(self.data_.get("date"))

    def _from_date(self) -> str:
        return _day(self.data_.get("from_date"))


def _day(text: Any) -> str:
    from django.utils.formats import date_format

    return date_format(date.fromisoformat(text), "DATE_FORMAT") if text else ""
