"""Atom feeds beside the council's pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from townline.api.answering import OPEN_TO_ALL, Refused, city_of, quoted
from townline.api.pages import body_of, file_of, file_page, known_page, person_of
from townline.cities.rules.city import City
from townline.council import queries as council
from townline.council.queries import exchange
from townline.council.queries.exchange import News
from townline.council.rules.searching import MOST_WORDS, Wanted
from townline.council.rules.vocabulary import Effect

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When something last changed in a feed that has nothing yet: the same each time."""
SHEET = timedelta(days=14)
"""How far back the sheet of referrals goes."""
TOLD_GONE = timedelta(days=62)
"""How long lists say that a file is told no more, after it last changed."""
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
REFERRING = (Effect.REFERS, Effect.RE_REFERS)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of a feed. Its key is the same for ever; it is seen anew when ``at`` moves."""

    key: str
    title: str
    link: str
    words: str
    at: datetime
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """That an entry is told no more: a reader of the feed drops its copy."""

    key: str
    at: datetime


class _Feed(Atom1Feed):
    """A feed with the tombstones of RFC 6721."""

    gone: tuple[Tombstone, ...] = ()

    def latest_post_date(self) -> datetime:
        """Return when something last changed; an empty feed has never changed."""
        moments = [item["updateddate"] for item in self.items] + [each.at for each in self.gone]
        return max(moments, default=NEVER)

    def root_attributes(self) -> dict[str, str]:
        """Return the attributes of the feed, with the name of the tombstones' namespace."""
        return {**super().root_attributes(), "xmlns:at": TOMBSTONES}

    def write_items(self, handler: SimplerXMLGenerator) -> None:
        """Write the entries, then what is told no more."""
        super().write_items(handler)
        for each in self.gone:
            told = {"ref": _tag(each.key), "when": rfc3339_date(each.at)}
            handler.addQuickElement("at:deleted-entry", None, told)


def of_file(request: HttpRequest, identifier: str) -> HttpResponse:
    """Return the activities of a file, with those of its supplements if they are asked for."""
    city = city_of(request)
    file = file_of(city, identifier)
    family = council.family(city, file.number) if _on(request, "supplements") else (file,)
    title = f"Council File {file.identifier}: {file.title}"
    entries = (_activity(request, city, each) for each in exchange.activities_of(city, family))
    gone = exchange.taken_out([each.id for each in family])
    page = file_page(request, file.identifier)
    return _atom(request, city, title, page, entries, [_gone(city, each) for each in gone])


def of_search(request: HttpRequest) -> HttpResponse:
    """Return the files that fit what an address asks for, as the list of files does."""
    city = city_of(request)
    query = request.GET.urlencode()
    page = known_page(request, f"council/files/{'?' if query else ''}{query}")
    return _of_files(request, city, _wanted(request), f"Council files of {city.name}", page)


def of_body(request: HttpRequest, code: str) -> HttpResponse:
    """Return the files in which a body is named."""
    city = city_of(request)
    body = body_of(city, code)
    page = known_page(request, f"council/bodies/{body.code}/")
    return _of_files(request, city, Wanted(body=body.code, newest_first=True), body.name, page)


def of_district(request: HttpRequest, district: str) -> HttpResponse:
    """Return the files about a district."""
    city = city_of(request)
    title = f"Council District {district}"
    page = known_page(request, f"council/files/?district={district}")
    return _of_files(request, city, Wanted(district=district, newest_first=True), title, page)


def of_member(request: HttpRequest, code: str) -> HttpResponse:
    """Return how a member voted."""
    city = city_of(request)
    person = person_of(city, code)
    entries = (
        Entry(
            key=f"vote:{each.vote_id}:{person.code}",
            title=f"{each.identifier}: {each.option}",
            link=file_page(request, each.identifier),
            words=f"{person.name} voted {each.option} on {each.day}. {each.label}\n{each.title}",
            at=each.at,
            kinds=(each.option,),
        )
        for each in exchange.ballots_lately(city, person.id)
    )
    page = known_page(request, f"council/members/{person.code}/")
    gone = [
        Tombstone(key=f"vote:{vote}:{person.code}", at=at)
        for vote, at in exchange.ballots_gone(city, person.id)
    ]
    return _atom(request, city, f"Votes of {person.name}", page, entries, gone)


