"""Workflows that a ComfyUI runs in place of the built-in ones."""

import copy

import orjson
import pytest

from assets.actions.engines import add_engine, try_engine
from assets.actions.workflows import put_workflow, remove_workflow
from assets.engines.comfyui.workflows import BadWorkflow, built_in
from assets.engines.registry import engine_for
from assets.engines.request import Operation
from assets.errors import InvalidRequest
from assets.models import EngineSetting, EngineWorkflow, Workspace
from tests.factories import make_workspace
from tests.integration.assets.engines.engine_rows import fields_with

pytestmark = pytest.mark.django_db

DRAW = Operation.TEXT_TO_IMAGE


@pytest.fixture
def workspace() -> Workspace:
    return make_workspace()


@pytest.fixture
def comfyui(workspace: Workspace) -> EngineSetting:
    return add_engine(
        workspace=workspace,
        user=None,
        adapter="comfyui",
        values=fields_with(label="The Workshop", model="", api_key=""),
        may_be_private=True,
    )


def exported(operation: Operation = DRAW) -> bytes:
    return orjson.dumps(built_in(operation).graph)


def put(
    engine: EngineSetting, data: bytes | None = None, name: str = "flux.json"
) -> EngineWorkflow:
    return put_workflow(
        engine=engine, user=None, operation=DRAW, name=name, data=data or exported()
    )


def test_an_engine_can_what_it_has_a_workflow_for_at_once(comfyui: EngineSetting) -> None:
    assert engine_for(comfyui.key).capabilities().operations == frozenset()
    before = engine_for(comfyui.key).version
    put(comfyui)
    assert engine_for(comfyui.key).capabilities().operations == {DRAW}
    assert engine_for(comfyui.key).version != before
    remove_workflow(engine=comfyui, operation=DRAW)
    assert engine_for(comfyui.key).capabilities().operations == frozenset()
    remove_workflow(engine=comfyui, operation=DRAW)


def test_another_one_takes_the_place_of_the_last(comfyui: EngineSetting) -> None:
    put(comfyui)
    graph = copy.deepcopy(built_in(DRAW).graph)
    graph["sampler"]["inputs"]["steps"] = 4
    put(comfyui, orjson.dumps(graph), name="quick\x00\n" + "q" * 300)
    row = EngineWorkflow.objects.get()
    assert row.graph["sampler"]["inputs"]["steps"] == 4
    assert len(row.name) == 100 and row.name.startswith("quick q")


def test_one_that_is_refused_leaves_the_last_in_its_place(comfyui: EngineSetting) -> None:
    put(comfyui)
    with pytest.raises(BadWorkflow, match=r"lacks \$prompt"):
        put(comfyui, exported(Operation.UPSCALE))
    assert EngineWorkflow.objects.get().graph == built_in(DRAW).graph


def test_changed_settings_keep_the_workflows(comfyui: EngineSetting) -> None:
    put(comfyui)
    comfyui.options = {"steps": "12"}
    comfyui.save()
    assert EngineWorkflow.objects.count() == 1


def test_a_test_of_an_engine_with_workflows_reaches_its_server(comfyui: EngineSetting) -> None:
    comfyui.base_url = "http://127.0.0.1:1"
    comfyui.save()
    put(comfyui)
    assert try_engine(engine=comfyui) is None
    assert "cannot be reached" in comfyui.test_problem


def test_engines_of_other_kinds_take_none(workspace: Workspace) -> None:
    with pytest.raises(InvalidRequest, match="takes no workflows"):
        put(
            add_engine(
                workspace=workspace,
                user=None,
                adapter="iopaint",
                values=fields_with(model="", api_key=""),
                may_be_private=True,
            )
        )
