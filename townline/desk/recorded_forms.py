"""How lists of recorded calls and voice messages are narrowed, and how their pages go on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Protocol

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from townline.cities.rules.city import City
from townline.contacts.rules.listing import Mark, Sought, mark_of

HEARD: dict[str, str | Promise] = {
    "": gettext_lazy("All"),
    "no": gettext_lazy("Nobody has listened yet"),
    "yes": gettext_lazy("Somebody has listened"),
}


class SoughtForm(forms.Form):
    """Which recordings are shown; it is sent as the page's address."""

    use_required_attribute = False
    day = forms.DateField(
        label=gettext_lazy("Day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    queue = forms.ChoiceField(label=gettext_lazy("Queue"), required=False)
    heard = forms.ChoiceField(
        label=gettext_lazy("Listened to"), choices=list(HEARD.items()), required=False
    )

    def __init__(self, said: QueryDict, *, queues: Mapping[str, str]) -> None:
        super().__init__(said)
        self.fields["queue"].choices = [("", HEARD[""]), *queues.items()]  # type: ignore[attr-defined]

    def sought(self, city: City) -> Sought:
        """Return what is looked for; what cannot be understood narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        day, heard = said.get("day"), said.get("heard")
        return Sought(
            since=_midnight(city, day) if day else None,
            until=_midnight(city, day + timedelta(days=1)) if day else None,
            queue=said.get("queue", ""), heard=heard == "yes" if heard else None,
        )  # fmt: skip


def _midnight(city: City, day: Any) -> datetime:
    return datetime.combine(day, time(), city.zone)


class Marked(Protocol):
    """What stands in a list of which the next page goes on behind it."""

    @property
    def mark(self) -> Mark:
        """Where it stands."""


@dataclass(frozen=True, kw_only=True)
class Page[M: Marked]:
    """One page of such a list."""

    rows: tuple[M, ...]
    first: str
    """The address of the beginning; empty where this is it."""
    more: str
    """The address of the next page; empty where this is the last."""


def page_of[M: Marked](
    said: QueryDict, size: int, read: Callable[[Mark | None, int], tuple[M, ...]]
) -> Page[M]:
    """Return the page that an address asks for; the first one where it was made up."""
    after = mark_of(said.get("after", ""))
    found = read(after, size + 1)
    last = found[size - 1].mark if len(found) > size else None
    return Page(
        rows=found[:size],
        first=_address(said, None) if after else "",
        more=_address(said, last) if last else "",
    )


def _address(said: QueryDict, after: Mark | None) -> str:
    query = said.copy()
    query.pop("after", None)
    if after is not None:
        query["after"] = str(after)
    return f"?{query.urlencode()}"
