"""Handing a request over to another organisation, taking it back, and what its page says of it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townline.cities.rules.city import words_in
from townline.desk.access import WORKING
from townline.desk.deeds import Case, Deed, DeedForm, Doing
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import hand_over
from townline.requests.actions.hand_over import MAY_GIVE_WORDS
from townline.requests.queries import HandedOver
from townline.requests.rules.submission import MOST_TEXT
from townline.staff import queries as staff
from townline.staff.rules.partners import Partner

USUALLY = timedelta(days=7)
"""By when it is to be done, where the city has promised no date."""
GIVEN = frozenset({verbs.HANDED_OVER.code})
BACK = frozenset({verbs.HANDED_BACK.code})
STANDINGS: dict[str, tuple[str | Promise, str]] = {
    "waiting": (_("Not answered yet"), "waiting"),
    "accepted": (_("Taken on"), "moving"),
    "reported": (_("Says that it is done"), "new"),
    "given_back": (_("Given back"), "ended"),
    "taken_back": (_("Taken back"), "ended"),
    "over": (_("Over"), "ended"),
    "expired": (_("The link has run out"), "waiting"),
}
"""Where a hand-over stands, in words and with the tone of a status."""


class HandOverForm(DeedForm):
    """To whom, what they are told, until when."""

    partner = forms.ChoiceField(label=_("To whom?"), widget=forms.RadioSelect)
    message = forms.CharField(
        label=_("What are they to do?"),
        help_text=_("They read it as you write it; residents do not. Name nobody."),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    until = forms.DateField(
        label=_("To be done by"),
        help_text=_("The city's promise to the reporter stays as it is."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.BooleanField(
        label=_("They may read what the reporter wrote and photographed"),
        help_text=_("Only partners whose contract says so. They never learn who reported it."),
        required=False,
    )

    def prepare(self, case: Case) -> None:
        """Offer the partners that do this service; the words only where that may be."""
        found = partners_of(case)
        language = get_language() or ""
        self.fields["partner"].choices = [  # type: ignore[attr-defined]
            (each.code, words_in(each.words, language)) for each in found
        ]
        if len(found) == 1:
            self.fields["partner"].initial = found[0].code
        due, today = case.found.due_at, case.at.astimezone(case.city.zone).date()
        by = due.astimezone(case.city.zone).date() if due else today + USUALLY
        self.fields["until"].initial = max(by, today)
        if not (MAY_GIVE_WORDS & case.by.roles and any(each.contract for each in found)):
            del self.fields["words"]


class ReasonForm(DeedForm):
    """Why it is taken back."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Staff read it."),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def partners_of(case: Case) -> list[Partner]:
    """Return the organisations to which the request may be handed over."""
    found, every = case.found, staff.partners(case.city.edition_id).values()
    whose = {"service": found.service_code, "department": found.department}
    return [each for each in every if each.serves(**whose)]


def is_away(case: Case) -> bool:
    """Return whether another organisation has the request, as its record says."""
    last = next((line.verb for line in reversed(case.found.lines) if line.verb in GIVEN | BACK), "")
    return last in GIVEN and case.found.open


def _may_go(case: Case) -> bool:
    return not is_away(case) and bool(partners_of(case))


def shown(case: Case) -> tuple[HandedOver, ...]:
    """Return the hand-overs of a request, the newest first; asked only where there are any."""
    if not any(line.verb in GIVEN for line in case.found.lines):
        return ()
    language = get_language() or ""
    return requests.handed_of(case.city, case.found.number, language=language, at=case.at)


def contact_of(found: Iterable[HandedOver]) -> int | None:
    """Return by which contact the partner is written to that has the request now."""
    return next((each.contact_id for each in found if each.ended_at is None), None)


def worded(found: Iterable[HandedOver]) -> list[dict[str, Any]]:
    """Return hand-overs with the words and tone of where each stands."""
    return [
        {
            "it": each,
            "words": STANDINGS[each.standing][0],
            "tone": "bad" if each.late else STANDINGS[each.standing][1],
        }
        for each in found
    ]


def _hand_over(doing: Doing) -> None:
    said = doing.said
    hand_over.hand_over(
        **doing.changing,
        partner=said["partner"],
        message=said["message"],
        until=said["until"],
        words=bool(said.get("words")),
    )


HAND_OVER = Deed(
    name="hand_over",
    verb=verbs.HANDED_OVER,
    label=_("Hand over"),
    done=_("Handed over. They are written to, with a page where they can answer."),
    act=_hand_over,
    form=HandOverForm,
    fits=_may_go,
    about=_(
        "Another organization does the work; you stay responsible, and the city's date holds. "
        "Residents read to whom it went."
    ),
    only=WORKING,
)
WRITE_AGAIN = Deed(
    name="write_again",
    verb=verbs.WRITTEN_AGAIN,
    label=_("Send the link again"),
    done=_("They are written to once more."),
    act=lambda doing: hand_over.write_again(**doing.what),
    fits=is_away,
    only=WORKING,
)
RECALL = Deed(
    name="recall",
    verb=verbs.HANDED_BACK,
    label=_("Take it back from them"),
    done=_("Taken back. Their page is shut."),
    act=lambda doing: hand_over.recall(**doing.changing, reason=doing.said["reason"]),
    form=ReasonForm,
    fits=is_away,
    only=WORKING,
)
DEEDS = (HAND_OVER, WRITE_AGAIN, RECALL)
