"""Engines set up for a workspace: what is kept, who it is sent to, and when it counts."""

import logging
from decimal import Decimal
from typing import Any

import pytest

from assets.actions.engines import (
    add_engine,
    change_engine,
    remove_engine,
    set_tier,
    switch_engine,
    try_engine,
)
from assets.engines import adapters
from assets.engines.configured import config_of
from assets.engines.registry import engine_for, engine_label, engine_of_tier
from assets.errors import EngineAuthFailed, EngineUnavailable, InvalidRequest
from assets.models import EngineSetting, Workspace
from tests.factories import make_workspace
from tests.fakes import FAKE_KIND
from tests.integration.assets.engines.engine_rows import fields_with, make_engine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fake_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapters, "ADAPTERS", (FAKE_KIND,))


@pytest.fixture
def workspace() -> Workspace:
    return make_workspace()


def test_a_key_is_stored_sealed_and_opened_to_be_used(workspace: Workspace) -> None:
    row = make_engine(workspace)
    stored = EngineSetting.objects.filter(id=row.id).values().get()
    assert "hush" not in str(stored)
    assert config_of(row).api_key == "sk-hush-hush"


def test_an_engine_counts_at_once_and_so_does_every_change(workspace: Workspace) -> None:
    row = make_engine(workspace)
    first = engine_for(row.key)
    assert engine_for(row.key) is first
    assert first.capabilities().price_usd == Decimal("0.04")
    assert first.capabilities().at_once == 3

    change_engine(
        engine=row,
        values=fields_with(price_usd=Decimal("0.1"), api_key=None),
        may_be_private=True,
    )

    assert engine_for(row.key).capabilities().price_usd == Decimal("0.1")
    assert config_of(row).api_key == "sk-hush-hush"


def test_an_engine_that_is_off_or_gone_is_said_to_be_so(workspace: Workspace) -> None:
    row = make_engine(workspace)
    switch_engine(engine=row, enabled=False)
    with pytest.raises(EngineUnavailable, match="Fake One is switched off"):
        engine_for(row.key)
    remove_engine(engine=row)
    with pytest.raises(EngineUnavailable, match='no engine "Fake One"'):
        engine_for(row.key)
    assert engine_label(row.key) == "Fake One"
    assert EngineSetting.objects.get(id=row.id).sealed_key == ""
    for key in ("nonsense", "fake:nonsense", f"gemini:{row.id.hex}"):
        with pytest.raises(EngineUnavailable, match="There is no engine"):
            engine_for(key)


def test_a_tier_means_what_the_workspace_chose_while_that_can_be_used(
    workspace: Workspace,
) -> None:
    row = make_engine(workspace)
    elsewhere = make_workspace("Elsewhere")
    set_tier(workspace=workspace, tier="pro", engine_key=row.key)
    assert engine_of_tier("pro", workspace.id).key == row.key
    assert engine_of_tier("draft", workspace.id).key == "sketch"
    assert engine_of_tier("pro", elsewhere.id).key == "sketch"

    switch_engine(engine=row, enabled=False)
    assert engine_of_tier("pro", workspace.id).key == "sketch"
    switch_engine(engine=row, enabled=True)
    set_tier(workspace=workspace, tier="pro", engine_key="")
    assert engine_of_tier("pro", workspace.id).key == "sketch"


def test_a_tier_takes_no_engine_of_elsewhere(workspace: Workspace) -> None:
    row = make_engine(make_workspace("Elsewhere"))
    for tier, key in (("pro", row.key), ("pro", "nothing"), ("gold", "sketch")):
        with pytest.raises(InvalidRequest):
            set_tier(workspace=workspace, tier=tier, engine_key=key)
    with pytest.raises(EngineUnavailable, match='no tier "gold"'):
        engine_of_tier("gold", workspace.id)


