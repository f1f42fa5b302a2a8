"""Drift: canaries, what they pause, and how people go on from there (J08, step 6)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assets.actions.assets import add_made_picture
from assets.actions.canaries import due
from assets.actions.generations import NewGeneration, retry_generation, start_generations
from assets.engines.request import Operation
from assets.errors import PausedForDrift
from assets.models import CanaryRun, DriftWatch, EngineSetting, Generation, TierSetting
from canvas.actions.drift import make_watch, on_generation_ended
from canvas.models import AuditEntry, Decision
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world
from tests.unit.assets.drift.pictures import still_life

pytestmark = pytest.mark.django_db(transaction=False)
MANAGERS = ("owner", "lead")
FORM = {"tier": "draft", "prompts": "a mug\n\na cup\n", "every_days": "7"}


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {"scripted": "tests.fakes.ScriptedEngine"}
    settings.TIERS = {"draft": "scripted"}


def path(world: World, rest: str = "") -> str:
    return f"/workspaces/{world.board.workspace_id}/drift/{rest}"


def approve_references(world: World, count: int = 6) -> None:
    for seed in range(count):
        asset = add_made_picture(
            workspace=world.board.workspace,
            image=still_life(seed=100 + seed, warmer=seed),
            name="Mug",
            user=None,
        )
        Generation.objects.create(
            workspace=world.board.workspace,
            operation="text_to_image",
            tier="draft",
            engine="scripted",
            engine_version="1.0",
            prompt="a mug",
            width=256,
            height=256,
            seed=seed,
            state="succeeded",
            result=asset,
        )
        Decision.objects.create(
            board=world.board, node=uuid.uuid4(), asset=asset, sha256=asset.sha256, kind="approve"
        )


def use_model(world: World, model: str) -> EngineSetting:
    """The tier's engine is one of the Engines page, with this model."""
    row = EngineSetting.objects.filter(workspace=world.board.workspace).first()
    row = row or EngineSetting(
        workspace=world.board.workspace,
        adapter="openai_compatible",
        label="House engine",
        base_url="https://pictures.example.com/v1",
    )
    row.model, row.changed_at = model, timezone.now()
    row.save()
    TierSetting.objects.update_or_create(
        workspace=world.board.workspace, tier="draft", defaults={"engine": row.key}
    )
    return row


def draw(run: CanaryRun, *, warmer: int = 0) -> None:
    """As the engine would."""
    for canary in run.canaries.select_related("generation__workspace"):
        made = canary.generation
        image = still_life(seed=canary.place, warmer=warmer)
        made.result = add_made_picture(
            workspace=made.workspace, image=image, name="Canary", user=None
        )
        made.state, made.engine_version = "succeeded", run.engine_version
        made.save()
        on_generation_ended(made.id)


def watch_of(world: World) -> DriftWatch:
    watch = make_watch(
        workspace=world.board.workspace,
        user=world.owner,
        brand=None,
        template=None,
        tier="draft",
        prompts=["a mug", "a cup"],
        every_days=7,
    )
    return watch


def ask(world: World) -> list[Generation]:
    new = NewGeneration(
        id=uuid.uuid4(),
        operation=Operation.TEXT_TO_IMAGE,
        prompt="a mug",
        tier="draft",
        width=1024,
        height=1024,
    )
    return start_generations(workspace=world.board.workspace, user=world.owner, asked=[new])


