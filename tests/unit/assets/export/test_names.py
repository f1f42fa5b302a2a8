import pytest

from assets.export.names import BadPattern, Names, check_pattern, safe_name, stem_of

VALUES = {
    "brand": "Northlight",
    "campaign": "Spring hero",
    "sku": "MUG/12",
    "format": "1080x1350",
    "version": 3,
}


def test_a_pattern_gives_a_name_with_its_values():
    pattern = check_pattern(" {brand}_{campaign}_{sku}_{format}_v{version} ")
    assert stem_of(pattern, VALUES) == "Northlight_Spring-hero_MUG-12_1080x1350_v3"


def test_a_value_that_is_missing_takes_its_separator_along():
    assert stem_of("{brand}_{sku}_{format}", VALUES | {"sku": ""}) == "Northlight_1080x1350"


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("", "empty"),
        ("{brand}/{sku}", "slash"),
        ("..\\{sku}", "slash"),
        ("{sku}?", "'?'"),
        ("{brnad}", "{brnad}"),
        ("{sku", "brace"),
        ("{{sku}}", "brace"),
        ("x" * 300, "longer"),
        ("{sku}\x00", "cannot hold"),
    ],
)
def test_a_pattern_that_gives_no_names_is_refused_in_words(pattern, word):
    with pytest.raises(BadPattern) as refused:
        check_pattern(pattern)
    assert word in refused.value.message


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ("CON", "_CON"),
        ("com1.tar", "_com1.tar"),
        ("Café 東京 🥐", "Café 東京 🥐"),
        ("Cafe\u0301", "Café"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("a\u200bb\ufeff", "ab"),
        (".hidden.", "hidden"),
        ("a:b*c|d", "a-b-c-d"),
        ("\u202e", "picture"),
        ("", "picture"),
    ],
)
def test_names_are_safe_on_every_system(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_is_cut_between_characters():
    cut = safe_name("東" * 300)
    assert len(cut.encode()) <= 200
    assert set(cut) == {"東"}


def test_duplicates_are_numbered_also_where_only_case_differs():
    names = Names()
    assert [names.take(stem, "jpg") for stem in ("Mug", "mug", "Mug-2", "MUG")] == [
        "Mug.jpg",
        "mug-2.jpg",
        "Mug-2-2.jpg",
        "MUG-3.jpg",
    ]
