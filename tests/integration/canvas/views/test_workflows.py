"""The workflows of a ComfyUI on the Engines page: who may, what comes back, what is refused."""

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from assets.actions.engines import add_engine
from assets.engines.comfyui.workflows import MOST_BYTES, built_in
from assets.engines.request import Operation
from assets.models import EngineSetting, EngineWorkflow
from canvas.models import Role
from tests.factories import make_workspace
from tests.integration.assets.engines.engine_rows import fields_with
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world

pytestmark = pytest.mark.django_db(transaction=True)

DRAWING = orjson.dumps(built_in(Operation.TEXT_TO_IMAGE).graph)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def owner(world: World) -> Client:
    return client_of("owner", world)


def comfyui(world: World, adapter: str = "comfyui") -> EngineSetting:
    return add_engine(
        workspace=world.board.workspace,
        user=None,
        adapter=adapter,
        values=fields_with(label="The Workshop", model="", api_key=""),
        may_be_private=True,
    )


def path(engine: EngineSetting, rest: str = "") -> str:
    return f"/workspaces/{engine.workspace_id}/engines/{engine.id}/workflows/{rest}"


def add(
    client: Client,
    engine: EngineSetting,
    data: bytes = DRAWING,
    *,
    operation: str = "text_to_image",
    name: str = "flux.json",
) -> HttpResponse:
    file = SimpleUploadedFile(name, data, "application/json")
    return client.post(path(engine, f"{operation}/add/"), {"file": file})


@pytest.mark.parametrize("who", PEOPLE)
def test_only_owners_see_and_change_workflows(who: str, world: World) -> None:
    engine, client = comfyui(world), client_of(who, world)
    expected = {"owner": 200, "outsider": 404}.get(who, 403 if who in Role.values else 302)
    answers = [
        client.get(path(engine)),
        client.get(path(engine, "text_to_image/")),
        add(client, engine),
        client.post(path(engine, "upscale/remove/")),
    ]
    assert {answer.status_code for answer in answers} == {expected}
    assert EngineWorkflow.objects.exists() is (who == "owner")


def test_what_is_added_is_listed_downloaded_and_removed(world: World, owner: Client) -> None:
    engine = comfyui(world)
    assert "Off: needs a model in its settings" in owner.get(path(engine)).content.decode()
    told = add(owner, engine, name="<i>flux.json").content.decode()
    assert "&lt;i&gt;flux.json · 7 nodes" in told and 'role="alert"' not in told
    file = owner.get(path(engine, "text_to_image/"))
    assert orjson.loads(file.content) == built_in(Operation.TEXT_TO_IMAGE).graph
    assert "attachment" in file["Content-Disposition"]
    owner.post(path(engine, "text_to_image/remove/"))
    assert not EngineWorkflow.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "This file is no JSON"),
        (b'{"nodes": [], "links": []}', "Export (API)"),
        (orjson.dumps(built_in(Operation.UPSCALE).graph), "It lacks $prompt"),
        (b" " * (MOST_BYTES + 1), "at most 1 MB"),
        (b" " * (MOST_BYTES * 2), "at most 1 MB"),
    ],
)
def test_what_is_no_workflow_is_refused_in_words(
    world: World, owner: Client, data: bytes, words: str
) -> None:
    engine = comfyui(world)
    add(owner, engine)
    answer = add(owner, engine, data)
    assert answer.status_code == 200
    assert words in answer.content.decode() and 'role="alert"' in answer.content.decode()
    assert EngineWorkflow.objects.get().name == "flux.json"


def test_what_is_not_there_is_not_found(world: World, owner: Client) -> None:
    engine, other = comfyui(world), comfyui(world, "iopaint")
    assert owner.get(path(other)).status_code == 404
    assert add(owner, engine, operation="animate").status_code == 404
    assert owner.get(path(engine, "crop/")).status_code == 404
    assert "No file arrived" in owner.post(path(engine, "upscale/add/")).content.decode()
    engine.workspace = make_workspace("Elsewhere")
    engine.save()
    mine = f"/workspaces/{world.board.workspace_id}/engines/{engine.id}/workflows/"
    assert owner.get(mine).status_code == 404


def test_a_file_without_the_forms_token_is_refused(world: World) -> None:
    engine = comfyui(world)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.owner)
    assert add(strict, engine).status_code == 403
