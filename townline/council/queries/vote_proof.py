"""Whether votes and ballots say what the records of their files say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from townline.council import verbs
from townline.council.models import BallotRow, FileEntry, VoteRow
from townline.council.rules import ballots as rules
from townline.council.rules.ballots import Option
from townline.record.rules.audit import Fault

PARTS = ("question", "label", "method", "needed", "given", "kind", "closed_session", "decides")
"""What a row repeats of its entry by the same name."""
COUNTS = ("yes", "no", "absent", "recused", "abstain")
type Ballots = list[list[str]]


def of_votes(files: Mapping[int, str]) -> Iterator[Fault]:
    """
    Yield each vote of some files that is not as their records have it, in three statements.

    :param files: their numbers in the record, by their keys
    """
    taken, voided = _entered(files)
    rows = VoteRow.objects.filter(file_id__in=list(files)).select_related("meeting")
    known = {(row.file_id, row.seq): row for row in rows.order_by("pk")}
    cast = _cast([row.pk for row in known.values()])
    for place in sorted(taken.keys() | known.keys()):
        number, row, data = files[place[0]], known.get(place), taken.get(place)
        if row is None or data is None:
            lacks = "no row" if row is None else "no entry of the record"
            yield Fault("vote", number, place[1], f"the vote of entry {place[1]} has {lacks}")
            continue
        wanted = _wanted(data, voided.get(place))
        for name, (says, follows) in _differences(row, cast.get(row.pk, []), wanted):
            told = f"the vote's {name} is {says}, and its record makes it {follows}"
            yield Fault("vote", number, place[1], told)


def _entered(
    files: Iterable[int],
) -> tuple[dict[tuple[int, int], Mapping[str, Any]], dict[tuple[int, int], int]]:
    """Return votes as they were entered, and by which entry each that was taken back was."""
    rows = FileEntry.objects.filter(
        subject_id__in=list(files), verb__in=[verbs.VOTED.code, verbs.VOTE_VOIDED.code]
    ).values_list("subject_id", "seq", "verb", "data")
    taken, voided = {}, {}
    for file_id, seq, verb, data in rows.order_by("subject_id", "seq"):
        if verb == verbs.VOTED.code:
            taken[file_id, seq] = data
        else:
            voided[file_id, data["corrects"]] = seq
    return taken, voided


def _cast(votes: Sequence[int]) -> Mapping[int, list[tuple[Any, ...]]]:
    """Return the ballots of votes in the order of the roll, each with its day."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = BallotRow.objects.filter(vote_id__in=votes).order_by("vote_id", "position")
    for vote, *ballot in rows.values_list("vote_id", "person__code", "seat", "option", "date"):
        found[vote].append(tuple(ballot))
    return found


def _wanted(data: Mapping[str, Any], voided: int | None) -> dict[str, Any]:
    """Return what follows from an entry."""
    tally = rules.count(Option(option) for _, _, option in data["ballots"])
    return {
        **{name: data[name] for name in PARTS},
        **{name: getattr(tally, name) for name in COUNTS},
        "date": data["day"],
        "position": data["order"],
        "result": data["result"],
        "meeting": data["meeting"],
        "voided": voided,
        "ballots": data["ballots"],
    }


def _differences(
    row: VoteRow, cast: Iterable[tuple[Any, ...]], wanted: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield what a row says, and what follows from its record, where they differ."""
    ballots: Ballots = []
    for code, seat, option, day in cast:
        ballots.append([code, seat, option])
        if day != row.date:
            yield f"ballot of {code}", (f"of {day}", f"of {row.date}")
    said = {name: getattr(row, name) for name in (*PARTS, *COUNTS, "position", "result", "voided")}
    said |= {"date": row.date.isoformat(), "meeting": row.meeting.code if row.meeting else ""}
    for name, says in said.items():
        if says != wanted[name]:
            yield name, (says, wanted[name])
    yield from _other_ballots(ballots, wanted["ballots"])


def _other_ballots(says: Ballots, follows: Ballots) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield whose ballot is another one; else whether they stand in another order."""
    one, other = ({code: [seat, said] for code, seat, said in each} for each in (says, follows))
    changed = [
        code for code in sorted(one.keys() | other.keys()) if one.get(code) != other.get(code)
    ]
    for code in changed:
        yield f"ballot of {code}", (one.get(code), other.get(code))
    if not changed and says != follows:
        yield "roll", ([code for code, *_ in says], [code for code, *_ in follows])
