"""`python -m tests.bench.drift`: does drift say what a person would, and how long does it take?

Photographs that scikit-image and scikit-learn ship are recoloured, tinted, relit, darkened, cropped
and redrawn in another style, by known strengths. Printed for each drift: the mean of each measure
by strength, on how many photographs its own measure and the score never fall, and the words. Then
what an encoder changes, what unrelated photographs are apart, how a set ranks its pictures, bits
between near-duplicates, and CPU milliseconds at 1024 px.
"""

import io
import itertools
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import skimage
import sklearn.datasets
from PIL import Image as Pillow

from assets.compositing.arrays import Image
from assets.drift.alike import hash_of
from assets.drift.features import features_of, proxy_of
from assets.drift.measures import FAR, Measure, centre_of, distance
from assets.drift.oklab import oklab, srgb
from assets.drift.words import reasons

SKIMAGE = Path(skimage.__file__).parent / "data"
SKLEARN = Path(sklearn.datasets.__file__).parent / "images"
PHOTOGRAPHS = (
    *(SKIMAGE / name for name in ("astronaut.png", "coffee.png", "chelsea.png")),
    *(SKIMAGE / name for name in ("motorcycle_left.png", "rocket.jpg")),
    *(SKLEARN / name for name in ("china.jpg", "flower.jpg")),
)
STRENGTHS = (0.0, 0.15, 0.3, 0.5, 0.75, 1.0)
SIDE = 512


def photograph(path: Path, side: int = SIDE) -> Image:
    picture = np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR_RGB), np.uint8)
    scale = side / max(picture.shape[:2])
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def turned(picture: Image, strength: float) -> Image:
    """Hues, by up to 144 degrees."""
    lab, turn = oklab(picture), np.pi * 0.8 * strength
    a, b = lab[..., 1].copy(), lab[..., 2].copy()
    lab[..., 1] = a * np.cos(turn) - b * np.sin(turn)
    lab[..., 2] = a * np.sin(turn) + b * np.cos(turn)
    return srgb(lab)


def warmed(picture: Image, strength: float) -> Image:
    lab = oklab(picture)
    lab[..., 2] += 0.12 * strength
    return srgb(lab)


def lit(picture: Image, strength: float) -> Image:
    """From the right."""
    width = picture.shape[1]
    ramp = 1 + strength * np.linspace(-0.75, 0.5, width, dtype=np.float32)[None, :, None]
    return np.clip(picture * ramp, 0, 255).astype(np.uint8)


def darkened(picture: Image, strength: float) -> Image:
    lab = oklab(picture)
    lab[..., 0] *= 1 - 0.5 * strength
    return srgb(lab)


def cropped(picture: Image, strength: float) -> Image:
    """To 45 % of its sides at most."""
    height, width = picture.shape[:2]
    zoom = 1 - 0.55 * strength
    rows, columns = int(height * zoom), int(width * zoom)
    top, left = int((height - rows) * 0.35), int((width - columns) * 0.6)
    part = picture[top : top + rows, left : left + columns]
    return np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def painted(picture: Image, strength: float) -> Image:
    """As by a brush: fine detail goes, edges stay."""
    if strength == 0:
        return picture
    smooth = cv2.edgePreservingFilter(picture, flags=1, sigma_s=12 + 48 * strength, sigma_r=0.6)
    mixed = picture + strength * (smooth.astype(np.float32) - picture)
    return np.clip(mixed, 0, 255).astype(np.uint8)


Drift = Callable[[Image, float], Image]
DRIFTS: dict[str, tuple[Drift, Measure]] = {
    "recolour (hues turned)": (turned, Measure.PALETTE),
    "recolour (warmer)": (warmed, Measure.PALETTE),
    "relight (from the right)": (lit, Measure.LIGHT),
    "relight (darker)": (darkened, Measure.LIGHT),
    "crop": (cropped, Measure.COMPOSITION),
    "style (painted)": (painted, Measure.DETAIL),
}


