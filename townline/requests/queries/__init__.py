"""Questions about service requests, answered in plain values that a page can print."""

from townline.requests.queries.brief import Brief, BriefPage, brief
from townline.requests.queries.bundles import BundleLine, BundleShown, bundle
from townline.requests.queries.by_cell import Cell, Cells, cells, counted_at
from townline.requests.queries.conditions import Filter
from townline.requests.queries.covering import blots_on, texts_to_show
from townline.requests.queries.days import DayOf, day, days_of
from townline.requests.queries.digest import DigestShown, Worst, digest
from townline.requests.queries.drafts import DraftShown, draft, draft_photos
from townline.requests.queries.escalation import (
    EscalatedTo,
    LadderShown,
    climbed,
    escalated_count,
    escalated_to,
)
from townline.requests.queries.expecting import expectations, expected, expected_at
from townline.requests.queries.family import Family, Relative, family, has_open_children
from townline.requests.queries.figures import (
    WHOLE_CITY,
    Figures,
    ServiceFigures,
    about,
    figures,
    services_of,
)
from townline.requests.queries.find import (
    Cursor,
    Page,
    cursor_of,
    cursor_text,
    find,
)
from townline.requests.queries.following import (
    Following,
    NoSuchFollower,
    followed_by,
    following,
)
from townline.requests.queries.forwarded import Forwarded, forwarded, not_forwarded
from townline.requests.queries.handed import (
    HandedOver,
    Job,
    NoSuchHandOver,
    acting,
    for_partner,
    handed_of,
    handed_over,
    handed_photo,
    job,
    job_for_letter,
    page_path,
    whose,
)
from townline.requests.queries.handled import HandledShown, handled_in
from townline.requests.queries.kin import Kin, kin
from townline.requests.queries.lately import Lately, LatelyPage, lately
from townline.requests.queries.lines import Line
from townline.requests.queries.loads import loads
from townline.requests.queries.mapped import OnMap, on_map
from townline.requests.queries.mentions import (
    MentionShown,
    mentionable,
    mentions,
    unread_mentions,
)
from townline.requests.queries.mine import made_by
from townline.requests.queries.most_asked import most_asked
from townline.requests.queries.near import Near, days_free, nearby
from townline.requests.queries.one import (
    NoSuchRequest,
    by_anyone,
    by_reporter,
    by_staff,
    for_notice,
    opens,
    photo_file,
)
from townline.requests.queries.points import MOST_POINTS, Points, PointShown, points
from townline.requests.queries.reasons import Reasons, reasons
from townline.requests.queries.reclassifying import Reclassified, reclassified
from townline.requests.queries.satisfaction import (
    Said,
    Satisfied,
    reopens_until,
    said_of,
    satisfaction,
)
from townline.requests.queries.secret import secret_of
from townline.requests.queries.shape import AnswerShown, PhotoShown, RequestShown
from townline.requests.queries.subscriptions import (
    News,
    NoSuchSubscription,
    Subscribed,
    news,
    subscription_of,
)
from townline.requests.queries.surroundings import (
    NoSuchSurroundings,
    area_name,
    surroundings_of,
    within,
)
from townline.requests.queries.theirs import Theirs, kept_file, of_contacts
from townline.requests.queries.updates import UpdateShown, updates, words_of_update
from townline.requests.queries.wording import why
from townline.requests.queries.work import (
    Asked,
    Worklist,
    counts,
    grave,
    owners,
    view_counts,
    worklist,
)

__all__ = [
    "MOST_POINTS",
    "WHOLE_CITY",
    "AnswerShown",
    "Asked",
    "Brief",
    "BriefPage",
    "BundleLine",
    "BundleShown",
    "Cell",
    "Cells",
    "Cursor",
    "DayOf",
    "DigestShown",
    "DraftShown",
    "EscalatedTo",
    "Family",
    "Figures",
    "Filter",
    "Following",
    "Forwarded",
    "HandedOver",
    "HandledShown",
    "Job",
    "Kin",
    "LadderShown",
    "Lately",
    "LatelyPage",
    "Line",
    "MentionShown",
    "Near",
    "News",
    "NoSuchFollower",
    "NoSuchHandOver",
    "NoSuchRequest",
    "NoSuchSubscription",
    "NoSuchSurroundings",
    "OnMap",
    "Page",
    "PhotoShown",
    "PointShown",
    "Points",
    "Reasons",
    "Reclassified",
    "Relative",
    "RequestShown",
    "Said",
    "Satisfied",
    "ServiceFigures",
    "Subscribed",
    "Theirs",
    "UpdateShown",
    "Worklist",
    "Worst",
    "about",
    "acting",
    "area_name",
    "blots_on",
    "brief",
    "bundle",
    "by_anyone",
    "by_reporter",
    "by_staff",
    "cells",
    "climbed",
    "counted_at",
    "counts",
    "cursor_of",
    "cursor_text",
    "day",
    "days_free",
    "days_of",
    "digest",
    "draft",
    "draft_photos",
    "escalated_count",
    "escalated_to",
    "expectations",
    "expected",
    "expected_at",
    "family",
    "figures",
    "find",
    "followed_by",
    "following",
    "for_notice",
    "for_partner",
    "forwarded",
    "grave",
    "handed_of",
    "handed_over",
    "handed_photo",
    "handled_in",
    "has_open_children",
    "job",
    "job_for_letter",
    "kept_file",
    "kin",
    "lately",
    "loads",
    "made_by",
    "mentionable",
    "mentions",
    "most_asked",
    "nearby",
    "news",
    "not_forwarded",
    "of_contacts",
    "on_map",
    "opens",
    "owners",
    "page_path",
    "photo_file",
    "points",
    "reasons",
    "reclassified",
    "reopens_until",
    "said_of",
    "satisfaction",
    "secret_of",
    "services_of",
    "subscription_of",
    "surroundings_of",
    "texts_to_show",
    "unread_mentions",
    "updates",
    "view_counts",
    "whose",
    "why",
    "within",
    "words_of_update",
    "worklist",
]
