"""Reading the answers to what residents ask: ``answers/CODE.md``, ``answers/CODE.LANGUAGE.md``."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from townline.cities.rules.city import Words
from townline.founding.rules import answer_text
from townline.founding.rules.faults import Fault, Faults, Severity, nearest
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table
from townline.founding.rules.words import LONGEST as LONGEST_WORDS
from townline.knowledge.rules import answers as rules
from townline.knowledge.rules.answers import Article, Source, Standing
from townline.topics.rules import words as topic_words

FOLDER = "answers/"
FILE = re.compile(r"answers/(?P<code>[^/.]+)(\.(?P<language>[^/]+))?\.md")
FENCE = re.compile(
    rb"\A\+\+\+[ \t]*\r?\n(?P<head>.*?)^\+\+\+[ \t]*(\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
REMEDIES = {
    Standing.EXPIRED: "Write it anew, or take it out.",
    Standing.REVIEW_DUE: "Review it, and move reviewed and review_by on.",
    Standing.OLD_FACT: "Make sure that it still holds, and say when by checked.",
    Standing.UNDATED_FACT: "Make sure that it holds, and say when by checked.",
}
"""What lets an answer be shown again."""


@dataclass(frozen=True)
class Refers:
    """The codes that answers may name."""

    languages: tuple[str, ...]
    departments: Collection[str]
    services: Collection[str]


def read(files: Mapping[str, bytes], refers: Refers, faults: Faults) -> dict[str, Article]:
    """Return the answers that can be read, by code."""
    paths = {path: place for path in sorted(files) if (place := FILE.fullmatch(path))}
    firsts = {place["code"]: path for path, place in paths.items() if not place["language"]}
    found = {}
    for code, path in firsts.items():
        article = _Reading(path, files[path], refers, faults).article(code)
        others = dict(_translations(code, files, paths, refers, faults))
        if article:
            found[code] = _with(article, others, path, refers, faults)
    for path, place in paths.items():
        if place["language"] and place["code"] not in firsts:
            what = f"There is no answer {place['code']!r} of which this is a translation."
            faults.add(path, None, what, nearest(place["code"], firsts))
    for path in paths:
        answer_text.check_links(path, _body_of(files[path]), firsts, refers.services, faults)
    return found


def withheld(files: Mapping[str, bytes], refers: Refers, on: date) -> tuple[Fault, ...]:
    """Return why answers are not shown on a day, each as a warning at the line that says so."""
    told = Faults()
    for path in sorted(files):
        place = FILE.fullmatch(path)
        if place and not place["language"]:
            _Reading(path, files[path], refers, Faults()).tell(place["code"], on, told)
    return told.all()


def _with(
    article: Article, others: Mapping[str, str], path: str, refers: Refers, faults: Faults
) -> Article:
    """Return an answer with its translations, of which each needs a question and a text."""
    first = refers.languages[0]
    for language in refers.languages[1:]:
        asked, told = language in article.question, language in others
        if asked and not told:
            what = f"The question is in {language!r}, and the answer is not."
            remedy = f"Write {FOLDER}{article.code}.{language}.md, or take the question out."
            faults.add(path, None, what, remedy)
        if told and not asked:
            what = f"The answer is in {language!r}, and the question is not."
            faults.add(path, None, what, f"Add {language} to question.")
    bodies: Words = {first: article.bodies[first], **others}
    question = {code: text for code, text in article.question.items() if code in bodies}
    return replace(article, question=question, bodies=bodies)


def _translations(
    code: str,
    files: Mapping[str, bytes],
    paths: Mapping[str, re.Match[str]],
    refers: Refers,
    faults: Faults,
) -> Iterator[tuple[str, str]]:
    """Yield the texts of an answer in other languages than the first."""
    for path, place in paths.items():
        language = place["language"]
        if place["code"] != code or not language:
            continue
        if language not in refers.languages:
            what = f"The city does not have the language {language!r}."
            faults.add(path, None, what, nearest(language, refers.languages))
        elif language == refers.languages[0]:
            what = f"The answer in {language!r}, the first language, is {FOLDER}{code}.md."
            faults.add(path, None, what, "Take one of the two out.")
        elif (text := answer_text.read(path, files[path], 0, language, faults)) is not None:
            yield language, text


def _body_of(content: bytes) -> tuple[int, bytes]:
    """Return how many lines come before the text of a file, and the text."""
    head = FENCE.match(content)
    start = head.end() if head else 0
    return content.count(b"\n", 0, start), content[start:]


class _Reading:
    """One file in the first language: its head, and the text below it."""

    def __init__(self, path: str, content: bytes, refers: Refers, faults: Faults) -> None:
        self.path, self.content, self.refers, self.faults = path, content, refers, faults
        self.head = FENCE.match(content)
        head = b"\n" + self.head["head"] if self.head else b""
        self.table = Document(path, head, faults).root()

    def article(self, code: str) -> Article | None:
        """Return what the file says, or None where too little can be read."""
        if not rules.CODE.fullmatch(code) or code in rules.TAKEN:
            remedy = "Use small letters, digits and '-', 60 at most."
            self.faults.add(self.path, None, f"The code {code!r} cannot be used.", remedy)
            return None
        if self.head is None:
            remedy = 'Begin with +++, then question = { en = "…" } and the rest, then +++.'
            self.faults.add(self.path, 1, "The file has no head between two lines +++.", remedy)
            return None
        article = self._article(code)
        self.table.end()
        return article

    def tell(self, code: str, on: date, told: Faults) -> None:
        """Note why the answer is not shown on a day, if it is not."""
        article = self.article(code)
        standing = article.standing(on) if article else Standing.PUBLISHED
        if article and standing is not Standing.PUBLISHED:
            line = self.table.line(*self._place(article, standing, on))
            what = f"{rules.SAYS[standing]} The answer is not published."
            told.add(self.path, line, what, REMEDIES[standing], severity=Severity.WARNING)

    def _place(self, article: Article, standing: Standing, on: date) -> tuple[str | int, ...]:
        if standing is Standing.EXPIRED:
            return ("expires",)
        if standing is Standing.REVIEW_DUE:
            return ("review_by",)
        troubled = (s.trouble(on) is not Standing.PUBLISHED for s in article.sources)
        return ("source", list(troubled).index(True))

    def _article(self, code: str) -> Article | None:
        table, first = self.table, self.refers.languages[0]
        before, content = _body_of(self.content)
        body = answer_text.read(self.path, content, before, first, self.faults)
        question, sources = self._question(), tuple(self._sources())
        reviewed, review_by = table.day("reviewed", required=True), self._review_by()
        owner = table.text("owner", required=True)
        refer(table, "owner", owner, "department", self.refers.departments)
        article = Article(
            code=code,
            question=question,
            bodies={first: body or ""},
            owner=owner,
            reviewed=reviewed or date.min,
            review_by=review_by or date.min,
            sources=sources,
            expires=table.day("expires"),
            services=self._codes("services", "service", self.refers.services),
            departments=self._codes("departments", "department", self.refers.departments),
            unreviewed=self._codes("unreviewed", "language", self.refers.languages),
            synonyms=self._synonyms(),
            asked=table.whole("asked"),
            demo=table.flag("demo"),
        )
        whole = bool(body and reviewed and review_by and sources and first in question)
        return article if whole else None

    def _review_by(self) -> date | None:
        """Return until when it stands without another review."""
        reviewed, review_by = self.table.day("reviewed"), self.table.day("review_by", required=True)
        if reviewed and review_by and review_by <= reviewed:
            what = "The next review is not after the last one."
            self.table.fault("review_by", what, "Write a later day.")
        return review_by

    def _question(self) -> Words:
        question = self.table.words("question", required=True)
        first, *_ = self.refers.languages
        if question and first not in question:
            what = f"The question is not in {first!r}, the city's first language."
            self.table.fault("question", what, f'Write question = {{ {first} = "…" }}.')
        for language, text in question.items():
            refer(self.table, ("question", language), language, "language", self.refers.languages)
            if len(text) > rules.LONGEST_QUESTION:
                what = f"The question has {len(text)} characters."
                remedy = f"{rules.LONGEST_QUESTION} are allowed."
                self.table.fault(("question", language), what, remedy)
        return question

    def _codes(self, key: str, sort: str, known: Collection[str]) -> tuple[str, ...]:
        codes = self.table.texts(key)
        for position, code in enumerate(codes):
            refer(self.table, (key, position), code, sort, known)
        return codes

    def _synonyms(self) -> dict[str, tuple[str, ...]]:
        found = self.table.keyed("words")
        for language, phrases in found.items():
            refer(self.table, ("words", language), language, "language", self.refers.languages)
            for position, phrase in enumerate(phrases):
                if len(phrase) > LONGEST_WORDS or not topic_words.plain(phrase):
                    what = f"{phrase[:20]!r}… is not what somebody would type."
                    remedy = f"Write some words, {LONGEST_WORDS} characters at most."
                    self.table.fault(("words", language, position), what, remedy)
        return found

    def _sources(self) -> Iterator[Source]:
        if not self.table.lists("source"):
            what = "The answer has no source."
            self.table.fault("", what, "Say in [[source]] where each fact of it is from.")
        for table in self.table.tables("source"):
            yield _source(table)
            table.end()


def _source(table: Table) -> Source:
    undated, year = table.flag("undated"), table.whole("year")
    if undated == bool(year):
        what = "It has a year, and is undated." if year else "The source has no year."
        remedy = "Give it the year that it bears, or undated = true where it bears none."
        table.fault("year" if year else "", what, remedy)
    elif year and not 1800 <= year <= 2199:
        table.fault("year", f"{year} is not near our time.", "Check the year.")
    address = table.text("address", required=True)
    if address and not address.startswith("https://") and not address.startswith("http://"):
        table.fault("address", f"{address!r} is no address.", "Write it as https://….")
    return Source(
        bears_out=table.text("for", required=True),
        title=table.text("title", required=True),
        publisher=table.text("publisher", required=True),
        year=year or None,
        address=address,
        checked=table.day("checked"),
    )
