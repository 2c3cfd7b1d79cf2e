"""Markdown of a city's folder: what it holds, its plain text, and its HTML without foreign tags."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_WRITER = MarkdownIt("commonmark", {"html": False}).disable("image")
_READER = MarkdownIt("commonmark", {"html": True})
"""Sees what the writer would not let through, so that it can be named."""
_BLOCKS = frozenset({"paragraph_close", "heading_close", "list_item_close"})

Link = Callable[[str], str | None]
"""Returns where an address of the text leads to, or None where its words stay without a link."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something in a text that not every text may hold."""

    kind: str
    """``heading``, ``link``, ``html`` or ``image``."""
    line: int
    """Within the text, counted from 1."""
    value: str
    """The level of a heading, the address of a link or image, the tags."""


def parts(text: str) -> Iterator[Part]:
    """Yield the headings, links, tags and images of a text in their order."""
    for token in _READER.parse(text):
        line = (token.map[0] if token.map else 0) + 1
        if token.type == "heading_open":
            yield Part(kind="heading", line=line, value=token.tag[1:])
        elif token.type == "html_block":
            yield Part(kind="html", line=line, value=token.content.strip())
        for inner in token.children or ():
            yield from _inline(inner, line)


def plain(text: str) -> str:
    """Return the words of a text without marks, each block a line."""
    words: list[str] = []
    for token in _WRITER.parse(text):
        words += [_said(inner) for inner in token.children or ()]
        if token.type in _BLOCKS:
            words.append("\n")
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)


def html(text: str, link: Link) -> str:
    """Return a text as HTML; tags that the text itself has are shown as its words."""
    tokens = _WRITER.parse(text)
    for token in tokens:
        _aim(token.children or [], link)
    return str(_WRITER.renderer.render(tokens, _WRITER.options, {}))


def _aim(tokens: list[Token], link: Link) -> None:
    """Let links lead to where they shall; one that leads nowhere is but its words."""
    hidden = False
    for token in tokens:
        if token.type == "link_open":
            target = link(str(token.attrGet("href") or ""))
            hidden = token.hidden = target is None
            token.attrs = {} if target is None else {"href": target}
        elif token.type == "link_close":
            token.hidden = hidden


def _inline(token: Token, line: int) -> Iterator[Part]:
    if token.type == "link_open":
        yield Part(kind="link", line=line, value=str(token.attrGet("href") or ""))
    elif token.type == "html_inline":
        yield Part(kind="html", line=line, value=token.content)
    elif token.type == "image":
        yield Part(kind="image", line=line, value=str(token.attrGet("src") or ""))


def _said(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content
