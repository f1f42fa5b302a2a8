import pytest

from assets.engines.base import Capabilities
from assets.engines.request import Operation
from assets.errors import InvalidRequest
from assets.generations import rules

LIMITS = Capabilities(operations=frozenset(), max_pixels=1024 * 1024, max_anchors=2)


def refused(code: str):
    return pytest.raises(InvalidRequest, check=lambda error: error.code == code)


@pytest.mark.parametrize(
    ("prompt", "code"),
    [
        ("", "prompt_empty"),
        (" \n\t\u200b\u3000", "prompt_empty"),
        ("x" * 4_001, "prompt_too_long"),
        ("x" * 20_000, "prompt_too_long"),
        ("\x00\x01\x02", "prompt_unreadable"),
        ("a cup\x1b[31m", "prompt_unreadable"),
        ("a cup \ud800", "prompt_unreadable"),
    ],
)
def test_unusable_prompt_is_refused(prompt, code):
    with refused(code):
        rules.clean_prompt(prompt, Operation.TEXT_TO_IMAGE)


def test_an_edit_may_have_no_prompt():
    assert rules.clean_prompt("  \n", Operation.INPAINT) == ""
    assert rules.clean_prompt("", Operation.OUTPAINT) == ""


def test_a_prompt_keeps_its_words_and_gets_plain_line_breaks():
    prompt = "  a cup,\r\nfamily \U0001f468\u200d\U0001f469\u200d\U0001f467 \rat dawn "
    assert rules.clean_prompt(prompt, Operation.TEXT_TO_IMAGE) == (
        "a cup,\nfamily \U0001f468\u200d\U0001f469\u200d\U0001f467 \nat dawn"
    )


def test_the_longest_prompt_is_taken():
    assert len(rules.clean_prompt("x" * 4_000, Operation.TEXT_TO_IMAGE)) == 4_000


@pytest.mark.parametrize("size", [(63, 64), (64, 4097), (0, 64), (-64, 64), (4096, 4096)])
def test_a_size_out_of_range_is_refused(size):
    with refused("size_out_of_range"):
        rules.check_size(*size, LIMITS)


@pytest.mark.parametrize("size", [(64, 64), (4096, 256), (1024, 1024)])
def test_sizes_within_the_limits_are_taken(size):
    rules.check_size(*size, LIMITS)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_out_of_range_is_refused(seed):
    with refused("seed_out_of_range"):
        rules.check_seed(seed)


@pytest.mark.parametrize("strength", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_strength_out_of_range_is_refused(strength):
    with refused("strength_out_of_range"):
        rules.check_strength(strength)


def test_more_anchors_than_the_engine_takes_are_refused():
    rules.check_anchors(["subject", "style"], LIMITS)
    with refused("too_many_anchors"):
        rules.check_anchors(["subject"] * 3, LIMITS)


def test_every_role_of_an_anchor_is_taken():
    for role in ("subject", "style", "composition", "character", "colour"):
        rules.check_anchors([role], LIMITS)


def test_an_unknown_anchor_role_is_refused():
    with refused("unknown_anchor_role"):
        rules.check_anchors(["mood"], LIMITS)


def test_an_operation_that_the_engine_lacks_is_refused():
    with refused("operation_unsupported"):
        rules.check_operation(Operation.INPAINT, LIMITS, "draft")
