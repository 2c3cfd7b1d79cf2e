"""Questions about service requests, answered in plain values that a page can print."""

from townline.requests.queries.brief import Brief, BriefPage, brief
from townline.requests.queries.conditions import Filter
from townline.requests.queries.expecting import expectations, expected, expected_at
from townline.requests.queries.find import (
    Cursor,
    Page,
    cursor_of,
    cursor_text,
    find,
    in_area_counts,
)
from townline.requests.queries.lines import Line
from townline.requests.queries.near import Near, days_free, nearby
from townline.requests.queries.one import (
    NoSuchRequest,
    by_anyone,
    by_reporter,
    by_staff,
    for_notice,
    photo_file,
)
from townline.requests.queries.points import MOST_POINTS, Points, PointShown, points
from townline.requests.queries.secret import secret_of
from townline.requests.queries.shape import AnswerShown, PhotoShown, RequestShown
from townline.requests.queries.work import Worklist, worklist

__all__ = [
    "MOST_POINTS",
    "AnswerShown",
    "Brief",
    "BriefPage",
    "Cursor",
    "Filter",
    "Line",
    "Near",
    "NoSuchRequest",
    "Page",
    "PhotoShown",
    "PointShown",
    "Points",
    "RequestShown",
    "Worklist",
    "brief",
    "by_anyone",
    "by_reporter",
    "by_staff",
    "cursor_of",
    "cursor_text",
    "days_free",
    "expectations",
    "expected",
    "expected_at",
    "find",
    "for_notice",
    "in_area_counts",
    "nearby",
    "photo_file",
    "points",
    "secret_of",
    "worklist",
]
