"""Ingest of 100 photos of 12 megapixels: `python -m tests.bench.ingest [--photos N]`.

Each is a JPEG of some 4 MB with a landscape's smooth colours and a sensor's noise, and goes the
whole way of an upload: decode, check, strip, store (synced), four renditions, rows. One at a time,
on whatever the machine has; the data folder is a temporary one.
"""

import argparse
import io
import os
import platform
import resource
import shutil
import time
from pathlib import Path
from typing import Any

import django
import numpy as np
from PIL import Image

WIDTH, HEIGHT = 4000, 3000
NOISE = 6  # standard deviation, of 255: what a good sensor leaves at ISO 800


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100)
    photos: int = parser.parse_args().photos
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    # Django has to be set up before anything of ours can be imported.
    from django.conf import settings
    from django.core.management import call_command

    try:
        call_command("migrate", verbosity=0)
        run(photos, Path(settings.DATA_DIR))
    finally:
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def run(photos: int, folder: Path) -> None:
    from assets.actions.assets import add_picture
    from assets.models import Workspace

    workspace = Workspace.objects.create(name="Bench")
    noise = np.random.default_rng(1).normal(0, NOISE, (HEIGHT, WIDTH, 1)).astype(np.int16)
    kinds: dict[str, list[float]] = {"upright": [], "to be turned": []}
    sent = 0
    for number in range(photos):
        # Phones held upright write the picture lying and an orientation: one in five here.
        kind = "to be turned" if number % 5 == 4 else "upright"
        data = photo(number, noise, is_lying=kind != "upright")
        sent += len(data)
        start = time.perf_counter()
        add_picture(workspace=workspace, data=data, name=f"Photo {number}", user=None)
        kinds[kind].append(time.perf_counter() - start)
    report(kinds, sent, folder)


def photo(seed: int, noise: np.ndarray[Any, Any], *, is_lying: bool) -> bytes:
    colours = np.random.default_rng(seed).integers(0, 255, (30, 40, 3), dtype=np.uint8)
    smooth = Image.fromarray(colours).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    grainy = np.asarray(smooth) + np.roll(noise, seed * 97, axis=1)
    exif = Image.Exif()
    exif[0x0112] = 6 if is_lying else 1
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    stream = io.BytesIO()
    picture = Image.fromarray(grainy.clip(0, 255).astype(np.uint8))
    picture.save(stream, "JPEG", quality=90, exif=exif)
    return stream.getvalue()


def report(kinds: dict[str, list[float]], sent: int, folder: Path) -> None:
    every = [seconds for times in kinds.values() for seconds in times]
    kept = sum(path.stat().st_size for path in (folder / "files").rglob("*") if path.is_file())
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{len(every)} photos of {WIDTH} x {HEIGHT} px: {sent / 1e6:.0f} MB sent,")
    print(f"{kept / 1e6:.0f} MB kept with renditions, total {sum(every):.1f} s")
    print(f"{'':14}{'photos':>8}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    for name, times in {**kinds, "all": every}.items():
        if times:
            figures = np.percentile(times, [50, 95, 100]) * 1000
            print(f"{name:14}{len(times):8}" + "".join(f"{figure:9.0f}" for figure in figures))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB, of which some 250 MiB are for making the photos")


if __name__ == "__main__":
    main()
