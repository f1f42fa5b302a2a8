"""Benchmarks of engines: dry run, runs, blind judging, report and winner (J19)."""

import csv
import io
import re
import uuid
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from assets.actions.assets import add_made_picture, add_mask
from assets.actions.benchmarks import (
    begin_run,
    brief_of,
    dry_run,
    make_benchmark,
    next_to_judge,
    text_brief,
)
from assets.models import Attempt, Benchmark, BenchmarkRun, Generation, Judgement, TierSetting
from canvas.benchmarks.page import BenchmarkPage
from canvas.benchmarks.report import RunReport
from canvas.home import Home
from canvas.models import AuditEntry, Membership
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world
from tests.unit.assets.drift.pictures import still_life

pytestmark = pytest.mark.django_db
MANAGERS = ("owner", "lead")


@pytest.fixture(autouse=True)
def engines(settings):
    settings.ENGINES = {
        "scripted": "tests.fakes.ScriptedEngine",
        "no_mask": "tests.fakes.NoMaskEngine",
    }
    settings.TIERS = {"draft": "scripted", "pro": "no_mask"}


def path(world: World, rest: str = "") -> str:
    return f"/workspaces/{world.board.workspace_id}/benchmarks/{rest}"


def make(world: World, *, copies: int = 2, **more: Any) -> Benchmark:
    told: dict[str, Any] = {
        "workspace": world.board.workspace,
        "user": world.owner,
        "name": "Mugs",
        "tiers": ["draft", "pro"],
        "copies": copies,
        "briefs": [text_brief("a mug"), text_brief("a bowl")],
    }
    return make_benchmark(**told | more)


def draw(run: BenchmarkRun, seconds: float = 2) -> None:
    """As the engines would."""
    for picture in run.pictures.select_related("generation__workspace"):
        made = picture.generation
        image = still_life(seed=picture.id)
        made.result = add_made_picture(workspace=made.workspace, image=image, name="", user=None)
        made.state, made.started_at = "succeeded", timezone.now()
        made.finished_at = made.started_at + timedelta(seconds=seconds)
        made.save()


def judge_all(world: World, run: BenchmarkRun, verdict_of: Any) -> int:
    """By the page, as a person would; how many were shown."""
    client, shown = client_of("owner", world), 0
    user_id = int(client.session["_auth_user_id"])
    page = client.get(path(world, f"{run.benchmark_id}/judge/")).content.decode()
    while found := re.search(r'name="shown" value="([^"]+)"', page):
        picture, _ = next_to_judge(run, Membership.objects.get(user_id=user_id).user) or (
            None,
            None,
        )
        assert picture is not None
        assert not {"scripted", "no_mask", "Scripted", "draft"} & set(
            re.findall(r"\w+", page[-3000:])
        )
        told = {"shown": found.group(1), "verdict": verdict_of(picture)}
        address = path(world, f"{run.benchmark_id}/judge/")
        page = client.post(address, told, headers={"HX-Target": "judging"}).content.decode()
        shown += 1
    assert "All is judged" in page
    return shown


def test_the_dry_run_is_exact_and_cells_that_cannot_be_made_are_not_called() -> None:
    world = make_world()
    upscale = text_brief("") | {"operation": "upscale", "source": str(world.picture.id)}
    upscale["edit"] = {"scale": 2}
    gone = text_brief("x") | {"operation": "inpaint", "source": str(uuid.uuid4())}
    benchmark = make(world, briefs=[text_brief("a mug"), upscale, gone])

    cells = dry_run(benchmark)
    run = begin_run(benchmark=benchmark, user=world.owner)

    assert [cell.why for cell in cells if cell.brief == 2] == [
        "A picture of this brief is gone."
    ] * 2
    able = [cell for cell in cells if not cell.why]
    assert run.pictures.count() == len(able) * 2
    assert len(run.cannot) == len(cells) - len(able)
    reserved = sum(line.quoted_usd for line in Attempt.objects.all())
    assert reserved == sum(cell.usd for cell in cells)


