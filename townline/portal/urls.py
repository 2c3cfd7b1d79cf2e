"""The addresses that residents use."""

from django.urls import path

from townline.portal import accessibility, appearance, home, places, points, report, track

app_name = "portal"
urlpatterns = [
    path("", home.first, name="home"),
    path("accessibility/", accessibility.state, name="accessibility"),
    path("appearance/", appearance.choose, name="appearance"),
    path("report/", report.choose, name="choose"),
    path("report/<slug:service>/", report.fill, name="fill"),
    path("report/<slug:service>/known/", report.known, name="known"),
    path("report/<slug:service>/days/", report.days, name="days"),
    path("requests/", track.look_up, name="requests"),
    path("requests/points.json", points.in_box, name="points"),
    path("requests/points/<int:zoom>/<int:x>/<int:y>.json", points.in_tile, name="tile"),
    path("requests/<str:number>/", track.public, name="request"),
    path("requests/<str:number>/photos/<str:name>", track.photo, name="photo"),
    path("requests/<str:number>/<str:secret>/", track.own, name="own"),
    path("requests/<str:number>/<str:secret>/photos/<str:name>", track.own_photo, name="own_photo"),
    path("places/", places.look, name="places"),
    path("places/find.json", places.find, name="find"),
    path("places/point.json", places.point, name="point"),
    path("places/outlines.json", places.outlines, name="outlines"),
]
