"""`python -m tests.bench.removal --strips FOLDER`: things removed from real photographs.

A blob of 15 % goes from each photograph that scikit-image and scikit-learn ship, by the sketch
engine and by OpenCV's Telea. Printed: SSIM to what stood there, sharpness (median Laplacian to
that of the truth: 1 is as sharp, 0.1 is wax) and CPU seconds. SSIM rewards blur, and what is
removed should not come back: the strips (before with the blob's outline, Telea, sketch) decide.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import skimage
import sklearn.datasets
from skimage.metrics import structural_similarity

from assets.compositing.arrays import Image, Mask
from assets.compositing.intents import Intent
from assets.engines.request import GenerationRequest, Operation
from assets.engines.sketch.edits import inpaint
from assets.engines.sketch.engine import SketchEngine

SKIMAGE = Path(skimage.__file__).parent / "data"
SKLEARN = Path(sklearn.datasets.__file__).parent / "images"
THINGS = (
    # photograph, what goes, its middle in shares of the sides, its width to its height
    (SKIMAGE / "astronaut.png", "helmet", (0.78, 0.86), 1.3),
    (SKIMAGE / "chelsea.png", "cheek", (0.25, 0.85), 1.3),
    (SKIMAGE / "coffee.png", "cup", (0.49, 0.29), 1.3),
    (SKIMAGE / "motorcycle_left.png", "shelf", (0.85, 0.15), 1.4),
    (SKIMAGE / "rocket.jpg", "rocket", (0.5, 0.64), 0.5),
    (SKLEARN / "china.jpg", "tree", (0.94, 0.55), 0.6),
    (SKLEARN / "flower.jpg", "lower bloom", (0.59, 0.97), 1.5),
)
SHARE = 0.15
STRIP_HEIGHT = 360
TELEA_RADIUS = 5
LINE = (255, 64, 64)


def photograph(path: Path) -> Image:
    """RGB, 300 to 750 px a side."""
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR_RGB), np.uint8)


def blob(height: int, width: int, at: tuple[float, float], aspect: float, seed: int) -> Mask:
    """255 on 0, SHARE of the picture: one part with an uneven outline, as people paint it."""
    rng = np.random.default_rng(seed)
    rough = cv2.GaussianBlur(rng.random((height, width), dtype=np.float32), (0, 0), width / 18)
    rough = (rough - rough.mean()) / rough.std()
    y, x = np.mgrid[:height, :width]
    away = np.hypot((x - width * at[0]) / aspect, y - height * at[1])
    value = rough * height * 0.03 - away
    mask = np.where(value >= np.quantile(value, 1 - SHARE), 255, 0).astype(np.uint8)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(mask)
    largest = 1 + int(np.argmax(facts[1:count, cv2.CC_STAT_AREA]))
    return np.where(labels == largest, 255, 0).astype(np.uint8)


def by_sketch(picture: Image, mask: Mask) -> Image:
    height, width = mask.shape
    request = GenerationRequest(
        Operation.INPAINT, "", width, height, 1, 1.0, picture, mask, intent=Intent.REMOVE
    )
    return np.asarray(inpaint(request, lambda *_: None).image, np.uint8)


def by_telea(picture: Image, mask: Mask) -> Image:
    return np.asarray(cv2.inpaint(picture, mask, TELEA_RADIUS, cv2.INPAINT_TELEA), np.uint8)


def judged(picture: Image, made: Image, mask: Mask) -> tuple[float, float]:
    """(SSIM, sharpness), both of the hole alone."""
    hole = mask > 0
    _, likeness = structural_similarity(picture, made, channel_axis=2, full=True)

    def detail(image: Image) -> float:
        grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        return float(np.median(np.abs(cv2.Laplacian(grey, cv2.CV_32F))[hole]))

    return float(likeness[hole].mean()), detail(made) / max(detail(picture), 1.0)


def strip(picture: Image, mask: Mask, made: list[Image]) -> Image:
    outlined = picture.copy()
    lines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(outlined, lines, -1, LINE, 2)
    joined = np.hstack([outlined, *made])
    scale = STRIP_HEIGHT / joined.shape[0]
    return np.asarray(cv2.resize(joined, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def measure(strips: Path | None) -> None:
    SketchEngine()
    ways: dict[str, Callable[[Image, Mask], Image]] = {"Telea": by_telea, "sketch": by_sketch}
    header = "".join(f"{way + ' SSIM':>14}{'sharp':>7}{'s':>7}" for way in ways)
    print(f"{'photograph, what goes':<28}{'px':>10}{header}")
    for seed, (path, thing, at, aspect) in enumerate(THINGS):
        picture = photograph(path)
        mask = blob(*picture.shape[:2], at, aspect, seed)
        name = f"{path.stem}, {thing}"
        line, all_made = f"{name:<28}{picture.shape[1]:>5}x{picture.shape[0]:<4}", []
        for remove in ways.values():
            began = time.process_time()
            made = remove(picture, mask)
            seconds = time.process_time() - began
            likeness, sharpness = judged(picture, made, mask)
            line += f"{likeness:14.3f}{sharpness:7.2f}{seconds:7.2f}"
            all_made.append(made)
        print(line, flush=True)
        if strips:
            strips.mkdir(parents=True, exist_ok=True)
            shown = cv2.cvtColor(strip(picture, mask, all_made), cv2.COLOR_RGB2BGR)
            cv2.imwrite(str(strips / f"{path.stem}.png"), shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strips", type=Path, help="a folder for the pictures to look at")
    measure(parser.parse_args().strips)


if __name__ == "__main__":
    main()
