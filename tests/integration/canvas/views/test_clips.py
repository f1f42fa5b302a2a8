"""Clips from the request to the board, to what browsers play, and to who may see them."""

import asyncio
import io
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from assets.actions.assets import add_mask, add_picture, copy_assets, load_pixels
from assets.engines.base import Capabilities, ClipEnd, ClipFrame, Engine, EngineEvent
from assets.engines.request import GenerationRequest
from assets.engines.sketch.engine import SketchEngine
from assets.errors import EngineRefusedRequest
from assets.files import FileStore
from assets.models import Asset, Clip, Generation
from assets.motion.video import H264, write_clip
from assets.proofs import problems_of
from canvas.actions.ops import apply_changes
from canvas.models import Board, Edge, Node, Role
from canvas.risk import Risk
from canvas.risk_facts import risk_of
from tests.factories import make_board, make_member, picture_bytes
from tests.integration.assets.generations import rows
from tests.integration.canvas.actions.test_bundles import exported, imported

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board() -> Board:
    return make_board()


def client_of(board: Board, role: Role = Role.DESIGNER) -> Client:
    client = Client(headers={"accept": "application/json"})
    client.force_login(make_member(board.workspace, role, name=role.value))
    return client


def place(board: Board, asset: Asset, kind: str = "image", **props: Any) -> Node:
    node_id = uuid.uuid4()
    create = {"kind": kind, "x": 0, "y": 0, "asset": str(asset.id), "width": 64, "height": 48}
    changes = [{"node": str(node_id), "create": create | props}]
    apply_changes(board_id=board.id, changes=changes)
    return Node.objects.get(board=board, id=node_id)


def picture(board: Board, seed: int = 0) -> Node:
    data = picture_bytes(64, 48, seed=seed)
    return place(board, add_picture(workspace=board.workspace, data=data, name="mug", user=None))


def mask_of(board: Board, node: Node) -> Node:
    assert node.asset is not None
    mask = np.zeros((48, 64), np.uint8)
    mask[:, 40:] = 255
    stream = io.BytesIO()
    Image.fromarray(mask).save(stream, "PNG")
    data = stream.getvalue()
    asset = add_mask(workspace=board.workspace, data=data, picture=node.asset, user=None)
    return place(board, asset, "mask", picture=str(node.id))


def ask(board: Board, client: Client, picked: Node, **changes: Any) -> tuple[int, Node | None]:
    item = {"generation": str(uuid.uuid4()), "node": str(uuid.uuid4())}
    item |= {"x": 100, "y": 0, "width": 64, "height": 48}  # type: ignore[dict-item]
    body = {
        "operation": "animate",
        "tier": "motion",
        "source": str(picked.id),
        "clip": {"motion": "grain", "seconds": 1},
        "items": [item],
        "seed": 4,
    }
    answer = client.post(
        reverse("generate", args=[board.id]), body | changes, content_type="application/json"
    )
    return answer.status_code, Node.objects.filter(board=board, id=item["node"]).first()


def made(
    board: Board, client: Client, source: Node, engine: Engine | None = None, **changes: Any
) -> Node:
    status, node = ask(board, client, source, **changes)
    assert status == 201 and node is not None and node.generation is not None
    asyncio.run(rows.run(node.generation, engine or SketchEngine()))
    generation = Generation.objects.get(id=node.generation_id)
    assert (generation.state, generation.error_message) == ("succeeded", "")
    return Node.objects.select_related("asset", "generation").get(board=board, id=node.id)


