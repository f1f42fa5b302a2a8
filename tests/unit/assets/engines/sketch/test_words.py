import pytest

from assets.engines.sketch.colour import to_lch
from assets.engines.sketch.words import parse


def names(prompt: str) -> list[str]:
    return [subject.name for subject in parse(prompt).subjects]


def test_a_colour_belongs_to_the_subject_after_it() -> None:
    brief = parse("a red mug and blue lemons")
    red, blue = (to_lch(s.colour) for s in brief.subjects if s.colour)
    assert names("a red mug and blue lemons") == ["mug", "lemon"]
    assert red[2] < 60 and 240 < blue[2] < 290


def test_plurals_and_numbers_are_counted() -> None:
    counts = {s.name: s.count for s in parse("two mugs, three pears and lemons").subjects}
    assert counts == {"mug": 2, "pear": 3, "lemon": 3}


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("mug", "still"),
        ("portrait of a man", "portrait"),
        ("leaves pattern", "pattern"),
        ("misty mountains", "landscape"),
        ("sailboat", "landscape"),
        ("quiet optimism", "abstract"),
    ],
)
def test_the_words_decide_the_kind_of_picture(prompt: str, kind: str) -> None:
    assert parse(prompt).kind == kind


def test_contents_and_holder_are_one_subject() -> None:
    assert names("water bottle") == ["bottle"]
    assert names("tea cup") == ["mug"]
    assert names("perfume bottle") == ["perfume"]


def test_an_orange_is_a_fruit_where_it_is_not_a_colour() -> None:
    assert names("an orange on a plate") == ["orange"]
    assert names("orange mug") == ["mug"]


def test_dark_and_pale_change_the_colour_after_them() -> None:
    dark, plain, pale = (to_lch(parse(p).colours[0])[0] for p in ("dark blue", "blue", "pale blue"))
    assert dark < plain - 0.05 and pale > plain + 0.05


def test_unknown_words_change_only_the_seed() -> None:
    a, b = parse("mug zyx"), parse("mug xyz")
    assert a.key != b.key
    assert [s.name for s in a.subjects] == [s.name for s in b.subjects]
    assert a.unknown == ["zyx"]
