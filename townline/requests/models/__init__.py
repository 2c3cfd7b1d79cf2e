"""The tables of the requests room."""

from townline.requests.models.apart import Apart
from townline.requests.models.bundles import Bundle, BundleRow
from townline.requests.models.counts import AreaCount, CellCount, Counting
from townline.requests.models.days import Stop
from townline.requests.models.digests import Digest
from townline.requests.models.draft import KeptDraft, KeptPicture
from townline.requests.models.escalation import Escalation, Hearer
from townline.requests.models.expecting import ExpectedDays
from townline.requests.models.following import Follower
from townline.requests.models.forwarding import Forwarding
from townline.requests.models.hand_over import HandOver
from townline.requests.models.in_contact import Handled
from townline.requests.models.mentions import Mention
from townline.requests.models.orders import Booking
from townline.requests.models.passed_on import PassedOn
from townline.requests.models.record import RequestEntry
from townline.requests.models.request import Key, Photo, ServiceRequest, Words
from townline.requests.models.satisfaction import Satisfaction
from townline.requests.models.subscriptions import Subscription
from townline.requests.models.updates import Update

__all__ = [
    "Apart",
    "AreaCount",
    "Booking",
    "Bundle",
    "BundleRow",
    "CellCount",
    "Counting",
    "Digest",
    "Escalation",
    "ExpectedDays",
    "Follower",
    "Forwarding",
    "HandOver",
    "Handled",
    "Hearer",
    "KeptDraft",
    "KeptPicture",
    "Key",
    "Mention",
    "PassedOn",
    "Photo",
    "RequestEntry",
    "Satisfaction",
    "ServiceRequest",
    "Stop",
    "Subscription",
    "Update",
    "Words",
]
