"""The Figures page: what it counts, who sees it, and the pictures behind each figure."""

import csv
import io
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assets.actions.assets import add_picture
from assets.models import Asset, Baseline, Generation
from canvas.figures.counts import by_day, counts_of, times_by_tier, working_minutes
from canvas.figures.filters import Filter
from canvas.models import Decision, Op
from tests.factories import picture_bytes
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world, put_picture

pytestmark = pytest.mark.django_db
MANAGERS = ("owner", "lead")


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {"scripted": "tests.fakes.ScriptedEngine"}
    settings.TIERS = {"draft": "scripted"}


def path(world: World, rest: str = "") -> str:
    return f"/workspaces/{world.board.workspace_id}/figures/{rest}"


def make(world: World, state: str = "succeeded", cost: str = "0.01", **fields: Any) -> Generation:
    now = timezone.now()
    result = None
    if state == "succeeded":
        result = new_picture(world)
    values: dict[str, Any] = {
        "workspace": world.board.workspace,
        "created_by": world.owner,
        "operation": "text_to_image",
        "tier": "draft",
        "engine": "scripted",
        "prompt": "a mug",
        "width": 64,
        "height": 48,
        "seed": 1,
        "state": state,
        "result": result,
        "cost_usd": Decimal(cost),
        "started_at": now + timedelta(seconds=1),
        "finished_at": now + timedelta(seconds=3),
    }
    return Generation.objects.create(**values | fields)


def new_picture(world: World) -> Asset:
    seed = uuid.uuid4().int % 2**32
    data = picture_bytes(16, 12, seed=seed)
    return add_picture(workspace=world.board.workspace, data=data, name="Mug", user=None)


def decide(world: World, asset: Asset | None, kind: str, later_s: int = 0) -> None:
    assert asset is not None
    decision = Decision.objects.create(
        board=world.board,
        node=uuid.uuid4(),
        asset=asset,
        sha256=asset.sha256,
        kind=kind,
        user=world.owner,
    )
    Decision.objects.filter(id=decision.id).update(at=timezone.now() + timedelta(seconds=later_s))


def now_filter() -> Filter:
    return Filter(until=timezone.now() + timedelta(minutes=5))


def test_what_is_made_usable_failed_and_paid_is_counted() -> None:
    world = make_world()
    kept, dropped, _ = make(world), make(world), make(world)
    make(world, "failed", "0")
    make(world, "blocked")
    make(world, operation="inpaint", source=kept.result)
    make(world, operation="crop", source=kept.result, cost="0")
    decide(world, kept.result, "approve")
    decide(world, dropped.result, "approve")
    decide(world, dropped.result, "not_relevant", later_s=5)

    here = world.board.workspace_id
    found = counts_of(now_filter().generations(here), here)

    assert (found.asked, found.made, found.usable) == (6, 4, 1)
    assert (found.decided, found.built_on, found.edits) == (2, 1, 1)
    assert (found.failed, found.blocked) == (1, 1)
    assert found.cost_usd == Decimal("0.05")
    assert found.cost_per_usable == Decimal("0.05")
    assert found.engine_s == pytest.approx(8, abs=0.01)
    days = by_day(now_filter(), here)
    assert sum(one.asked for one in days.values()) == 6
    assert sum(one.usable for one in days.values()) == 1


def test_a_pick_counts_as_usable_until_a_decision_says_otherwise() -> None:
    world = make_world()
    picked, rejected, dropped = make(world), make(world), make(world)
    for one, mark in ((picked, "pick"), (rejected, "reject"), (dropped, "pick")):
        put_picture(world.board, one.result, mark=mark)
    decide(world, dropped.result, "not_relevant")

    here = world.board.workspace_id
    found = counts_of(now_filter().generations(here), here)

    assert (found.usable, found.decided) == (1, 3)


def test_another_workspace_and_another_time_do_not_count() -> None:
    world = make_world()
    make(make_world())
    old = make(world)
    Generation.objects.filter(id=old.id).update(created_at=timezone.now() - timedelta(days=40))
    here = world.board.workspace_id

    assert counts_of(now_filter().generations(here), here).asked == 0
    before = now_filter().before
    assert counts_of(before.generations(here), here).asked == 1


