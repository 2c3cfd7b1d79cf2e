"""
What tests stand on: a real PostgreSQL, migrated once, and copied for each process of the run.

``db``            a test in a transaction, as the application role (pytest-django's own).
``own_database``  a copy for this test alone, for what must be committed or seen by others.
``owner``         a connection of the owner to the database of the test.
``server``        a whole installation on a port of its own, with a city applied.
``page``          a tab of a real browser that fails the test on any error in its console.
``live_stream``   the process of streams over ``own_database``, where pages hear of changes.
"""

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.ground.databases", "tests.ground.installation", "tests.ground.browser",
    "tests.ground.streaming",
]  # fmt: skip

settings.register_profile(
    "unhurried",
    settings.get_profile(settings.get_current_profile_name()),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")
"""A busy machine is slow: that alone is no fault, of a law or of what is drawn for it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take --write-trees: what a screen reader hears is written anew."""
    parser.addoption("--write-trees", action="store_true", help="write tests/browser/trees anew")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Keep tests of the running installation in one process, so that there is one of it.

    Before xdist reads the groups, that is.
    """
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "server" in names:
            item.add_marker(pytest.mark.xdist_group("server"))
            item.add_marker(pytest.mark.server)
        if "page" in names:
            item.add_marker(pytest.mark.browser)


def pytest_collection_finish(session: pytest.Session) -> None:
    """
    Refuse to run where groups are not kept together, which xdist does not say itself.

    It tells the process that deals the tests out by a suffix of their names.
    """
    if not getattr(session.config.option, "loadgroup", False):
        return
    for item in session.items:
        if any(item.iter_markers("xdist_group")) and "@" not in item.nodeid:
            raise pytest.UsageError("this pytest and this pytest-xdist do not keep groups together")
