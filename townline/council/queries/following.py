"""What somebody may want to be told of, and what happened to it in a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, Q, QuerySet

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.models import BallotRow, CouncilFile, FileEntry
from townline.council.queries.describing import bodies
from townline.council.queries.files import NoSuchFile, file
from townline.council.queries.lines import bodies_named, grammar
from townline.council.queries.people import NoSuchPerson, person
from townline.council.queries.search import configuration
from townline.council.queries.sentences import sentence_of
from townline.council.queries.statements import fetched
from townline.council.rules.grammar import Grammar
from townline.council.rules.vocabulary import Medium

MOST_TOLD = 40
"""So many lines a letter tells; of more it says that there are more."""
MOST_FILES = 500
"""So many files that changed are looked through."""
OLD = timedelta(days=31)
"""A line that is dated longer ago is no news: it was entered late, or came with an import."""
SAYING = """
-- Which of these sentences say the words?
SELECT DISTINCT text FROM unnest(%(texts)s::text[]) AS text
 WHERE to_tsvector(%(config)s::regconfig, text)
    @@ websearch_to_tsquery(%(config)s::regconfig, %(words)s)
"""
TOLD = {
    verbs.INTRODUCED.code: "introduced",
    verbs.ACTED.code: "activity",
    verbs.CORRECTED.code: "corrected",
    verbs.VOIDED.code: "taken_back",
    verbs.DOCUMENT_FILED.code: "document",
}
"""Which entries are news, and as what."""


class NoSuchTopic(LookupError):
    """There is nothing of this kind and name to be told of."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What somebody may be told of."""

    kind: str
    """``file``, ``family``, ``body``, ``member``, ``district`` or ``words``."""
    value: str
    """A file's number, the code of a body or a member, a district, or words."""
    name: str
    """What it is called: a title, the name of a body or a member."""

    @property
    def text(self) -> str:
        """As it is kept: ``council-file:21-0278``."""
        return f"council-{self.kind}:{self.value}"


@dataclass(frozen=True, kw_only=True)
class NewsLine:
    """Something that happened."""

    identifier: str
    title: str
    """Of the file."""
    kind: str
    """``introduced``, ``activity``, ``corrected``, ``taken_back``, ``document`` or ``voted``."""
    date: date
    sentence: str
    """In the words of the record; empty for what was taken back and for a new file."""
    seq: int
    option: str = ""
    """How the member voted whom the news is about."""


@dataclass(frozen=True, kw_only=True)
class News:
    """What happened to a topic in a time, file by file, the oldest first within each."""

    lines: tuple[NewsLine, ...]
    more: bool


def topic(city: City, text: str) -> Topic:
    """
    Return what somebody may be told of.

    :raises NoSuchTopic: if everyone may not know of it, or it is nothing
    """
    kind, _colon, value = text.removeprefix("council-").partition(":")
    named = NAMED.get(kind)
    name = named(city, value.strip()) if named and text.startswith("council-") else ""
    if not name:
        raise NoSuchTopic(text)
    return Topic(kind=kind, value=value.strip(), name=name)


def _file_name(city: City, value: str) -> str:
    try:
        return file(city, value).title
    except NoSuchFile:
        return ""


def _body_name(city: City, value: str) -> str:
    found = bodies(city).get(value)
    return found.name if found else ""


def _member_name(city: City, value: str) -> str:
    try:
        return person(city, value).name
    except NoSuchPerson:
        return ""


def _district_name(city: City, value: str) -> str:
    return value if 0 < len(value) <= 20 and value.isalnum() else ""


def _words(city: City, value: str) -> str:
    return value if 2 <= len(value) <= 100 else ""


NAMED: Mapping[str, Callable[[City, str], str]] = {
    "file": _file_name,
    "family": _file_name,
    "body": _body_name,
    "member": _member_name,
    "district": _district_name,
    "words": _words,
}
"""What a topic of each kind is called; empty where there is none."""


def is_news(city: City, text: str, since: datetime, until: datetime) -> bool:
    """Return whether anything happened to a topic from one moment until before another."""
    return bool(news(city, text, since, until, most=1).lines)


def news(city: City, text: str, since: datetime, until: datetime, *, most: int = MOST_TOLD) -> News:
    """Return what happened to a topic; nothing where everyone may not know of it any more."""
    try:
        about = topic(city, text)
    except NoSuchTopic:
        return News(lines=(), more=False)
    changed = CouncilFile.objects.readable(city.id).filter(changed_at__gte=since)
    files = {row.pk: row for row in _of(city, about, changed).order_by("changed_at")[:MOST_FILES]}
    whole = set(files)
    if about.kind == "words":
        more = changed.exclude(pk__in=whole).order_by("changed_at")[:MOST_FILES]
        files |= {row.pk: row for row in more}
    entries = FileEntry.objects.filter(
        subject_id__in=list(files), verb__in=list(TOLD), entered_at__gte=since, entered_at__lt=until
    ).order_by("subject_id", "seq")
    found = _lines(city, about, entries, files, since)
    if about.kind == "words":
        titled = {files[key].identifier for key in whole}
        found = iter(_saying(city, about.value, list(found), titled))
    elif about.kind == "member":
        found = iter(_by_file([*found, *_voted(city, about, since, until)]))
    lines = list(_first(found, most + 1))
    return News(lines=tuple(lines[:most]), more=len(lines) > most)


