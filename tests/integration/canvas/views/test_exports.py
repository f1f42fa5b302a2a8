import csv
import hashlib
import io
import json
import uuid
import zipfile
from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.core.files.storage import default_storage
from PIL import Image

from assets.actions.assets import add_picture
from assets.actions.rights import set_rights
from assets.export.certificates import make_for_trial
from assets.export.credentials import Claim, read, sign
from assets.export.metadata import SourceType
from assets.files import picture_path
from assets.models import Asset, Generation, GenerationState, Rights
from canvas.actions.ops import apply_changes
from canvas.export_stream import export_pieces
from canvas.models import AuditEntry, Decision, Export, ExportItem, Node
from tests.factories import picture_bytes
from tests.integration.canvas.shared_world import (
    EDITORS,
    PEOPLE,
    client_of,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
PROMPT = "a red mug on oak, morning light"


@pytest.fixture
def world():
    return make_world()


def made(world, *, seed=1, name="Mug", alt="", prompt=PROMPT, source=None, **keys):
    """A generated picture on the board, its rights clear: its node."""
    data = picture_bytes(640, 480, seed=seed)
    asset = add_picture(
        workspace=world.board.workspace,
        data=data,
        name=name,
        user=world.owner,
        origin=Asset.Origin.GENERATION,
    )
    generation = Generation.objects.create(
        workspace=world.board.workspace,
        created_by=world.owner,
        operation="inpaint" if source else "text_to_image",
        tier="draft",
        engine="sketch",
        engine_version="sketch-1",
        prompt=prompt,
        width=640,
        height=480,
        seed=4242,
        source=source,
        state=GenerationState.SUCCEEDED,
        result=asset,
        cost_usd="0.0100",
    )
    node = put_picture(world.board, asset, name=name, alt=alt, **keys)
    Node.objects.filter(board=world.board, id=node).update(generation=generation)
    return node


def approve(world, node):
    found = Node.objects.get(board=world.board, id=node)
    Decision.objects.create(
        board=world.board,
        node=node,
        asset=found.asset,
        sha256=found.asset.sha256,
        kind="approve",
        user=world.owner,
        role="owner",
    )
    return node


def ask(client, world, node_ids, **form):
    named = {"asked": "1", "signs": "on", "nodes": ",".join(map(str, node_ids))}
    return client.post(f"/boards/{world.board.id}/exports/new/", named | form, headers=JSON)


def fetch(client, told) -> bytes:
    answer = client.get(told["file"])
    assert answer.status_code == 200
    return contents(answer)


def contents(answer) -> bytes:
    async def take() -> bytes:
        return b"".join([piece async for piece in answer.streaming_content])

    return async_to_sync(take)()


def export(client, world, nodes, **form):
    answer = ask(client, world, nodes, **form)
    assert answer.status_code == 201, answer.content
    data = fetch(client, answer.json())
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    files = {name: archive.read(name) for name in archive.namelist()}
    manifest = files.pop("manifest.csv").decode("utf-8-sig")
    return files, list(csv.DictReader(io.StringIO(manifest))), answer.json()


def test_approved_pictures_leave_as_previewed_and_as_the_manifest_says(world):
    client = client_of("designer", world)
    nodes = [made(world, seed=n, name=f"Mug {n}") for n in range(3)]
    for node in nodes[:2]:
        approve(world, node)
    form = {"preset": "paid-social", "brand": "Northlight", "campaign": "Spring/hero"}
    shown = client.post(
        f"/boards/{world.board.id}/exports/",
        {"asked": "1", "nodes": ",".join(map(str, nodes))} | form,
    ).content.decode()
    assert "Export 2 of 3" in shown
    assert "Not approved." in shown

    files, rows, told = export(client, world, nodes, **form)

    assert list(files) == [f"Northlight_Spring-hero_Mug-{n}_1080x1350_v1.jpg" for n in range(2)]
    assert all(name in shown for name in files)
    for row, (name, data) in zip(rows, files.items(), strict=False):
        assert len(data) <= 300_000
        assert Image.open(io.BytesIO(data)).size == (1080, 1350)
        assert (row["file"], row["sha256"]) == (name, hashlib.sha256(data).hexdigest())
        assert (row["engine"], row["seed"], row["class"]) == ("sketch", "4242", "low")
        assert (row["cost_usd"], row["prompt_version"]) == ("0.0100", "free text")
        assert (row["approver"], row["status"]) == ("owner", "exported")
        assert row["prompt"] == ""
    assert (rows[2]["status"], rows[2]["file"]) == ("held back", "")
    news = client.get(told["news"]).json()
    assert (news["state"], news["exported"], news["total"]) == ("finished", 2, 3)
    entry = AuditEntry.objects.get(verb="exported")
    assert json.loads(entry.facts)["pictures"] == 2


@pytest.mark.parametrize(("level", "holds"), [("none", False), ("minimal", False), ("full", True)])
@pytest.mark.parametrize("kind", ["png", "avif"])
def test_a_file_holds_as_much_as_was_chosen(world, level, holds, kind):
    client = client_of("designer", world)
    node = approve(world, made(world, alt="A mug on a table"))
    files, rows, _ = export(
        client, world, [node], metadata=level, kind=kind, preset_was="as-they-are"
    )
    (data,) = files.values()
    assert (PROMPT.encode() in data) == holds
    assert (b"A mug on a table" in data) == (level != "none")
    assert (b"trainedAlgorithmicMedia" in data) == (level != "none")
    assert (read(data) is not None) == (level != "none")
    assert rows[0]["alt_text"] == "A mug on a table"
    assert (rows[0]["prompt"] == PROMPT) == holds


def test_an_edit_of_a_signed_upload_is_a_composite_that_names_it(world):
    camera = make_for_trial("Camera", now=datetime.now(UTC))
    jpeg = picture_bytes(640, 480, seed=9, format="JPEG")
    signed = sign(jpeg, "image/jpeg", Claim("Photo", SourceType.TRAINED), camera)
    upload = add_picture(
        workspace=world.board.workspace, data=signed, name="Photo.jpg", user=world.owner
    )
    assert upload.signed_sha256 == hashlib.sha256(signed).hexdigest()
    set_rights(
        asset=upload, kind=Rights.Kind.OWNED, expires_on=None, document=None, user=world.owner
    )
    node = approve(world, made(world, source=upload))

    files, rows, _ = export(client_of("designer", world), world, [node])

    (data,) = files.values()
    found = read(data)
    assert found is not None
    assert found.is_valid
    (ingredient,) = found.manifest["ingredients"]
    assert (ingredient["title"], ingredient["relationship"]) == ("Photo.jpg", "parentOf")
    assert ingredient["active_manifest"]
    assert b"compositeWithTrainedAlgorithmicMedia" in data
    assert rows[0]["digital_source_type"] == "compositeWithTrainedAlgorithmicMedia"
    assert rows[0]["credentials"].startswith("Northlight Studio")


def test_unknown_rights_hold_a_picture_back_and_are_said(world):
    answer = ask(client_of("designer", world), world, [world.picture_node])
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_to_export")
    assert (
        "Rights of Mug are unknown."
        in client_of("designer", world)
        .post(f"/boards/{world.board.id}/exports/", {"nodes": str(world.picture_node)})
        .content.decode()
    )


def test_only_a_lead_overrides_with_a_reason_on_the_record(world):
    node = made(world)
    said = {"override": "on", "why": "Press deadline"}
    refused = ask(client_of("designer", world), world, [node], **said)
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_lead")
    unsaid = ask(client_of("lead", world), world, [node], override="on", why=" ")
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "no_reason")

    files, rows, _ = export(client_of("lead", world), world, [node], **said)

    assert len(files) == 1
    assert rows[0]["override"] == "Press deadline"
    entry = AuditEntry.objects.get(verb="export_overridden")
    assert json.loads(entry.facts)["reason"] == "Press deadline"


