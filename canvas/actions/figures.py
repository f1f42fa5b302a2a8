"""What a team states beside what is counted."""

from decimal import Decimal

from django.contrib.auth.models import User

from assets.models import Baseline, Workspace
from assets.transactions import write_transaction
from canvas.actions.audit import record


def state_baseline(*, workspace: Workspace, user: User, minutes: Decimal | None) -> None:
    """minutes: of work by hand for one usable picture; None takes it away."""
    with write_transaction():
        if minutes is None:
            Baseline.objects.filter(workspace=workspace).delete()
        else:
            Baseline.objects.update_or_create(
                workspace=workspace, defaults={"minutes": minutes, "stated_by": user}
            )
        said = "none" if minutes is None else f"{minutes:f} min"
        record(workspace, user, "baseline_stated", said)
