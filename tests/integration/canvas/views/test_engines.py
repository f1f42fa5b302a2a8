"""The Engines page: who may see and change it, and what it never shows."""

import json
import re

import pytest
from django.test import Client

from assets.engines import adapters
from assets.models import EngineSetting, TierSetting
from canvas.models import Role
from canvas.views import engines as engine_views
from tests.factories import make_member, make_workspace
from tests.fakes import FAKE_KIND
from tests.integration.assets.engines.engine_rows import make_engine
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "sk-hush-hush-0123456789"
FORM = {
    "label": "My fake",
    "api_key": KEY,
    "model": "fake-1",
    "base_url": "",
    "price_usd": "0.04",
    "typical_seconds": "7",
    "concurrency": "2",
    "option_quality": "high",
    "option_note": "",
    "capabilities": '{"max_anchors": 3}',
}


@pytest.fixture(autouse=True)
def fake_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapters, "ADAPTERS", (FAKE_KIND,))
    monkeypatch.setattr(engine_views, "ADAPTERS", (FAKE_KIND,))


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def owner(world: World) -> Client:
    client = Client()
    client.force_login(world.owner)
    return client


def path(world: World, rest: str = "") -> str:
    return f"/workspaces/{world.board.workspace_id}/engines/{rest}"


@pytest.mark.parametrize("who", PEOPLE)
def test_only_owners_see_and_change_engines(who: str, world: World) -> None:
    client = client_of(who, world)
    row = make_engine(world.board.workspace)
    expected = {"owner": 200, "outsider": 404}.get(who, 403 if who in Role.values else 302)

    answers = [
        client.get(path(world)),
        client.get(path(world, "new/fake/")),
        client.get(path(world, f"{row.id}/")),
        client.post(path(world, "tiers/"), {"tier": "pro", "engine": row.key}),
        client.post(path(world, f"{row.id}/test/")),
        client.post(path(world, f"{row.id}/switch/"), {"enabled": "on"}),
        client.post(path(world, "new/fake/"), FORM),
        client.post(path(world, f"{row.id}/"), FORM),
        client.post(path(world, f"{row.id}/remove/")),
    ]

    assert {answer.status_code for answer in answers} == {expected}
    is_owner = who == "owner"
    row.refresh_from_db()
    assert (row.removed_at is not None) is is_owner
    assert EngineSetting.objects.count() == (2 if is_owner else 1)
    has_link = "Engines</span>" in client.get("/").content.decode()
    assert has_link is (who in ("owner", "outsider"))


def test_an_engine_of_another_workspace_is_not_there(world: World, owner: Client) -> None:
    elsewhere = make_engine(make_workspace("Elsewhere"))
    for rest in ("", "test/", "switch/", "remove/"):
        answer = owner.post(path(world, f"{elsewhere.id}/{rest}"), FORM)
        assert answer.status_code == 404
    assert owner.get(path(world, "new/nothing/")).status_code == 404


