"""The ZIP of an export, written while it is sent: one picture at a time, so memory stays flat.

Encoding runs in threads of its own, never on the event loop, nor in the one thread that all views
share. Who closes the download ends the work at the picture that it is at.
"""

import asyncio
import io
import logging
import time
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from uuid import UUID

import numpy as np
from asgiref.sync import sync_to_async
from PIL import Image

from assets.errors import AssetsError
from assets.export import manifest
from assets.export.contact_sheet import A_PAGE, DOTS_AN_INCH, SIDE, Cell, draw_page
from assets.export.encode import encode
from assets.export.make import Made, Wanted, make_file
from assets.export.pdf import pdf_pieces
from assets.export.zip_stream import ZipSink
from assets.files import FileStore
from assets.renditions import levels_of
from canvas.actions.exports import (
    ExportStopped,
    Job,
    Work,
    begin_export,
    end_export,
    keep_item,
    may_go_on,
)
from canvas.board_picture import draw_region
from canvas.models import ExportItem
from canvas.thumbnails import Thing

logger = logging.getLogger(__name__)

MANIFEST_NAME = "manifest.csv"
AT_ONCE = 2
"""Exports of a process that encode at the same time; others wait. Each holds one picture."""
_THREADS = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="export")

Status = ExportItem.Status


class _Stopped(Exception):
    """Somebody pressed Cancel."""


async def export_pieces(export_id: UUID) -> AsyncIterator[bytes]:
    """The bytes of the ZIP. One that was stopped ends without its directory: it is no ZIP then."""
    yield b""  # the browser shows the download before the first picture is ready
    try:
        work = await sync_to_async(begin_export)(export_id)
    except ExportStopped:
        raise _broken_off() from None
    rows: list[str] | None = None
    try:
        told: list[str] = []
        write = sheet_pieces if work.settings.is_sheet else _archive
        async with aclosing(write(work, told)) as pieces:
            async for piece in pieces:
                yield piece
        rows = told
    except _Stopped:
        raise _broken_off() from None
    finally:
        await sync_to_async(end_export)(work, None if rows is None else "".join(rows))


def _broken_off() -> ConnectionAbortedError:
    """A browser must not take the half for the whole: the server cuts the connection."""
    return ConnectionAbortedError("The export was stopped.")


async def _archive(work: Work, rows: list[str]) -> AsyncGenerator[bytes, None]:
    """rows: filled with those of the manifest."""
    sink = ZipSink()
    rows.append(manifest.head())
    with zipfile.ZipFile(sink, "w") as archive:
        for job in work.jobs:
            made, status, note = await _made(work, job)
            for name, file in made:
                archive.writestr(_entry(name), file.data)
                yield sink.take()
            rows += _rows(work, job, made, status, note)
            keep = sync_to_async(keep_item)
            await keep(work, job, status=status, note=note, files=made)
            del made
        archive.writestr(_entry(MANIFEST_NAME), "".join(rows))
        yield sink.take()
    yield sink.take()


async def _made(work: Work, job: Job) -> tuple[list[tuple[str, Made]], ExportItem.Status, str]:
    """Its files, what became of it, and what people should know. Raises _Stopped."""
    is_running, is_live = await sync_to_async(may_go_on)(work, job)
    if not is_running:
        raise _Stopped
    if not is_live:
        return [], Status.DELETED, "It is not on the board any more."
    if not job.wanted:
        return [], Status.HELD_BACK, " ".join(job.picture.reasons)
    made: list[tuple[str, Made]] = []
    failures = []
    for name, wanted in job.wanted:
        try:
            made.append((name, await _encoded(wanted)))
        except AssetsError as error:
            failures.append(f"{name}: {error.message}" if len(job.wanted) > 1 else error.message)
        except Exception:  # one picture that breaks is told of, and the others go on
            logger.exception("A picture could not be exported: %s", job.item.node)
            failures.append(
                "It could not be encoded. Whoever runs the server finds why in its log."
            )
    notes = dict.fromkeys(note for _, one in made for note in one.notes)
    if failures and not made:
        return [], Status.FAILED, " ".join(failures)
    return made, Status.EXPORTED, "; ".join([*notes, *failures])


