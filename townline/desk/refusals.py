"""What the rooms below refuse, said beside the field that it is about."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from townline.requests.rules.submission import Unfit

WORDS: dict[str, str | Promise] = {
    "bad_reason": _("Choose one of the reasons."),
    "bad_text": _("The text holds characters that cannot be stored, or is too long."),
    "cannot_join": _("It cannot be joined to this one: it is closed, joined itself, or the same."),
    "closed": _("This request is closed."),
    "confidential": _("A confidential request is never shown."),
    "day_full": _("This day has just been filled. Choose another one."),
    "day_not_offered": _("Choose one of the days that are offered."),
    "empty": _("Write something here."),
    "evidence_missing": _("This outcome needs a photo of the work, or a reading or work order."),
    "bad_day": _("Choose a day from today on, within a year."),
    "handed_over": _("Another organization has it. Take it back from them first."),
    "no_contract": _("Its contract does not let it read what reporters write."),
    "no_such_partner": _("Choose one that does this service."),
    "not_handed_over": _("No other organization has this request."),
    "no_items": _("Say how many of at least one item there are."),
    "no_place": _("Say where it is: an address or the corner of two streets."),
    "no_such_department": _("Choose one of the city's departments."),
    "no_such_outcome": _("This outcome was not among the service's when it was requested."),
    "not_a_photo": _("One of the files is not a photo that we can read: use JPEG, PNG or WebP."),
    "no_such_member": _(
        "Nobody who works for the city has one of the names that follow an @. Choose it from the "
        "suggestions, or write a space after the @ if you mean nobody."
    ),
    "may_not_see": _(
        "Somebody whom you mention works for another department and may not see this confidential "
        "request. Take their name out."
    ),
    "first_open": _(
        "Another department has not finished what it was to do first. Say why it is done all the "
        "same."
    ),
    "child_itself": _("This request is itself done first for another one."),
    "ordered": _("This service is ordered for a day. Make the order by itself."),
    "assigned_already": _("It is given to them already."),
    "not_theirs": _("Choose somebody who works for its department."),
    "not_held": _("It is no longer held."),
    "photo_too_large": _("One of the photos is too large: 8 MB at most."),
    "place_unknown": _("This address was not found in the city. Check how it is written."),
    "same_day": _("It is planned for this day already."),
    "too_long": _("The text is too long."),
    "too_many_items": _("That is more than one order takes."),
    "too_many_photos": _("These are more photos than the request takes."),
}
"""The code of what is unfit to a sentence for staff."""

FIELDS = {
    "answer": "text",
    "media": "photos",
    "note": "text",
    "order_date": "to",
    "service_code": "service",
}
"""What an action calls a field to what a form does, where they differ."""


def put(form: forms.BaseForm, refusal: Unfit) -> None:
    """Add a refusal to the form, at its field if the form has it."""
    names = (
        refusal.field,
        FIELDS.get(refusal.field, ""),
        "evidence" if refusal.field == "media" else "",
    )
    name = next((n for n in names if n in form.fields), None)
    form.add_error(name, str(WORDS.get(refusal.code, refusal.says)))
