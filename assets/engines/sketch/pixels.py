"""Pictures as the edits see them: OKLab through a table, guided smoothing, swatches, fitting."""

from typing import cast

import cv2
import numpy as np

from assets.engines.sketch.arrays import Bytes, F, Field
from assets.engines.sketch.colour import (
    LAB_OF_LMS,
    LINEAR_OF_LMS,
    LMS_OF_LAB,
    LMS_OF_LINEAR,
    unoklab,
)

_STEPS = np.arange(256, dtype=F) / F(255)
_LINEAR = np.where(_STEPS <= 0.04045, _STEPS / 12.92, ((_STEPS + 0.055) / 1.055) ** 2.4).astype(F)
KMEANS_SEED = 7
SWATCH_SIDE = 72
"""px of the small copy that swatches are counted on."""


def lab_of_bytes(image: Bytes) -> Field:
    """(H, W, 3) uint8 sRGB -> OKLab float32; the transfer curve is a table of 256."""
    return cast(Field, np.cbrt(_LINEAR[image] @ LMS_OF_LINEAR.T) @ LAB_OF_LMS.T)


def bytes_of_rgb(rgb: Field) -> Bytes:
    """(H, W, 3) float sRGB, clipped -> uint8."""
    return (np.clip(rgb, 0, 1) * F(255) + F(0.5)).astype(np.uint8)


def bytes_of_lab(lab: Field) -> Bytes:
    return bytes_of_rgb(unoklab(lab))


def within_gamut(lab: Field) -> Field:
    """OKLab (H, W, 3) that sRGB can show: where it cannot, chroma gives way, lightness stays."""
    low, high = np.zeros(lab.shape[:2], F), np.ones(lab.shape[:2], F)
    share = high
    for _ in range(6):
        tried = lab * np.dstack([np.ones_like(share), share, share])
        linear = ((tried @ LMS_OF_LAB.T) ** 3) @ LINEAR_OF_LMS.T
        fits = (linear.min(-1) > -0.002) & (linear.max(-1) < 1.004)
        low, high = np.where(fits, share, low), np.where(fits, high, share)
        if (low >= 1).all():
            return lab
        share = np.where(low >= 1, F(1), (low + high) / 2)
    return np.asarray(lab * np.dstack([np.ones_like(low), low, low]), F)


def opaque(image: Bytes) -> Bytes:
    """(H, W, 3) of a picture with or without alpha; what is clear becomes white."""
    if image.shape[2] == 3:
        return image
    alpha = image[..., 3:].astype(F) / F(255)
    return np.asarray(image[..., :3] * alpha + F(255) * (1 - alpha) + F(0.5), np.uint8)


def resized(image: Bytes, width: int, height: int) -> Bytes:
    """To exactly this size; smaller by areas, larger by Lanczos."""
    if image.shape[:2] == (height, width):
        return image
    shrinks = width * height < image.shape[0] * image.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(image, (width, height), interpolation=how), np.uint8)


def covering(image: Bytes, width: int, height: int) -> Bytes:
    """Scaled to cover width x height, the rest cut off evenly."""
    scale = max(width / image.shape[1], height / image.shape[0])
    wide = max(width, round(image.shape[1] * scale))
    high = max(height, round(image.shape[0] * scale))
    scaled = resized(image, wide, high)
    x, y = (wide - width) // 2, (high - height) // 2
    return np.ascontiguousarray(scaled[y : y + height, x : x + width])


def small_size(width: int, height: int, side: int = 320) -> tuple[int, int]:
    """Width and height with at most `side` px on the long side."""
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def preview_of(image: Bytes, side: int = 320) -> Bytes:
    """At most `side` px on the long side."""
    return resized(image, *small_size(image.shape[1], image.shape[0], side))


def swatches(image: Bytes, count: int = 6) -> tuple[Field, Field]:
    """OKLab centres (count, 3), lightest first, and their shares (count,). Deterministic."""
    height = max(8, round(SWATCH_SIDE * image.shape[0] / image.shape[1]))
    small = resized(image, SWATCH_SIDE, min(height, 4 * SWATCH_SIDE))
    lab = lab_of_bytes(small).reshape(-1, 3).astype(F)
    cv2.setRNGSeed(KMEANS_SEED)
    empty = np.empty((0, 1), np.int32)
    _, labels, centres = cv2.kmeans(lab, count, empty, (3, 24, 1e-4), 2, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(labels.ravel(), minlength=count).astype(F) / len(lab)
    order = np.argsort(-centres[:, 0], kind="stable")
    return np.asarray(centres[order], F), np.asarray(shares[order], F)


def smooth(lab: Field, radius: int, eps: float) -> Field:
    """Guided filter by box filters, the guide is lightness: flattens texture, keeps edges.

    radius in px. Source: He, Sun, Tang, Guided Image Filtering, 2010.
    """
    window = (2 * radius + 1, 2 * radius + 1)
    guide = np.ascontiguousarray(lab[..., 0])
    mean = cv2.blur(guide, window)
    variance = cv2.blur(guide * guide, window) - mean * mean
    out = np.empty_like(lab)
    for c in range(3):
        plane = np.ascontiguousarray(lab[..., c])
        plane_mean = cv2.blur(plane, window)
        slope = (cv2.blur(guide * plane, window) - mean * plane_mean) / (variance + F(eps))
        rest = plane_mean - slope * mean
        out[..., c] = cv2.blur(slope, window) * guide + cv2.blur(rest, window)
    return out


def repaint(lab: Field, centres: Field, targets: Field, amount: float) -> Field:
    """Move each swatch of a picture to its target, everything between along with it.

    lab: (H, W, 3). centres, targets: (n, 3) OKLab. amount: 0 to 1; lightness follows by 0.4.
    """
    pull = np.zeros_like(lab)
    weight = np.zeros((*lab.shape[:2], 1), F)
    for centre, target in zip(centres, targets, strict=True):
        near = np.exp(-((lab - centre) ** 2).sum(-1, keepdims=True) / F(0.006))
        pull += near * ((target - centre) * np.array([0.4, 1, 1], F)).astype(F)
        weight += near
    return cast(Field, lab + pull / (weight + F(1e-3)) * F(amount))
