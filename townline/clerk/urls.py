"""The addresses of this door: the council's files for readers, and the clerk's desk."""

from django.urls import path

from townline.clerk import case, introducing, waits

app_name = "clerk"
urlpatterns = [
    path("desk/", waits.waits, name="desk"),
    path("desk/number/", introducing.seek, name="seek"),
    path("desk/introduce/", introducing.introduce, name="introduce"),
    path("desk/files/<str:identifier>/", case.case, name="case"),
    path("desk/files/<str:identifier>/details/", introducing.details, name="details"),
    path("desk/files/<str:identifier>/paper/", case.paper, name="paper"),
    path("desk/files/<str:identifier>/restrict/", introducing.restrict, name="restrict"),
    path("desk/files/<str:identifier>/open/", introducing.open_up, name="open_up"),
    path("desk/papers/<int:key>/withhold/", case.withhold, name="withhold"),
    path("desk/flags/<int:key>/settle/", case.settle, name="settle"),
]