def test_what_is_set_up_is_listed_tested_and_its_key_shown_nowhere(
    world: World, owner: Client
) -> None:
    saved = owner.post(path(world, "new/fake/"), FORM)
    row = EngineSetting.objects.get()
    assert saved["HX-Retarget"] == "#engines"
    assert (row.label, row.options) == (
        "My fake",
        {"quality": "high", "capabilities": {"max_anchors": 3}},
    )
    tested = owner.post(path(world, f"{row.id}/test/")).content.decode()
    assert "Works: answered in" in tested
    assert "All is well." in tested

    pages = [owner.get(path(world)), owner.get(path(world, f"{row.id}/")), saved]
    told = tested + "".join(page.content.decode() for page in pages)
    assert KEY not in told
    assert "A key is stored" in told
    assert 'value="fake-2"' in told  # a model that the test found

    changed = owner.post(path(world, f"{row.id}/"), FORM | {"api_key": "", "label": "Renamed"})
    before = row.sealed_key
    row.refresh_from_db()
    assert changed.status_code == 200
    assert (row.label, row.sealed_key) == ("Renamed", before)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"label": " "}, "label", "An engine needs a name."),
        ({"api_key": ""}, "api_key", "needs a key"),
        ({"api_key": "ключ"}, "api_key", "This is no key"),
        ({"model": ""}, "model", "needs a model"),
        ({"price_usd": "-1"}, "price_usd", "greater than or equal to 0"),
        ({"price_usd": "NaN"}, "price_usd", "Enter a number"),
        ({"typical_seconds": "1e999"}, "typical_seconds", "Enter a number"),
        ({"concurrency": "0"}, "concurrency", "greater than or equal to 1"),
        ({"capabilities": "[1]"}, "capabilities", "no JSON object"),
        ({"capabilities": "[" * 9000}, "capabilities", "no JSON object"),
        ({"capabilities": '{"speed": 3}'}, "capabilities", "no capability"),
        ({"option_quality": "best"}, "option_quality", "valid choice"),
        ({"base_url": "nonsense"}, "base_url", "starts with https"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    world: World, owner: Client, changed: dict[str, str], field: str, words: str
) -> None:
    answer = owner.post(path(world, "new/fake/"), FORM | changed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(rf'id="id_{field}_error">[^<]*{words}', page)
    assert KEY not in page
    assert not EngineSetting.objects.exists()


def test_words_of_a_provider_are_text(world: World, owner: Client) -> None:
    row = make_engine(world.board.workspace, api_key="wrong", label="<i>Mine</i>")
    page = owner.post(path(world, f"{row.id}/test/")).content.decode()
    assert "does not accept its key &lt;b&gt;(401)&lt;/b&gt;" in page
    assert "<i>" not in page


def test_private_addresses_are_for_owners_of_the_installation(world: World, owner: Client) -> None:
    local = FORM | {"base_url": "http://127.0.0.1:8188"}
    assert "HX-Retarget" in owner.post(path(world, "new/fake/"), local)

    elsewhere = make_workspace("Elsewhere")
    stranger = Client()
    stranger.force_login(make_member(elsewhere, Role.OWNER, "stranger"))
    for address in ("http://127.0.0.1:8188", "https://127.0.0.1:8188", "https://[::1]"):
        answer = stranger.post(
            f"/workspaces/{elsewhere.id}/engines/new/fake/", FORM | {"base_url": address}
        )
        assert 'id="id_base_url_error"' in answer.content.decode()
    assert not EngineSetting.objects.filter(workspace=elsewhere).exists()


def test_a_tier_is_mapped_and_reaches_the_board(world: World, owner: Client) -> None:
    row = make_engine(world.board.workspace)
    owner.post(path(world, "tiers/"), {"tier": "pro", "engine": row.key})
    board = owner.get(f"/boards/{world.board.id}/").content.decode()
    config = re.search(r'<script id="board-config"[^>]*>(.*?)</script>', board)
    assert config is not None
    tiers = {tier["key"]: tier["engine_label"] for tier in json.loads(config[1])["tiers"]}
    assert tiers["pro"] == "Fake One"

    refused = owner.post(path(world, "tiers/"), {"tier": "pro", "engine": "nothing"})
    assert "This engine is not here any more." in refused.content.decode()
    assert TierSetting.objects.get().engine == row.key


def test_a_kind_that_is_gone_breaks_no_page(
    world: World, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_engine(world.board.workspace)
    owner.post(path(world, "tiers/"), {"tier": "pro", "engine": row.key})
    monkeypatch.setattr(adapters, "ADAPTERS", ())
    page = owner.get(path(world))
    assert "no such kind of engine any more" in page.content.decode()
    assert owner.get(f"/boards/{world.board.id}/").status_code == 200
    assert owner.post(path(world, f"{row.id}/test/")).status_code == 404
    assert owner.post(path(world, f"{row.id}/remove/")).status_code == 200
