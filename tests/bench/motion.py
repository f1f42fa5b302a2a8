"""How many seconds of clip a second of work makes, on one core, and what memory it takes.

    python -m tests.bench.motion [--seconds 4] [--side 720]

CPU time of this process, so that other work on the machine hardly counts. "frames": the engine
alone; "whole": with both files written, the master decoded again for its proof (with a mask), and
what is played decoded and measured.
"""

import argparse
import resource
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.motion.frames import frames
from assets.motion.making import ClipMaker
from assets.motion.terms import FPS, Motion, Terms

SIZES = {720: (1280, 720), 1080: (1920, 1080)}


def picture(width: int, height: int) -> Image:
    """Broad colour with fine grain: neither a flat that costs nothing nor noise that costs all."""
    chance = np.random.default_rng(1)
    coarse = chance.integers(0, 256, (9, 16, 3), dtype=np.uint8)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    grain = chance.integers(-4, 5, (height, width, 1))
    return np.clip(smooth.astype(np.int16) + grain, 0, 255).astype(np.uint8)


def spent(still: Image, terms: Terms, mask: Mask | None) -> tuple[float, float]:
    """CPU seconds of the frames alone, and of the whole."""
    began = time.process_time()
    for _ in frames(still, terms):
        pass
    alone = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        maker = ClipMaker(Path(folder), still, mask, fps=Fraction(FPS), loops=True)
        for frame in frames(still, terms):
            maker.add(frame)
        maker.finish()
        return alone, time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--side", type=int, choices=SIZES, default=720)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    still = picture(*SIZES[asked.side])
    mask = np.zeros(still.shape[:2], np.uint8)
    mask[:, mask.shape[1] // 2 :] = 255
    print(f"{asked.seconds:g} s at {asked.side}p, seconds of clip a second of CPU")
    for motion, where in [*((one, None) for one in Motion), (Motion.STEAM, mask)]:
        alone, whole = spent(still, Terms(motion, asked.seconds), where)
        name = motion.value + (", masked" if where is not None else "")
        print(f"{name:16} frames {asked.seconds / alone:5.1f}   whole {asked.seconds / whole:5.2f}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory {most:.0f} MB")


if __name__ == "__main__":
    main()