def test_a_clip_lies_on_the_board_as_a_picture_that_moves(board):
    source, end = picture(board), picture(board, seed=9)
    clip = {"motion": "ken_burns", "seconds": 1, "last": str(end.id)}
    node = made(board, client_of(board), source, clip=clip)

    assert (node.kind, node.props["clip_ms"]) == ("image", 1000)
    assert (node.props["image_width"], node.props["image_height"]) == (64, 48)
    row = Clip.objects.get(asset=node.asset)
    assert (row.frames, row.fps, row.loops) == (24, 24.0, False)
    assert np.array_equal(load_pixels(node.asset), load_pixels(source.asset))
    edges = Edge.objects.filter(target=node.id).values_list("source", "role")
    assert set(edges) == {(source.id, "source"), (end.id, "last")}
    assert risk_of(node).risk.rank >= Risk.MEDIUM.rank
    assert "clip" in {reason.key for reason in risk_of(node).reasons}


def test_outside_of_its_mask_a_clip_is_proven_to_stand_still(board):
    source = picture(board)
    masks = [{"node": str(mask_of(board, source).id)}]
    node = made(board, client_of(board), source, masks=masks)

    facts = node.generation.facts
    assert facts["motion_proof"]["changed_outside"] == 0
    assert facts["codec"]["name"] == "VP9"
    assert problems_of(node.generation) == []
    node.generation.facts["motion_proof"]["frames_sha256"] = "0" * 64
    assert problems_of(node.generation) != []


class WhiteEngine(SketchEngine):
    """White frames, larger than asked for, at a pace of its own: as hosted engines do."""

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        for number in range(3):
            white = np.full((96, 128, 3), 255, np.uint8)
            yield ClipFrame(white, (number + 1) / 3, Fraction(12))
        yield ClipEnd({"model": "white"})


def test_whatever_an_engine_sends_what_must_stay_still_does(board):
    source = picture(board)
    masks = [{"node": str(mask_of(board, source).id)}]
    node = made(board, client_of(board), source, WhiteEngine(), masks=masks)

    assert node.generation is not None and node.asset is not None
    assert node.generation.facts["motion_proof"]["changed_outside"] == 0
    assert node.generation.facts["model"] == "white"
    assert (node.asset.clip.frames, node.asset.clip.fps) == (3, 12.0)
    still, first = load_pixels(source.asset), load_pixels(node.asset)
    assert np.array_equal(still[:, :40], first[:, :40])
    assert (first[:, 60:] == 255).all()


@pytest.mark.parametrize(
    "changes",
    [
        {"clip": None},
        {"clip": {"motion": "grain", "seconds": 100}},
        {"clip": {"motion": "grain", "seconds": 1, "side": 5}},
        {"clip": {"motion": "dance", "seconds": 1}},
        {"clip": {"motion": "grain", "seconds": 1, "amount": 3}},
        {"clip": {"motion": "grain", "seconds": 1, "last": str(uuid.uuid4())}},
        {"source": None},
    ],
)
def test_what_makes_no_clip_is_refused_and_nothing_is_begun(board, changes):
    status, node = ask(board, client_of(board), picture(board), **changes)

    assert 400 <= status < 500
    assert node is None
    assert not Generation.objects.exists()


class DearEngine(SketchEngine):
    key = "dear"

    def capabilities(self) -> Capabilities:
        return replace(super().capabilities(), second_usd=Decimal("0.3"))


