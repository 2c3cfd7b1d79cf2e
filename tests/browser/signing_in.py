"""How members of staff come in, on every page of the desk that browser tests walk."""

from typing import TYPE_CHECKING

from tests.desk import fairview

if TYPE_CHECKING:
    from playwright.sync_api import Page


def sign_in(tab: "Page", name: str, *, password: str = fairview.PASSWORD, next_: str = "") -> None:
    """
    Come in by the sign-in page, and wait until the desk is there.

    :param next_: the address to which the form leads; empty for the desk
    """
    tab.goto(f"/desk/sign-in/{f'?next={next_}' if next_ else ''}")
    tab.get_by_label("User name").fill(name)
    tab.get_by_label("Password").fill(password)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url(lambda url: "/sign-in/" not in url)
