"""What the workflows of a ComfyUI's engine are, for the Engines page."""

from dataclasses import dataclass

from assets.engines.comfyui.workflows import MARKS, NEEDED
from assets.engines.request import Operation
from assets.models import EngineSetting, EngineWorkflow

LABELS = {
    Operation.TEXT_TO_IMAGE: "From words",
    Operation.IMAGE_TO_IMAGE: "From an anchor",
    Operation.INPAINT: "Edit behind a mask",
    Operation.OUTPAINT: "Extend",
    Operation.UPSCALE: "Upscale",
}


@dataclass(frozen=True)
class ListedWorkflow:
    """own: the one that was added, or None. lacks: what the built-in one still needs, or "".
    needs: the marks that one of its own must have."""

    operation: Operation
    label: str
    own: EngineWorkflow | None
    lacks: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class ListedMark:
    name: str
    meaning: str


def workflows_of(engine: EngineSetting) -> list[ListedWorkflow]:
    own = {row.operation: row for row in engine.workflows.select_related("added_by")}
    return [
        ListedWorkflow(one, LABELS[one], own.get(one), _lacks(engine, one), NEEDED[one])
        for one in LABELS
    ]


def marks() -> list[ListedMark]:
    return [ListedMark(name, mark.meaning) for name, mark in MARKS.items()]


def _lacks(engine: EngineSetting, operation: Operation) -> str:
    if operation is Operation.UPSCALE:
        return "" if engine.options.get("upscaler") else "an upscale model in its settings"
    return "" if engine.model else "a model in its settings"