class BreaksOff(SketchEngine):
    """Ends after some frames: with an error, or as if it had nothing more to say."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__()
        self._error = error

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        async for event in super().run(request):
            if isinstance(event, ClipFrame) and event.fraction > 0.5:
                if self._error is not None:
                    raise self._error
                return
            yield event


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EngineRefusedRequest("It is gone."), "engine_refused"),
        (None, "bad_engine_output"),
        (RuntimeError("a fault"), "internal_error"),
    ],
)
def test_a_clip_that_breaks_off_is_said_and_leaves_nothing(board, error, code, tmp_path):
    _, node = ask(board, client_of(board), picture(board))
    assert node is not None and node.generation is not None
    with temporary_files_in(tmp_path):
        asyncio.run(rows.run(node.generation, BreaksOff(error)))

    generation = Generation.objects.get(id=node.generation_id)
    assert (generation.state, generation.error_code) == ("failed", code)
    assert not Clip.objects.exists()
    assert list(tmp_path.iterdir()) == []


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def test_the_price_of_a_clip_is_by_the_second(board, settings):
    settings.ENGINES = {"dear": f"{__name__}.DearEngine"}
    settings.TIERS = {"motion": "dear"}
    clip = {"motion": "grain", "seconds": 4}
    _, node = ask(board, client_of(board), picture(board), clip=clip)

    assert node is not None
    (line,) = rows.lines(node.generation)
    assert line.quoted_usd == Decimal("1.2")


def test_a_clip_is_served_whole_and_in_parts_to_who_may_see_it(board):
    member = client_of(board)
    node = made(board, member, picture(board))
    address = reverse("clip", args=[node.asset_id])
    whole = member.get(address).content
    assert node.asset is not None
    with FileStore().open_play(node.asset.sha256) as file:
        assert file.read() == whole

    part = member.get(address, headers={"range": "bytes=10-19"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 10-19/{len(whole)}")
    assert part.content == whole[10:20]
    tail = member.get(address, headers={"range": "bytes=-5"})
    assert tail.content == whole[-5:]
    assert member.get(address, headers={"range": f"bytes={len(whole)}-"}).status_code == 416
    assert member.get(address, headers={"if-none-match": part["ETag"]}).status_code == 304
    still = member.get(reverse("asset", args=[node.asset_id, "original"]))
    assert still["Content-Type"] == "image/png"

    outsider = Client()
    outsider.force_login(make_member(make_board().workspace, name="outsider"))
    assert [one.get(address).status_code for one in (outsider, Client())] == [404, 404]


def test_a_clip_in_the_making_is_cancelled_and_leaves_nothing(board):
    client = client_of(board)
    _, node = ask(board, client, picture(board))
    assert node is not None
    cancel = reverse("cancel_generation", args=[board.id, node.generation_id])
    assert client.post(cancel).status_code == 200
    asyncio.run(rows.run(Generation.objects.get(id=node.generation_id), SketchEngine()))

    assert Generation.objects.get(id=node.generation_id).state == "cancelled"
    assert not Clip.objects.exists()


def test_a_copy_in_another_workspace_plays_too(board):
    node = made(board, client_of(board), picture(board))
    assert node.asset is not None
    elsewhere = make_board()
    copies = copy_assets(assets=[node.asset], workspace=elsewhere.workspace, user=None)

    copy = place(elsewhere, copies[node.asset.id])
    assert copy.props["clip_ms"] == 1000
    assert np.array_equal(load_pixels(copies[node.asset.id]), load_pixels(node.asset))


def test_a_clip_is_given_as_files_within_a_size_and_its_panel_says_how_steady_it_is(board):
    member = client_of(board)
    source = picture(board)
    masks = [{"node": str(mask_of(board, source).id)}]
    node = made(board, member, source, masks=masks)

    def file(kind: str, **query: str) -> Any:
        return member.get(reverse("clip_file", args=[board.id, node.id, kind]), query)

    free = {kind: file(kind) for kind in ("webm", "mp4", "webp", "gif")}
    assert {kind: one.status_code for kind, one in free.items()} == dict.fromkeys(free, 200)
    assert free["mp4"]["Content-Disposition"] == 'attachment; filename="mug.mp4"'
    assert free["mp4"].content[4:8] == b"ftyp"
    half = file("mp4", most_mb=str(len(free["mp4"].content) / 2_000_000))
    assert len(half.content) <= len(free["mp4"].content) / 2
    assert half["X-Quality"] != free["mp4"]["X-Quality"]
    still = Image.open(io.BytesIO(free["webp"].content))
    assert (still.size, still.n_frames) == ((64, 48), 12)

    refused = [file("mp4", most_mb="nan"), file("avi")]
    assert [one.status_code for one in refused] == [400, 400]
    told = member.get(reverse("picture_panel", args=[board.id, node.id])).content.decode()
    assert "0 px moved outside the mask in 24 frames" in told
    assert "Flicker" in told


def test_a_comment_is_on_a_frame_of_a_clip_and_on_none_of_a_picture(board):
    member = client_of(board)
    source = picture(board)
    node = made(board, member, source)

    def say(on: Node, at_ms: Any) -> Any:
        body = {"node": str(on.id), "x": 0.5, "y": 0.5, "text": "here", "at_ms": at_ms}
        address = reverse("comments", args=[board.id])
        return member.post(address, body, content_type="application/json")

    assert [say(node, 800).status_code, say(source, 800).status_code] == [201, 201]
    assert [say(node, bad).status_code for bad in (-1, 2.5, "1")] == [400, 400, 400]
    threads = member.get(reverse("comments", args=[board.id])).json()["threads"]
    assert [thread["at_ms"] for thread in threads] == [800, None]


def test_an_uploaded_clip_is_taken_in_and_a_disguised_one_refused(board, tmp_path):
    source = tmp_path / "clip.mp4"
    frames = [np.full((48, 64, 3), 20 * number, np.uint8) for number in range(5)]
    write_clip(source, frames, H264, fps=Fraction(24))
    member, address = client_of(board), reverse("upload", args=[board.id])

    def send(name: str, data: bytes, kind: str) -> Any:
        return member.post(address, {"file": SimpleUploadedFile(name, data, kind)})

    answer = send("sea.mp4", source.read_bytes(), "video/mp4")
    assert answer.status_code == 201
    asset = Asset.objects.get(id=answer.json()["asset"]["id"])
    assert (asset.role, asset.name, asset.clip.frames) == ("clip", "sea", 5)
    assert place(board, asset).props["clip_ms"] == 208
    before = Asset.objects.count()
    broken = send("sea.mp4", source.read_bytes()[:300], "video/mp4")
    script = send("sea.mp4", b"<html><script>", "video/mp4")
    assert (broken.status_code, script.status_code) == (422, 415)
    assert "broken or cut off" in broken.json()["message"]
    assert Asset.objects.count() == before


def test_the_engines_page_says_what_motion_costs_and_what_makes_no_clips(board, settings):
    settings.ENGINES = {"dear": f"{__name__}.DearEngine", "flat": "tests.fakes.ScriptedEngine"}
    page = reverse("engines", args=[board.workspace_id])
    owner = client_of(board, Role.OWNER)
    settings.TIERS = {"motion": "dear"}
    assert "$0.30 a second" in owner.get(page, headers={"accept": "text/html"}).content.decode()
    settings.TIERS = {"motion": "flat"}
    assert "It makes no clips" in owner.get(page, headers={"accept": "text/html"}).content.decode()


def test_a_clip_goes_out_in_a_bundle_and_comes_in_frame_for_frame(board):
    owner = client_of(board, Role.OWNER)
    source, end = picture(board), picture(board, seed=9)
    clip = {"motion": "ken_burns", "seconds": 1, "last": str(end.id)}
    node = made(board, owner, source, clip=clip)
    board_in = imported(exported(board))
    came = Node.objects.select_related("asset__clip", "generation").get(
        board=board_in, props__clip_ms=1000
    )
    assert came.asset is not None and node.asset is not None and came.generation is not None
    assert came.asset.clip.frames == 24
    assert np.array_equal(load_pixels(came.asset), load_pixels(node.asset))
    assert came.generation.edit["last"] != str(end.asset_id)
    assert Asset.objects.filter(id=came.generation.edit["last"]).exists()
    assert problems_of(came.generation) == []


def test_a_clip_is_no_picture_to_edit(board):
    member = client_of(board)
    node = made(board, member, picture(board))
    status, asked = ask(board, member, node)

    assert (status, asked) == (400, None)
