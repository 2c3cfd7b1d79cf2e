"""Votes: taken at a meeting, taken in from elsewhere, and taken back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import changing, happen
from townline.council.actions.entering import check_reason
from townline.council.actions.people import hear_of
from townline.council.models import AgendaItemRow, BallotRow, CouncilFile, MeetingRow, VoteRow
from townline.council.queries.describing import council_settings, vocabulary
from townline.council.queries.lines import lines
from townline.council.rules import ballots as rules
from townline.council.rules.ballots import Method, Option, Tally
from townline.council.rules.flags import Code, Finding
from townline.council.rules.imported import ImportedVote
from townline.council.rules.standing import standing
from townline.council.rules.vocabulary import Effect
from townline.record.verbs import Actor, require

DECIDING = frozenset({Effect.DECIDES, Effect.RECONSIDERS})


class NoSuchVote(LookupError):
    """The file has no such vote, or it was taken back; the text says which."""


@dataclass(frozen=True, kw_only=True)
class ImportedVotes:
    """What came of the votes of a source."""

    votes: int = 0
    """How many were not known before."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with those."""


@dataclass(frozen=True, kw_only=True)
class Vote:
    """A vote as it is entered."""

    day: date
    question: str
    label: str
    ballots: Mapping[str, Option]
    """How each person voted, by code, in the order of the roll."""
    seats: Mapping[str, str] = field(default_factory=dict)
    """The seat that each of them voted for."""
    method: str = Method.ROLL_CALL.value
    needed: int | None = None
    given: str = ""
    """The tally as a source wrote it; empty where nobody did."""
    kind: str = ""
    closed_session: bool = False
    decides: int | None = None
    source: str = ""

    @property
    def tally(self) -> Tally:
        """The sum of its ballots."""
        return rules.count(self.ballots.values())


def enter_vote(
    city: City,
    file: CouncilFile,
    vote: Vote,
    *,
    by: Actor,
    at: datetime,
    people: Mapping[str, int],
    meeting: MeetingRow | None = None,
    item: AgendaItemRow | None = None,
) -> VoteRow:
    """
    Enter a vote in the record of a file that is held, and keep its row.

    :param people: the keys of those who voted, by code
    """
    tally = vote.tally
    needed = council_settings(city).majority if vote.needed is None else vote.needed
    result = rules.result(tally, needed, tally.everyone).value if vote.ballots else ""
    order = VoteRow.objects.filter(file=file, date=vote.day).count()
    seq = happen(
        file,
        verbs.VOTED,
        by=by,
        at=at,
        meeting=meeting.code if meeting else "",
        result=result,
        **plain(vote, order),
    )
    row = _row(file, vote, seq, order, result, at)
    row.meeting, row.item = meeting, item
    row.save(force_insert=True)
    _keep_ballots(row, vote, people)
    return row


def _keep_ballots(row: VoteRow, vote: Vote, people: Mapping[str, int]) -> None:
    BallotRow.objects.bulk_create(
        BallotRow(
            vote=row,
            person_id=people[code],
            seat=vote.seats.get(code, ""),
            option=option.value,
            date=vote.day,
            position=position,
        )
        for position, (code, option) in enumerate(vote.ballots.items())
    )


def _row(file: CouncilFile, vote: Vote, seq: int, order: int, result: str, at: datetime) -> VoteRow:
    tally = vote.tally
    return VoteRow(
        file=file,
        seq=seq,
        date=vote.day,
        position=order,
        kind=vote.kind,
        question=vote.question,
        label=vote.label,
        method=vote.method,
        needed=vote.needed,
        yes=tally.yes,
        no=tally.no,
        absent=tally.absent,
        recused=tally.recused,
        abstain=tally.abstain,
        given=vote.given,
        result=result,
        closed_session=vote.closed_session,
        decides=vote.decides,
        changed_at=at,
    )


def plain(vote: Vote, order: int) -> dict[str, Any]:
    """Return a vote as the record keeps it."""
    return {
        "day": vote.day.isoformat(),
        "order": order,
        "question": vote.question,
        "label": vote.label,
        "method": vote.method,
        "needed": vote.needed,
        "given": vote.given,
        "kind": vote.kind,
        "closed_session": vote.closed_session,
        "decides": vote.decides,
        "source": vote.source,
        "ballots": [
            [code, vote.seats.get(code, ""), option.value] for code, option in vote.ballots.items()
        ],
    }


