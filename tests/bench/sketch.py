"""`python -m tests.bench.sketch`: seconds of each operation of the sketch engine, on one core.

CPU seconds of the whole run with its previews, best of three, and the wall time until the first
preview. Sizes are the sides of a square picture.
"""

import time
from collections.abc import Callable

import cv2
import numpy as np

from assets.engines.request import Anchor, AnchorRole, GenerationRequest, Operation
from assets.engines.sketch.draft import draw_plan
from assets.engines.sketch.engine import OPERATIONS, SketchEngine, check
from assets.engines.sketch.plan import make_plan

SIDES = (1024, 2048)
REPEATS = 3
PROMPTS = ("ceramic mug on oak table", "city skyline at night", "leaves pattern", "portrait")


def requests(side: int) -> dict[str, Callable[[], GenerationRequest]]:
    source, _ = draw_plan(make_plan("mountains and a lake, sailboat", 3), side, side)
    disc = np.zeros((side, side), np.uint8)
    cv2.circle(disc, (side // 2, side // 2), round(side * 0.22), 255, -1)
    frame = np.full((side, side), 255, np.uint8)
    edge = side // 6
    frame[edge:-edge, edge:-edge] = 0
    close = Anchor(source, AnchorRole.COMPOSITION, 0.6)
    loose = Anchor(source, AnchorRole.COMPOSITION, 0.2)

    def edit(operation: Operation, prompt: str, mask: np.ndarray) -> GenerationRequest:
        return GenerationRequest(operation, prompt, side, side, 1, 1.0, source, mask)

    def guided(anchor: Anchor) -> GenerationRequest:
        prompt = "mug, gouache"
        return GenerationRequest(Operation.IMAGE_TO_IMAGE, prompt, side, side, 1, anchors=(anchor,))

    drafts = {
        f"draw: {prompt}": lambda prompt=prompt: GenerationRequest(
            Operation.TEXT_TO_IMAGE, prompt, side, side, 1
        )
        for prompt in PROMPTS
    }
    return {
        **drafts,
        "restyle, strength 0.6": lambda: guided(close),
        "compose anew, strength 0.2": lambda: guided(loose),
        "recolour 15 %": lambda: edit(Operation.INPAINT, "green", disc),
        "remove 15 %": lambda: edit(Operation.INPAINT, "", disc),
        "draw into 15 %": lambda: edit(Operation.INPAINT, "a cat", disc),
        "extend by a sixth a side": lambda: edit(Operation.OUTPAINT, "", frame),
    }


def measure(request: GenerationRequest) -> tuple[float, float]:
    """(CPU seconds of it all, wall seconds until the first preview)"""
    check(request)
    shown: list[float] = []
    began, cpu = time.perf_counter(), time.process_time()
    OPERATIONS[request.operation](request, lambda *_: shown.append(time.perf_counter() - began))
    return time.process_time() - cpu, shown[0]


def main() -> None:
    SketchEngine()
    print(f"{'operation':34}" + "".join(f"{side:>9} px   first" for side in SIDES))
    made = [requests(side) for side in SIDES]
    for name in made[0]:
        line = f"{name:34}"
        for per_side in made:
            runs = [measure(per_side[name]()) for _ in range(REPEATS)]
            line += f"{min(r[0] for r in runs):10.2f} s {min(r[1] for r in runs):6.2f} s"
        print(line, flush=True)


if __name__ == "__main__":
    main()
