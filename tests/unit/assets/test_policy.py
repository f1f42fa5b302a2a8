"""Terms found in prompts, however they are written, and nothing else."""

import pytest

from assets.models import PolicyTerm
from assets.policy import found_in, replaced, warning


def term(words: str, action: str = "block", replacement: str = "") -> PolicyTerm:
    return PolicyTerm(words=words, action=action, replacement=replacement)


@pytest.mark.parametrize(
    ("words", "text", "is_found"),
    [
        ("Acme", "a mug like ACME makes", True),
        ("Acme", "acmeist poetry", False),
        ("Acme", "an Ac\u200bme mug", True),
        ("Acme", "ａｃｍｅ", True),
        ("Ann Lee", "in the style of ann\n  lee", True),
        ("C++", "a C++ book", True),
        (".*", "anything", False),
        ("Größe", "die GRÖßE", True),
    ],
)
def test_what_is_found(words: str, text: str, is_found: bool) -> None:
    assert bool(found_in([term(words)], [text])) is is_found


def test_replacing_keeps_the_rest_and_is_no_pattern() -> None:
    terms = [term("Acme", "replace", r"our \1 mug"), term("Other")]

    assert replaced(terms, "An acme by the sea, Other") == r"An our \1 mug by the sea, Other"
    assert replaced(terms, "ﬁne print") == "ﬁne print"


def test_what_to_mind_is_said() -> None:
    terms = [term("best", "warn"), term("Acme", "replace", "mug"), term("Other")]

    assert warning(terms, "the best Acme") == (
        "Mind “best”: a rule of the workspace warns of it. "
        "“Acme” was replaced by “mug”, a rule of the workspace."
    )
    assert warning(terms, "a mug") == ""
