"""The installation's addresses and the floor's."""

from django.urls import path

from bench.floor import insert_one_row
from townline.config.urls import urlpatterns as ours

urlpatterns = [path("open311/v2/floor.json", insert_one_row), *ours]
