import pytest
from django.test import RequestFactory

from canvas.errors import wants_page


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, True),
        ({"accept": "application/json"}, False),
        ({"accept": "*/*"}, False),
        ({}, False),
        ({"accept": "text/html, */*", "hx-request": "true"}, False),
    ],
)
def test_pages_are_for_browsers_and_json_for_all_others(
    headers: dict[str, str], expected: bool
) -> None:
    assert wants_page(RequestFactory().get("/", headers=headers)) is expected
