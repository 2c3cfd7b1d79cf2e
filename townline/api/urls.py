"""The addresses of this door."""

from django.http import HttpRequest
from django.urls import URLPattern, include, path, re_path

from townline.api import bulk, calendars, feeds, ocd
from townline.api.answering import city_of, endpoint, missing
from townline.api.fresh import Answering, if_changed
from townline.cities.rules.city import City


def _page(route: str, view: object, name: str) -> URLPattern:
    """Return an address beside a page of the council."""
    return path(f"council/{route}", endpoint(view), name=name)  # type: ignore[arg-type]


def _ocd(route: str, view: Answering, name: str) -> URLPattern:
    """Return an address of Open Civic Data."""

    def city(request: HttpRequest, **named: str) -> City:
        return city_of(request)

    return path(f"ocd/{route}", endpoint(if_changed(view, city)), name=name)


app_name = "api"
urlpatterns = [
    path("legistar/", include("townline.api.legistar.urls")),
    re_path(r"^legistar/", missing, name="legistar_missing"),
    _ocd("", ocd.root, "ocd"),
    _ocd("bills/", ocd.bills, "ocd_bills"),
    _ocd("bills/<str:identifier>/", ocd.bill, "ocd_bill"),
    _ocd("votes/", ocd.votes, "ocd_votes"),
    _ocd("events/", ocd.events, "ocd_events"),
    _ocd("organizations/", ocd.organizations, "ocd_organizations"),
    _ocd("people/", ocd.people, "ocd_people"),
    _ocd("memberships/", ocd.memberships, "ocd_memberships"),
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