def test_edits_and_extends_of_own_work_are_made_again_with_their_pictures_and_masks() -> None:
    world = make_world()
    workspace = world.board.workspace
    source = add_made_picture(workspace=workspace, image=still_life(), name="S", user=None)
    white = np.zeros((256, 256), np.uint8)
    white[80:160, 80:160] = 255
    mask = add_mask(workspace=workspace, data=png_of(white), picture=source, user=None)
    told = {"workspace": workspace, "tier": "draft", "engine": "scripted", "seed": 1}
    told |= {"width": 256, "height": 256, "source": source, "state": "succeeded"}
    edit = {"strength": 0.7, "intent": "change", "context": [0, 0, 200, 200]}
    grown = {"left": 0, "top": 0, "right": 64, "bottom": 0, "keep_exactly": True}
    rows = [
        Generation.objects.create(operation="inpaint", prompt="red", mask=mask, edit=edit, **told),
        Generation.objects.create(operation="outpaint", prompt="wall", edit=grown, **told),
    ]
    benchmark = make(world, tiers=["draft"], briefs=[brief_of(row) for row in rows])

    run = begin_run(benchmark=benchmark, user=world.owner)

    assert run.cannot == []
    made = [one.generation for one in run.pictures.all()]
    assert [one.operation for one in made] == ["inpaint", "inpaint", "outpaint", "outpaint"]
    assert made[0].mask == mask and made[0].source == source
    assert made[0].edit["strength"] == 0.7
    assert made[2].width == 256 + 64


def png_of(grey: np.ndarray[Any, Any]) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(grey).save(stream, "PNG")
    return stream.getvalue()


def test_a_clear_winner_is_named_routed_to_and_kept_on_the_record() -> None:
    world = make_world()
    run = begin_run(benchmark=make(world, copies=8), user=world.owner)
    draw(run)

    shown = judge_all(world, run, lambda one: "usable" if one.tier == "pro" else "no")

    report = RunReport(run)
    assert shown == 32 + 10
    assert report.repeats == (10, 10)
    assert report.winner is not None and report.winner.tier == "pro"
    assert report.winner.usable == 16
    assert (
        client_of("lead", world).post(path(world, f"{run.benchmark_id}/route/")).status_code == 403
    )
    owner = client_of("owner", world)
    said = owner.post(path(world, f"{run.benchmark_id}/route/"), {"tier": "draft"}).content.decode()
    assert "Draft means" in said
    assert TierSetting.objects.get().engine == "no_mask"
    assert AuditEntry.objects.latest("number").verb == "tier_routed"


def test_where_intervals_overlap_there_is_no_clear_winner() -> None:
    world = make_world()
    run = begin_run(benchmark=make(world), user=world.owner)
    draw(run)
    for number, picture in enumerate(run.pictures.all()):
        verdict = "usable" if number % 2 else "fixable"
        Judgement.objects.create(picture=picture, person=world.owner, verdict=verdict, seconds=1)

    client = client_of("owner", world)
    page = client.get(path(world, f"{run.benchmark_id}/")).content.decode()
    answer = client.post(path(world, f"{run.benchmark_id}/route/"), {"tier": "draft"})

    assert "No clear winner" in page
    assert "no clear winner" in answer.content.decode()
    assert not TierSetting.objects.exists()


def test_runs_give_a_trend_and_an_engine_that_changed_is_marked() -> None:
    world = make_world()
    benchmark = make(world)
    for version in ("1", "2"):
        run = begin_run(benchmark=benchmark, user=world.owner)
        draw(run)
        run.engines["draft"]["version"] = version
        run.save()
        for picture in run.pictures.all():
            Judgement.objects.create(
                picture=picture, person=world.owner, verdict="usable", seconds=1
            )

    here = Membership.objects.get(user=world.owner)
    page = BenchmarkPage(Home(world.owner, here), benchmark, world.owner)

    assert page.changed == ["draft"]
    assert [trend.tier for trend in page.trends] == ["draft", "pro"]
    assert [mark.words for mark in page.trends[0].plot.marks] == ["2"]
    assert (
        "Since the run before"
        in client_of("lead", world).get(path(world, f"{benchmark.id}/")).content.decode()
    )


