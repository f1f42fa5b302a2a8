"""What people wrote, made safe to show: it is text, never markup. Pure."""

import re

from canvas.errors import CanvasError

MOST_CHARACTERS = 10_000

# Controls, halves of surrogate pairs, and what turns the order of other people's words round or
# stands there unseen (Unicode UAX 9, and the zero-width ones that join nothing). The joiners
# U+200C and U+200D belong to words and to emoji.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_MANY_BREAKS = re.compile(r"\n{4,}")


class BadComment(CanvasError):
    """A comment that cannot be kept as it is."""

    code = "bad_comment"


def clean_comment(text: str) -> str:
    """Line breaks as \\n, nothing unseen, no space around. Raises BadComment."""
    if len(text) > MOST_CHARACTERS:
        raise BadComment(
            f"A comment has at most {MOST_CHARACTERS:,} characters, this one has {len(text):,}. "
            "Shorten it, or write several.",
            code="comment_too_long",
        )
    broken = text.replace("\r\n", "\n").replace("\r", "\n")
    cleaned = _MANY_BREAKS.sub("\n\n\n", _UNSEEN.sub("", broken)).strip()
    if not cleaned:
        raise BadComment("The comment is empty. Write something first.", code="comment_empty")
    return cleaned


def one_line(text: str) -> str:
    """For titles and mails: nothing unseen, each run of white space one space."""
    return " ".join(_UNSEEN.sub("", text.replace("\r", " ")).split())
