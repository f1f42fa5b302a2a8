"""The ledger's page, its file, and the limits of a month."""

import csv
import io
import json
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from assets.actions.budgets import set_budget
from assets.models import Attempt, Budget, Generation
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world

pytestmark = pytest.mark.django_db
MANAGERS = ("owner", "lead")
MEMBERS = (*MANAGERS, "designer", "reviewer", "viewer")


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {"scripted": "tests.fakes.ScriptedEngine"}
    settings.TIERS = {"draft": "scripted"}


def path(world: World, rest: str = "") -> str:
    return f"/workspaces/{world.board.workspace_id}/spending/{rest}"


def status_for(who: str, allowed: tuple[str, ...], expected: int) -> int:
    if who in allowed:
        return expected
    if who in MEMBERS:
        return 403
    return 404 if who == "outsider" else 302


def put_line(world: World, amount: str, **fields: Any) -> Attempt:
    values: dict[str, Any] = {
        "workspace": world.board.workspace,
        "number": 1,
        "person": world.owner,
        "operation": "text_to_image",
        "tier": "draft",
        "engine": "scripted",
        "state": "settled",
        "outcome": "succeeded",
        "quoted_usd": Decimal(amount),
        "amount_usd": Decimal(amount),
        "reserved_at": timezone.now(),
    }
    return Attempt.objects.create(**values | fields)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_what_was_spent(who: str) -> None:
    world = make_world()
    client = client_of(who, world)
    for rest in ("", "lines.csv"):
        assert client.get(path(world, rest)).status_code == status_for(who, MANAGERS, 200)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_set_a_limit(who: str) -> None:
    world = make_world()
    answer = client_of(who, world).post(path(world, "limits/all/"), {"hard_usd": "50"})
    assert answer.status_code == status_for(who, ("owner",), 200)
    assert Budget.objects.exists() == (who == "owner")


def test_the_sum_is_the_sum_of_all_lines_that_the_filter_leaves() -> None:
    world = make_world()
    for number in range(60):
        put_line(world, "0.0391", number=number)
    put_line(world, "7", engine="dear", outcome="", state="reserved")
    put_line(world, "100", reserved_at=datetime(2026, 1, 31, 23, tzinfo=UTC))
    client = client_of("owner", world)

    whole = client.get(path(world)).content.decode()
    assert "$9.3460" in whole and "61 tries: $2.3460 spent, $7.00 set aside" in whole
    assert "Page 1 of 2" in whole
    assert "$2.3460" in client.get(path(world, "?engine=scripted&page=2")).content.decode()
    assert "$100.00" in client.get(path(world, "?month=2026-01")).content.decode()
    assert "$7.00" in client.get(path(world, "?outcome=pending")).content.decode()


@pytest.mark.parametrize(
    "query",
    ["month=9999-12", "month=x", "person=-1", "person=99999999999", "engine=%00", "page=zz"],
)
def test_filters_that_make_no_sense_are_as_if_not_there(query: str) -> None:
    world = make_world()
    put_line(world, "1")
    client = client_of("owner", world)
    assert client.get(path(world, "?" + query)).status_code == 200
    answer = client.get(path(world, "lines.csv?" + query))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)


def test_the_file_holds_the_same_lines_and_no_formula() -> None:
    world = make_world()
    world.owner.first_name = "=HYPERLINK(1)"
    world.owner.save()
    put_line(world, "0.5", is_certain=False, outcome="interrupted")
    put_line(world, "0.25", engine="other")

    answer = client_of("owner", world).get(path(world, "lines.csv"))

    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum(Decimal(row["amount USD"]) for row in rows) == Decimal("0.75")
    assert {row["person"] for row in rows} == {"'=HYPERLINK(1)"}
    assert {(row["outcome"], row["certain"]) for row in rows} == {
        ("Interrupted", "no"),
        ("Succeeded", "yes"),
    }


def test_a_limit_is_set_shown_and_taken_away() -> None:
    world = make_world()
    client = client_of("owner", world)
    put_line(world, "20")
    whose = f"limits/{world.owner.pk}/"
    answer = client.post(path(world, whose), {"soft_usd": "12.50", "hard_usd": "40"})
    assert 'value="12.50"' in answer.content.decode()
    budget = Budget.objects.get()
    assert (budget.person, budget.soft_usd) == (world.owner, Decimal("12.50"))
    client.post(path(world, whose), {"soft_usd": "", "hard_usd": ""})
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        {"hard_usd": "much"},
        {"hard_usd": "-1"},
        {"hard_usd": "1e30"},
        {"hard_usd": "NaN"},
        {"hard_usd": "0.005"},
        {"soft_usd": "5", "hard_usd": "4"},
    ],
)
def test_odd_limits_are_refused_in_words(form: dict[str, str]) -> None:
    world = make_world()
    answer = client_of("owner", world).post(path(world, "limits/all/"), form)
    assert 'role="alert"' in answer.content.decode()
    assert not Budget.objects.exists()


def test_nobody_elses_limit_can_be_set() -> None:
    world, other = make_world(), make_world()
    client = client_of("owner", world)
    for whose in (str(other.owner.pk), "99999999999999999999", "nobody"):
        answer = client.post(path(world, f"limits/{whose}/"), {"hard_usd": "4"})
        assert answer.status_code == 404
    assert not Budget.objects.exists()


def test_generating_beyond_the_limit_is_refused_and_before_it_is_told() -> None:
    world = make_world()
    client = client_of("designer", world)

    def generate() -> Any:
        item = {"generation": str(uuid.uuid4()), "node": str(uuid.uuid4())}
        place = {"x": 0, "y": 0, "width": 100, "height": 100}
        body = {"operation": "text_to_image", "prompt": "cup", "tier": "draft"}
        body |= {"width": 256, "height": 256, "items": [item | place]}
        address = f"/boards/{world.board.id}/generations/"
        return client.post(address, json.dumps(body), content_type="application/json")

    set_budget(
        workspace=world.board.workspace,
        person=None,
        soft_usd=Decimal("0.05"),
        hard_usd=Decimal("0.1"),
    )
    assert generate().json()["notice"] == ""
    assert "$0.0780 of $0.10" in generate().json()["notice"]
    refused = generate()
    assert refused.status_code == 402
    assert refused.json()["code"] == "budget_exceeded"
    assert Generation.objects.count() == 2
    assert timezone.now() - Attempt.objects.latest("id").reserved_at < timedelta(minutes=1)