def test_minutes_of_work_are_those_in_which_somebody_did_something() -> None:
    world = make_world()
    here = world.board.workspace_id
    Op.objects.all().delete()
    moment = timezone.now().replace(second=10, microsecond=0) - timedelta(hours=1)
    for number, after_s in enumerate((0, 20, 40, 130)):
        op = Op.objects.create(
            board=world.board,
            revision=1_000 + number,
            op_id=uuid.uuid4(),
            actor=world.owner,
            changes="[]",
        )
        Op.objects.filter(id=op.id).update(committed_at=moment + timedelta(seconds=after_s))
    made = make(world)
    Generation.objects.filter(id=made.id).update(created_at=moment + timedelta(seconds=5))

    found = working_minutes(now_filter(), here)

    # Three ops and the asking lie in one minute, the last op in another.
    assert sum(found.values()) == 2


def test_times_are_from_asking_and_previews_count_where_there_were_any() -> None:
    world = make_world()
    for seconds in (2, 4):
        made = make(world, facts={"first_preview_s": 0.5} if seconds == 2 else {})
        asked = timezone.now()
        Generation.objects.filter(id=made.id).update(
            created_at=asked,
            started_at=asked + timedelta(seconds=1),
            finished_at=asked + timedelta(seconds=seconds),
        )

    found = times_by_tier(now_filter(), world.board.workspace_id)["draft"]

    assert found.of == 2
    assert found.queue == pytest.approx((1, 1))
    assert found.preview == pytest.approx((1.5, 1.5))
    assert found.result == pytest.approx((2, 4))


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_figures_and_state_the_work_by_hand(who: str) -> None:
    world = make_world()
    client = client_of(who, world)
    statuses = {
        client.get(path(world, r)).status_code for r in ("", "figures.csv", "pictures/made/")
    }
    answer = client.post(path(world, "baseline/"), {"minutes": "20"})

    if who in MANAGERS:
        assert statuses == {200}
        assert answer.status_code == 200
    elif who in ("designer", "reviewer", "viewer"):
        assert statuses == {403} and answer.status_code == 403
    else:
        assert statuses <= {302, 404} and answer.status_code in (302, 404)
    assert Baseline.objects.exists() == (who in MANAGERS)


def test_every_figure_leads_to_its_pictures() -> None:
    world = make_world()
    kept, failed = make(world), make(world, "failed", error_message="The engine was away.")
    put_picture(world.board, kept.result, generation=str(kept.id))
    decide(world, kept.result, "approve")
    client = client_of("lead", world)

    page = client.get(path(world, "?by=tier")).content.decode()
    usable = client.get(path(world, "pictures/usable/?tier=draft")).content.decode()
    lost = client.get(path(world, "pictures/lost/")).content.decode()

    assert "pictures/usable/" in page and "pictures/lost/" in page
    assert "1 picture usable" in usable
    assert f"/boards/{world.board.id}/?node=" in usable
    assert str(failed.error_message) in lost
    assert client.get(path(world, "pictures/nonsense/")).status_code == 404


def test_the_file_has_the_figures_of_the_page_and_no_formulas() -> None:
    world = make_world()
    make(world, tier="=cmd")
    make(world)
    rows = list(
        csv.DictReader(
            io.StringIO(
                b"".join(
                    client_of("owner", world).get(path(world, "figures.csv?by=tier"))  # type: ignore[attr-defined]
                ).decode()
            )
        )
    )
    assert {row["tier"] for row in rows} == {"'=cmd", "Draft", "all"}
    assert next(row for row in rows if row["tier"] == "all")["asked"] == "2"


@pytest.mark.parametrize(
    "query",
    [
        "?days=abc&brand=1&person=x&by=%00",
        "?days=9999999999999&engine=%00&template=none",
        "?page=x",
    ],
)
def test_an_address_that_makes_no_sense_shows_the_usual_page(query: str) -> None:
    world = make_world()
    make(world)
    assert client_of("owner", world).get(path(world, query)).status_code == 200


@pytest.mark.parametrize("minutes", ["abc", "-1", "1e9", "NaN"])
def test_a_baseline_that_is_no_time_is_refused_in_words(minutes: str) -> None:
    world = make_world()
    answer = client_of("owner", world).post(path(world, "baseline/"), {"minutes": minutes})
    assert "Say the minutes as a number" in answer.content.decode()
    assert not Baseline.objects.exists()


def test_the_page_asks_no_more_of_many_groups_than_of_few() -> None:
    world = make_world()
    client = client_of("owner", world)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(path(world, "?by=tier")).status_code == 200
        return len(seen)

    make(world)
    few = queries()
    for number in range(6):
        make(world, tier=f"tier {number}")
    assert queries() == few
