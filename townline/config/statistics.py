"""
What the planner knows of the tables, brought up to date after much has come in at once.

The application's role owns nothing, so that it may neither ANALYZE nor VACUUM; autovacuum comes
within minutes, but pages are asked for at once. A right of maintenance for that role (PostgreSQL 17
has one) would also let pages lock whole tables. So the owner does it, from the command line alone.
"""

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from townline.config import database

MUCH = 10_000
"""After fewer new rows than this, what was known before is near enough until autovacuum comes."""
ROOMS = ("requests", "contacts")


def refresh() -> None:
    """
    Count and tidy the tables that past requests come into.

    :raises NoDatabase: where the owner is not known
    """
    url = database.renamed(database.owner_url(settings.HOME), str(connection.settings_dict["NAME"]))
    with psycopg.connect(url, autocommit=True) as owner:
        for table in tables():
            owner.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))


def tables() -> list[str]:
    """Return the tables of the rooms that an import writes in."""
    models = (m for room in ROOMS for m in apps.get_app_config(room).get_models())
    return sorted(model._meta.db_table for model in models)
