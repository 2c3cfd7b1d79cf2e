"""What the department does with a request."""

from datetime import datetime

from townline.catalogue.rules.offers import Outcome
from townline.cities.rules.city import City, words_in
from townline.record.verbs import SYSTEM, Actor
from townline.requests import verbs
from townline.requests.actions import booking, children, incidents, mentions, uploads
from townline.requests.actions.change import changing, happen, offer_of, tell, week_of
from townline.requests.models import Photo, ServiceRequest, Words
from townline.requests.queries.reclassifying import plan
from townline.requests.rules import clock, lifecycle
from townline.requests.rules.lifecycle import Status
from townline.requests.rules.submission import Unfit
from townline.staff import queries as staff


def acknowledge(
    *, city: City, number: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Say that the department has read it; this stops the clock of the response."""
    with changing(city, number, seen=seen) as request:
        happen(request, verbs.ACKNOWLEDGED, by=by, at=at)
        request.responded_at = request.responded_at or at


def start(*, city: City, number: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Take the request into work."""
    with changing(city, number, seen=seen) as request:
        happen(request, verbs.STARTED, by=by, at=at)
        request.responded_at = request.responded_at or at


def ask(
    *, city: City, number: str, question: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Ask the reporter something; the clock stands still until they answer."""
    _say_something(question, "question")
    with changing(city, number, seen=seen) as request:
        happen(request, verbs.ASKED, by=by, at=at, note=question)
        request.responded_at = request.responded_at or at
        _stop(request, "waiting_resident", at)
        tell(request, "asked", by=by, at=at, question=question)


def pause(
    *, city: City, number: str, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Let the clock stand still for one of ``clock.PAUSES``."""
    if reason not in clock.CHOSEN:
        raise Unfit("bad_reason", "reason", "choose one of the reasons for a pause")
    with changing(city, number, seen=seen) as request:
        happen(request, verbs.PAUSED, by=by, at=at, reason=reason)
        _stop(request, reason, at)


def resume(*, city: City, number: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Let the clock run again; the promise moves by the working time that it stood still."""
    with changing(city, number, seen=seen) as request:
        go_on(request, at)
        happen(request, verbs.RESUMED, by=by, at=at, due_at=_moment(request.due_at))


def note(*, city: City, number: str, text: str, by: Actor, at: datetime) -> None:
    """
    Leave a note that staff alone can read; whoever it mentions (``@name``) is told on their desk.

    :raises Unfit: if there is no text, if nobody bears a name, or may not see the request
    """
    _say_something(text, "note")
    people = mentions.found_in(city, text)
    with changing(city, number) as request:
        mentions.check(request, people)
        named = {"mentions": [one.label for one in people]} if people else {}
        happen(request, verbs.NOTED, by=by, at=at, note=text, **named)
        mentions.enter(request, people, by=by, at=at)


def reassign(
    *,
    city: City,
    number: str,
    department: str,
    crew: str = "",
    reason: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """
    Give the request to another department or crew, saying why.

    The promise keeps its date: whoever owns the work, the resident was told that day.
    """
    if department not in staff.departments(city.edition_id):
        raise Unfit("no_such_department", "department", "choose one of the city's departments")
    _say_something(reason, "reason")
    with changing(city, number, seen=seen) as request:
        go_on(request, at)
        happen(
            request, verbs.ROUTED, by=by, at=at, note=reason, department=department, crew=crew,
            rule=None, because={}, due_at=_moment(request.due_at),
        )  # fmt: skip
        request.department, request.crew = department, crew


def reclassify(
    *,
    city: City,
    number: str,
    service_code: str,
    reason: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """
    Handle the request as another service, without the resident starting over.

    Answers to questions of the same code go along where they fit; the note keeps the others. It is
    due as the other service promises, from the same beginning and with the same pauses; where it
    promises nothing, the day that the resident was told stays. What was told in
    confidence stays so. The day of an order is given back.
    """
    _say_something(reason, "reason")
    with changing(city, number, seen=seen) as request:
        booking.release(request, offer_of(request))
        go_on(request, at)
        planned = plan(city, request, service_code, at)
        was, goes = request.service_code, planned.goes
        lost = "".join(f"\n{question} {answer}" for question, answer in planned.lost)
        request.edition_id, request.service_code = city.edition_id, service_code
        happen(
            request, verbs.RECLASSIFIED, by=by, at=at, note=reason + lost, service=service_code,
            was=was,
        )  # fmt: skip
        request.publicity = planned.publicity
        request.department, request.crew = goes.department, goes.crew
        request.due_at = planned.due_at
        request.flags = [f for f in request.flags if f not in ("due_soon", "overdue")]
        Words.objects.filter(request=request).update(answers=planned.carried.kept)
        happen(
            request, verbs.ROUTED, by=SYSTEM, at=at, department=goes.department, crew=goes.crew,
            rule=goes.rule, because=dict(goes.because), due_at=_moment(request.due_at),
        )  # fmt: skip


def close(
    *,
    city: City,
    number: str,
    outcome: str,
    by: Actor,
    at: datetime,
    remark: str = "",
    evidence: tuple[bytes, ...] = (),
    reference: str = "",
    despite: str = "",
    seen: int | None = None,
) -> None:
    """
    Close with one of the service's outcomes; all reporters of the incident are told it.

    :param remark: words of the department to the reporter, shown with the outcome to them
    :param evidence: photos of the work done
    :param reference: a reading or a work order, where no photo can show it
    :param despite: why it is done though another department has not finished what came first
    :raises Unfit: if the service has no such outcome, or if it demands evidence and there is none;
        or if the request is held: closing it so would show it to everyone
    """
    with changing(city, number, seen=seen) as request:
        found = _fitting(request, outcome, proof=bool(evidence or reference))
        if found.kind == "done":
            children.refuse_end(request, despite=despite)
        if despite.strip():
            happen(request, verbs.NOTED, by=by, at=at, note=despite.strip())
        add_photos(request, evidence, by=by, at=at, evidence=True)
        happen(
            request, verbs.CLOSED, by=by, at=at, note=remark, outcome=outcome, kind=found.kind,
            outcome_words=words_in(found.words, city.languages[0]), reference=reference,
        )  # fmt: skip
        end(request, outcome, at)
        tell(request, "closed", by=by, at=at, outcome=outcome, remark=remark)
        incidents.close_joined(request, found, by=by, at=at, remark=remark)
        children.ended(city, request, at=at)


def _fitting(request: ServiceRequest, code: str, *, proof: bool) -> Outcome:
    """Return the outcome, if the request may end so."""
    if request.status == Status.HELD:
        raise Unfit("held", "outcome", "send the request on first, or reject it")
    found = offer_of(request).outcome(code)
    if found is None:
        raise Unfit("no_such_outcome", "outcome", "choose one of the service's outcomes")
    if found.evidence and not (proof or request.photos.filter(evidence=True).exists()):
        raise Unfit(
            "evidence_missing", "evidence", "this outcome needs a photo or a reference as proof"
        )
    return found


def add_evidence(
    *, city: City, number: str, photos: tuple[bytes, ...], by: Actor, at: datetime
) -> None:
    """Add photos of the work."""
    with changing(city, number) as request:
        add_photos(request, photos, by=by, at=at, evidence=True)


def add_photos(
    request: ServiceRequest, data: tuple[bytes, ...], *, by: Actor, at: datetime, evidence: bool
) -> None:
    """Keep photos of a request that is being changed."""
    if not data:
        return
    kept = uploads.keep(data)
    happen(request, verbs.PHOTOGRAPHED, by=by, at=at, count=len(kept), evidence=evidence)
    Photo.objects.bulk_create(
        Photo(
            request=request, name=p.name, width=p.width, height=p.height, evidence=evidence,
            added_at=at,
        )
        for p in kept
    )  # fmt: skip


def end(request: ServiceRequest, outcome: str, at: datetime) -> None:
    """Write the end on a request that is being changed."""
    request.closed_at, request.outcome = max(at, request.requested_at), outcome
    request.paused_at, request.pause_reason, request.rest = None, "", None


def _stop(request: ServiceRequest, reason: str, at: datetime) -> None:
    request.rest = clock.left(at, request.due_at, week_of(request))
    request.paused_at, request.pause_reason = at, reason


def go_on(request: ServiceRequest, at: datetime) -> None:
    """Let the clock of a request that is being changed run again, if it stands still."""
    if request.paused_at is None:
        return
    request.due_at = clock.resume(at, request.rest, request.due_at, week_of(request))
    request.paused_at, request.pause_reason, request.rest = None, "", None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _say_something(text: str, field: str) -> None:
    if not text.strip():
        raise Unfit("empty", field, "this needs a text")
    if len(text) > 4000 or "\x00" in text:
        raise Unfit("too_long", field, "4000 characters are allowed, without null characters")


def possible(status: str) -> frozenset[str]:
    """Return the codes of the verbs that may follow a status."""
    return frozenset(v.code for v in verbs.ALL if lifecycle.possible(Status(status), v))
