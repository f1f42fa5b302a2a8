"""A board carried elsewhere as one file, and files that are no such thing."""

import io
import uuid
import zipfile
from typing import Any

import orjson
import pytest
from django.db import connection

from assets.actions.assets import load_pixels
from assets.actions.blends import Blend, blend_edit
from assets.bundle_files import take_in
from assets.models import Asset, Generation
from assets.packs import pack_names
from assets.proofs import problems_of
from canvas.actions.bundle_export import bundle_of
from canvas.actions.bundle_import import import_bundle
from canvas.actions.ops import apply_changes
from canvas.document.bundle import MANIFEST
from canvas.errors import BundleRefused
from canvas.models import Board, Edge, Node, Role
from tests.factories import make_board, make_member, make_workspace
from tests.integration.assets.edited import make_edit, make_edit_of_parts
from tests.integration.canvas.document_parts import place
from tests.integration.canvas.shared_world import made_picture, put_picture

pytestmark = pytest.mark.django_db(transaction=True)


def full_board() -> Board:
    """A frame with an upload in it, a note, and an edit with its lineage."""
    board = make_board(title="Spring: hero/blue")
    edit = make_edit(board.workspace)
    frame = str(uuid.uuid4())
    apply_changes(
        board_id=board.id, changes=[{"node": frame, "create": {"kind": "frame", **place()}}]
    )
    first = put_picture(board, made_picture(board), parent=frame, tags=["hero"])
    result = put_picture(board, edit.result, generation=str(edit.id))
    changes: list[dict[str, Any]] = [
        {"node": str(uuid.uuid4()), "create": {"kind": "note", **place(), "text": "Warm"}},
        {
            "edge": str(uuid.uuid4()),
            "create": {"source": str(first), "target": str(result), "role": "source"},
        },
    ]
    apply_changes(board_id=board.id, changes=changes)
    return board


def exported(board: Board) -> bytes:
    return b"".join(bundle_of(board))


def imported(data: bytes) -> Board:
    workspace = make_workspace("Elsewhere")
    user = make_member(workspace, Role.DESIGNER, "importer")
    return import_bundle(workspace=workspace, user=user, file=io.BytesIO(data))


def told(board: Board) -> list[dict[str, Any]]:
    """What lies on a board, by what a person sees of it."""
    nodes = Node.objects.filter(board=board, deleted_at=None).select_related("asset")
    return sorted(
        (
            {
                "kind": node.kind,
                "place": (node.x, node.y, node.width, node.height, node.order),
                "id": node.id,
                "parent": node.parent,
                "sha256": node.asset.sha256 if node.asset else None,
                "props": node.props,
            }
            for node in nodes
        ),
        key=lambda node: str(node["id"]),
    )


def test_a_board_arrives_as_it_was_with_the_same_bytes():
    board = full_board()
    copy = imported(exported(board))
    assert copy.workspace != board.workspace
    assert copy.title == board.title
    assert told(copy) == told(board)
    edges = Edge.objects.filter(board=copy).values_list("source", "target", "role")
    assert set(edges) == set(
        Edge.objects.filter(board=board).values_list("source", "target", "role")
    )


def test_how_a_picture_was_made_arrives_with_it():
    board = full_board()
    before = Generation.objects.get()
    copy = imported(exported(board))
    node = Node.objects.exclude(generation=None).select_related("generation").get(board=copy)
    after = node.generation
    assert after is not None
    assert after.id != before.id
    assert after.workspace == copy.workspace
    assert (after.prompt, after.seed, after.facts) == (before.prompt, before.seed, before.facts)
    assert after.source is not None and after.patch is not None
    assert (load_pixels(after.source) == load_pixels(before.source)).all()


def test_a_picture_says_elsewhere_too_which_pack_guided_it():
    board = full_board()
    guide = made_picture(board, red=10)
    pack = {"version": str(uuid.uuid4()), "name": "Aurora core", "number": 2}
    anchor = {"asset": str(guide.id), "role": "style", "strength": 1.0, "pack": pack}
    Generation.objects.update(anchors=[anchor])
    copy = imported(exported(board))
    node = Node.objects.exclude(generation=None).select_related("generation").get(board=copy)
    assert node.generation is not None
    (kept,) = node.generation.anchors
    assert kept["pack"] == {"name": "Aurora core", "number": 2}
    assert (kept["strength"], pack_names([kept])) == (1.0, ["Aurora core v2"])
    assert Asset.objects.get(id=kept["asset"]).sha256 == guide.sha256


