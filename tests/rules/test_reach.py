"""By which medium somebody is told, and which two addresses are the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules import reach


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("555-0101", ""),
        ("(213) 555-0101", "+12135550101"),
        ("213.555.0101", "+12135550101"),
        ("1 213 555 0101", "+12135550101"),
        ("+1 213-555-0101", "+12135550101"),
        ("+374 10 555010", "+37410555010"),
        ("213 555 0101 ext. 4", ""),
        ("٢١٣٥٥٥٠١٠١", ""),
        ("", ""),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, number: str) -> None:
    assert reach.phone_number(written) == number


@given(st.text())
def test_any_text_is_a_number_in_international_form_or_none(written: str) -> None:
    found = reach.phone_number(written)
    assert found == "" or (found.startswith("+") and found[1:].isdecimal() and found.isascii())
    assert reach.phone_number(found) == found


def test_addresses_are_compared_without_case_and_blanks() -> None:
    assert reach.address("email", " Ana@Example.org ") == "ana@example.org"
    assert reach.address("email", "a@example.org\nBcc: b@example.org") == ""
    assert reach.address("sms", "(213) 555-0101") == reach.address("sms", "+12135550101")


@pytest.mark.parametrize(
    ("wanted", "email", "phone", "medium"),
    [
        ("", "a@example.org", "555-0101", "email"),
        ("", "", "555-0101", "none"),
        ("sms", "a@example.org", "555-0101", "sms"),
        ("sms", "a@example.org", "", "none"),
        ("email", "", "555-0101", "none"),
        ("none", "a@example.org", "555-0101", "none"),
    ],
)
def test_nobody_gets_text_messages_unasked(
    wanted: str, email: str, phone: str, medium: str
) -> None:
    assert reach.told_by(wanted, email=email, phone=phone) == medium


@given(st.emails())
def test_a_masked_address_does_not_tell_who_it_is(address: str) -> None:
    local, _, domain = address.rpartition("@")
    assert reach.masked("email", address) == f"{local[:1]}…@{domain}"