def generate_on_the_board(world: World) -> tuple[int, str]:
    ids = {"generation": str(uuid.uuid4()), "node": str(uuid.uuid4())}
    item = ids | {"x": 0, "y": 0, "width": 256, "height": 256}
    body = {"operation": "text_to_image", "prompt": "a mug", "tier": "draft", "items": [item]}
    answer = client_of("designer", world).post(
        f"/boards/{world.board.id}/generations/",
        body | {"width": 1024, "height": 1024},
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    return answer.status_code, answer.json()["code"]


def act(world: World, who: str, act: str) -> Any:
    watch = DriftWatch.objects.get()
    return client_of(who, world).post(path(world, f"{watch.id}/{act}/"))


def test_another_model_is_drawn_found_to_have_drifted_and_paused_until_it_goes_back() -> None:
    world = make_world()
    approve_references(world)
    use_model(world, "pictures-1.0")
    watch = watch_of(world)
    assert watch.references.count() == 6
    act(world, "lead", "draw")
    draw(CanaryRun.objects.get())
    assert CanaryRun.objects.get().is_good
    assert due(timezone.now()) == []

    use_model(world, "pictures-1.1")
    ((found, why),) = due(timezone.now())
    assert found == watch and "another one" in why
    act(world, "owner", "draw")
    draw(CanaryRun.objects.latest("begun_at"), warmer=40)

    page = client_of("lead", world).get(path(world)).content.decode()
    assert "Paused" in page and "from the references" in page
    assert "warmer by" in page and page.count('class="pair"') == 2
    assert "Engine House engine" in page and "Use last good version" not in page
    with pytest.raises(PausedForDrift, match="is paused"):
        ask(world)
    failed = Generation.objects.filter(canary=None).latest("created_at")
    Generation.objects.filter(id=failed.id).update(state="failed", result=None)
    with pytest.raises(PausedForDrift):
        retry_generation(generation=failed, user=world.owner)
    assert generate_on_the_board(world) == (409, "paused_for_drift")

    assert act(world, "lead", "restore").status_code == 403
    assert act(world, "owner", "restore").status_code == 200
    assert EngineSetting.objects.get().model == "pictures-1.0"
    assert len(ask(world)) == 1
    verbs = list(AuditEntry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs[-3:] == ["paused_for_drift", "drift_ended", "engine_restored"]


def test_a_lead_lets_it_go_on_until_the_engine_is_another_one_again() -> None:
    world = make_world()
    approve_references(world)
    use_model(world, "a")
    watch_of(world)
    act(world, "lead", "draw")
    draw(CanaryRun.objects.get(), warmer=40)
    with pytest.raises(PausedForDrift):
        ask(world)

    act(world, "lead", "override")
    assert len(ask(world)) == 1
    act(world, "lead", "draw")
    draw(CanaryRun.objects.latest("begun_at"), warmer=41)
    assert len(ask(world)) == 1

    use_model(world, "b")
    act(world, "lead", "draw")
    draw(CanaryRun.objects.latest("begun_at"), warmer=42)
    with pytest.raises(PausedForDrift):
        ask(world)


def test_canaries_are_due_by_their_schedule_and_never_twice_at_once() -> None:
    world = make_world()
    approve_references(world)
    watch = watch_of(world)
    act(world, "lead", "draw")
    assert "being drawn already" in act(world, "lead", "draw").content.decode()
    assert due(timezone.now() + timedelta(days=30)) == []
    draw(CanaryRun.objects.get())

    assert due(timezone.now() + timedelta(days=6)) == []
    assert due(timezone.now() + timedelta(days=8)) == [(watch, "Every 7 days")]


def test_canaries_that_fail_pause_nothing() -> None:
    world = make_world()
    approve_references(world)
    watch_of(world)
    act(world, "lead", "draw")
    for made in Generation.objects.exclude(canary=None):
        Generation.objects.filter(id=made.id).update(state="failed")
        on_generation_ended(made.id)

    run = CanaryRun.objects.get()
    assert run.judged_at is not None and run.is_good is None
    assert not DriftWatch.objects.get().stops
    assert "no picture came" in client_of("lead", world).get(path(world)).content.decode()


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_and_set_up_watches(who: str) -> None:
    world = make_world()
    watch_of(world)
    client = client_of(who, world)
    answers = [
        client.get(path(world)),
        client.post(path(world, "watches/"), FORM | {"tier": "draft"}),
        client.post(path(world, f"{DriftWatch.objects.get().id}/references/")),
    ]
    statuses = {answer.status_code for answer in answers}
    if who in MANAGERS:
        assert statuses == {200}
    elif who in ("designer", "reviewer", "viewer"):
        assert statuses == {403}
    else:
        assert statuses <= {302, 404}
    nobody = client.post(path(world, f"{uuid.uuid4()}/remove/"))
    assert nobody.status_code in (302, 403, 404)


@pytest.mark.parametrize(
    "wrong",
    [{"prompts": " \n "}, {"tier": "nonsense"}, {"prompts": "x\n" * 9}, {"every_days": "x"}],
)
def test_a_watch_that_makes_no_sense_is_refused_in_words(wrong: dict[str, str]) -> None:
    world = make_world()
    answer = client_of("owner", world).post(path(world, "watches/"), FORM | wrong)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not DriftWatch.objects.exists()


def test_a_watch_is_set_up_seen_and_removed() -> None:
    world = make_world()
    client = client_of("owner", world)
    assert "tier Draft" in client.post(path(world, "watches/"), FORM).content.decode()
    assert DriftWatch.objects.get().prompts == ["a mug", "a cup"]
    assert "no references yet" in client.get(path(world)).content.decode()
    act(world, "owner", "remove")
    assert not DriftWatch.objects.exists()