def test_an_edit_of_several_masks_still_holds_where_it_arrives():
    board = make_board()
    edit = make_edit_of_parts(board.workspace)
    put_picture(board, edit.result, generation=str(edit.id))
    copy = imported(exported(board))
    after = Generation.objects.get(workspace=copy.workspace)
    assert [part["prompt"] for part in after.edit["parts"]] == ["flat", "noise"]
    assert after.edit["parts"][0]["mask"] != edit.edit["parts"][0]["mask"]
    assert problems_of(after) == []
    wider = blend_edit(generation=after, blend=Blend(60), user=None)
    assert wider.patch is None
    assert problems_of(wider) == []


def test_a_picture_that_is_named_often_is_taken_in_once(monkeypatch):
    taken = []
    monkeypatch.setattr(
        "canvas.actions.bundle_import.take_in", lambda **all: taken.append(all) or take_in(**all)
    )

    def repeat(entries: dict[str, bytes]) -> None:
        assets = orjson.loads(entries[MANIFEST])["assets"]
        extra = [assets[0] | {"id": str(uuid.uuid4())} for _ in range(20)]
        manifest(entries, assets=assets + extra)

    data = exported(full_board())
    imported(data)
    once = len(taken)
    imported(rewritten(data, repeat))
    assert len(taken) == 2 * once


def test_pictures_are_taken_in_while_others_may_write(monkeypatch):
    open_then = []
    monkeypatch.setattr(
        "canvas.actions.bundle_import.take_in",
        lambda **all: open_then.append(connection.in_atomic_block) or take_in(**all),
    )
    imported(exported(full_board()))
    assert open_then and not any(open_then)


def test_the_file_is_streamed_in_pieces():
    pieces = list(bundle_of(full_board()))
    assert len(pieces) > 3


def test_importing_twice_makes_two_boards():
    data = exported(full_board())
    assert imported(data).id != imported(data).id


