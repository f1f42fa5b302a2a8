"""What of benchmarks goes on the record."""

from django.contrib.auth.models import User

from assets.actions.engines import set_tier
from assets.errors import InvalidRequest
from assets.models import BenchmarkRun
from assets.transactions import write_transaction
from canvas.actions.audit import record
from canvas.benchmarks.report import RunReport


def route_to_winner(*, run: BenchmarkRun, user: User, tier: str) -> str:
    """`tier` means the winner's engine from now on; its label. Raises InvalidRequest."""
    workspace = run.benchmark.workspace
    winner = RunReport(run).winner
    if winner is None:
        raise InvalidRequest("There is no clear winner: the intervals overlap.")
    with write_transaction():
        set_tier(workspace=workspace, tier=tier, engine_key=winner.engine["key"])
        facts = {
            "engine": winner.engine["label"],
            "version": winner.engine["version"],
            "benchmark": run.benchmark.name,
            "usable_per_hour": round(winner.per_hour or 0, 1),
        }
        record(workspace, user, "tier_routed", tier.capitalize(), facts)
    return winner.engine["label"]
