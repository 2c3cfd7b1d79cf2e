"""Printing an answer as the files of a folder, and which of its parts each line says."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from townline.knowledge.rules.answers import Article, Source

Line = tuple[str, str]
"""Which part of the answer a line says (``owner``, ``source_0_year``), and the line."""


def printed(article: Article, first: str) -> tuple[Line, ...]:
    """
    Return the file of an answer in the city's first language, line by line.

    What is read of it is the same answer again.

    :param first: the city's first language
    """
    return (
        ("", "+++"),
        *_head(article, first),
        *(line for n, source in enumerate(article.sources) for line in _source(n, source)),
        ("", "+++"),
        *((f"text_{first}", line) for line in article.bodies.get(first, "").splitlines()),
    )


def text_of(lines: Iterable[Line]) -> str:
    """Return the text of a file that was printed."""
    return "".join(f"{text}\n" for _part, text in lines)


def _head(article: Article, first: str) -> Iterator[Line]:
    yield f"question_{first}", f"question = {_words(article.question)}"
    yield "owner", f"owner = {_text(article.owner)}"
    yield "reviewed", f"reviewed = {article.reviewed}"
    yield "review_by", f"review_by = {article.review_by}"
    if article.expires:
        yield "expires", f"expires = {article.expires}"
    if article.demo:
        yield "demo", "demo = true"
    for key in ("unreviewed", "services", "departments"):
        if codes := getattr(article, key):
            yield key, f"{key} = {_list(codes)}"
    if article.asked:
        yield "asked", f"asked = {article.asked}"
    if article.synonyms:
        said = ", ".join(f"{code} = {_list(each)}" for code, each in article.synonyms.items())
        yield f"words_{first}", f"words = {{ {said} }}"


def _source(number: int, source: Source) -> Iterator[Line]:
    part = f"source_{number}_"
    yield "", ""
    yield part + "for", "[[source]]"
    yield part + "for", f"for = {_text(source.bears_out)}"
    yield part + "title", f"title = {_text(source.title)}"
    yield part + "publisher", f"publisher = {_text(source.publisher)}"
    yield part + "year", f"year = {source.year}" if source.year else "undated = true"
    yield part + "address", f"address = {_text(source.address)}"
    if isinstance(source.checked, date):
        yield part + "checked", f"checked = {source.checked}"


def _text(text: str) -> str:
    """Return a string of TOML; JSON escapes what TOML has to have escaped, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _words(words: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{code} = {_text(text)}' for code, text in words.items())} }}"
