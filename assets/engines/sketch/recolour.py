"""Give what is masked another colour: folds, highlights and texture stay."""

from collections.abc import Callable

import cv2
import numpy as np

from assets.engines.sketch.arrays import Bytes, F, Field, Flags
from assets.engines.sketch.colour import Colour, oklab
from assets.engines.sketch.pixels import bytes_of_lab, lab_of_bytes, resized, within_gamut

CHROMATIC = 0.045
"""OKLab chroma below which a px has no hue to speak of."""
COLOURED = 0.07
"""OKLab chroma that a fifth of a thing has when it has a colour of its own."""
HUE_NEAR, HUE_FAR = 0.45, 0.95
"""Radians from the thing's own hue: nearer is changed whole, further not at all."""
FOLLOW_LIGHTNESS = 0.6
"""Of the step from the thing's lightness to the target's: more would flatten the shading."""
SHADED = 0.1
"""Deviation of OKLab lightness that a lit thing has in a photo."""
CUT_SIDE = 320
"""px, the size at which a thing is cut out of a loose mask."""
CORE = 0.3
"""Of the greatest depth of a mask: further in nothing is cut away."""
CUT_SHARES = (0.25, 0.92)
"""A cut that takes less or more of the mask than this is no better than the mask."""


def recolour(
    image: Bytes,
    mask: Flags,
    colour: Colour,
    amount: float = 1.0,
    between: Callable[[], None] = lambda: None,
) -> Bytes:
    """-> (H, W, 3), equal to `image` where `mask` (H, W) is False. amount: 0 to 1.

    A coloured thing keeps what is white, grey or of another hue in it; a white, grey or black one
    is dyed. A loose mask is drawn in to the thing where one stands out from what is around it.
    between: called twice on the way.
    """
    if not mask.any():
        return image.copy()
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    window = (slice(ys[0], ys[-1] + 1), slice(xs[0], xs[-1] + 1))
    share = _thing_in(image, mask)[window]
    between()
    lab = lab_of_bytes(np.ascontiguousarray(image[window]))
    target = oklab(np.array(colour, F))
    share = share * _own_colour(lab, share > 0.5)
    dyed = _dye(lab, share, target)
    between()
    made = bytes_of_lab(lab + (dyed - lab) * (share * F(amount))[..., None])
    out = image.copy()
    changed = mask[window] & (share > 0.002)
    out[window][changed] = made[changed]
    return out


def _thing_in(image: Bytes, mask: Flags) -> Field:
    """(H, W) 0 to 1: the thing inside a mask that was painted loosely round it, else the mask."""
    whole = mask.astype(F)
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    margin = max(8, (ys[-1] - ys[0]) // 4, (xs[-1] - xs[0]) // 4)
    window = (
        slice(max(0, ys[0] - margin), ys[-1] + margin + 1),
        slice(max(0, xs[0] - margin), xs[-1] + margin + 1),
    )
    part = np.ascontiguousarray(image[window])
    height, width = part.shape[:2]
    scale = min(1.0, CUT_SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = resized(part, *size)
    inside = np.asarray(cv2.resize(whole[window], size, interpolation=cv2.INTER_AREA)) > 0.5
    ring = (cv2.dilate(inside.astype(np.uint8), np.ones((13, 13), np.uint8)) > 0) & ~inside
    if inside.sum() < 64 or ring.sum() < 64:
        return whole
    found = _cut(small, inside)
    # People paint past a thing's edge, not past its middle: deep in the mask all is the thing.
    depth = cv2.distanceTransform(np.pad(inside.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    core = depth > CORE * float(depth.max())
    taken = found.sum() / inside.sum()
    if not CUT_SHARES[0] <= taken <= CUT_SHARES[1]:
        return whole
    grown = cv2.resize((found | core).astype(F), (width, height), interpolation=cv2.INTER_LINEAR)
    share = np.asarray(grown, F)
    soft = _snap_to_edges(part, share, max(2, round(2 / scale)))
    out = np.zeros_like(whole)
    out[window] = soft * whole[window]
    return out


def _cut(small: Bytes, inside: Flags) -> Flags:
    """GrabCut: inside is perhaps the thing, outside surely not."""
    marks = np.where(inside, cv2.GC_PR_FGD, cv2.GC_BGD).astype(np.uint8)
    cv2.setRNGSeed(1)
    models = (np.zeros((1, 65)), np.zeros((1, 65)))
    cv2.grabCut(small[..., ::-1].copy(), marks, (0, 0, 1, 1), *models, 3, cv2.GC_INIT_WITH_MASK)
    found = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    closed = cv2.morphologyEx(found, cv2.MORPH_CLOSE, kernel)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel) > 0)


def _snap_to_edges(image: Bytes, share: Field, radius: int) -> Field:
    """Guided filter: the rim of a small cut follows the edges of the full-size picture."""
    window = (4 * radius + 1, 4 * radius + 1)
    guide = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), F) / F(255)
    mean, share_mean = cv2.blur(guide, window), cv2.blur(share, window)
    variance = cv2.blur(guide * guide, window) - mean * mean
    slope = (cv2.blur(guide * share, window) - mean * share_mean) / (variance + F(1e-3))
    rest = share_mean - slope * mean
    soft = cv2.blur(slope, window) * guide + cv2.blur(rest, window)
    return np.asarray(np.clip((soft - F(0.1)) / F(0.6), 0, 1), F)


