"""A finished masked edit, made by the real run with a scripted engine."""

import asyncio
import io

import numpy as np
from PIL import Image

from assets.actions.assets import add_made_picture, add_mask
from assets.compositing.geometry import Box
from assets.models import Asset, Generation, Workspace
from tests.fakes import ScriptedEngine
from tests.integration.assets.generations.rows import queued, run

WIDTH, HEIGHT = 720, 560
HOLE = Box(300, 200, 120, 90)
SECOND_HOLE = Box(60, 400, 80, 80)


def scene() -> np.ndarray:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    smooth = np.stack([x * 200 / WIDTH, y * 200 / HEIGHT, (x + y) * 100 / WIDTH], axis=-1)
    return np.clip(smooth + 20, 0, 255).astype(np.uint8)


def png_of(mask: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(mask).save(stream, "PNG")
    return stream.getvalue()


def mask_of(workspace: Workspace, picture: Asset, box: Box) -> Asset:
    mask = np.zeros((picture.height, picture.width), np.uint8)
    mask[box.rows, box.columns] = 255
    return add_mask(workspace=workspace, data=png_of(mask), picture=picture, user=None)


def make_edit(
    workspace: Workspace,
    *,
    prompt: str = "flat",
    see_through: Box | None = None,
    **edit: object,
) -> Generation:
    """Succeeded, as `run_generation` leaves it. Needs a transactional database."""
    image = scene()
    if see_through is not None:
        alpha = np.full((HEIGHT, WIDTH, 1), 255, np.uint8)
        alpha[see_through.rows, see_through.columns] = 80
        image = np.concatenate([image, alpha], axis=2)
    source = add_made_picture(workspace=workspace, image=image, name="Cup", user=None)
    row = queued(
        workspace,
        operation="inpaint",
        prompt=prompt,
        width=WIDTH,
        height=HEIGHT,
        source=source,
        mask=mask_of(workspace, source, HOLE),
        edit={"strength": 1.0} | edit,
    )
    engine = ScriptedEngine()
    asyncio.run(run(row, engine))
    related = ("source", "mask", "result", "patch", "workspace")
    done = Generation.objects.select_related(*related).get(id=row.id)
    assert done.state == "succeeded", done.error_message
    return done


def make_edit_of_parts(workspace: Workspace) -> Generation:
    """Two masks with words of their own, the second at half the strength. See `make_edit`."""
    picture = add_made_picture(workspace=workspace, image=scene(), name="Cup", user=None)
    parts = [
        {"mask": str(mask_of(workspace, picture, box).id), "prompt": prompt, "strength": strength}
        for box, prompt, strength in ((HOLE, "flat", 1.0), (SECOND_HOLE, "noise", 0.5))
    ]
    return make_edit(workspace, prompt="flat; noise", parts=parts)
