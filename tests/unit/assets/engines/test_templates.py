"""JSON with places that a request fills."""

import pytest

from assets.engines.templates import check_places, filled, places_in, read_object

VALUES = {"prompt": 'a "cup"', "width": 64, "references": ["a", "b"], "mask": None}


def test_a_place_alone_keeps_its_kind() -> None:
    template = {"text": "{prompt}", "size": {"w": "{width}"}, "images": "{references}", "n": 1}
    assert filled(template, VALUES) == {
        "text": 'a "cup"',
        "size": {"w": 64},
        "images": ["a", "b"],
        "n": 1,
    }


def test_what_has_no_value_is_left_out() -> None:
    assert filled({"mask": "{mask}", "list": ["{mask}", 2]}, VALUES) == {"list": [2]}


def test_a_place_between_words_becomes_text() -> None:
    assert filled("{width} px of {prompt}", VALUES) == '64 px of a "cup"'


def test_places_are_found_wherever_they_are() -> None:
    assert set(places_in({"a": ["{x} and {y}"], "b": {"c": "{z}"}, "d": 1})) == {"x", "y", "z"}


@pytest.mark.parametrize("text", ["[1]", "{", "7", "null x"])
def test_what_is_no_object_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="The input is a JSON object"):
        read_object(text, "The input")


def test_nothing_is_an_empty_object_and_unknown_places_are_named() -> None:
    assert read_object("", "The input") == read_object(None, "The input") == {}
    with pytest.raises(ValueError, match=r"unknown place \{nonsense\}. Known are: \{prompt\}"):
        check_places({"a": "{nonsense}"}, frozenset({"prompt"}), "The input")
