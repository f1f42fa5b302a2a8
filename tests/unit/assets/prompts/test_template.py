"""Templates: what they say, how many pictures that is, and what goes to the engine."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.prompts.slots import SlotRule, SlotType, checked_values, missing_slots, rules_of
from assets.prompts.template import MOST_DEPTH, TemplateError, escaped, parse


def written(text: str, values: dict[str, str] | None = None, **lists: list[str]) -> list[str]:
    filled = parse(text, lists=lists).fill(values or {}, lists=lists)
    return [filled.render(choice) for choice in range(filled.count)]


def test_plain_words_are_one_prompt() -> None:
    assert written("A mug, f/2.8 | 50 mm") == ["A mug, f/2.8 | 50 mm"]


def test_alternatives_are_counted_and_the_last_changes_fastest() -> None:
    assert written("{mug|cup|bowl}") == ["mug", "cup", "bowl"]
    assert written("{a|b} {c|d}") == ["a c", "a d", "b c", "b d"]
    assert written("{a|{b|c} d|}") == ["a", "b d", "c d", ""]


def test_alternatives_may_begin_with_alternatives_or_a_slot() -> None:
    assert written("{{a|b}|c}") == ["a", "b", "c"]
    assert written("{{{x}}|c}", {"x": "1"}) == ["1", "c"]


def test_slots_are_named_once_in_their_order_and_filled_alike() -> None:
    template = parse("{{ Product }} on {{surface}}, more {{product}}")
    assert template.slots == ("product", "surface")
    assert written(template.text, {"product": "{mug|cup}", "surface": "oak"}) == [
        "mug on oak, more mug",
        "cup on oak, more cup",
    ]


def test_an_empty_slot_leaves_no_gap() -> None:
    assert written("A {{x}} mug, {{y}}, calm {{z}}.") == ["A mug, calm."]


def test_a_list_stands_for_its_lines() -> None:
    assert written("__weather__ sky", weather=["clear", "grey"]) == ["clear sky", "grey sky"]
    assert written("snake__case__d", case=[r"{x}"]) == ["snake{x}d"]


def test_a_list_that_is_not_there_is_told_by_name() -> None:
    with pytest.raises(TemplateError, match="no list ‘weather’.*character 3") as wrong:
        parse("A __weather__ sky")
    assert wrong.value.position == 2


def test_a_backslash_makes_it_plain() -> None:
    assert written(r"\{a\|b\} \__x__ \\") == ["{a|b} __x__ \\"]
    assert written(escaped(r"{a|b} __x__ \d {{y}}")) == [r"{a|b} __x__ \d {{y}}"]


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("a {b", 2, "never closed"),
        ("{a|{b|", 3, "never closed"),
        ("a} b", 1, "closes nothing"),
        ("{mug}", 0, "one choice only"),
        ("x {{ }}", 2, "no name"),
        ("{{a {{b}} }}", 1, "inside another slot"),
        ("{a|" * (MOST_DEPTH + 1), 3 * MOST_DEPTH, "deep"),
        ("{" * 8_000, MOST_DEPTH, "deep"),
        ("x" * 8_001, 8_000, "Shorten"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, position: int, words: str) -> None:
    with pytest.raises(TemplateError, match=words) as wrong:
        parse(text)
    assert wrong.value.position == position


def test_a_depth_of_ten_thousand_is_refused_at_once() -> None:
    with pytest.raises(TemplateError, match="Shorten"):
        parse("{a|" * 10_000 + "}" * 10_000)


def test_what_nobody_could_write_out_is_counted() -> None:
    template = parse("{a|b}" * 1_600)
    assert template.count == 2**1_600
    assert template.fill({}).render(2**1_600 - 1) == "b" * 1_600


def test_a_value_that_cannot_be_read_names_its_slot() -> None:
    for value, words in (("{{y}}", "cannot hold another slot"), ("{a", "never closed")):
        with pytest.raises(TemplateError, match=f"In ‘x’: .*{words}") as wrong:
            parse("{{x}}").fill({"x": value})
        assert wrong.value.slot == "x"


def test_there_is_no_choice_beyond_the_last() -> None:
    with pytest.raises(IndexError):
        parse("{a|b}").fill({}).render(2)


@given(st.text(alphabet="ab{}|_\\ x", max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        template = parse(text)
    except TemplateError as wrong:
        assert wrong.message
        return
    filled = template.fill(dict.fromkeys(template.slots, "v"))
    assert filled.render(filled.count - 1) is not None


WORDS = st.sampled_from(["a", "b b", "c, ", ""])


@given(st.lists(st.lists(WORDS, min_size=2, max_size=3), min_size=1, max_size=3))
def test_choices_are_what_writing_all_out_would_give(groups: list[list[str]]) -> None:
    text = ";".join("{" + "|".join(options) + "}" for options in groups)
    assert written(text) == [";".join(one) for one in itertools.product(*groups)]


@given(st.text(max_size=80))
def test_escaped_words_come_out_as_they_are(text: str) -> None:
    assert parse(escaped(text)).fill({}).render(0) == text


def test_a_slot_without_a_rule_is_words_that_are_required() -> None:
    light = {"name": "Light", "type": "choice", "choices": ["soft", "hard"], "required": False}
    rules = rules_of(("product", "light"), [light, {"name": "gone"}])
    assert rules[0] == SlotRule("product")
    assert rules[1] == SlotRule("light", SlotType.CHOICE, required=False, choices=("soft", "hard"))
    assert [rule.as_json() for rule in rules_of(("light",), [rules[1].as_json()])] == [
        rules[1].as_json()
    ]


def test_a_required_slot_that_is_empty_is_named() -> None:
    rules = (SlotRule("light"), SlotRule("mood", default="calm"))
    assert missing_slots(rules, {"light": " "}) == ["light"]
    with pytest.raises(TemplateError, match="^Required: light$"):
        checked_values(rules, {})
    assert checked_values(rules, {"Light": "soft"}) == {"light": "soft", "mood": "calm"}


@pytest.mark.parametrize(
    ("rule", "value", "words"),
    [
        (SlotRule("x", SlotType.COLOUR), "red", "colour"),
        (SlotRule("x", SlotType.NUMBER), "nan", "number"),
        (SlotRule("x", SlotType.NUMBER), "1e999", "number"),
        (SlotRule("x", SlotType.CHOICE, choices=("a",)), "b", "one of a"),
        (SlotRule("x"), "y" * 1_001, "Shorten"),
    ],
)
def test_a_value_of_another_type_is_refused(rule: SlotRule, value: str, words: str) -> None:
    with pytest.raises(TemplateError, match=words):
        checked_values([rule], {"x": value})


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [{"name": ""}],
        ["x"],
        [{"name": "x", "type": "file"}],
        [{"name": "x", "type": "choice"}],
        [{"name": "x", "type": "number", "default": "many"}],
        [{"name": "x", "help": 3}],
        [{"name": "x", "choices": [{}]}],
        [{"name": "x"}] * 100,
    ],
)
def test_rules_that_cannot_be_read_are_refused(raw: object) -> None:
    with pytest.raises(TemplateError):
        rules_of(("x",), raw)