def of_referrals(request: HttpRequest) -> HttpResponse:
    """Return the daily sheet of referrals, those of the last two weeks."""
    city = city_of(request)
    types = [t.code for t in council.vocabulary(city).types if t.effect in REFERRING]
    since = timezone.now().astimezone(city.zone).date() - SHEET
    found = exchange.referrals_lately(city, types, since=since)
    entries = (_activity(request, city, each) for each in found)
    page = known_page(request, "council/")
    files = exchange.restricted(city, since=timezone.now() - TOLD_GONE)
    gone = [_gone(city, each) for each in exchange.activities_gone(city, files, types)]
    return _atom(request, city, f"Referrals of {city.name}", page, entries, gone)


def _of_files(
    request: HttpRequest, city: City, wanted: Wanted, title: str, page: str
) -> HttpResponse:
    entries = (_file(request, city, each) for each in exchange.files_lately(city, wanted))
    found = exchange.restricted(city, since=timezone.now() - TOLD_GONE)
    gone = [Tombstone(key=f"file:{city.slug}:{each.identifier}", at=each.at) for each in found]
    return _atom(request, city, title, page, entries, gone)


def _gone(city: City, told: exchange.Gone) -> Tombstone:
    return Tombstone(key=f"activity:{city.slug}:{told.identifier}:{told.seq}", at=told.at)


def _wanted(request: HttpRequest) -> Wanted:
    """
    Return what is looked for.

    :raises Refused: 400 if it cannot be
    """
    given = {name: str(value).strip() for name, value in request.GET.items()}
    words, year = given.get("words", ""), given.get("year", "")
    if len(words) > MOST_WORDS or "\x00" in "".join(given.values()):
        raise Refused(400, f"words may have {MOST_WORDS} characters at most.")
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise Refused(400, f"year is four digits; {quoted(year)} is not.")
    return Wanted(
        words=words,
        body=given.get("body", ""),
        district=given.get("district", ""),
        member=given.get("member", ""),
        state=given.get("state", ""),
        year=int(year) if year else None,
        newest_first=True,
    )


def _file(request: HttpRequest, city: City, news: News) -> Entry:
    said = f"{news.line.date}: {news.line.printed}" if news.line else ""
    return Entry(
        key=f"file:{city.slug}:{news.file.identifier}",
        title=f"{news.file.identifier}: {news.file.title}",
        link=file_page(request, news.file.identifier),
        words=said,
        at=news.file.changed_at,
        kinds=news.file.details.districts,
    )


def _activity(request: HttpRequest, city: City, news: News) -> Entry:
    assert news.line is not None
    return Entry(
        key=f"activity:{city.slug}:{news.file.identifier}:{news.line.seq}",
        title=f"{news.file.identifier}, {news.line.date}: {news.line.printed}"[:200],
        link=file_page(request, news.file.identifier, f"#line-{news.line.seq}"),
        words=f"{news.line.printed}\n{news.file.title}",
        at=news.at,
        kinds=(news.line.type,),
    )


def _atom(
    request: HttpRequest,
    city: City,
    title: str,
    page: str,
    entries: Iterable[Entry],
    gone: Iterable[Tombstone] = (),
) -> HttpResponse:
    feed = _Feed(
        title=title,
        link=page,
        description="",
        language=city.languages[0],
        feed_url=request.build_absolute_uri(),
        author_name=council.council_settings(city).office or city.name,
    )
    for each in entries:
        feed.add_item(
            title=each.title,
            link=each.link,
            unique_id=_tag(each.key),
            description=each.words,
            pubdate=each.at,
            updateddate=each.at,
            categories=each.kinds,
        )
    feed.gone = tuple(gone)
    return HttpResponse(
        feed.writeString("utf-8"), content_type=feed.content_type, headers=OPEN_TO_ALL
    )


def _tag(key: str) -> str:
    """Return the name of an entry, the same for ever."""
    return f"tag:townline,2026:{key}"


def _on(request: HttpRequest, name: str) -> bool:
    return request.GET.get(name, "") in ("1", "true", "yes")
