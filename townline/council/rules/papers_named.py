"""What the name of a paper says: ``25-0843_rpt_atty_10-24-25.pdf`` is a report of the attorney."""

import re
from dataclasses import dataclass
from datetime import date

KINDS = {
    "misc": "other",
    "mot": "motion",
    "reso": "resolution",
    "rpt": "report",
    "ca": "council_action",
    "caf": "mayor_concurrence",
    "sc": "speaker_cards",
    "pc": "public_comments",
    "cis": "impact_statement",
    "ord": "ordinance",
}
"""Kinds of documents by the second part of their names."""
TITLES = {
    "motion": ("motion",),
    "resolution": ("resolution",),
    "report": ("report from", "attachment to report"),
    "mayor_concurrence": ("mayor concurrence",),
    "council_action": ("council action",),
    "speaker_cards": ("speaker card",),
    "public_comments": ("communication(s) from public", "communication from public"),
    "communication": ("communication",),
    "impact_statement": ("community impact statement",),
    "ordinance": ("final ordinance", "draft ordinance", "declaration of posting ordinance"),
    "notice": ("notice of", "proof of publication"),
}
"""How titles of each kind begin, the more special ones first."""
_NAME = re.compile(r"[^_]+_([A-Za-z]+)")


def kind_of(title: str, name: str = "") -> str:
    """Return the kind of a document from its title, else its name; ``other`` if neither says."""
    said = title.casefold().strip()
    for kind, beginnings in TITLES.items():
        if said.startswith(beginnings):
            return kind
    found = _NAME.match(name)
    return KINDS.get(found[1].casefold(), "other") if found else "other"


_DAY = re.compile(r"(?<!\d)(\d{1,2})[-_/](\d{1,2})[-_/](\d{4}|\d{2})(?!\d)")
_DATED = re.compile(rf"\s*(?:\b(?:dated|submitted|introduced)\s+|_)?{_DAY.pattern}", re.I)
_REFERENCE = re.compile(r"\bOrdinance No\. (\d{4,})\b|\b([A-Z]{1,3}-?\d{2}-\d{4})\b")
_STATED = re.compile(r"community impact statement submitted by (?P<body>.+)", re.I)


@dataclass(frozen=True, kw_only=True)
class NamedPaper:
    """What the title of a paper says of it: ``Report from City Attorney dated 10-24-25``."""

    title: str
    kind: str
    day: date | None
    """None where the title has no day, or one that there is not."""
    reference: str
    """A number that it is known by, such as that of an ordinance; empty where it has none."""

    @property
    def key(self) -> tuple[str, date | None]:
        """What is equal in two titles of one paper, with and without its day."""
        return key_of(self.title, self.day)


def named(title: str) -> NamedPaper:
    """Return what a title says."""
    plain = " ".join(title.split())
    found = _REFERENCE.search(plain)
    return NamedPaper(
        title=plain,
        kind=kind_of(plain),
        day=day_in(plain),
        reference=(found[1] or found[2]) if found else "",
    )


def key_of(title: str, day: date | None) -> tuple[str, date | None]:
    """Return what two sources say alike of one paper, though one has its day in the title."""
    return " ".join(_DATED.sub(" ", title).casefold().split()), day


def day_in(title: str) -> date | None:
    """Return the first day that a title names, written as 10-24-25 or 10_24_2025."""
    found = _DAY.search(title)
    if found is None:
        return None
    year = int(found[3])
    try:
        return date(year + 2000 if year < 100 else year, int(found[1]), int(found[2]))
    except ValueError:
        return None


def stated_by(title: str) -> str:
    """Return whose impact statement a paper is; empty where it is none."""
    found = _STATED.fullmatch(_DATED.sub("", " ".join(title.split())).strip())
    return found["body"].strip(" .") if found else ""
