"""`python -m tests.bench.seed_board`: a board of many pictures, for the benchmarks of the browser.

Runs in a process of its own, because settings are read from the environment once. Prints JSON:
the address of the board and the cookie that signs its owner in.
"""

import argparse
import io
import json
import os
import random
import sys
import uuid
from pathlib import Path
from typing import Any

SIDE = 512
GAP = 64
CHANGES_AN_OP = 400  # an op holds at most 240 KiB
GROUND = 24  # the smooth colours of a picture are drawn on so many px, then enlarged


def seed_board(nodes: int, pictures: int) -> dict[str, str]:
    """`nodes` picture nodes of 512 world units on a jittered grid, showing `pictures` files."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from assets.actions.assets import add_picture
    from canvas.actions.ops import apply_changes
    from canvas.models import Role
    from tests.factories import make_board, make_member, make_workspace

    workspace = make_workspace()
    owner = make_member(workspace, Role.OWNER)
    board = make_board(workspace, f"{nodes} pictures")
    assets = [
        add_picture(workspace=workspace, data=_picture(seed), name=f"Picture {seed}", user=owner)
        for seed in range(pictures)
    ]
    changes = _changes(nodes, [str(asset.id) for asset in assets])
    for start in range(0, nodes, CHANGES_AN_OP):
        apply_changes(board_id=board.id, changes=changes[start : start + CHANGES_AN_OP])
    session = SessionStore()
    session[SESSION_KEY] = str(owner.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = owner.get_session_auth_hash()
    session.create()
    return {"path": f"/boards/{board.id}/", "session": str(session.session_key)}


def _picture(seed: int) -> bytes:
    """Smooth colour with a little noise: compresses and decodes like a picture."""
    import numpy as np
    from PIL import Image

    chance = np.random.default_rng(seed)
    ground = chance.integers(0, 256, (GROUND, GROUND, 3), dtype=np.uint8)
    image = Image.fromarray(ground).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    noise = chance.integers(-6, 7, (SIDE, SIDE, 1))
    noisy = np.clip(np.asarray(image, dtype=np.int16) + noise, 0, 255).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noisy).save(stream, "JPEG", quality=85)
    return stream.getvalue()


def _changes(nodes: int, assets: list[str]) -> list[dict[str, Any]]:
    from canvas.document.order import n_between

    chance = random.Random(1)
    columns = max(1, round(nodes**0.5))
    step = SIDE + GAP
    return [
        {
            "node": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "create": {
                "kind": "image",
                "x": (number % columns) * step + chance.randint(-24, 24),
                "y": number // columns * step + chance.randint(-24, 24),
                "width": SIDE,
                "height": SIDE,
                "order": order,
                "asset": assets[number % len(assets)],
                "image_width": SIDE,
                "image_height": SIDE,
                "name": f"Picture {number}",
            },
        }
        for number, order in enumerate(n_between(None, None, nodes))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--nodes", type=int, default=1_000)
    parser.add_argument("--pictures", type=int, default=1_000)
    asked = parser.parse_args()
    asked.data.mkdir(parents=True, exist_ok=True)
    os.environ["ANCHORBOARD_DATA"] = str(asked.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "canvas.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    json.dump(seed_board(asked.nodes, asked.pictures), sys.stdout)


if __name__ == "__main__":
    main()