def rewritten(data: bytes, change) -> bytes:
    """The bundle with its entries, `{name: bytes}`, as `change` leaves them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def manifest(entries: dict[str, bytes], **changes: Any) -> None:
    entries[MANIFEST] = orjson.dumps(orjson.loads(entries[MANIFEST]) | changes)


def picture_of(entries: dict[str, bytes]) -> str:
    return next(name for name in entries if name.startswith("pictures/"))


def node(entries: dict[str, bytes], **changes: Any) -> None:
    nodes = orjson.loads(entries[MANIFEST])["nodes"]
    manifest(entries, nodes=[one | changes for one in nodes])


def generation(entries: dict[str, bytes], **changes: Any) -> None:
    generations = orjson.loads(entries[MANIFEST])["generations"]
    manifest(entries, generations=[one | changes for one in generations])


def facts(entries: dict[str, bytes], **changes: Any) -> None:
    """Of what was told of an edit, with some of it replaced."""
    told = orjson.loads(entries[MANIFEST])["generations"][0]["facts"]
    generation(entries, facts=told | changes)


def plan(entries: dict[str, bytes], **changes: Any) -> None:
    told = orjson.loads(entries[MANIFEST])["generations"][0]["facts"]["plan"]
    facts(entries, plan=told | changes)


HOSTILE = {
    "no manifest": lambda e: e.pop(MANIFEST),
    "manifest of something else": lambda e: manifest(e, format="zip"),
    "a newer version": lambda e: manifest(e, version=2),
    "no version": lambda e: manifest(e, version="1"),
    "version true": lambda e: manifest(e, version=True),
    "manifest is a list": lambda e: e.update({MANIFEST: b"[]"}),
    "manifest is no JSON": lambda e: e.update({MANIFEST: b"{"}),
    "NaN": lambda e: e.update({MANIFEST: b'{"format": NaN}'}),
    "a huge integer": lambda e: e.update({MANIFEST: b'{"version": ' + b"9" * 5000 + b"}"}),
    "bottomless JSON": lambda e: e.update({MANIFEST: b"[" * 100_000}),
    "a path upwards": lambda e: e.update({"../../etc/passwd": b"x"}),
    "an absolute path": lambda e: e.update({"/etc/passwd": b"x"}),
    "a program": lambda e: e.update({"pictures/run.sh": b"x"}),
    "nodes that are no list": lambda e: manifest(e, nodes={}),
    "nodes that are no objects": lambda e: manifest(e, nodes=[1]),
    "an unknown kind": lambda e: node(e, kind="virus"),
    "a kind that is a list": lambda e: node(e, kind=[]),
    "a picture that is a list": lambda e: node(e, asset=[]),
    "a parent that is an object": lambda e: node(e, parent={}),
    "an erased area that is a list": lambda e: generation(e, edit={"erased": []}),
    "a proof that is no object": lambda e: facts(e, proof=[]),
    "a proof without its counts": lambda e: facts(e, proof={}),
    "a seam that is a string": lambda e: facts(e, seam="fine"),
    "a plan that is empty": lambda e: facts(e, plan={}),
    "a plan for a huge engine picture": lambda e: plan(e, engine_size=[99_999, 99_999]),
    "a plan whose area are words": lambda e: plan(e, area=["0", "0", "9", "9"]),
    "facts with a NUL": lambda e: facts(e, model="a\0b"),
    "parts of an edit that are a word": lambda e: generation(e, edit={"parts": "two"}),
    "an edge of an edit that is a word": lambda e: generation(e, edit={"transition": "wide"}),
    "an id that is none": lambda e: node(e, id="1; DROP TABLE"),
    "an unknown key": lambda e: node(e, onclick="alert(1)"),
    "a coordinate out of bounds": lambda e: node(e, x=1e300),
    "a picture that is missing": lambda e: e.pop(picture_of(e)),
    "a picture of other bytes": lambda e: e.update({picture_of(e): b"\x89PNG\r\n\x1a\nxx"}),
    "a node with a foreign picture": lambda e: node(e, asset=str(uuid.uuid4())),
    "assets without fingerprint": lambda e: manifest(e, assets=[{"id": str(uuid.uuid4())}]),
    "generations that are none": lambda e: manifest(e, generations=[{"id": "x"}]),
    "links that are none": lambda e: manifest(e, edges=[{"source": 1}]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bundle_is_refused_in_words_and_leaves_no_board(name):
    data = rewritten(exported(full_board()), HOSTILE[name])
    boards = Board.objects.count()
    with pytest.raises(BundleRefused) as caught:
        imported(data)
    assert caught.value.message.endswith(".")
    assert Board.objects.count() == boards


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"x" * 1000],
    ids=["empty", "a zip's head", "a picture", "noise"],
)
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(BundleRefused):
        imported(data)


def test_a_bundle_that_is_cut_off_is_refused():
    data = exported(full_board())
    with pytest.raises(BundleRefused):
        imported(data[: len(data) // 2])


def test_a_bundle_with_a_wrong_checksum_is_refused():
    data = bytearray(exported(full_board()))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry = archive.infolist()[1]
    data[entry.header_offset + 200] ^= 0xFF
    with pytest.raises(BundleRefused):
        imported(bytes(data))


def _spoiled_manifest(data: bytearray) -> None:
    for at in range(30 + len(MANIFEST), 50 + len(MANIFEST)):
        data[at] ^= 0xFF


def _name_of_no_letters(data: bytearray) -> None:
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 8 : entry + 10] = (0x800).to_bytes(2, "little")
    data[entry + 46] = 0xFF


def _contents_before_the_file(data: bytearray) -> None:
    end = data.rfind(b"PK\x05\x06")
    data[end + 16 : end + 20] = b"\xff\xff\xff\x7f"


@pytest.mark.parametrize(
    "spoil", [_spoiled_manifest, _name_of_no_letters, _contents_before_the_file]
)
def test_a_spoiled_zip_is_refused(spoil):
    data = bytearray(exported(full_board()))
    spoil(data)
    with pytest.raises(BundleRefused):
        imported(bytes(data))


def test_what_is_packed_in_another_way_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(MANIFEST, b"{}")
    with pytest.raises(BundleRefused, match="packed"):
        imported(stream.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = rewritten(exported(full_board()), lambda e: e.update({MANIFEST: b" " * 40_000_000}))
    assert len(data) < 200_000
    with pytest.raises(BundleRefused, match="unpack"):
        imported(data)


def test_the_same_name_twice_is_refused():
    stream = io.BytesIO(exported(full_board()))
    with pytest.warns(UserWarning), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(MANIFEST, b"{}")
    with pytest.raises(BundleRefused):
        imported(stream.getvalue())


def test_more_than_the_server_takes_is_refused(settings):
    data = exported(full_board())
    settings.MAX_BUNDLE_BYTES = 1000
    with pytest.raises(BundleRefused, match="MB"):
        imported(data)


def test_a_refused_bundle_leaves_no_rows():
    data = rewritten(exported(full_board()), lambda e: node(e, x=1e300))
    assets, generations = Asset.objects.count(), Generation.objects.count()
    with pytest.raises(BundleRefused):
        imported(data)
    assert (Asset.objects.count(), Generation.objects.count()) == (assets, generations)
