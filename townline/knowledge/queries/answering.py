"""What others may ask about answers: one, those about something, those that words mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
from django.db.models import Sum

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City, words_in
from townline.knowledge.models import AnswerRow, AskedCount, UnfoundWords, VerdictCount
from townline.knowledge.queries.versions import above
from townline.knowledge.rules.answers import Article, Source, Standing
from townline.knowledge.rules.asked import WINDOW_DAYS, Asked
from townline.topics import queries as topics


class NoSuchAnswer(LookupError):
    """The city has no answer of that code, or does not show it; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer for readers of one language."""

    code: str
    question: str
    body: str
    """In Markdown."""
    language: str
    """The language that question and body are in."""
    translated: bool
    """Whether that is the language asked for."""
    unreviewed: bool
    """Whether nobody has reviewed this translation."""
    demo: bool
    owner: str
    reviewed: date
    review_by: date
    services: tuple[str, ...]
    departments: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """An answer that words may mean."""

    answer: Answer
    score: float
    language: str
    """The language in which the words fit best."""
    reading: str
    """The words as they were read, where slips of the keyboard were mended; else empty."""


@dataclass(frozen=True, kw_only=True)
class Unfound:
    """Words that found no answer, without what may tell who asked."""

    words: str
    language: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How often an answer helped its readers of a language."""

    code: str
    language: str
    helped: int
    not_helped: int
    reasons: Mapping[str, int]
    """Why it did not, as far as it was said."""


_articles: Fresh[int, dict[str, Article]] = Fresh(float("inf"))
"""By edition, which never changes."""
_asked: Fresh[tuple[int, date], Asked] = Fresh(60.0)
"""By city and day: what is asked most does not change within a minute."""


def answer(city: City, code: str, language: str, on: date) -> Answer:
    """
    Return one answer that is shown on a day.

    :raises NoSuchAnswer: if there is none, or it is not shown
    """
    article = articles(city).get(code)
    if article is None:
        raise NoSuchAnswer(f"{city.name} has no answer {code!r}.")
    standing = article.standing(on)
    if standing is not Standing.PUBLISHED:
        raise NoSuchAnswer(f"The answer {code!r} is not shown: {standing}.")
    return _as_read(article, language)


def answers(
    city: City, language: str, on: date, *, department: str = "", service: str = ""
) -> tuple[Answer, ...]:
    """Return the answers that are shown on a day, what is asked most first (``asked``)."""
    found = [
        article
        for article in articles(city).values()
        if article.standing(on) is Standing.PUBLISHED
        and article.is_about(department=department, service=service)
    ]
    counts = asked(city, on)
    found.sort(key=lambda each: counts.place(each.code, each.asked))
    return tuple(_as_read(article, language) for article in found)


def shown(city: City, language: str, on: date) -> dict[str, Answer]:
    """Return the answers that are shown on a day, by code, where nobody asks for an order."""
    return {
        code: _as_read(article, language)
        for code, article in articles(city).items()
        if article.standing(on) is Standing.PUBLISHED
    }


def asked(city: City, on: date) -> Asked:
    """Return how often answers were opened and given lately; it may be a minute old."""
    known = _asked.read((city.id, on))
    if known is None:
        rows = AskedCount.objects.filter(
            city_id=city.id, day__gt=on - timedelta(days=WINDOW_DAYS), day__lte=on
        )
        counts = dict(rows.values_list("code").annotate(Sum("count")).order_by("code"))
        known = _asked.keep((city.id, on), Asked(counts=counts))
    return known


def standings(city: City, on: date) -> tuple[tuple[Article, Standing], ...]:
    """Return all answers by code, each with whether it is shown, or why not."""
    found = sorted(articles(city).values(), key=lambda each: each.code)
    return tuple((article, article.standing(on)) for article in found)


def search(city: City, text: str, language: str, on: date, *, most: int = 12) -> tuple[Found, ...]:
    """Return the answers shown on a day that words may mean, the likeliest first."""
    known = articles(city)
    if not known:
        return ()
    found = topics.find(city, text, language, kinds=("answer",), most=len(known))
    shown = [
        each
        for each in found
        if each.code in known and known[each.code].standing(on) is Standing.PUBLISHED
    ]
    return tuple(
        Found(
            answer=_as_read(known[each.code], language),
            score=each.score,
            language=each.language,
            reading=each.reading,
        )
        for each in shown[:most]
    )


def unfound(city: City, since: date, *, most: int = 200) -> tuple[Unfound, ...]:
    """Return the words that found no answer since a day, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    rows = UnfoundWords.objects.filter(city_id=city.id, day__gte=since)
    for said, language, count in rows.values_list("words", "language", "count"):
        counts[said, language] = counts.get((said, language), 0) + count
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Unfound(words=said, language=language, count=count)
        for (said, language), count in ordered[:most]
    )


def verdicts(city: City, since: date) -> tuple[Verdict, ...]:
    """Return whether answers helped since a day, by answer and language."""
    rows = VerdictCount.objects.filter(city_id=city.id, day__gte=since)
    told: dict[tuple[str, str], dict[tuple[bool, str], int]] = {}
    for row in rows.order_by("code", "language"):
        counts = told.setdefault((row.code, row.language), {})
        counts[row.helped, row.reason] = counts.get((row.helped, row.reason), 0) + row.count
    return tuple(
        Verdict(
            code=code,
            language=language,
            helped=sum(n for (helped, _), n in counts.items() if helped),
            not_helped=sum(n for (helped, _), n in counts.items() if not helped),
            reasons={reason: n for (_, reason), n in sorted(counts.items()) if reason},
        )
        for (code, language), counts in told.items()
    )


def articles(city: City) -> Mapping[str, Article]:
    """Return all answers by code: those of the folder, and what stands above them."""
    return {**_of_folder(city), **above(city.id)}


def of_folder(city: City, code: str) -> Article | None:
    """Return an answer as the city's folder has it; None where it has none."""
    return _of_folder(city).get(code)


def _of_folder(city: City) -> Mapping[str, Article]:
    known = _articles.read(city.edition_id)
    if known is None:
        rows = AnswerRow.objects.filter(edition_id=city.edition_id).values_list("code", "data")
        found = {code: msgspec.convert(data, Article) for code, data in rows}
        known = _articles.keep(city.edition_id, found)
    return known


def _as_read(article: Article, language: str) -> Answer:
    spoken = article.language_for(language)
    return Answer(
        code=article.code,
        question=words_in(article.question, spoken),
        body=article.bodies[spoken],
        language=spoken,
        translated=spoken in (language, language.split("-")[0]),
        unreviewed=spoken in article.unreviewed,
        demo=article.demo,
        owner=article.owner,
        reviewed=article.reviewed,
        review_by=article.review_by,
        services=article.services,
        departments=article.departments,
        sources=article.sources,
    )
