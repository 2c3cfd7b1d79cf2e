"""What the papers about a file say, from its record."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from townline.cities.rules.city import City
from townline.council.models import Filed, FileEntry
from townline.council.queries.describing import council_settings, vocabulary
from townline.council.queries.documents import document
from townline.council.queries.files import FileShown, file
from townline.council.queries.history import ActivityShown, history, standing_activities
from townline.council.queries.lines import CODES, grammar
from townline.council.queries.report import printed_report
from townline.council.queries.sentences import activity_of
from townline.council.queries.votes import VoteShown, votes_of
from townline.council.rules import days, printed
from townline.council.rules.ballots import Option
from townline.council.rules.papers import (
    ActionLetter,
    CertifiedCopy,
    ReferralMemo,
    ReferralSheet,
    Referred,
    Report,
    Return,
    Sheet,
    Tally,
    Transmittal,
)
from townline.council.rules.vocabulary import ActionType, Effect, Slot

RETURNED: Mapping[str, str] = {
    "approved": "concurrence",
    "vetoed": "veto",
    "returned_unsigned": "returned-unsigned",
}
"""The paper of what the Mayor did, by the result of the activity."""
TITLES: Mapping[str, str] = {
    "action-letter": "Council action",
    "transmittal": "Transmittal to the Mayor",
    "concurrence": "The Mayor concurred",
    "veto": "Veto of the Mayor",
    "returned-unsigned": "Returned without a signature",
    "referral": "Referral",
    "certified-copy": "Certified copy",
    "report": "Report",
}


class NoSuchPaper(LookupError):
    """No such paper is made of this activity; the text says which are."""


def report_sheet(city: City, identifier: str, *, on: date, behind: bool = False) -> Report:
    """
    Return the printed report of a file as a paper.

    :raises NoSuchFile: if there is none that the reader may know of
    """
    found = file(city, identifier, behind=behind)
    said = printed_report(city, identifier, on=on, behind=behind)
    return Report(
        **_of_file(city, found, "report", on) | {"printed": printed.as_printed(on)},
        system=said.system,
        fields=tuple(said.fields),
        history=tuple((printed.as_printed(day), sentence) for day, sentence in said.history),
    )


def sheets(
    city: City, identifier: str, seq: int, *, on: date, by: str, behind: bool = False
) -> dict[str, Sheet]:
    """
    Return the papers that can be made of an activity as it stands, by their names.

    A certified copy is named with the entry by which its document was filed: ``certified-copy:7``.

    :param by: who certifies a copy
    :raises NoSuchFile: if there is no such file that the reader may know of
    :raises NoSuchPaper: if the file has no such activity, or it does not stand any more
    """
    found = file(city, identifier, behind=behind)
    lines = standing_activities(history(city, identifier, behind=behind))
    return sheets_of(city, found, lines, seq, on=on, by=by)


def sheets_of(
    city: City, found: FileShown, lines: Sequence[ActivityShown], seq: int, *, on: date, by: str
) -> dict[str, Sheet]:
    """
    Return the papers as :func:`sheets` does, of a file whose activities that stand were read.

    :raises NoSuchPaper: if none of them is that one
    """
    place = next((place for place, line in enumerate(lines) if line.seq == seq), None)
    if place is None:
        raise NoSuchPaper(f"{found.identifier} has no activity {seq} that stands.")
    types = {each.code: each for each in vocabulary(city).types}
    made = _Making(city, found, on, types, lines[place + 1 :])
    return dict(made.of(lines[place], by))


def referral_sheet(city: City, day: date, *, on: date) -> ReferralSheet:
    """Return the sheet of what was referred on a day; what is restricted is not on it."""
    types = {each.code: each for each in vocabulary(city).types}
    codes = [code for code, kind in types.items() if kind.effect in REFERRING]
    entries = _standing(city, day, codes)
    filed = Filed.objects.filter(entry__in=[entry.pk for entry in entries])
    titles: dict[int, list[str]] = {}
    for key, title in (
        filed.filter(document__withheld=False)
        .order_by("entry_id", "position")
        .values_list("entry_id", "document__title")
    ):
        titles.setdefault(key, []).append(title)
    rules = grammar(city)
    lines = tuple(
        Referred(
            number=entry.subject.identifier,
            to=_names(
                activity_of(rules, entry.data["activity"]).parameters.get(types[entry.type].to)
            ),
            document="; ".join(titles.get(entry.pk, ())) or entry.subject.title,
            districts=tuple(entry.subject.districts),
        )
        for entry in entries
    )
    title = f"Referrals of {days.write(day)}"
    return ReferralSheet(**head_of(city, title, on), day=days.write(day), lines=lines)


def _standing(city: City, day: date, codes: list[str]) -> list[FileEntry]:
    """Return the entries of public files of these types on a day, those that were corrected not."""
    later = FileEntry.objects.filter(subject=OuterRef("subject"), corrects=OuterRef("seq"))
    found = FileEntry.objects.filter(
        ~Exists(later),
        date=day,
        type__in=codes,
        verb__in=CODES,
        subject__city_id=city.id,
        subject__restricted=False,
    ).select_related("subject")
    order = ("subject__year", "subject__serial", "subject__supplement", "position", "seq")
    return [entry for entry in found.order_by(*order) if "activity" in entry.data]


REFERRING = frozenset({Effect.REFERS, Effect.RE_REFERS})


class _Making:
    """The papers of the activities of one file."""

    def __init__(
        self,
        city: City,
        found: FileShown,
        on: date,
        types: Mapping[str, ActionType],
        earlier: Sequence[ActivityShown],
    ) -> None:
        self._city, self._file, self._on = city, found, on
        self._types, self._earlier = types, earlier

    def of(self, line: ActivityShown, by: str) -> Iterator[tuple[str, Sheet]]:
        kind = self._types.get(line.type)
        effect = kind.effect if kind else Effect.NOTES
        if kind and effect is Effect.DECIDES:
            yield "action-letter", self._letter(line)
        if kind and effect is Effect.TRANSMITS:
            yield from self._transmittal(line, kind)
        if kind and effect is Effect.RETURNS and kind.result in RETURNED:
            yield from self._return(line, RETURNED[kind.result])
        if kind and effect in REFERRING:
            yield "referral", self._referral(line, kind)
        for paper in line.documents:
            if paper.kept:
                yield f"certified-copy:{paper.seq}", self._copy(line, paper.title, paper.id, by)

    def _head(self, paper: str) -> dict[str, Any]:
        return _of_file(self._city, self._file, paper, self._on)

    def _vote(self, line: ActivityShown) -> Tally | None:
        """Return the vote that decided an activity, if the record says which it was."""
        votes = votes_of(self._city, self._file.identifier, behind=True)
        found = next((v for v in votes if v.decides == line.seq and not v.voided), None)
        if found is None or not found.ballots:
            return None
        return tally_of(found)

    def _letter(self, line: ActivityShown) -> ActionLetter:
        said, final = self._file.details, self._file.final_date
        return ActionLetter(
            **self._head("action-letter"),
            day=days.write(line.date),
            action=line.printed,
            final=days.write(final) if final and final >= line.date else "",
            movers=tuple(said.movers),
            seconders=tuple(said.seconders),
            vote=self._vote(line),
            documents=tuple(paper.title for paper in line.documents),
            to=tuple(said.initiated_by),
        )

    def _transmittal(self, line: ActivityShown, kind: ActionType) -> Iterator[tuple[str, Sheet]]:
        decided = self._decided()
        if decided is not None:
            yield (
                "transmittal",
                Transmittal(
                    **self._head("transmittal"),
                    day=days.write(decided.date),
                    action=decided.printed,
                    sent=days.write(line.date),
                    last_day=_day_of(line, kind),
                ),
            )

    def _return(self, line: ActivityShown, paper: str) -> Iterator[tuple[str, Sheet]]:
        decided, sent = self._decided(), self._last(Effect.TRANSMITS)
        if decided is not None:
            yield (
                paper,
                Return(
                    **self._head(paper),
                    day=days.write(decided.date),
                    action=decided.printed,
                    returned=days.write(line.date),
                    last_day=_day_of(sent, self._types[sent.type]) if sent else "",
                    reason=str(line.activity.parameters.get("comment", "")),
                ),
            )

    def _referral(self, line: ActivityShown, kind: ActionType) -> ReferralMemo:
        return ReferralMemo(
            **self._head("referral"),
            referred=days.write(line.date),
            sender=_sender(line, kind),
            to=_names(line.activity.parameters.get(kind.to)),
            documents=tuple(paper.title for paper in line.documents),
        )

    def _copy(self, line: ActivityShown, title: str, key: int, by: str) -> CertifiedCopy:
        return CertifiedCopy(
            **self._head("certified-copy"),
            day=days.write(line.date),
            action=line.printed,
            document=title,
            digest=document(self._city, key, behind=True).digest,
            clerk=by,
        )

    def _decided(self) -> ActivityShown | None:
        return self._last(Effect.DECIDES)

    def _last(self, effect: Effect) -> ActivityShown | None:
        return next((e for e in self._earlier if self._effect(e) is effect), None)

    def _effect(self, line: ActivityShown) -> Effect:
        kind = self._types.get(line.type)
        return kind.effect if kind else Effect.NOTES


def tally_of(vote: VoteShown) -> Tally:
    """Return how a vote went, as papers say it."""
    names = {each: tuple(ballot.name for ballot in vote.of(each)) for each in Option}
    return Tally(
        result=vote.label or vote.result or "Vote",
        yes=vote.tally.yes,
        no=vote.tally.no,
        absent=vote.tally.absent,
        recused=vote.tally.recused,
        abstain=vote.tally.abstain,
        voted_yes=names[Option.YES],
        voted_no=names[Option.NO],
        were_absent=names[Option.ABSENT],
        were_recused=names[Option.RECUSED],
        abstained=names[Option.ABSTAIN],
        taken_back=vote.voided_because if vote.voided else "",
    )


def head_of(city: City, title: str, on: date) -> dict[str, Any]:
    """Return what every paper says."""
    office = council_settings(city).office or city.name
    return {
        "city": city.name,
        "office": office,
        "printed": days.write(on),
        "title": title,
        "language": city.languages[0],
        "demo": city.demo,
    }


def _of_file(city: City, found: FileShown, paper: str, on: date) -> dict[str, Any]:
    title = f"{TITLES[paper]}: Council File {found.identifier}"
    return {
        **head_of(city, title, on),
        "number": found.identifier,
        "subject": found.title,
        "districts": tuple(found.details.districts),
    }


def _sender(line: ActivityShown, kind: ActionType) -> str:
    """Return whose papers were referred: the body that is neither sent the file nor acts on it."""
    others = {kind.to, kind.body}
    for parameter in kind.parameters:
        if parameter.slot is Slot.BODY and parameter.name not in others:
            return str(line.activity.parameters.get(parameter.name, ""))
    return ""


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _day_of(line: ActivityShown, kind: ActionType) -> str:
    day = line.activity.parameters.get(kind.on)
    return days.write(day) if isinstance(day, date) else str(day or "")