def test_a_key_goes_to_no_other_server_than_it_was_entered_for(workspace: Workspace) -> None:
    row = make_engine(workspace)
    same = fields_with(base_url="https://fake.example/v2", api_key=None)
    change_engine(engine=row, values=same, may_be_private=True)
    other = fields_with(base_url="https://evil.example/v1", api_key=None)
    with pytest.raises(InvalidRequest, match="Enter the key again") as caught:
        change_engine(engine=row, values=other, may_be_private=True)
    assert caught.value.code == "api_key"


async def _resolve(host: str, port: int) -> list[str]:
    known = {"inside.example": "10.0.0.7", "outside.example": "93.184.215.14"}
    if host in known:
        return [known[host]]
    if host in ("127.0.0.1", "169.254.169.254"):
        return [host]
    raise OSError("no such name")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://inside.example/v1", "own network"),
        ("https://127.0.0.1:8188", "own network"),
        ("https://169.254.169.254/latest", "own network"),
        ("http://outside.example", "https"),
        ("nonsense", "https"),
    ],
)
def test_only_owners_of_the_installation_set_private_addresses(
    workspace: Workspace, url: str, words: str
) -> None:
    values = fields_with(base_url=url)
    with pytest.raises(InvalidRequest, match=words) as caught:
        add_engine(
            workspace=workspace,
            user=None,
            adapter="fake",
            values=values,
            may_be_private=False,
            resolve=_resolve,
        )
    assert caught.value.code == "base_url"
    assert not EngineSetting.objects.exists()


@pytest.mark.parametrize("url", ["https://outside.example", "https://unknown.example"])
def test_everybody_else_sets_public_addresses(workspace: Workspace, url: str) -> None:
    row = add_engine(
        workspace=workspace,
        user=None,
        adapter="fake",
        values=fields_with(base_url=url),
        may_be_private=False,
        resolve=_resolve,
    )
    assert not config_of(row).may_be_private
    local = make_engine(workspace, base_url="http://127.0.0.1:8188/")
    assert config_of(local).base_url == "http://127.0.0.1:8188"
    assert config_of(local).may_be_private


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"api_key": ""}, "api_key"),
        ({"model": ""}, "model"),
        ({"options": {"capabilities": {"sizes": 3}}}, "capabilities"),
    ],
)
def test_what_an_engine_needs_is_asked_for(
    workspace: Workspace, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        make_engine(workspace, **changed)
    assert caught.value.code == code


def test_a_test_keeps_the_models_and_how_long_it_took(workspace: Workspace) -> None:
    row = make_engine(workspace)
    probe = try_engine(engine=row)
    row.refresh_from_db()
    assert probe is not None
    assert row.known_models == ["fake-1", "fake-2"]
    assert (row.test_problem, row.tested_at is not None) == ("", True)


@pytest.mark.parametrize(
    ("api_key", "words"),
    [
        ("wrong", "does not accept its key <b>(401)</b>"),
        ("hang", "did not answer within 0.05 s"),
        ("crash", "fault of Anchorboard's own"),
    ],
)
def test_a_test_that_goes_wrong_says_so(
    workspace: Workspace, api_key: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = make_engine(workspace, api_key=api_key)
    with caplog.at_level(logging.ERROR):
        assert try_engine(engine=row, deadline_s=0.05) is None
    row.refresh_from_db()
    assert words in row.test_problem
    assert "secret detail" not in row.test_problem


def test_a_key_that_cannot_be_opened_is_asked_for_again(
    workspace: Workspace, settings: Any
) -> None:
    row = make_engine(workspace)
    settings.ENCRYPTION_KEY = "another one"
    with pytest.raises(EngineAuthFailed, match="enter the key again"):
        engine_for(row.key)


def test_an_engine_of_the_environment_is_of_its_kind(settings: Any) -> None:
    settings.ENGINES = {"env-fake": "fake"}
    settings.ENGINE_CONFIGS = {"env-fake": {"api_key": "sk", "model": "other"}}
    engine = engine_for("env-fake")
    assert (engine.label, engine.version) == ("Fake provider", "fake other")
    assert engine.capabilities().price_usd == Decimal("0.04")
