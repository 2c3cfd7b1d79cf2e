"""The menu of the desk: the pages that lead on from everywhere, in the groups that fit one line."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from townline.desk.wording import Text

Group = tuple[Text, tuple[tuple[str, Text], ...]]
"""The group's words, and of each of its pages the name of the address and the words."""

GROUPS: tuple[tuple[Text, tuple[tuple[str, Text, tuple[str, ...]], ...]], ...] = (
    (_("Console"), (
        ("desk:console", _("Console"), ("answers",)),
    )),
    (_("Requests"), (
        ("desk:worklist", _("Worklist"), ("has_list",)),
        ("desk:day", _("My day"), ("has_day",)),
        ("desk:team", _("Team"), ("has_day",)),
        ("desk:handed", _("Handed over"), ("has_list",)),
        ("desk:escalated", _("Escalated"), ("has_list",)),
        ("desk:satisfaction", _("Satisfaction"), ("judges",)),
    )),
    (_("Contacts"), (
        ("desk:calls", _("Take a call"), ("takes_calls",)),
        ("desk:letters", _("Letters"), ("takes_calls",)),
        ("desk:voicemail", _("Voice messages"), ("takes_calls",)),
    )),
    (_("Knowledge"), (
        ("desk:answers", _("Answers"), ("tells",)),
        ("desk:bulletins", _("Bulletins"), ("tells",)),
        ("desk:texts", _("Texts"), ("member",)),
    )),
    (_("Centre"), (
        ("desk:wallboard", _("Wallboard"), ("judges",)),
        ("desk:agents", _("Agents"), ("leads",)),
        ("desk:shifts", _("Shifts"), ("takes_calls", "leads")),
        ("desk:quality", _("Quality"), ("takes_calls", "leads")),
    )),
    (_("City"), (
        ("desk:people", _("People"), ("admin",)),
        ("desk:city", _("Administration"), ("admin",)),
    )),
)  # fmt: skip
"""Each page with what its reader may, of which one is enough; ``_frame`` has the words for it."""


def groups(may: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the groups with the pages that this reader may open; without any, no group."""
    open_to = (
        (
            label,
            tuple((name, said) for name, said, any_of in pages if any(may[it] for it in any_of)),
        )
        for label, pages in GROUPS
    )
    return tuple((label, pages) for label, pages in open_to if pages)
