"""The first steps, as people read them."""

import textwrap

import pytest

from canvas.actions.sample import NOTE_HEIGHT, NOTE_WIDTH, NOTES

# As a note is drawn (static/canvas/draw/note.js): 16 px of text in lines of 24, a margin of 16.
MARGIN, LINE = 16, 24
# In the widest of the system fonts.
LETTER_WIDTH = 9.5


@pytest.mark.parametrize("text", [text for _, text in NOTES])
def test_notes_hold_all_of_their_text(text: str) -> None:
    letters = int((NOTE_WIDTH - 2 * MARGIN) / LETTER_WIDTH)
    lines = [line for part in text.split("\n") for line in textwrap.wrap(part, letters) or [""]]
    assert len(lines) * LINE + 2 * MARGIN <= NOTE_HEIGHT
