"""The installation's addresses and the floors'."""

from django.urls import path

from bench import read_floor
from bench.floor import insert_one_row
from townline.config.urls import urlpatterns as ours

urlpatterns = [
    path("open311/v2/floor.json", insert_one_row),
    path("open311/v2/floor/requests.json", read_floor.several),
    path("open311/v2/floor/requests/<str:number>.json", read_floor.one),
    path("floor/points.json", read_floor.points),
    path("floor/one.json", read_floor.nothing),
    *ours,
]
