"""The sample board: the first steps as notes, beside pictures that are made before one's eyes."""

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from assets.engines.registry import engine_of_tier, picture_tiers
from assets.engines.request import Operation
from assets.errors import EngineError
from assets.models import Workspace
from canvas.actions.boards import create_board
from canvas.actions.generate import Asked, Item, generate_on_board
from canvas.actions.ops import apply_changes
from canvas.document.order import n_between
from canvas.models import Board

TITLE = "First steps"

# World units. Two frames side by side; pictures are shown at half their size.
GAP, MARGIN = 24, 32
ROW_GAP = 48  # names stand under the pictures
# Three rows of notes are as high as two of pictures: the frames stand level.
NOTE_WIDTH, NOTE_HEIGHT, NOTE_GAP = 264, 200, 44
PICTURE_WIDTH, PICTURE_HEIGHT = 256, 320
PIXELS_WIDTH, PIXELS_HEIGHT = 512, 640
FRAME_GAP = 80

NOTES = (
    (
        "amber",
        "1. Look around\n\nDrag with Space held, or turn the wheel, to move. Ctrl and the wheel "
        "zoom. Shift 1 shows everything.",
    ),
    (
        "grey",
        "2. Make pictures\n\nWrite below what you want to see, choose how many, press Generate. "
        "They sharpen in place.",
    ),
    (
        "blue",
        "3. Change a part\n\nSelect a picture and press M. Paint over a part, say what should be "
        "there. Nothing outside the mask changes.",
    ),
    (
        "green",
        "4. Extend\n\nSelect a picture and press E. Drag an edge outward: the picture goes on.",
    ),
    (
        "rose",
        "5. Follow a picture\n\nSelect one and choose Anchor. New pictures keep to it, as "
        "closely as you say.",
    ),
    (
        "grey",
        "6. Show it\n\nShare makes a link that needs no account. Whoever has it looks on live; "
        "end it whenever you like.",
    ),
)
NOTE_COLUMNS = 2

# One row of the right frame each: a prompt, its first seed and how many.
PROMPTS = (
    ("Ceramic mug on an oak table, soft morning light, warm colours", 11, 3),
    ("Hills at dusk under a big sun, calm, orange and violet", 21, 3),
)


def make_sample_board(*, workspace: Workspace, user: User) -> Board:
    """The board with its notes; its pictures are queued, and whatever runs the queue makes them.

    Only a tier that works offline is asked: a sample costs nothing. Without one it has notes alone.
    """
    with transaction.atomic():
        board = create_board(workspace=workspace, user=user, title=TITLE)
        tier = next((key for key in picture_tiers() if _is_offline(key, workspace)), None)
        frame = uuid.uuid4()
        changes = _notes() + (_picture_frame(frame) if tier else [])
        apply_changes(board_id=board.id, changes=changes)
        if tier is not None:
            for row, (prompt, seed, count) in enumerate(PROMPTS):
                asked = _asked(tier, prompt, seed, _row_of_items(row, count, frame))
                generate_on_board(board=board, user=user, asked=asked)
    return board


def _is_offline(tier: str, workspace: Workspace) -> bool:
    try:
        return engine_of_tier(tier, workspace.id).capabilities().is_offline
    except EngineError:
        return False


def _span(count: int, side: int, gap: int = GAP) -> int:
    """How long `count` things of `side` are with gaps between and a margin at both ends."""
    return count * side + (count - 1) * gap + 2 * MARGIN


NOTES_WIDTH = _span(NOTE_COLUMNS, NOTE_WIDTH, NOTE_GAP)
PICTURES_LEFT = NOTES_WIDTH + FRAME_GAP


def _notes() -> list[dict[str, Any]]:
    rows = -(-len(NOTES) // NOTE_COLUMNS)
    orders = n_between(None, None, len(NOTES) + 1)
    frame_id = uuid.uuid4()
    frame = _frame("Start here", 0, NOTES_WIDTH, _span(rows, NOTE_HEIGHT, NOTE_GAP), orders[0])
    changes = [{"node": str(frame_id), "create": frame}]
    for number, ((colour, text), order) in enumerate(zip(NOTES, orders[1:], strict=True)):
        row, column = divmod(number, NOTE_COLUMNS)
        note = {
            "kind": "note",
            "x": MARGIN + column * (NOTE_WIDTH + NOTE_GAP),
            "y": MARGIN + row * (NOTE_HEIGHT + NOTE_GAP),
            "width": NOTE_WIDTH,
            "height": NOTE_HEIGHT,
            "order": order,
            "parent": str(frame_id),
            "text": text,
            "colour": colour,
        }
        changes.append({"node": str(uuid.uuid4()), "create": note})
    return changes


def _picture_frame(frame_id: uuid.UUID) -> list[dict[str, Any]]:
    columns = max(count for _, _, count in PROMPTS)
    # Above the frame of the notes, below what generate_on_board lays on top of everything.
    order = n_between(None, None, len(NOTES) + 2)[-1]
    frame = _frame(
        "Sketches from a prompt",
        PICTURES_LEFT,
        _span(columns, PICTURE_WIDTH),
        _span(len(PROMPTS), PICTURE_HEIGHT, ROW_GAP),
        order,
    )
    return [{"node": str(frame_id), "create": frame}]


def _frame(name: str, x: int, width: int, height: int, order: str) -> dict[str, Any]:
    return {
        "kind": "frame",
        "name": name,
        "x": x,
        "y": 0,
        "width": width,
        "height": height,
        "order": order,
    }


def _row_of_items(row: int, count: int, frame: uuid.UUID) -> tuple[Item, ...]:
    return tuple(
        Item(
            generation=uuid.uuid4(),
            node=uuid.uuid4(),
            x=PICTURES_LEFT + MARGIN + column * (PICTURE_WIDTH + GAP),
            y=MARGIN + row * (PICTURE_HEIGHT + ROW_GAP),
            width=PICTURE_WIDTH,
            height=PICTURE_HEIGHT,
            parent=frame,
        )
        for column in range(count)
    )


def _asked(tier: str, prompt: str, seed: int, items: tuple[Item, ...]) -> Asked:
    return Asked(
        operation=Operation.TEXT_TO_IMAGE,
        prompt=prompt,
        tier=tier,
        width=PIXELS_WIDTH,
        height=PIXELS_HEIGHT,
        seed=seed,
        anchors=(),
        source=None,
        masks=(),
        extend=None,
        candidate=False,
        items=items,
    )
