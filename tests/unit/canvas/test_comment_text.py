import pytest

from canvas.comment_text import BadComment, clean_comment, one_line


def test_markup_stays_the_text_that_it_is() -> None:
    assert clean_comment("<b>no</b> &amp; \U0001f469\u200d\U0001f3a8") == (
        "<b>no</b> &amp; \U0001f469\u200d\U0001f3a8"
    )


def test_what_is_unseen_or_turns_the_order_round_goes() -> None:
    assert clean_comment("a\u202etxt\u2066\u200bb\x00\x1b\ud800c\r\nd") == "atxtbc\nd"


@pytest.mark.parametrize(
    ("text", "code"),
    [("x" * 100_000, "comment_too_long"), ("", "comment_empty"), (" \u200b\n", "comment_empty")],
)
def test_what_is_too_long_or_empty_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadComment) as refused:
        clean_comment(text)

    assert refused.value.code == code


def test_a_line_has_no_breaks() -> None:
    assert one_line("a\n\tb \u202e c") == "a b c"