def test_a_run_waits_for_the_one_before() -> None:
    world = make_world()
    benchmark = make(world)
    begin_run(benchmark=benchmark, user=world.owner)
    answer = client_of("lead", world).post(path(world, f"{benchmark.id}/run/"))
    assert "under way" in answer.content.decode()
    assert BenchmarkRun.objects.count() == 1


def test_the_file_has_every_picture_and_every_cell_that_was_not_made() -> None:
    world = make_world()
    gone = text_brief("=cmd") | {"operation": "inpaint", "source": str(uuid.uuid4())}
    benchmark = make(world, briefs=[text_brief("a mug"), gone])
    draw(begin_run(benchmark=benchmark, user=world.owner))
    client = client_of("owner", world)

    answer = client.get(path(world, f"{benchmark.id}/benchmark.csv"))
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))  # type: ignore[attr-defined]

    assert len(rows) == 4 + 2
    assert {row["prompt"] for row in rows} == {"a mug", "'=cmd"}
    assert sum(row["state"].startswith("cannot") for row in rows) == 2
    pack = client.get(path(world, f"{benchmark.id}/benchmark.json")).json()
    assert len(pack["briefs"]) == 2 and len(pack["runs"]) == 1


def test_a_benchmark_is_made_of_words_and_of_own_work() -> None:
    world = make_world()
    own = Generation.objects.create(
        workspace=world.board.workspace,
        operation="text_to_image",
        tier="draft",
        engine="scripted",
        prompt="own words",
        width=1024,
        height=1024,
        seed=1,
        state="succeeded",
        result=world.picture,
    )
    client = client_of("lead", world)
    assert f'value="{own.id}"' in client.get(path(world)).content.decode()
    form = {"name": "Week 48", "prompts": "one\n\ntwo", "tiers": ["draft"], "copies": "2"}

    answer = client.post(path(world), form | {"generations": [str(own.id)]}, follow=True)

    prompts = [brief["prompt"] for brief in Benchmark.objects.get().briefs]
    assert prompts == ["one", "two", "own words"]
    assert "6 of 6 cells" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"tiers": ["nonsense"]},
        {"prompts": ""},
        {"copies": "99"},
        {"generations": ["x"]},
        {"prompts": "x\n" * 30},
    ],
)
def test_a_form_that_makes_no_sense_is_refused_in_words(wrong: dict[str, Any]) -> None:
    world = make_world()
    form = {"name": "x", "prompts": "one", "tiers": ["draft"], "copies": "2"}
    answer = client_of("owner", world).post(path(world), form | wrong)
    assert answer.status_code == 200 and 'role="alert"' in answer.content.decode()
    assert not Benchmark.objects.exists()


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_run_and_judge(who: str) -> None:
    world = make_world()
    benchmark = make(world)
    draw(begin_run(benchmark=benchmark, user=world.owner))
    client = client_of(who, world)
    one = f"{benchmark.id}/"
    addresses = ("", one, f"{one}judge/", f"{one}benchmark.csv", f"{one}benchmark.json")
    statuses = {client.get(path(world, rest)).status_code for rest in addresses}
    forged = client.post(path(world, f"{one}judge/"), {"shown": "x", "verdict": "usable"})
    if who in MANAGERS:
        assert statuses == {200}
        assert "not the one that was shown" in forged.content.decode()
    elif who in ("designer", "reviewer", "viewer"):
        assert statuses == {403}
    else:
        assert statuses <= {302, 404}
    assert not Judgement.objects.exists()
