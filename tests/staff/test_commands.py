"""The command line for members and keys."""

import json

import pytest
from click.testing import CliRunner
from django.contrib.auth import authenticate

from townline.config.commands import key, people
from townline.staff import queries

PASSWORD = "nine grey herons"
ADD = ["add", "worker", "--label", "Demo worker", "--role", "worker", "--department", "streets"]


def run(group, *args, text=PASSWORD + "\n"):
    return CliRunner().invoke(group, args, input=text)


def test_a_member_is_added_listed_and_disabled(city):
    assert run(people.group, *ADD).exit_code == 0
    assert authenticate(username="worker", password=PASSWORD)
    assert "Demo worker  worker  in streets" in run(people.group, "list").stdout
    assert run(people.group, "disable", "worker").exit_code == 0
    document = json.loads(run(people.group, "list", "--json").stdout)
    (member,) = document["members"]
    assert (member["username"], member["roles"]) == ("worker", ["worker"])
    assert member["disabled_at"]


@pytest.mark.parametrize(
    ("args", "text", "code", "says"),
    [
        ([*ADD, "--department", "parks"], PASSWORD, 1, "no department 'parks'"),
        ([*ADD, "--city", "nowhere"], PASSWORD, 2, "no city 'nowhere'"),
        ([*ADD, "--role", "system"], PASSWORD, 2, "'system' is not one of"),
        (ADD, "short", 1, "too short"),
        (["disable", "nobody"], "", 1, "Nobody named 'nobody'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(city, args, text, code, says):
    found = run(people.group, *args, text=text)
    assert (found.exit_code, found.stdout) == (code, "")
    assert says in found.stderr
    assert queries.members(city.id) == ()


def test_a_key_is_printed_once_listed_and_revoked(city):
    made = json.loads(run(key.group, "add", "Pothole app", "--per-minute", "5", "--json").stdout)
    assert queries.client_of(made["key"], city).limit_per_minute == 5
    listed = run(key.group, "list").stdout
    assert "Pothole app  requests:write  5/minute" in listed
    assert made["key"] not in listed + run(key.group, "list", "--json").stdout
    assert run(key.group, "revoke", "Pothole app", "--notice", "Gone.").exit_code == 0
    assert queries.client_of(made["key"], city) is None
    assert queries.notice_of_revoked(made["key"], city) == "Gone."


def test_the_key_alone_is_on_standard_output(city):
    printed = run(key.group, "add", "Pothole app", "--scope", "requests:read_private").stdout
    assert queries.client_of(printed.strip(), city).scopes == {"requests:read_private"}


def test_a_key_cannot_be_made_or_revoked_twice(city):
    assert run(key.group, "revoke", "Pothole app").exit_code == 1
    assert run(key.group, "add", "Pothole app").exit_code == 0
    again = run(key.group, "add", "Pothole app")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "revoke it first" in again.stderr
