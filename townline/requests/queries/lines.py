"""The record of a request as somebody may read it, worded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import words_in
from townline.record.verbs import Reader, Verb
from townline.requests import verbs
from townline.requests.queries.rows import BriefRow, EntryRow, Row
from townline.requests.queries.wording import Called, day, department_name, why
from townline.requests.rules import clock, publicity, reopening
from townline.requests.rules.publicity import Shown, Viewer
from townline.staff import queries as staff

SPEAKS = {
    verbs.ASKED,
    verbs.ANSWERED,
    verbs.CLOSED,
    verbs.CANCELLED,
    verbs.REOPENED,
    verbs.WRITTEN,
    verbs.PASSED_ON,
    verbs.REPLIED,
}
"""Whose notes are words between the resident and the city, and not among staff."""
READERS = {
    Viewer.EVERYONE: frozenset({Reader.EVERYONE}),
    Viewer.REPORTER: frozenset({Reader.EVERYONE, Reader.REPORTER}),
    Viewer.STAFF: frozenset(Reader),
}
"""Whose entries each viewer may read."""
UNNAMED = "…"
"""What stands for the number of a lead that has become confidential, or was taken down."""
CHANNEL_WORDS = {
    "web": _("the web"), "app": _("the app"), "call": _("a call"), "email": _("e-mail"),
    "sms": _("a text message"), "chat": _("chat"), "letter": _("a letter"),
    "walk_in": _("a visit"), "social": _("social media"), "api": _("a partner"),
    "crew": _("a city crew"), "partner": _("a partner"), "other": _("another way"),
}  # fmt: skip


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
    note_language: str = ""
    """In which language the note is, if an update has it in the reader's; else the city's first."""


def was_read(row: Row | BriefRow, said_at: datetime) -> bool:
    """Return whether everyone may read what was said at a moment: a release covered it."""
    return publicity.was_read(row.publicity, released_at=row.released_at, said_at=said_at)


def said_at(entries: Iterable[EntryRow]) -> Iterator[datetime]:
    """Yield when there were words between resident and city that everyone may come to read."""
    public = {verb.code for verb in SPEAKS if verb.reader is Reader.EVERYONE}
    return (e.at for e in entries if e.note and e.verb in public)


def lines(
    row: Row,
    called: Called,
    entries: Iterable[EntryRow],
    *,
    shown: Shown,
    viewer: Viewer,
    language: str,
    blacked: Mapping[str, str],
) -> Iterator[Line]:
    """
    Yield the entries that the viewer may read, each without what it may not.

    :param blacked: what stands in place of notes, by position, where words were blacked out
    """
    for entry in entries:
        verb = verbs.BY_CODE.get(entry.verb)
        if verb is None or verb.reader not in READERS[viewer]:
            continue
        note, spoken = "", ""
        if viewer is Viewer.STAFF or _is_readable(row, verb, entry.at, shown, viewer):
            note, spoken = note_of(_readable(entry, blacked), entry.words, language)
        data = msgspec.json.decode(entry.data)
        if viewer is not Viewer.STAFF and entry.lead_public is False:
            data["lead"] = UNNAMED
        yield Line(
            seq=entry.seq,
            at=entry.at,
            verb=verb.code,
            says=sentence(verb, Happened(row.edition_id, called, entry.at, data, language)),
            by=entry.actor_kind,
            who=entry.actor_label if viewer is Viewer.STAFF else "",
            note=note,
            data=data if viewer is Viewer.STAFF else {},
            reconstructed=bool(data.get("reconstructed")),
            note_language=spoken,
        )


def _is_readable(row: Row, verb: Verb, said: datetime, shown: Shown, viewer: Viewer) -> bool:
    """Return whether somebody who is not of the staff may read what was said with an entry."""
    if verb is verbs.UPDATED:  # written by the city, for all to read
        return True
    if verb is verbs.RATED:
        return viewer is Viewer.REPORTER
    read = viewer is not Viewer.EVERYONE or was_read(row, said)
    return verb in SPEAKS and shown.words and read


def _readable(entry: EntryRow, blacked: Mapping[str, str]) -> str:
    """Return a note as it may be read; one that was emptied by law stays empty."""
    return blacked.get(str(entry.seq), entry.note) if entry.note else ""


def note_of(note: str, told: str | None, language: str) -> tuple[str, str]:
    """
    Return what was said: of an update in the reader's language, and then in which it is.

    :param told: JSON, the text of an update by language; None where it is none
    """
    if not note or told is None:  # emptied by law, or one text alone
        return note, ""
    words: dict[str, str] = msgspec.json.decode(told)
    return (words[language], language) if language in words else (note, "")


def sentence(verb: Verb, fields: "Happened") -> str:
    """Return what a reader sees of an entry."""
    says = gettext(verb.sentence).format_map(fields)
    if verb is verbs.REOPENED and fields.data.get("reasons"):
        return gettext("%(says)s: %(reasons)s") % {"says": says, "reasons": fields["reasons"]}
    return says


class Happened(dict[str, str]):
    """An entry as it fills its verb's sentence; worked out only for the fields that it names."""

    def __init__(
        self, edition_id: int, called: Called, at: datetime, data: Mapping[str, Any], language: str
    ) -> None:
        super().__init__()
        self.edition_id, self.called, self.language = edition_id, called, language
        self.at, self.data = at, data

    def __missing__(self, name: str) -> str:
        make = getattr(self, f"_{name}", None)
        return make() if make else str(self.data.get(name, ""))

    def _channel(self) -> str:
        return gettext(CHANNEL_WORDS.get(str(self.data.get("channel")), "another way"))

    def _department_name(self) -> str:
        code = str(self.data.get("department", ""))
        return department_name(self.edition_id, code, self.at, self.language)

    def _partner_name(self) -> str:
        found = staff.partners(self.edition_id).get(str(self.data.get("partner")))
        named = words_in(found.words, self.language) if found else ""
        return named or str(self.data.get("partner_words", ""))

    def _service_name(self) -> str:
        code = str(self.data.get("service", ""))
        found = catalogue.offers(self.edition_id).get(code)
        return words_in(found.words, self.language) if found else code

    def _to(self) -> str:
        told = self.data.get("to")
        return str(told) if told else gettext("nobody, for there is nobody to tell")

    def _why(self) -> str:
        return why(str(self.data.get("when", "")), int(self.data.get("days", 0)))

    def _outcome_words(self) -> str:
        _kind, words = self.called.outcomes.get(str(self.data.get("outcome")), ("", ""))
        return words or str(self.data.get("outcome_words", ""))

    def _reason_words(self) -> str:
        return gettext(clock.PAUSES.get(str(self.data.get("reason")), ""))

    def _reasons(self) -> str:
        told = (reopening.REASONS.get(code, "") for code in self.data.get("reasons", ()))
        return "; ".join(gettext(words) for words in told if words)

    def _date(self) -> str:
        return day(self.data.get("date"))

    def _from_date(self) -> str:
        return day(self.data.get("from_date"))