def test_a_picture_deleted_meanwhile_is_told_and_the_others_go_on(world):
    client = client_of("designer", world)
    nodes = [approve(world, made(world, seed=n, name=f"Mug {n}")) for n in range(3)]
    told = ask(client, world, nodes).json()
    apply_changes(board_id=world.board.id, changes=[{"node": str(nodes[1]), "delete": True}])

    data = fetch(client, told)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == 3
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
    assert [row["status"] for row in rows] == ["exported", "deleted", "exported"]
    assert client.get(told["news"]).json()["stayed"][0]["why"].startswith("It is not on the board")


def test_new_pixels_after_an_approval_stay(world):
    client = client_of("designer", world)
    node = approve(world, made(world))
    told = ask(client, world, [node, approve(world, made(world, seed=5, name="Cup"))]).json()
    other = add_picture(
        workspace=world.board.workspace, data=picture_bytes(seed=7), name="x", user=world.owner
    )
    Node.objects.filter(board=world.board, id=node).update(asset=other)
    fetch(client, told)
    items = ExportItem.objects.filter(export_id=told["id"]).order_by("position")
    assert [one.status for one in items] == ["held back", "exported"]


def test_one_that_cannot_be_made_is_told_and_the_others_go_on(world):
    client = client_of("designer", world)
    nodes = [approve(world, made(world, seed=n + 20)) for n in range(2)]
    lost = Node.objects.get(board=world.board, id=nodes[0]).asset
    default_storage.delete(picture_path(lost.sha256, lost.format))
    files, rows, _ = export(client, world, nodes)
    assert len(files) == 1
    assert rows[0]["status"] == "failed"
    assert "not on the server" in rows[0]["reason"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"pattern": "a/b"}, "bad_pattern"),
        ({"pattern": "{nobody}"}, "bad_pattern"),
        ({"preset": "gone"}, "unknown_preset"),
        ({"metadata": "all"}, "unknown_metadata"),
        ({"nodes": "not-an-id"}, "invalid_request"),
        ({"nodes": ",".join(["x"] * 2001)}, "too_many_pictures"),
        ({"nodes": ""}, "nothing_to_export"),
        ({"nodes": str(uuid.uuid4())}, "nothing_to_export"),
    ],
)
def test_bad_input_is_said_in_words(world, form, code):
    node = approve(world, made(world))
    answer = ask(client_of("designer", world), world, [node], **form)
    assert 400 <= answer.status_code < 500
    assert answer.json()["code"] == code
    assert answer.json()["message"].endswith(".")
    assert not Export.objects.exists()


