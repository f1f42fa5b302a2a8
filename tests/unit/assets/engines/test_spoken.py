"""What engines that read sentences are told."""

import numpy as np

from assets.compositing.intents import Intent
from assets.engines.request import Anchor, AnchorRole, GenerationRequest, Operation
from assets.engines.spoken import CONTINUE, spoken

PICTURE = np.zeros((8, 8, 3), np.uint8)


def told(operation: Operation, prompt: str = "a boat", **more: object) -> list[str]:
    request = GenerationRequest(operation, prompt, 8, 8, 1, **more)  # type: ignore[arg-type]
    return spoken(request).splitlines()


def test_a_plain_prompt_stays_as_it_is() -> None:
    assert told(Operation.TEXT_TO_IMAGE) == ["a boat"]


def test_anchors_are_counted_after_what_is_edited() -> None:
    anchors = (
        Anchor(PICTURE, AnchorRole.CHARACTER, 0.9),
        Anchor(PICTURE, AnchorRole.STYLE, 0.1),
        Anchor(PICTURE, AnchorRole.COMPOSITION, 0.5),
    )
    lines = told(Operation.INPAINT, source=PICTURE, overlay=PICTURE, anchors=anchors)
    assert lines[1] == "Picture 3 shows the character: it stays the same person, closely."
    assert lines[2].startswith("Picture 4 gives the style") and lines[2].endswith("loosely.")
    assert lines[3] == "Picture 5 gives the composition: arrange things as it does."


def test_every_role_has_words() -> None:
    for role in AnchorRole:
        anchors = (Anchor(PICTURE, role, 0.5),)
        assert len(told(Operation.IMAGE_TO_IMAGE, anchors=anchors)) == 2


def test_an_edit_says_its_intent_and_an_extension_without_words_goes_on() -> None:
    assert told(Operation.INPAINT, intent=Intent.ADD) == ["Add here: a boat"]
    assert told(Operation.OUTPAINT, "", source=PICTURE) == [CONTINUE]
