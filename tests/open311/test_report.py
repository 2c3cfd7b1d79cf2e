"""Filing a service request through Open311."""

from tests.open311.conftest import App, rows
from tests.open311.riverton import HERE


def test_a_report_gets_its_number_at_once(app: App) -> None:
    answer = app.post({"service_code": "lamp", **HERE, "description": "Dark\nsince Monday"})
    assert answer.status_code == 200, answer.content
    (row,) = rows(answer)
    assert row["service_request_id"].count("-") == 2
    assert "token" not in row