def _by_file(lines: list[NewsLine]) -> list[NewsLine]:
    return sorted(lines, key=lambda line: (line.identifier, line.seq))


def _saying(city: City, words: str, lines: list[NewsLine], whole: set[str]) -> list[NewsLine]:
    """Return the lines that say the words, and all lines of files whose title does."""
    texts = [line.sentence for line in lines if line.identifier not in whole]
    asked = {"texts": texts, "words": words, "config": configuration(city)}
    said = {text for (text,) in fetched(SAYING, asked)} if texts else set()
    return [line for line in lines if line.identifier in whole or line.sentence in said]


def _voted(city: City, about: Topic, since: datetime, until: datetime) -> Iterator[NewsLine]:
    """Yield how a member voted, as far as it was entered in that time and is no old news."""
    oldest = since.astimezone(city.zone).date() - OLD
    entry = FileEntry.objects.filter(
        subject_id=OuterRef("vote__file_id"), seq=OuterRef("vote__seq"),
        entered_at__gte=since, entered_at__lt=until,
    )  # fmt: skip
    rows = BallotRow.objects.filter(
        Exists(entry), person_id=person(city, about.value).id, date__gte=oldest,
        vote__file__restricted=False, vote__voided=None,
    )  # fmt: skip
    for row in rows.select_related("vote__file").order_by("-date", "-vote_id")[:MOST_FILES]:
        yield NewsLine(
            identifier=row.vote.file.identifier, title=row.vote.file.title, kind="voted",
            date=row.date, sentence=row.vote.label, seq=row.vote.seq, option=row.option,
        )  # fmt: skip


def _of(city: City, about: Topic, rows: QuerySet[CouncilFile]) -> QuerySet[CouncilFile]:
    if about.kind == "file":
        return rows.filter(identifier=about.value)
    if about.kind == "family":
        number = file(city, about.value).number
        return rows.filter(prefix=number.prefix, year=number.year, serial=number.serial)
    if about.kind == "body":
        return rows.filter(bodies__contains=[about.value])
    if about.kind == "member":
        known = person(city, about.value)
        spelt = [known.name, *known.spellings]
        return rows.filter(Q(movers__overlap=spelt) | Q(seconders__overlap=spelt))
    if about.kind == "district":
        return rows.filter(districts__contains=[about.value])
    config = configuration(city)
    words = SearchQuery(about.value, config=config, search_type="websearch")
    return rows.annotate(said=SearchVector("title", config=config)).filter(said=words)


def _lines(
    city: City, about: Topic, entries: Iterable[FileEntry], files: Mapping[int, CouncilFile],
    since: datetime,
) -> Iterator[NewsLine]:  # fmt: skip
    oldest = since.astimezone(city.zone).date() - OLD
    rules, codes = grammar(city), bodies_named(city).codes
    for entry in entries:
        day = entry.date or entry.entered_at.astimezone(city.zone).date()
        if day < oldest or not _concerns(codes, about, entry):
            continue
        row = files[entry.subject_id]
        yield NewsLine(
            identifier=row.identifier, title=row.title, kind=TOLD[entry.verb], date=day,
            sentence=_sentence(rules, entry), seq=entry.seq,
        )  # fmt: skip


def _concerns(codes: Mapping[str, str], about: Topic, entry: FileEntry) -> bool:
    """Return whether an entry of a file that a body knows is about that body."""
    if about.kind != "body" or "activity" not in entry.data:
        return True
    return any(
        codes.get(name) == about.value
        for value in entry.data["activity"].get("parameters", {}).values()
        for name in (value if isinstance(value, list) else [value])
        if isinstance(name, str)
    )


def _sentence(rules: Grammar, entry: FileEntry) -> str:
    kept: Mapping[str, Any] | None = entry.data.get("activity")
    if kept is not None:
        return sentence_of(rules, kept, Medium.PRINT)
    return str(entry.data.get("title", "")) if entry.verb == verbs.DOCUMENT_FILED.code else ""


def _first(lines: Iterator[NewsLine], most: int) -> Iterator[NewsLine]:
    for _place, line in zip(range(most), lines, strict=False):
        yield line