async def sheet_pieces(work: Work, rows: list[str]) -> AsyncGenerator[bytes, None]:
    """A contact sheet of those that may leave. rows: as if it were their manifest, for its hash."""
    jobs = [job for job in work.jobs if job.wanted]
    pieces = contact_pieces(jobs, work, FileStore())
    loop = asyncio.get_running_loop()
    while (piece := await loop.run_in_executor(_THREADS, next, pieces, None)) is not None:
        yield piece
        if jobs and not (await sync_to_async(may_go_on)(work, jobs[0]))[0]:
            raise _Stopped
    for job in work.jobs:
        status = Status.EXPORTED if job.wanted else Status.HELD_BACK
        note = "On a contact sheet" if job.wanted else " ".join(job.picture.reasons)
        rows += _rows(work, job, [], status, note)
        await sync_to_async(keep_item)(work, job, status=status, note=note)


def contact_pieces(jobs: Sequence[Job], work: Work, files: FileStore) -> Iterator[bytes]:
    """The bytes of its PDF. Reads files, no database."""
    count = max(1, -(-len(jobs) // A_PAGE))
    title = f"{work.settings.brand}, {work.settings.campaign}"
    pages = (
        draw_page(
            [_cell(job, files) for job in jobs[number * A_PAGE : (number + 1) * A_PAGE]],
            title=title,
            number=number + 1,
            count=count,
        )
        for number in range(count)
    )
    return pdf_pieces(pages, dots_an_inch=DOTS_AN_INCH)


def _cell(job: Job, files: FileStore) -> Cell:
    asset = job.picture.asset
    assert asset is not None and job.picture.status is not None
    levels = levels_of(asset.width, asset.height)
    level = next((one for one in levels if one >= SIDE), max(levels, default=0))
    picture = None
    with suppress(AssetsError, OSError):
        stored = Image.open(io.BytesIO(files.read_rendition(asset.sha256, level)))
        picture = Image.new("RGB", stored.size, "white")
        clear = stored.convert("RGBA")
        picture.paste(clear, mask=clear.getchannel("A"))
    approvers = ", ".join(job.picture.status.approvers)
    note = f"Approved by {approvers}" if job.picture.is_ready else "Not approved"
    return Cell(picture, job.wanted[0][0].rpartition(".")[0], note)


async def _encoded(wanted: Wanted) -> Made:
    return await asyncio.get_running_loop().run_in_executor(
        _THREADS, make_file, wanted, FileStore()
    )


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, time.localtime()[:6])
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED if name == MANIFEST_NAME else zipfile.ZIP_STORED
    return info


def _rows(work: Work, job: Job, made: list[tuple[str, Made]], status: str, note: str) -> list[str]:
    """A row for each file; one for a picture that stayed."""
    told = job.picture.manifest() | {
        "status": status,
        "reason": note,
        "preset": work.settings.preset.name,
    }
    if not job.picture.is_ready and made:
        told["override"] = work.export.why
    if work.settings.level == "full" and job.picture.node is not None:
        told["prompt"] = job.picture.told.prompt
    signer = work.certificate.subject if work.certificate else "none"
    if not made:
        return [manifest.row(told)]
    return [
        manifest.row(
            told
            | {
                "file": name,
                "width": one.size.width,
                "height": one.size.height,
                "bytes": len(one.data),
                "sha256": one.sha256,
                "credentials": signer if one.is_signed else "none",
            }
        )
        for name, one in made
    ]


async def region_pieces(
    things: Sequence[Thing], region: tuple[float, float, float, float], kind: str
) -> AsyncIterator[bytes]:
    """Of a PNG or a page of PDF; drawn in a thread of its own."""

    def draw() -> bytes:
        picture = draw_region(things, region, FileStore().read_rendition)
        if kind == "pdf":
            return b"".join(pdf_pieces([picture], dots_an_inch=DOTS_AN_INCH))
        return encode(np.asarray(picture), kind).data

    yield await asyncio.get_running_loop().run_in_executor(_THREADS, draw)
