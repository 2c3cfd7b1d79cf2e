"""The addresses that residents use."""

from django.urls import path

from townline.portal import (
    accessibility,
    appearance,
    areas,
    feeds,
    home,
    listing,
    map,
    phone,
    places,
    points,
    report,
    track,
)

app_name = "portal"
urlpatterns = [
    path("", home.first, name="home"),
    path("accessibility/", accessibility.state, name="accessibility"),
    path("appearance/", appearance.choose, name="appearance"),
    path("report/", report.choose, name="choose"),
    path("report/<slug:service>/", report.fill, name="fill"),
    path("report/<slug:service>/known/", report.known, name="known"),
    path("report/<slug:service>/days/", report.days, name="days"),
    path("requests/", listing.look_up, name="requests"),
    path("requests/feed.atom", feeds.of_list, name="feed"),
    path("waiting/", phone.waiting, name="waiting"),
    path("offline/", phone.offline, name="offline"),
    path("token.json", phone.token, name="token"),
    path("manifest.webmanifest", phone.manifest, name="manifest"),
    path("sw.js", phone.worker, name="worker"),
    path("requests/points.json", points.in_box, name="points"),
    path("requests/points/<int:zoom>/<int:x>/<int:y>.json", points.in_tile, name="tile"),
    path("requests/<str:number>/", track.public, name="request"),
    path("requests/<str:number>/photos/<str:name>", track.photo, name="photo"),
    path("requests/<str:number>/<str:secret>/", track.own, name="own"),
    path("requests/<str:number>/<str:secret>/photos/<str:name>", track.own_photo, name="own_photo"),
    path("map/", map.look, name="map"),
    path("map/points.json", map.features, name="map_points"),
    path("map/list/", map.beside, name="map_list"),
    path("areas/", areas.index, name="areas"),
    path("areas/<str:kind>/<str:code>/", areas.look, name="area"),
    path("areas/<str:kind>/<str:code>/outline.geojson", areas.outline, name="area_outline"),
    path("areas/<str:kind>/<str:code>/feed.atom", feeds.of_area, name="area_feed"),
    path(
        "areas/<str:kind>/<str:code>/requests.geojson",
        feeds.features_of_area,
        name="area_features",
    ),
    path("places/", places.look, name="places"),
    path("places/find.json", places.find, name="find"),
    path("places/point.json", places.point, name="point"),
    path("places/outlines.json", places.outlines, name="outlines"),
]
