"""Risk and rights on a board: along the lineage, raised by anyone, lowered by leads, on record."""

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assets.actions.rights import MOST_DOCUMENT_BYTES
from assets.models import Asset, Rights
from canvas.actions.ops import apply_changes
from canvas.models import AuditEntry, Node
from canvas.risk_facts import risk_of
from tests.integration.canvas.document_parts import make_generation
from tests.integration.canvas.shared_world import (
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db


def node(world: World, node_id: uuid.UUID | None = None) -> Node:
    return Node.objects.select_related("board").get(id=node_id or world.picture_node)


def risk(world: World, node_id: uuid.UUID | None = None) -> str:
    return str(risk_of(node(world, node_id)).risk)


def own(world: World) -> None:
    Rights.objects.update_or_create(asset=world.picture, defaults={"kind": "owned"})


def made_from(world: World, name: str, **inputs: Any) -> tuple[Asset, uuid.UUID]:
    asset = made_picture(world.board, name=name, red=len(name) * 9 % 250)
    make_generation(world.board.workspace, state="succeeded", result=asset, **inputs)
    return asset, put_picture(world.board, asset)


def post(client: Any, world: World, rest: str, data: Any = None, node_id: Any = None) -> str:
    address = f"/boards/{world.board.id}/nodes/{node_id or world.picture_node}/{rest}"
    answer = client.post(address, data or {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_rights_come_along_the_lineage_the_strictest_first() -> None:
    world = make_world()
    edit, edit_node = made_from(world, "Edit", source=world.picture, prompt="warmer light")
    anchored = [{"asset": str(edit.id), "role": "style", "strength": 0.5}]
    _, last_node = made_from(world, "Last one", anchors=anchored, prompt="a mug")
    client = client_of("designer", world)
    assert risk(world) == risk(world, edit_node) == risk(world, last_node) == "high"

    said = post(client, world, f"rights/{world.picture.id}/", {"kind": "owned"}, last_node)

    assert "hx-swap-oob" in said and "Owned" in said
    assert risk(world) == risk(world, edit_node) == risk(world, last_node) == "low"
    entry = AuditEntry.objects.get(verb="rights_declared")
    assert (entry.subject, json.loads(entry.facts)["rights"]) == ("Mug", "owned")


def test_a_licence_needs_its_document_and_ends() -> None:
    world = make_world()
    client = client_of("designer", world)
    address = f"rights/{world.picture.id}/"
    licence = {"kind": "licensed", "expires_on": "2999-12-31"}

    post(client, world, address, licence)
    assert risk(world) == "medium"

    file = SimpleUploadedFile("licence.html", b"<script>alert(1)</script>")
    post(client, world, address, licence | {"document": file})
    assert risk(world) == "low"
    answer = client.get(f"/boards/{world.board.id}/nodes/{world.picture_node}/{address}document")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"

    post(client, world, address, {"kind": "licensed", "expires_on": "2020-01-01"})
    assert risk(world) == "high"
    assert Rights.objects.get().document_name == "licence.html"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose one"),
        ({"kind": "stolen"}, "Rights are ours"),
        ({"kind": "licensed", "expires_on": "soon"}, "Write a day"),
        ({"kind": "licensed", "document": SimpleUploadedFile("x", b"")}, "is empty"),
        (
            {
                "kind": "licensed",
                "document": SimpleUploadedFile("x", b"x" * (MOST_DOCUMENT_BYTES + 1)),
            },
            "larger than 10 MB",
        ),
    ],
)
def test_bad_rights_are_refused_in_words(data: dict[str, Any], words: str) -> None:
    world = make_world()

    said = post(client_of("designer", world), world, f"rights/{world.picture.id}/", data)

    assert words in said and "rights-dialog" in said
    assert not Rights.objects.exists()


def test_rights_of_a_picture_that_is_no_input_are_not_there() -> None:
    world = make_world()
    other = made_picture(world.board, name="Other")
    client = client_of("owner", world)
    for rest in ("rights", "uses"):
        address = f"/boards/{world.board.id}/nodes/{world.picture_node}/{rest}/{other.id}/"
        assert client.get(address).status_code == 404


def test_anyone_raises_and_only_a_lead_lowers_with_a_reason() -> None:
    world = make_world()
    own(world)
    viewer, designer, lead = (client_of(who, world) for who in ("viewer", "designer", "lead"))
    post(designer, world, "risk/", {"use": "Hero"})
    assert risk(world) == "medium"

    post(viewer, world, "risk/class/", {"class": "high"})
    assert risk(world) == "high"
    assert "Ask a lead" in post(designer, world, "risk/class/", {"class": "low"})
    assert "Ask a lead" in post(viewer, world, "risk/class/", {"class": "low"})
    assert "Say why" in post(lead, world, "risk/class/", {"class": "low", "why": "  "})
    assert risk(world) == "high"

    said = post(lead, world, "risk/class/", {"class": "low", "why": "Own studio shot"})

    assert "Lowered by lead: Own studio shot" in said
    assert risk(world) == "low"
    post(designer, world, "risk/", {"use": "Hero", "flags": ["minors"]})
    assert risk(world) == "high"
    verbs = AuditEntry.objects.filter(verb__startswith="risk_").order_by("number")
    assert [entry.verb for entry in verbs] == [
        "risk_described",
        "risk_raised",
        "risk_lowered",
        "risk_described",
    ]
    assert json.loads(verbs[2].facts)["reason"] == "Own studio shot"


def test_another_use_lowers_only_through_a_lead() -> None:
    world = make_world()
    own(world)
    designer = client_of("designer", world)
    post(designer, world, "risk/", {"use": "Logo", "flags": "people"})

    assert "Ask a lead" in post(designer, world, "risk/", {"use": "Mood board"})
    assert risk(world) == "high"
    assert "no such use" in post(designer, world, "risk/", {"use": "Nonsense"})
    assert "no such use" in post(designer, world, "risk/", {"flags": "nonsense"})

    post(client_of("lead", world), world, "risk/", {"use": "Mood board", "why": "changed plans"})
    assert risk(world) == "low"


def test_an_edit_begins_with_what_was_said_but_not_with_a_lowering() -> None:
    world = make_world()
    own(world)
    lead = client_of("lead", world)
    post(lead, world, "risk/", {"use": "Hero"})
    post(lead, world, "risk/class/", {"class": "low", "why": "fine"})
    _, edit_node = made_from(world, "Edit", source=world.picture, prompt="warmer")
    edge = {"source": str(world.picture_node), "target": str(edit_node), "role": "source"}
    apply_changes(board_id=world.board.id, changes=[{"edge": str(uuid.uuid4()), "create": edge}])

    assert risk(world) == "low"
    assert risk(world, edit_node) == "medium"


def test_what_used_a_picture() -> None:
    world = make_world()
    edit, _ = made_from(world, "Edit", source=world.picture, prompt="warmer")
    made_from(world, "Grandchild", source=edit, prompt="cooler")
    made_from(world, "Stranger", prompt="a mug")

    address = f"/boards/{world.board.id}/nodes/{world.picture_node}/uses/{world.picture.id}/"
    said = client_of("viewer", world).get(address).content.decode()

    assert "2 pictures were made from it" in said
    assert "Edit" in said and "Grandchild" in said and "Stranger" not in said
    assert world.board.title in said


def test_the_inspector_tells_members_and_no_guest() -> None:
    world = make_world()
    address = f"/boards/{world.board.id}/panels/picture/{world.picture_node}/"

    assert "Rights of Mug are unknown" in client_of("viewer", world).get(address).content.decode()
    assert "ights" not in client_of("guest", world).get(address).content.decode()
