"""Nobody reads what is not for everyone: planted details are looked for in every answer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import asdict

from tests.requests import build
from tests.requests.build import AGENT, CHIEF, EAST, NOON, STRANGER, WORKER
from tests.requests.pictures import jpeg
from townline.catalogue.rules.offers import PUBLICITY
from townline.cities.rules.city import City
from townline.record.verbs import RESIDENT, Role
from townline.requests import queries
from townline.requests.actions import moderate, own, work
from townline.requests.queries import Filter, NoSuchRequest
from townline.requests.rules import publicity
from townline.requests.rules.publicity import ALL, NOTHING, Viewer

WHO = build.Reporter(first_name="Demo", last_name="Zanzibar", email="zan@example.org",
                     phone="555-0142", account_id="acct-zan", device_id="dev-zan")  # fmt: skip
TOLD = "Demo Zanzibar, 555-0142, saw 7XYZ890 and wrote zan@example.org"
PLANTED = ("Zanzibar", "555-0142", "7XYZ890", "zan@example.org", "acct-zan", "dev-zan")
LATER = NOON + timedelta(hours=1)


def planted(town: City, service: str, **more: object) -> str:
    """File a request that is full of details, and let staff and reporter write more of them."""
    answers = {"pole": TOLD, "plate": "7XYZ890"} if service == "lamp" else {}
    number = build.file(
        town, service, description=TOLD, landmark=TOLD, media_url="https://example.org/7XYZ890.jpg",
        answers=answers, reporter=WHO, photos=(jpeg(),), **more,
    ).number  # fmt: skip
    if build.row(number).status == "held":
        return number
    told = {"city": town, "number": number, "at": NOON}
    work.note(text=TOLD, by=CHIEF, **told)
    work.ask(question=TOLD, by=CHIEF, **told)
    own.answer(text=TOLD, by=RESIDENT, **told)
    work.reassign(department="light", reason=TOLD, by=CHIEF, **told)
    return number


@pytest.fixture
def numbers(town: City) -> dict[str, str]:
    """File one of each kind that everyone may read in part or not at all."""
    held = planted(town, "hole", suspicion=("links",))
    hidden = planted(town, "hole", suspicion=("links",))
    moderate.reject(city=town, number=hidden, by=CHIEF, at=NOON)
    closed = planted(town, "lamp")
    work.close(city=town, number=closed, outcome="done", remark=TOLD, by=CHIEF, at=NOON)
    own.reopen(city=town, number=closed, reason=TOLD, by=RESIDENT, at=NOON)
    cancelled = planted(town, "lamp")
    own.cancel(city=town, number=cancelled, reason=TOLD, by=RESIDENT, at=NOON)
    withheld = planted(town, "hole")
    moderate.withhold(city=town, number=withheld, by=CHIEF, at=NOON)
    return {
        "structured": planted(town, "lamp"),
        "reopened": closed,
        "cancelled": cancelled,
        "withheld": withheld,
        "confidential": planted(town, "abuse"),
        "held": held,
        "hidden": hidden,
    }


def everything(town: City, numbers: dict[str, str]) -> Iterator[object]:
    """Yield all that everyone may be told, asked in every way."""
    asked: list[Filter] = [
        Filter(), Filter(numbers=tuple(numbers.values())), Filter(near=(EAST, 100)),
        Filter(box=(33.9, -118.1, 34.1, -117.9)), Filter(areas=("ward:east",)), Filter(open=True),
        Filter(open=False), Filter(statuses=("held",)), Filter(services=("abuse", "hole")),
        *[Filter(words=word) for word in PLANTED],
    ]  # fmt: skip
    for order in ("requested_at", "updated_at"):
        for wanted in asked:
            yield queries.find(town, wanted, language="en", at=LATER, order=order)
            yield queries.brief(town, wanted, language="en", at=LATER, order=order)
            yield queries.find(town, wanted, language="es", at=LATER, order=order, by=RESIDENT)
    for service in ("lamp", "hole", "abuse"):
        yield queries.nearby(town, service, EAST, at=LATER)
    yield queries.services_of(town, "ward:east")
    for number in numbers.values():
        try:
            yield queries.by_anyone(town, number, language="en", at=LATER)
        except NoSuchRequest:
            continue


def test_planted_details_come_out_nowhere(town: City, numbers: dict[str, str]) -> None:
    for answer in everything(town, numbers):
        for secret in PLANTED:
            assert secret not in repr(answer), answer


def test_nobody_learns_that_there_is_a_confidential_held_or_hidden_one(
    town: City, numbers: dict[str, str]
) -> None:
    for kind in ("confidential", "held", "hidden"):
        with pytest.raises(NoSuchRequest):
            queries.by_anyone(town, numbers[kind], language="en", at=LATER)
        for answer in everything(town, numbers):
            assert numbers[kind] not in repr(answer)


def test_what_is_told_in_brief_is_what_is_told_at_length(
    town: City, numbers: dict[str, str]
) -> None:
    moderate.release(city=town, number=numbers["structured"], by=WORKER, at=NOON)
    own.add_photo(city=town, number=numbers["structured"], photos=(jpeg(),), by=RESIDENT, at=LATER)
    planted(town, "hole")
    for language in ("en", "es"):
        asked = {"language": language, "at": LATER, "limit": 3}
        long, short = (ask(town, Filter(), **asked) for ask in (queries.find, queries.brief))
        assert short.next == long.next is not None
        for one, other in zip(long.rows, short.rows, strict=True):
            told = {name: getattr(one, name) for name in other.__struct_fields__}
            assert told == asdict(other)


def test_photos_open_with_the_words_and_not_before(town: City, numbers: dict[str, str]) -> None:
    for number in numbers.values():
        name = build.row(number).photos.get().name
        assert queries.photo_file(town, name, thumb=False) is None
        assert queries.photo_file(town, name, thumb=True, by=RESIDENT) is None
        assert queries.photo_file(town, name, thumb=False, secret="guess") is None
        own_secret = queries.secret_of(town.id, number)
        opened = queries.photo_file(town, name, thumb=False, secret=own_secret)
        assert opened is not None
        assert opened.is_file()
        assert queries.photo_file(town, name, thumb=True, by=CHIEF) is not None
    assert queries.photo_file(town, "unheard-of", thumb=False, by=CHIEF) is None
    moderate.release(city=town, number=numbers["structured"], by=CHIEF, at=NOON)
    name = build.row(numbers["structured"]).photos.get().name
    assert queries.photo_file(town, name, thumb=False) is not None


def test_words_that_are_released_are_read_and_found_and_private_answers_are_not(
    town: City, numbers: dict[str, str]
) -> None:
    number = numbers["structured"]
    moderate.release(city=town, number=number, by=WORKER, at=NOON)
    seen = queries.by_anyone(town, number, language="en", at=LATER)
    assert seen.description == TOLD
    assert seen.media_url == ""  # another server shows there what it likes, unblacked
    by_staff = queries.by_staff(town, number, by=WORKER, language="en", at=LATER)
    assert by_staff.media_url == "https://example.org/7XYZ890.jpg"
    assert [a.code for a in seen.answers] == ["pole"]
    found = queries.find(town, Filter(words="Zanzibar"), language="en", at=LATER).rows
    assert [r.number for r in found] == [number]
    inner = [line for line in seen.lines if line.verb in ("request.noted", "request.routed")]
    assert all(line.note == "" and line.who == "" and line.data == {} for line in inner)
    for secret in ("acct-zan", "dev-zan"):
        assert secret not in repr(seen)
    moderate.withhold(city=town, number=number, by=WORKER, at=NOON)
    assert queries.by_anyone(town, number, language="en", at=LATER).description == ""


def test_a_service_that_shows_everything_shows_no_reporter(town: City) -> None:
    number = planted(town, "hole")
    seen = queries.by_anyone(town, number, language="en", at=LATER)
    assert seen.description == TOLD
    assert seen.media_url == "https://example.org/7XYZ890.jpg"
    assert (seen.contact_id, seen.crew, seen.flags) == (None, "", ())
    assert "acct-zan" not in repr(seen)


def test_a_secret_opens_its_own_request_and_no_other(town: City, numbers: dict[str, str]) -> None:
    for number in numbers.values():
        secret = queries.secret_of(town.id, number)
        seen = queries.by_reporter(town, number, secret, language="en", at=LATER)
        assert seen.description == TOLD
        assert "request.noted" not in [line.verb for line in seen.lines]
        for wrong in ("", secret[:-1], secret + "x", queries.secret_of(town.id, "26-1")):
            with pytest.raises(NoSuchRequest):
                queries.by_reporter(town, number, wrong, language="en", at=LATER)
        for other in set(numbers.values()) - {number}:
            with pytest.raises(NoSuchRequest):
                queries.by_reporter(town, other, secret, language="en", at=LATER)


def test_the_secret_is_not_kept_as_it_is(town: City) -> None:
    receipt = build.file(town)
    kept = bytes(build.row(receipt.number).secret or b"")
    assert len(kept) == 32
    assert receipt.secret.encode() not in kept


def test_a_confidential_request_is_its_own_departments(town: City, numbers: dict[str, str]) -> None:
    number = numbers["confidential"]
    carer = build.person(Role.WORKER, departments=("care",))
    build.ServiceRequest.objects.filter(number=number).update(department="care")
    for may in (carer, CHIEF, AGENT):
        assert queries.by_staff(town, number, may, language="en", at=LATER).number == number
    for who in (WORKER, STRANGER, RESIDENT, build.person(departments=("*",))):
        with pytest.raises(NoSuchRequest):
            queries.by_staff(town, number, who, language="en", at=LATER)
    for who in (WORKER, STRANGER):
        listed = queries.find(town, Filter(), language="en", at=LATER, by=who).rows
        assert number not in [r.number for r in listed]
    listed = queries.find(town, Filter(), language="en", at=LATER, by=carer).rows
    assert number in [r.number for r in listed]


def test_another_citys_requests_are_not_this_citys(town: City) -> None:
    number = build.file(town, "hole").number
    other = build.apply("elsewhere")
    assert queries.find(other, Filter(), language="en", at=LATER).rows == ()
    for ask in (
        lambda: queries.by_anyone(other, number, language="en", at=LATER),
        lambda: queries.by_staff(other, number, CHIEF, language="en", at=LATER),
    ):
        with pytest.raises(NoSuchRequest):
            ask()


@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize("released", [True, False])
@pytest.mark.parametrize("kind", PUBLICITY)
def test_the_one_rule(kind: str, released: bool, held: bool) -> None:
    for viewer in (Viewer.STAFF, Viewer.REPORTER):
        assert publicity.shown(kind, released=released, held=held, viewer=viewer) is ALL
    seen = publicity.shown(kind, released=released, held=held, viewer=Viewer.EVERYONE)
    if held or kind == "nothing":
        assert seen == NOTHING
        return
    assert seen.exists
    assert seen.words is seen.photos is (released or kind == "everything")
    assert not seen.private_answers


def test_redacted_words_are_gone_everywhere_and_the_record_says_so(
    town: City, numbers: dict[str, str]
) -> None:
    number = numbers["structured"]
    moderate.release(city=town, number=number, by=WORKER, at=NOON)
    moderate.redact_words(city=town, number=number, reason="Court order 1", by=CHIEF, at=NOON)
    row = build.row(number)
    assert (row.words.description, row.words.answers, row.words.media_url) == ("", {}, "")
    assert not queries.find(town, Filter(words="Zanzibar"), language="en", at=LATER).rows
    seen = queries.by_anyone(town, number, language="en", at=LATER)
    assert seen.lines[-1].says == "A text was removed as the law asks"
