"""What the name of a paper says: ``25-0843_rpt_atty_10-24-25.pdf`` is a report of the attorney."""

import re

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
