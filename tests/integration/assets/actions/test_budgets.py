import threading
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from assets.actions.budgets import set_budget, soft_notice
from assets.actions.generations import (
    NewGeneration,
    cancel_generation,
    retry_generation,
    start_generations,
)
from assets.engines.request import Operation
from assets.errors import BudgetExceeded, InvalidRequest
from assets.models import Attempt, Budget, Generation, Workspace
from tests.factories import make_user, make_workspace

PRICE = Decimal("0.0390")


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {
        "scripted": "tests.fakes.ScriptedEngine",
        "free": "tests.fakes.NoMaskEngine",
    }
    settings.TIERS = {"draft": "scripted", "free": "free"}


def ask(workspace: Workspace, user: Any = None, *, count: int = 1, tier: str = "draft") -> None:
    start_generations(
        workspace=workspace,
        user=user,
        asked=[
            NewGeneration(uuid.uuid4(), Operation.TEXT_TO_IMAGE, "cup", tier, 256, 256)
            for _ in range(count)
        ],
    )


def limit(workspace: Workspace, person: Any = None, *, soft: Any = None, hard: Any = None) -> None:
    def usd(value: Any) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    set_budget(workspace=workspace, person=person, soft_usd=usd(soft), hard_usd=usd(hard))


@pytest.mark.django_db
def test_beyond_the_hard_limit_nothing_is_written():
    workspace = make_workspace()
    limit(workspace, hard="0.10")
    ask(workspace, count=2)
    with pytest.raises(BudgetExceeded) as refused:
        ask(workspace)
    assert "$0.0220 is left" in refused.value.message
    assert (Generation.objects.count(), Attempt.objects.count()) == (2, 2)


@pytest.mark.django_db
def test_a_request_is_taken_whole_or_not_at_all():
    workspace = make_workspace()
    limit(workspace, hard="0.10")
    with pytest.raises(BudgetExceeded):
        ask(workspace, count=3)
    assert Generation.objects.count() == 0


@pytest.mark.django_db
def test_what_is_released_can_be_used_again():
    workspace = make_workspace()
    limit(workspace, hard="0.04")
    ask(workspace)
    with pytest.raises(BudgetExceeded):
        ask(workspace)
    cancel_generation(generation=Generation.objects.get())
    ask(workspace)


@pytest.mark.django_db
def test_one_persons_limit_binds_nobody_else_and_the_workspaces_binds_all():
    workspace, one, other = make_workspace(), make_user("one"), make_user("other")
    limit(workspace, hard="0.08")
    limit(workspace, one, hard="0.04")
    ask(workspace, one)
    with pytest.raises(BudgetExceeded, match="your"):
        ask(workspace, one)
    ask(workspace, other)
    with pytest.raises(BudgetExceeded, match="the workspace's"):
        ask(workspace, other)
    ask(make_workspace(), one)


@pytest.mark.django_db
def test_what_is_free_is_made_whatever_the_limit():
    workspace = make_workspace()
    limit(workspace, hard=0)
    ask(workspace, tier="free")
    with pytest.raises(BudgetExceeded):
        ask(workspace)


@pytest.mark.django_db
def test_a_retry_counts_too():
    workspace = make_workspace()
    ask(workspace)
    row = Generation.objects.get()
    cancel_generation(generation=row)
    limit(workspace, hard=0)
    with pytest.raises(BudgetExceeded):
        retry_generation(generation=row, user=None)
    row.refresh_from_db()
    assert row.state == "cancelled"


@pytest.mark.django_db
def test_the_soft_limit_is_told_from_then_on_and_holds_nothing_up():
    workspace, now = make_workspace(), timezone.now()
    limit(workspace, soft="0.07", hard=5)
    ask(workspace)
    assert soft_notice(workspace=workspace, person=None, now=now) == ""
    ask(workspace)
    notice = soft_notice(workspace=workspace, person=None, now=now)
    assert notice.startswith("$0.0780 of $5.00 of the workspace's budget")


@pytest.mark.django_db
def test_no_limits_are_no_budget_and_odd_ones_are_refused():
    workspace = make_workspace()
    limit(workspace, soft=1, hard=2)
    limit(workspace)
    assert not Budget.objects.exists()
    for bad in ({"soft": 3, "hard": 2}, {"hard": -1}, {"hard": "NaN"}, {"soft": 10**9}):
        with pytest.raises(InvalidRequest):
            limit(workspace, **bad)
    assert not Budget.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_never_take_the_same_last_money():
    workspace = make_workspace()
    limit(workspace, hard="0.20")
    ready, refused = threading.Barrier(8), []

    def request() -> None:
        ready.wait()
        try:
            ask(workspace)
        except BudgetExceeded as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=request) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Generation.objects.count(), len(refused)) == (5, 3)
    assert Attempt.objects.totals().used == 5 * PRICE
