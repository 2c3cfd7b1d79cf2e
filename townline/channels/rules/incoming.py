"""Mail that comes in: what kind it is, what its writer said anew, and which pictures it brings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from html.parser import HTMLParser
from typing import override

LONGEST = 20_000
"""Characters of a text that are read."""
MOST_PHOTOS = 5
LARGEST_PHOTO = 15 * 2**20
"""Bytes of a picture; a larger one is left."""
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
QUOTE_BEGINS = re.compile(
    r"^\s*(?:"
    r"On .{5,200}wrote:"
    r"|El .{5,200}escribi[óo]:"
    r"|.{5,200}(?:님이 작성|에 작성했습니다|写道|寫道|գրել է|գրեց)\s*[:：՝]?"
    r"|-{2,}\s*(?:Original Message|Mensaje original|원본 메시지|原始邮件|Forwarded message).*"
    r"|_{20,}"
    r"|(?:From|De|보낸 사람|发件人|Ուղարկող)\s*[:：՝]\s.*@.*"
    r")\s*$",
    re.IGNORECASE,
)
"""How programs begin what they quote, in the languages that we speak."""
SIGNATURE = "-- "


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """What a mail server says of a letter of ours that it could not deliver."""

    failed: bool
    """False where it only comes later."""
    status: str
    """The code of RFC 3463, ``5.1.1``; empty where none is given."""
    complaint: bool = False
    """Whether its reader called it spam."""

    @property
    def no_such_address(self) -> bool:
        """Return whether writing there again is of no use."""
        return self.failed and self.status.startswith("5.1.")


def bounce_of(message: EmailMessage) -> Bounce | None:
    """Return what a report says (RFC 3464, RFC 5965); None where the message is none."""
    if message.get_content_type() != "multipart/report":
        return None
    kind = str(message.get_param("report-type", "")).lower()
    if kind == "feedback-report":
        return Bounce(failed=True, status="", complaint=True)
    if kind != "delivery-status":
        return None
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            return _delivery(part)
    return Bounce(failed=True, status="")


def _delivery(part: Message) -> Bounce:
    fields = part.get_payload()
    groups = fields if isinstance(fields, list) else []
    actions = {str(g.get("Action", "")).strip().lower() for g in groups if isinstance(g, Message)}
    found = (
        re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})", str(g.get("Status", "")))
        for g in groups
        if isinstance(g, Message)
    )
    status = next((match[1] for match in found if match), "")
    return Bounce(failed="failed" in actions, status=status)


def is_automatic(message: EmailMessage, sender: str) -> bool:
    """
    Return whether a program wrote it: a reply to it might be answered for ever (RFC 3834).

    :param sender: whom the envelope names; empty for what must never be answered
    """
    told = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    return bool(
        not sender.strip("<> ")
        or told != "no"
        or str(message.get("Precedence", "")).strip().lower() in BULK
        or any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or sender.lower().startswith(("mailer-daemon@", "postmaster@"))
    )


def text_of(message: EmailMessage) -> str:
    """Return what the writer said, without what they quoted and how they signed."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    text = _decoded(body)
    if body.get_content_type() == "text/html":
        text = _Plain.of(text)
    return unquoted(text[: 2 * LONGEST])[:LONGEST]


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = payload.decode(charset, errors="replace")
    except LookupError:  # a character set that nobody knows
        text = payload.decode("utf-8", errors="replace")
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def unquoted(text: str) -> str:
    """
    Return a text up to where its writer's program quotes what we wrote, or signs.

    Lines that are quoted with ``>`` between new ones are left out as well. Where nothing new is
    left, everything stays: rather a quote too many than a word too few.
    """
    kept: list[str] = []
    lines = text.splitlines()
    for position, line in enumerate(lines):
        # The line that says who wrote may be folded in two.
        folded = f"{line} {lines[position + 1].strip()}" if position + 1 < len(lines) else line
        if QUOTE_BEGINS.match(line) or (line.startswith("On ") and QUOTE_BEGINS.match(folded)):
            break
        if line in (SIGNATURE, SIGNATURE.strip()) and kept:
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    new = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return new or text.strip()


class _Plain(HTMLParser):
    """The text of a page, a line for each block; styles, scripts and quotes are left out."""

    BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol"})
    SILENT = frozenset({"style", "script", "head", "title", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    @classmethod
    def of(cls, page: str) -> str:
        reader = cls()
        reader.feed(page)
        reader.close()
        lines = (" ".join(line.split()) for line in "".join(reader.said).splitlines())
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    @override
    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.said.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT and self._silent:
            self._silent -= 1
        if tag in self.BLOCKS:
            self.said.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data.replace("\n", " "))


def pictures_of(message: EmailMessage) -> Iterator[bytes]:
    """Yield the pictures that came along, as they came; others must look whether they are any."""
    count = 0
    for part in message.walk():
        if count == MOST_PHOTOS:
            return
        if part.get_content_type() in PICTURES:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and 0 < len(payload) <= LARGEST_PHOTO:
                count += 1
                yield payload