def _own_colour(lab: Field, thing: Flags) -> Field:
    """(H, W) 0 to 1: how much of each px is the thing's own colour; 1 for a colourless thing."""
    chroma = np.linalg.norm(lab[..., 1:], axis=-1)
    if not thing.any() or float(np.quantile(chroma[thing], 0.8)) < COLOURED:
        return np.ones_like(chroma)
    coloured = thing & (chroma > CHROMATIC)
    hue = np.asarray(np.arctan2(lab[..., 2], lab[..., 1]), F)
    # Mean direction of the colours, the strong ones counting more, taken twice so that the
    # second time what lies far from it does not count.
    centre = 0.0
    counted = coloured
    for _ in range(2):
        a, b = lab[..., 1][counted].sum(), lab[..., 2][counted].sum()
        centre = float(np.arctan2(b, a))
        counted = coloured & (np.abs(_turn(hue - F(centre))) < HUE_FAR)
        if not counted.any():
            return np.ones_like(chroma)
    away = np.abs(_turn(hue - F(centre)))
    near = np.clip((HUE_FAR - away) / (HUE_FAR - HUE_NEAR), 0, 1)
    # Shaded parts of it have less colour; chrome and white beside it have far less.
    usual = _usual(chroma[counted])
    has_colour = np.clip((chroma - 0.16 * usual) / (0.22 * usual), 0, 1)
    own = (near * has_colour).astype(F)
    # Softened outward only: a rim of the old colour round the new one would be seen.
    return np.asarray(np.maximum(own, cv2.GaussianBlur(own, (0, 0), 1.0)), F)


def _usual(chroma: Field) -> float:
    """Mean chroma in which strong colours count by their strength: grey parts hardly count."""
    return float((chroma**2).sum() / max(float(chroma.sum()), 1e-6))


def _turn(angle: Field) -> Field:
    """To -pi .. pi."""
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi, F)


def _dye(lab: Field, share: Field, target: Field) -> Field:
    """The whole of `lab` in the target's hue; chroma and lightness keep their variation."""
    thing = share > 0.5
    if not thing.any():
        thing = share > 0
    mean = lab[thing].mean(0) if thing.any() else lab.reshape(-1, 3).mean(0)
    chroma = np.linalg.norm(lab[..., 1:], axis=-1)
    usual = _usual(chroma[thing]) if thing.any() else 0.0
    if usual > CHROMATIC:
        # The grain of a nearly colourless thing is no variation of its colour.
        trust = min(1.0, (usual - CHROMATIC) / CHROMATIC)
        relative = 1 + (np.clip(chroma / usual, 0.1, 1.5) - 1) * trust
    else:
        relative = 1 - 0.6 * np.abs(lab[..., 0] - mean[0])
    dyed = lab.copy()
    dyed[..., 1:] = target[1:] * relative[..., None]
    # A flat thing has no shading to lose, and takes the lightness of the colour altogether.
    shading = float(lab[..., 0][thing].std()) if thing.any() else 1.0
    follow = FOLLOW_LIGHTNESS + (1 - FOLLOW_LIGHTNESS) * max(0.0, 1 - shading / SHADED)
    dyed[..., 0] = np.clip(lab[..., 0] + F(follow) * (target[0] - mean[0]), 0, 1)
    # A highlight is the colour of the light, not of the thing; on a white thing there is none.
    glint = np.clip((lab[..., 0] - 0.93) / 0.07, 0, 1) * np.clip((0.88 - mean[0]) / 0.1, 0, 1)
    return within_gamut(np.asarray(dyed + (lab - dyed) * glint[..., None], F))
