"""Filing a service request: what a client sends becomes a submission, and a number comes back."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from townline.catalogue import queries as catalogue
from townline.catalogue.rules import answers
from townline.catalogue.rules.answers import BadAnswers, NotOurs
from townline.cities.rules.city import words_in
from townline.open311 import access, errors, submission
from townline.open311.endpoint import Answer, Call
from townline.open311.errors import Fault, Refused
from townline.open311.moments import moment
from townline.requests.actions import Receipt, submit
from townline.requests.rules.submission import Submission, Unfit, check_text


def file(call: Call) -> Answer:
    """Answer ``POST requests``: the number at once, since every service here is ``realtime``."""
    access.require_named(call.meant)
    given = call.parameters
    client = access.client(call.city, access.api_key(call.request, given), call.at)
    sent = submission.read(call, scope=client.name)
    extended = given.yes("extensions")
    if given.faults:
        raise Refused(400, (*given.faults, *_further(call, sent)))
    try:
        receipt = submit(city=call.city, submission=sent, by=client.actor, at=call.at)
    except errors.CITY_REFUSALS as refusal:
        raise _with_further(call, sent, refusal) from refusal
    filed: dict[str, Any] = {
        "service_request_id": receipt.number,
        "service_notice": _notice(call, sent.service_code, receipt),
        "account_id": sent.reporter.account_id or None,
    }
    if extended:
        filed["extended_attributes"] = _extended(call, receipt)
    return Answer("service_requests", [filed])


def _with_further(call: Call, sent: Submission, refusal: Exception) -> Refused:
    """Return the refusal, with what else is wrong where that is a matter of the client's fields."""
    refused = errors.of_city(refusal, call.city, call.language)
    if isinstance(refusal, (Unfit, BadAnswers)):
        refused.faults = tuple(dict.fromkeys((*refused.faults, *_further(call, sent))))
    return refused


def _further(call: Call, sent: Submission) -> list[Fault]:
    """Return what else would be refused: a client should learn of all its faults at once."""
    found: list[str] = []
    try:
        check_text(sent)
    except Unfit as refusal:
        found.append(errors.of_unfit(refusal))
    offer = catalogue.offers(call.city.edition_id).get(sent.service_code)
    if offer:
        try:
            answers.check(offer, sent.answers, call.city.zone, strict=True)
        except BadAnswers as refusal:
            found += errors.of_answers(refusal)
        except NotOurs as refusal:
            found.append(words_in(refusal.words, call.language))
    return [Fault(400, text) for text in found]


def _notice(call: Call, service_code: str, receipt: Receipt) -> str | None:
    if receipt.held:
        return _("A person will look at this report before it goes on.")
    offer = catalogue.offer(call.city.edition_id, service_code)
    return words_in(offer.notice, call.language) or None


def _extended(call: Call, receipt: Receipt) -> dict[str, Any]:
    """Return what the specification has no place for, for a client that asked for it."""
    due = receipt.due_at
    own = access.address(call.request, call.city, "portal:own", receipt.number, receipt.secret)
    return {
        "own_page": own,
        "expected_datetime": moment(due, call.city.zone) if due else None,
        "repeated": receipt.repeated,
        "nearby": [_near(row) for row in receipt.nearby],
    }


def _near(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "service_request_id": row["number"],
        "metres": round(row["metres"]),
        "address": row["address"] or None,
    }
