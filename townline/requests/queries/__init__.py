"""Questions about service requests, answered in plain values that a page can print."""

from townline.requests.queries.find import Filter, Page, find, in_area_counts
from townline.requests.queries.near import Near, days_free, nearby
from townline.requests.queries.one import (
    NoSuchRequest,
    by_anyone,
    by_reporter,
    by_staff,
    for_notice,
    photo_file,
)
from townline.requests.queries.secret import secret_of
from townline.requests.queries.shape import AnswerShown, Line, PhotoShown, RequestShown
from townline.requests.queries.work import Worklist, worklist

__all__ = [
    "AnswerShown",
    "Filter",
    "Line",
    "Near",
    "NoSuchRequest",
    "Page",
    "PhotoShown",
    "RequestShown",
    "Worklist",
    "by_anyone",
    "by_reporter",
    "by_staff",
    "days_free",
    "find",
    "for_notice",
    "in_area_counts",
    "nearby",
    "photo_file",
    "secret_of",
    "worklist",
]
