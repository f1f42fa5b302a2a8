"""What an engine that reads sentences is told: the intent of an edit and what each anchor is for.

Such engines take pictures in an order and no roles, strengths or masks: words have to say it.
"""

from assets.compositing.intents import words_for
from assets.engines.request import Anchor, AnchorRole, GenerationRequest, Operation

ROLES = {
    AnchorRole.SUBJECT: "shows the subject: keep what it shows recognisable",
    AnchorRole.STYLE: "gives the style: take its manner, not what it shows",
    AnchorRole.COMPOSITION: "gives the composition: arrange things as it does",
    AnchorRole.CHARACTER: "shows the character: it stays the same person",
    AnchorRole.COLOUR: "gives the colours: take its palette, not what it shows",
}
CLOSELY, LOOSELY = 0.7, 0.3
"""Anchor strengths from which, and up to which, a word is worth saying."""
CONTINUE = "Continue the scene of this picture into the new area, with no new subjects."


def spoken(request: GenerationRequest) -> str:
    """The whole prompt. Pictures are counted as they are sent: source, overlay, then anchors."""
    before = sum(image is not None for image in (request.source, request.overlay))
    anchors = [
        _of_anchor(anchor, number)
        for number, anchor in enumerate(request.anchors, start=before + 1)
    ]
    return "\n".join([_asked(request), *anchors])


def _asked(request: GenerationRequest) -> str:
    if request.operation is Operation.OUTPAINT and not request.prompt.strip():
        return CONTINUE
    if request.intent is not None:
        return words_for(request.intent, request.prompt)
    return request.prompt


def _of_anchor(anchor: Anchor, number: int) -> str:
    words = f"Picture {number} {ROLES[anchor.role]}"
    if anchor.strength >= CLOSELY:
        return f"{words}, closely."
    return f"{words}, loosely." if anchor.strength <= LOOSELY else f"{words}."
