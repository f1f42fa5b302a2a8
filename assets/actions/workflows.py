"""Workflows of a ComfyUI: one of its own for an operation, in place of the built-in one."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from assets.engines.adapters import adapter_kind
from assets.engines.comfyui.workflows import parse_workflow
from assets.engines.request import Operation
from assets.errors import InvalidRequest
from assets.generations.failures import readable
from assets.models import EngineSetting, EngineWorkflow


def put_workflow(
    *, engine: EngineSetting, user: User | None, operation: Operation, name: str, data: bytes
) -> EngineWorkflow:
    """Keep a file from outside for this operation, in place of the last one. Raises BadWorkflow,
    InvalidRequest; then the last one stays."""
    _check_kind(engine)
    workflow = parse_workflow(data, operation)
    with transaction.atomic():
        row, _ = EngineWorkflow.objects.update_or_create(
            engine=engine,
            operation=operation.value,
            defaults={
                "name": readable(name)[:100] or "workflow.json",
                "graph": workflow.graph,
                "added_by": user,
                "added_at": timezone.now(),
            },
        )
        _mark_changed(engine)
    return row


def remove_workflow(*, engine: EngineSetting, operation: Operation) -> None:
    """Back to the built-in one; harmless where there is none."""
    _check_kind(engine)
    with transaction.atomic():
        EngineWorkflow.objects.filter(engine=engine, operation=operation.value).delete()
        _mark_changed(engine)


def _check_kind(engine: EngineSetting) -> None:
    kind = adapter_kind(engine.adapter)
    if kind is None or not kind.takes_workflows:
        raise InvalidRequest("This engine takes no workflows. Reload the page.", code="engine")


def _mark_changed(engine: EngineSetting) -> None:
    """Every process makes its engine anew then."""
    engine.changed_at = timezone.now()
    engine.save(update_fields=["changed_at"])
