"""Reading what a bulletin says: from a TOML file, from Markdown files, from words given."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from townline.founding.rules.faults import nearest
from townline.knowledge.rules.bulletins import Text

KEYS = ("importance", "areas", "services", "starts", "expires", "text")
IN_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[a-z0-9]+)*)=(.*)", re.DOTALL)


class Unreadable(ValueError):
    """A file or a text from which no bulletin can be made; it says where and why."""


def read(file: Path, zone: ZoneInfo) -> dict[str, Any]:
    """
    Return what a TOML file says, by the parts of a message that it has.

    :raises Unreadable: naming the file and what is wrong with it
    """
    data = _toml(file)
    for key in data:
        if key not in KEYS:
            raise Unreadable(f"{file}: {key!r} is not known. {nearest(key, KEYS)}")
    told: dict[str, Any] = {"texts": _texts(file, data.get("text", {}))}
    for key in ("areas", "services"):
        if key in data:
            told[key] = _list(file, key, data[key])
    if "importance" in data:
        told["importance"] = str(data["importance"])
    for key, name in (("starts", "starts_at"), ("expires", "expires_at")):
        if key in data:
            told[name] = _moment(file, key, data[key], zone)
    return told


def texts_of(
    titles: Sequence[str], bodies: Sequence[str], pages: Sequence[str], languages: Sequence[str]
) -> dict[str, Text]:
    """
    Return the texts given as words or Markdown files, by language; without one, in the first.

    :raises Unreadable: if something comes twice, or a body has no title
    """
    found = {language: _page(Path(path)) for language, path in _by_language(pages, languages)}
    headed, bodied = dict(_by_language(titles, languages)), dict(_by_language(bodies, languages))
    for language in bodied:
        if language not in headed:
            raise Unreadable(f"--body is given in {language!r}, but no --title.")
    for language, title in headed.items():
        if language in found:
            raise Unreadable(f"Both --title and --text are given in {language!r}.")
        found[language] = Text(title=title, body=bodied.get(language, ""))
    return found


def _by_language(given: Sequence[str], languages: Sequence[str]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for text in given:
        found = IN_LANGUAGE.fullmatch(text)
        language, said = found.groups() if found else (languages[0], text)
        if language in dict(pairs):
            raise Unreadable(f"{language!r} is given twice.")
        pairs.append((language, said.strip()))
    return pairs


def _page(path: Path) -> Text:
    """Return what a Markdown file says: its first line is the title."""
    lines = _content(path).decode("utf-8", "replace").strip().splitlines()
    if not lines:
        raise Unreadable(f"{path} is empty. Its first line is the title.")
    return Text(title=lines[0].lstrip("# ").strip(), body="\n".join(lines[1:]).strip())


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_content(file).decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise Unreadable(f"{file} is not UTF-8.") from fault
    except tomllib.TOMLDecodeError as fault:
        raise Unreadable(f"{file} is not TOML: {fault}.") from fault


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise Unreadable(f"{file} cannot be read: {fault.strerror}.") from fault


def _texts(file: Path, data: Any) -> dict[str, Text]:
    if not isinstance(data, dict):
        raise Unreadable(f'{file}: write the texts as [text.en] with title = "…" and body = "…".')
    return {language: _text(file, language, said) for language, said in data.items()}


def _text(file: Path, language: str, said: Any) -> Text:
    where = f"{file}: [text.{language}]"
    if not isinstance(said, dict) or not isinstance(said.get("title"), str):
        raise Unreadable(f'{where} needs title = "…".')
    if strange := set(said) - {"title", "body"}:
        raise Unreadable(f"{where} has {sorted(strange)[0]!r}; only title and body are known.")
    if not isinstance(said.get("body", ""), str):
        raise Unreadable(f"{where} has a body that is no text.")
    return Text(title=said["title"].strip(), body=said.get("body", "").strip())


def _list(file: Path, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Unreadable(f'{file}: {key} is not a list of texts. Write {key} = ["…"].')
    return tuple(value)


def _moment(file: Path, key: str, value: Any, zone: ZoneInfo) -> datetime:
    """Return a moment; without a zone it is the city's, a day alone begins or ends with it."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        day = value + timedelta(days=1) if key == "expires" else value
        return datetime.combine(day, time(), zone)
    raise Unreadable(f"{file}: {key} is no date or time. Write {key} = 2026-03-31T18:00:00.")