def test_a_bad_pattern_is_said_in_the_dialog(world):
    node = approve(world, made(world))
    shown = client_of("designer", world).post(
        f"/boards/{world.board.id}/exports/",
        {"asked": "1", "nodes": str(node), "pattern": "{brand}/{sku}"},
    )
    assert "no slashes" in shown.content.decode()
    buttons = shown.content.decode().split("data-start")[1:]
    assert all("disabled" in button.partition(">")[0] for button in buttons)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_whoever_asked_downloads(world, who):
    asking = client_of("designer", world)
    told = ask(asking, world, [approve(world, made(world))]).json()
    other = client_of(who, world)
    expected = 404 if who in EDITORS else {403, 404, 302}
    for path in (told["file"], told["news"]):
        status = other.get(path, headers=JSON).status_code
        assert status == expected if isinstance(expected, int) else status in expected
    assert other.post(told["stop"], headers=JSON).status_code >= 400
    assert Export.objects.get(id=told["id"]).state == "waiting"


def test_a_download_that_is_closed_ends_the_work(world):
    client = client_of("designer", world)
    nodes = [approve(world, made(world, seed=n, name=f"Mug {n}")) for n in range(3)]
    told = ask(client, world, nodes).json()

    async def begin_and_leave() -> None:
        pieces = export_pieces(uuid.UUID(told["id"]))
        assert await anext(pieces) == b""
        assert len(await anext(pieces)) > 1_000
        await pieces.aclose()

    async_to_sync(begin_and_leave)()
    assert client.get(told["news"]).json()["state"] == "stopped"
    assert json.loads(AuditEntry.objects.get(verb="exported").facts)["state"] == "stopped"


def test_a_stopped_export_breaks_off_and_does_not_begin_again(world):
    client = client_of("designer", world)
    nodes = [approve(world, made(world, seed=n, name=f"Mug {n}")) for n in range(2)]
    told = ask(client, world, nodes).json()

    async def begin_and_stop() -> None:
        pieces = export_pieces(uuid.UUID(told["id"]))
        await anext(pieces)
        await anext(pieces)
        await sync_to_async(client.post)(told["stop"])
        await anext(pieces)

    with pytest.raises(ConnectionAbortedError):
        async_to_sync(begin_and_stop)()
    assert client.get(told["news"]).json()["exported"] == 1
    again = client.get(told["file"], headers=JSON)
    assert (again.status_code, again.json()["code"]) == (409, "export_stopped")


def test_a_contact_sheet_shows_those_that_may_leave(world):
    client = client_of("designer", world)
    nodes = [approve(world, made(world)), made(world, seed=2)]
    told = ask(client, world, nodes, sheet="1").json()
    data = fetch(client, told)
    assert data.startswith(b"%PDF")
    assert b"/Count 1/" in data
    assert client.get(told["news"]).json()["exported"] == 1


@pytest.mark.parametrize(("kind", "head"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_region_of_the_board_is_one_picture_or_page(world, kind, head):
    region = {"kind": kind, "x": -10, "y": -10, "width": 400, "height": 300}
    answer = client_of("designer", world).post(
        f"/boards/{world.board.id}/exports/region/", region, content_type="application/json"
    )
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="Spring hero.{kind}"'
    assert contents(answer).startswith(head)
    assert AuditEntry.objects.get(verb="region_exported").subject == "Spring hero"


@pytest.mark.parametrize(
    "wrong", [{"kind": "svg"}, {"width": 0}, {"height": 1e30}, {"x": "1"}, {"more": 1}]
)
def test_a_region_that_is_none_is_refused(world, wrong):
    region = {"kind": "png", "x": 0, "y": 0, "width": 400, "height": 300} | wrong
    answer = client_of("designer", world).post(
        f"/boards/{world.board.id}/exports/region/",
        region,
        content_type="application/json",
        headers=JSON,
    )
    assert answer.status_code == 400


def test_what_used_a_picture_lists_what_left(world):
    client = client_of("designer", world)
    set_rights(
        asset=world.picture,
        kind=Rights.Kind.OWNED,
        expires_on=None,
        document=None,
        user=world.owner,
    )
    node = approve(world, made(world, source=world.picture))
    files, _, _ = export(client, world, [node])
    shown = client.get(
        f"/boards/{world.board.id}/nodes/{world.picture_node}/uses/{world.picture.id}/"
    ).content.decode()
    assert next(iter(files)) in shown
