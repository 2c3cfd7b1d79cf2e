"""The tables of the requests room."""

from townline.requests.models.expecting import ExpectedDays
from townline.requests.models.orders import Booking
from townline.requests.models.record import RequestEntry
from townline.requests.models.request import Key, Photo, ServiceRequest, Words

__all__ = ["Booking", "ExpectedDays", "Key", "Photo", "RequestEntry", "ServiceRequest", "Words"]
