"""A board of very many pictures, to look at and to measure: what `manage.py seed_board` makes."""

import io
import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from django.contrib.auth.models import User
from django.db import connection
from PIL import Image

from assets.actions.assets import add_picture
from assets.models import Asset, Workspace
from canvas.actions.boards import create_board
from canvas.actions.ops import apply_changes
from canvas.document.order import n_between
from canvas.models import Board

SIDE = 512
GAP = 64
JITTER = 24
CHANGES_AN_OP = 400  # an op holds at most 240 KiB
GROUND = 24  # the smooth colours of a picture are drawn on so many px, then enlarged
# Half of the time of a picture is its encoding, the other half the disk's.
AT_ONCE = 4


def make_board_of_many(*, workspace: Workspace, user: User, nodes: int, distinct: int) -> Board:
    """`nodes` picture nodes of 512 world units on a jittered grid, showing `distinct` pictures.

    The same pictures each time: a second board of a workspace shares the files of the first.
    """
    pictures = _add_pictures(workspace, user, min(distinct, nodes))
    board = create_board(workspace=workspace, user=user, title=f"{nodes:,} pictures")
    changes = _changes(nodes, [str(picture.id) for picture in pictures])
    for start in range(0, nodes, CHANGES_AN_OP):
        apply_changes(board_id=board.id, changes=changes[start : start + CHANGES_AN_OP])
    return board


def _add_pictures(workspace: Workspace, user: User, count: int) -> list[Asset]:
    def add(seed: int) -> Asset:
        try:
            return add_picture(
                workspace=workspace, data=_picture(seed), name=f"Picture {seed}", user=user
            )
        finally:
            connection.close()  # a thread's own

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(add, range(count)))


def _picture(seed: int) -> bytes:
    """A JPEG of smooth colour with a little noise: compresses and decodes like a picture."""
    chance = np.random.default_rng(seed)
    ground = chance.integers(0, 256, (GROUND, GROUND, 3), dtype=np.uint8)
    image = Image.fromarray(ground).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    noise = chance.integers(-6, 7, (SIDE, SIDE, 1))
    noisy = np.clip(np.asarray(image, dtype=np.int16) + noise, 0, 255).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noisy).save(stream, "JPEG", quality=85)
    return stream.getvalue()


def _changes(nodes: int, pictures: list[str]) -> list[dict[str, Any]]:
    chance = random.Random(1)
    columns = max(1, round(nodes**0.5))
    step = SIDE + GAP
    return [
        {
            "node": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "create": {
                "kind": "image",
                "x": (number % columns) * step + chance.randint(-JITTER, JITTER),
                "y": number // columns * step + chance.randint(-JITTER, JITTER),
                "width": SIDE,
                "height": SIDE,
                "order": order,
                "asset": pictures[number % len(pictures)],
                "name": f"Picture {number}",
            },
        }
        for number, order in enumerate(n_between(None, None, nodes))
    ]
