"""Times and numbers as people read them."""

from datetime import UTC, datetime, timedelta

import pytest

from canvas import words

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("passed", "shown"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-5), "just now"),
        (timedelta(minutes=4), "4 min ago"),
        (timedelta(hours=2, minutes=59), "2 h ago"),
        (timedelta(hours=13), "yesterday"),
        (timedelta(days=3), "Friday"),
        (timedelta(days=9), "14 November"),
        (timedelta(days=400), "19 October 2025"),
    ],
)
def test_ago_is_relative_within_a_week(passed: timedelta, shown: str) -> None:
    assert words.ago(NOW - passed, NOW) == shown


@pytest.mark.parametrize(
    ("ahead", "shown"),
    [
        (timedelta(0), "Ended 23 November"),
        (timedelta(seconds=20), "1 min left"),
        (timedelta(hours=5), "5 h left"),
        (timedelta(days=1), "24 h left"),
        (timedelta(days=4), "4 days left"),
        (timedelta(days=30), "23 December"),
    ],
)
def test_left_says_how_long_a_link_lives(ahead: timedelta, shown: str) -> None:
    assert words.left(NOW + ahead, NOW) == shown


def test_numbers_are_grouped_and_counted() -> None:
    assert words.grouped(48213907) == "48\u202f213\u202f907"
    assert words.counted(1, "picture") == "1 picture"
    assert words.counted(2, "picture") == "2 pictures"
    assert words.counted(2, "person,people") == "2 people"


@pytest.mark.parametrize(
    ("name", "face"), [("Ada Lovelace King", "AL"), ("owner", "O"), ("", "?"), ("  ", "?")]
)
def test_a_face_has_at_most_two_letters(name: str, face: str) -> None:
    assert words.initials(name) == face
