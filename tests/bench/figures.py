"""`python -m tests.bench.figures [--generations N]`: the Figures page of a large workspace.

N generations over 90 days with their decisions and three times as many ops, on SQLite in a
temporary folder. Printed: CPU and wall milliseconds of the whole page and its queries, for each
period, and of its parts. With DATABASE_URL set as the tests take it, on that database.
"""

import argparse
import os
import platform
import shutil
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django

STATES = ("succeeded",) * 17 + ("failed", "blocked", "cancelled")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generations", type=int, default=100_000)
    count: int = parser.parse_args().generations
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    # Django has to be set up before anything of ours can be imported.
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    try:
        call_command("migrate", verbosity=0)
        run(count)
    finally:
        shutil.rmtree(Path(settings.DATA_DIR), ignore_errors=True)


def fill(count: int) -> Any:
    from django.contrib.auth.models import User
    from django.utils import timezone

    from assets.models import Asset, Generation, Workspace
    from canvas.models import Board, Decision, Membership, Op

    workspace = Workspace.objects.create(name="Bench")
    people = [
        User.objects.create_user(f"p{n}", f"p{n}@example.com", first_name=f"P{n}") for n in range(8)
    ]
    members = [Membership(workspace=workspace, user=user, role="owner") for user in people]
    Membership.objects.bulk_create(members)
    board = Board.objects.create(workspace=workspace, title="Wall")
    now = timezone.now()
    step = timedelta(days=90) / count

    def asset(n: int) -> Asset:
        return Asset(
            workspace=workspace,
            sha256=f"{n:064x}",
            origin="generation",
            format="png",
            width=64,
            height=64,
            byte_size=1,
        )

    assets = [asset(n) for n in range(count)]
    Asset.objects.bulk_create(assets, batch_size=2_000)
    rows = []
    for n in range(count):
        at, state = now - step * n, STATES[n % len(STATES)]
        row = Generation(
            workspace=workspace,
            created_by=people[n % 8],
            operation="text_to_image",
            tier=("draft", "standard", "pro")[n % 3],
            engine=("sketch", "gemini", "openai")[n % 3],
            prompt="a mug on a table",
            width=64,
            height=64,
            seed=n,
            state=state,
            result=assets[n] if state == "succeeded" else None,
            cost_usd="0.01",
            started_at=at + timedelta(seconds=1),
            finished_at=at + timedelta(seconds=3),
            facts={"first_preview_s": 0.4},
        )
        row.created_at = at
        rows.append(row)
    field = Generation._meta.get_field("created_at")
    field.auto_now_add = False  # type: ignore[union-attr]  # rows of the past
    Generation.objects.bulk_create(rows, batch_size=2_000)
    Op._meta.get_field("committed_at").auto_now_add = False  # type: ignore[union-attr]
    ops = [
        Op(
            board=board,
            revision=n,
            op_id=uuid.uuid4(),
            actor=people[n % 8],
            changes='[{"node": "x", "set": {"x": 1, "y": 2}}]' * 4,
            committed_at=now - step / 3 * n,
        )
        for n in range(count * 3)
    ]
    Op.objects.bulk_create(ops, batch_size=2_000)
    decisions = [
        Decision(
            board=board,
            node=uuid.uuid4(),
            asset=assets[n],
            sha256=assets[n].sha256,
            kind="approve" if n % 14 == 0 else "not_relevant",
            user=people[n % 8],
        )
        for n in range(0, count, 7)
    ]
    Decision.objects.bulk_create(decisions, batch_size=2_000)
    return people[0], workspace


def run(count: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from canvas.figures.counts import (
        by_day,
        by_dimension,
        counts_of,
        times_by_tier,
        working_minutes,
    )
    from canvas.figures.filters import Filter

    owner, workspace = fill(count)
    client = Client()
    client.force_login(owner)
    print(
        f"{platform.platform()}, {os.cpu_count()} cores, {connection.vendor}, {count:,} generations"
    )
    client.get(f"/workspaces/{workspace.id}/figures/")
    for days in (7, 30, 91):
        with CaptureQueriesContext(connection) as seen:
            address = f"/workspaces/{workspace.id}/figures/?days={days}"
            cpu, wall = took(partial(client.get, address))
        print(f"page, {days:2} days: CPU {cpu:6.0f} ms, wall {wall:6.0f} ms, {len(seen)} queries")
    chosen = Filter(until=timezone.now(), days=91)
    parts: dict[str, Callable[[], object]] = {
        "counts": lambda: counts_of(chosen.generations(workspace.id), workspace.id),
        "by day": lambda: by_day(chosen, workspace.id),
        "by person": lambda: by_dimension(chosen, workspace.id, "person"),
        "minutes": lambda: working_minutes(chosen, workspace.id),
        "times": lambda: times_by_tier(chosen, workspace.id),
    }
    for name, part in parts.items():
        cpu, wall = took(part)
        print(f"  {name:10} CPU {cpu:6.0f} ms, wall {wall:6.0f} ms")


def took(work: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


if __name__ == "__main__":
    main()