def main() -> None:
    pictures = {path.stem: photograph(path) for path in PHOTOGRAPHS}
    known = {name: features_of(picture) for name, picture in pictures.items()}
    for title, (drift, own) in DRIFTS.items():
        print(f"\n{title}: strengths {STRENGTHS}")
        curves = {
            name: [distance(known[name], features_of(drift(picture, s))) for s in STRENGTHS]
            for name, picture in pictures.items()
        }
        for measure in Measure:
            rows = np.array([[one.shares[measure] for one in c] for c in curves.values()])
            marks = _rising(rows) if measure is own else ""
            print(f"  {measure:12} {_row(rows.mean(axis=0))} {marks}")
        rows = np.array([[one.score for one in curve] for curve in curves.values()])
        print(f"  {'score':12} {_row(rows.mean(axis=0))} {_rising(rows)}")
        named = sum(curve[-1].largest is own for curve in curves.values())
        print(f"  its own measure is the largest at the end: {named} of {len(curves)}")
        for name in ("coffee", "flower"):
            words = reasons(features_of(drift(pictures[name], 0.75)), known[name])
            print(f"  {name} at 0.75: {', '.join(words) or 'nothing to name'}")
    _noise(pictures)
    _unrelated(pictures)
    _ranking(pictures)
    _time()


def _rising(rows: np.ndarray) -> str:
    rising = int((np.diff(rows, axis=1) >= -1e-3).all(axis=1).sum())
    return f"never falls on {rising} of {len(rows)}"


def _row(values: np.ndarray) -> str:
    return " ".join(f"{value:6.3f}" for value in values)


def _encoded(picture: Image, quality: int) -> Image:
    stream = io.BytesIO()
    Pillow.fromarray(picture).save(stream, "JPEG", quality=quality)
    return np.asarray(Pillow.open(stream).convert("RGB"), np.uint8)


def _noise(pictures: dict[str, Image]) -> None:
    found = [
        distance(features_of(picture), features_of(_encoded(picture, 60)))
        for picture in pictures.values()
    ]
    print("\nJPEG at quality 60, the largest share of each measure:")
    print("  " + ", ".join(f"{m} {max(one.shares[m] for one in found):.3f}" for m in Measure))
    print(f"  score at most {max(one.score for one in found):.3f}")


def _unrelated(pictures: dict[str, Image]) -> None:
    known = [features_of(picture) for picture in pictures.values()]
    pairs = [distance(one, other) for one, other in itertools.combinations(known, 2)]
    print(f"\nunrelated photographs, {len(pairs)} pairs: median (and FAR)")
    for measure in Measure:
        median = float(np.median([pair.by[measure] for pair in pairs]))
        print(f"  {measure:12} {median:.3f} ({FAR[measure]:.3f})")
    scores = [pair.score for pair in pairs]
    print(f"  score {min(scores):.2f} to {max(scores):.2f}, median {np.median(scores):.2f}")
    hashes = [hash_of(picture) for picture in pictures.values()]
    apart = [(a ^ b).bit_count() for a, b in itertools.combinations(hashes, 2)]
    near = [
        (hash_of(picture) ^ hash_of(_encoded(_half(picture), 30))).bit_count()
        for picture in pictures.values()
    ]
    print(
        f"bits of 64: unrelated {min(apart)} and more, half size and JPEG 30: {max(near)} at most"
    )


def _half(picture: Image) -> Image:
    size = (picture.shape[1] // 2, picture.shape[0] // 2)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _ranking(pictures: dict[str, Image]) -> None:
    """A set of twelve of one photograph with light touches, and six with each drift at 0.5 and 1:
    a person puts the strong ones first, then the half ones, then the set."""
    rng = np.random.default_rng(1)
    right = total = 0
    for picture in pictures.values():
        touched = [
            cropped(warmed(picture, s * 0.15), s * 0.1) for s in rng.uniform(0, 1, 12).tolist()
        ]
        members = [features_of(one) for one in touched]
        centre = centre_of(members)
        usual = [distance(one, centre).score for one in members]
        for drift, _ in DRIFTS.values():
            half, full = (distance(features_of(drift(picture, s)), centre).score for s in (0.5, 1))
            right += (half > max(usual)) + (full > half)
            total += 2
    print(f"\nranked as a person would (full over half over the set): {right} of {total}")


def _time() -> None:
    picture = photograph(PHOTOGRAPHS[0], 1024)
    took = []
    for _ in range(40):
        start = time.process_time()
        proxy = proxy_of(picture)
        features_of(proxy)
        hash_of(proxy)
        took.append((time.process_time() - start) * 1000)
    one = features_of(picture)
    start = time.process_time()
    for _ in range(1_000):
        distance(one, one)
    apart = time.process_time() - start
    print(f"\nfeatures and hash at 1024 px: CPU ms median {np.median(took):.1f}, ", end="")
    print(f"95 % {np.percentile(took, 95):.1f}; a distance {apart:.3f} ms")
    print(f"kept of a picture: {len(one.pack()):,} bytes")


if __name__ == "__main__":
    main()