@transaction.atomic
def void_vote(
    *, city: City, identifier: str, entry: int, reason: str, by: Actor, at: datetime
) -> None:
    """
    Say that a vote was not taken so; it stays in the record. Its activity is corrected apart.

    :raises NoSuchFile: if there is no such file
    :raises NoSuchVote: if it has no such vote, or it was taken back already
    :raises Refused: if no reason is given
    """
    check_reason(reason)
    with changing(city, identifier) as file:
        row = file.votes.select_for_update().filter(seq=entry).first()
        if row is None or row.voided is not None:
            what = "was taken back already" if row else "is no vote"
            raise NoSuchVote(f"Entry {entry} of {identifier} {what}.")
        row.voided = happen(
            file, verbs.VOTE_VOIDED, by=by, at=at, corrects=entry, reason=reason.strip()
        )
        row.changed_at = at
        row.save(update_fields=["voided", "changed_at"])


def import_votes(
    city: City,
    file: CouncilFile,
    votes: Sequence[ImportedVote],
    *,
    source: str,
    by: Actor,
    at: datetime,
) -> ImportedVotes:
    """
    Enter the votes of a source that are not known yet in the record of a file that is held.

    Days come newest first, the votes of a day in their order. What is wrong with one is said, and
    the vote kept as it came.
    """
    require(by, verbs.VOTED)
    if not votes:
        return ImportedVotes()
    known = Counter(_known(row) for row in file.votes.prefetch_related("ballots__person"))
    deciding = _deciding(city, file)
    per_day = Counter(each.date for each in votes)
    findings: list[Finding] = []
    fresh = 0
    for each in sorted(votes, key=lambda vote: vote.date):  # stable: a day keeps its order
        vote, keys, wrong = _read(city, each, source, at=at)
        fingerprint = _fingerprint(vote)
        if known[fingerprint]:
            known[fingerprint] -= 1
            continue
        decided = deciding.get(each.date, [])
        if len(decided) == 1 and per_day[each.date] == 1:
            vote = replace(vote, decides=decided[0])
        row = enter_vote(city, file, vote, by=by, at=at, people=keys)
        findings += [Finding(code=f.code, detail=f.detail, entry=row.seq) for f in wrong]
        fresh += 1
    return ImportedVotes(votes=fresh, findings=tuple(findings))


def _read(
    city: City, each: ImportedVote, source: str, *, at: datetime
) -> tuple[Vote, dict[str, int], list[Finding]]:
    """Return an imported vote, who voted, and what is wrong with it."""
    said: dict[str, Option] = {}
    keys: dict[str, int] = {}
    seats: dict[str, str] = {}
    wrong: list[Finding] = []
    when = f"The vote of {each.date}"
    for ballot in each.ballots:
        row = hear_of(city, ballot.member, ballot.district, council_settings(city).council, at=at)
        if not row.described:
            detail = f"{row.name}, who voted, is not among the people that the folder names."
            wrong.append(Finding(code=Code.MEMBER, detail=detail))
        try:
            said[row.code] = rules.option_of(ballot.vote)
        except rules.Unclear as fault:
            wrong.append(Finding(code=Code.VOTE, detail=f"{when}, {row.name}: {fault}."))
        keys[row.code], seats[row.code] = row.pk, ballot.district
    vote = Vote(
        day=each.date,
        question=rules.question_of(each.action).value,
        label=each.action,
        ballots=said,
        seats=seats,
        given=each.given,
        kind=each.meeting_type,
        source=source,
    )
    return vote, keys, [*wrong, *_faults(vote, when)]


def _faults(vote: Vote, when: str) -> Iterable[Finding]:
    if not vote.label.strip():
        yield Finding(code=Code.VOTE, detail=f"{when} does not say what came of it.")
    try:
        rules.prove(vote.given, vote.tally)
    except (rules.TallyDisagrees, rules.Unclear) as fault:
        yield Finding(code=Code.VOTE, detail=f"{when}: {fault}.")


def _fingerprint(vote: Vote) -> tuple[Any, ...]:
    return vote.day, vote.label, vote.given, tuple(sorted(vote.ballots.items()))


def _known(row: VoteRow) -> tuple[Any, ...]:
    said = tuple(sorted((each.person.code, Option(each.option)) for each in row.ballots.all()))
    return row.date, row.label, row.given, said


def _deciding(city: City, file: CouncilFile) -> dict[date, list[int]]:
    """Return the ``seq`` of the activities of each day that say what was decided."""
    types = {each.code: each.effect for each in vocabulary(city).types}
    found: dict[date, list[int]] = {}
    for line in standing(lines(city, file.pk), as_of=date.max, known_on=date.max):
        if types.get(line.activity.type) in DECIDING:
            found.setdefault(line.date, []).append(line.seq)
    return found
