"""The installation's own settings, with one more address: the floor of intake."""

from townline.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
