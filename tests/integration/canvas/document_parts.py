"""Changes and rows for tests of the op path."""

import uuid
from typing import Any

from assets.models import Asset, Generation, Workspace


def new_id() -> str:
    return str(uuid.uuid4())


def place(x: float = 0, y: float = 0) -> dict[str, Any]:
    return {"x": x, "y": y, "width": 200, "height": 100, "order": "V"}


def create_note(node_id: str, **keys: Any) -> dict[str, Any]:
    return {"node": node_id, "create": {"kind": "note", **place(), **keys}}


def create_frame(node_id: str, **keys: Any) -> dict[str, Any]:
    return {"node": node_id, "create": {"kind": "frame", **place(), **keys}}


def make_asset(workspace: Workspace, role: Asset.Role = Asset.Role.PICTURE) -> Asset:
    return Asset.objects.create(
        workspace=workspace,
        sha256=uuid.uuid4().hex * 2,
        role=role,
        origin=Asset.Origin.UPLOAD,
        format=Asset.Format.PNG,
        width=640,
        height=480,
        byte_size=1_000,
    )


def make_generation(workspace: Workspace, **fields: Any) -> Generation:
    return Generation.objects.create(
        **{
            "workspace": workspace,
            "operation": "text_to_image",
            "tier": "draft",
            "engine": "sketch",
            "prompt": "a red cup on a table by the window, morning light",
            "width": 640,
            "height": 480,
            "seed": 7,
            **fields,
        }
    )


def create_placeholder(node_id: str, generation: Generation, **keys: Any) -> dict[str, Any]:
    body = {
        "kind": "generation",
        **place(),
        "generation": str(generation.id),
        "prompt": generation.prompt,
        "tier": generation.tier,
        "image_width": generation.width,
        "image_height": generation.height,
        **keys,
    }
    return {"node": node_id, "create": body}
