"""The addresses of this door."""

from django.urls import URLPattern, include, path, re_path

from townline.api import bulk, calendars, feeds, ocd
from townline.api.answering import endpoint, missing


def _page(route: str, view: object, name: str) -> URLPattern:
    """Return an address beside a page of the council."""
    return path(f"council/{route}", endpoint(view), name=name)  # type: ignore[arg-type]


app_name = "api"
urlpatterns = [
    path("legistar/", include("townline.api.legistar.urls")),
    re_path(r"^legistar/", missing, name="legistar_missing"),
    path("ocd/", endpoint(ocd.root), name="ocd"),
    path("ocd/bills/", endpoint(ocd.bills), name="ocd_bills"),
    path("ocd/bills/<str:identifier>/", endpoint(ocd.bill), name="ocd_bill"),
    path("ocd/votes/", endpoint(ocd.votes), name="ocd_votes"),
    path("ocd/events/", endpoint(ocd.events), name="ocd_events"),
    path("ocd/organizations/", endpoint(ocd.organizations), name="ocd_organizations"),
    path("ocd/people/", endpoint(ocd.people), name="ocd_people"),
    path("ocd/memberships/", endpoint(ocd.memberships), name="ocd_memberships"),
    re_path(r"^ocd/", missing, name="ocd_missing"),
    _page("files/feed.atom", feeds.of_search, "search_feed"),
    _page("files/<str:identifier>/feed.atom", feeds.of_file, "file_feed"),
    _page("files/<str:identifier>/calendar.ics", calendars.of_file, "file_calendar"),
    _page("bodies/<str:code>/feed.atom", feeds.of_body, "body_feed"),
    _page("bodies/<str:code>/calendar.ics", calendars.of_body, "body_calendar"),
    _page("members/<str:code>/feed.atom", feeds.of_member, "member_feed"),
    _page("districts/<str:district>/feed.atom", feeds.of_district, "district_feed"),
    _page("districts/<str:district>/calendar.ics", calendars.of_district, "district_calendar"),
    _page("referrals/feed.atom", feeds.of_referrals, "referral_feed"),
    _page("bulk/", bulk.listing, "bulk"),
    _page("bulk/<str:name>.jsonl", bulk.download, "bulk_file"),
    _page("meetings/calendar.ics", calendars.of_meetings, "meeting_calendar"),
]
