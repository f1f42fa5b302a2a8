"""ComfyUI's refusals and failed runs in words: which node, why, what to do. Pure.

Source: providers.md, 4.3 to 4.5 (captured from a real ComfyUI 0.3.64, 2025-10).
"""

from collections.abc import Callable
from typing import Any

from assets.engines.answers import Answer, shortened
from assets.engines.diffusion import says_out_of_memory
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineError,
    EngineRefusedRequest,
    EngineUnavailable,
)

Json = Any

_MEND = "install what is missing in ComfyUI, or upload another workflow on the Engines page"


def explain(answer: Answer) -> AssetsError | None:
    """A workflow that ComfyUI does not take."""
    body = answer.body
    if answer.status != 400 or not isinstance(body, dict):
        return None
    errors = list(_node_errors(body.get("node_errors")))
    error = body.get("error")
    if not errors and isinstance(error, dict):
        errors = [_said(error)]
    if not errors:
        return None
    return EngineRefusedRequest(
        f"{answer.engine} does not take the workflow. {shortened(' '.join(errors))} Have an "
        f"administrator {_MEND}."
    )


def _node_errors(raw: Json) -> list[str]:
    nodes = raw.values() if isinstance(raw, dict) else ()
    said = []
    for node in nodes:
        if isinstance(node, dict) and isinstance(node.get("errors"), list):
            name = node.get("class_type", "A node")
            said += [f"{name}: {_said(one)}" for one in node["errors"] if isinstance(one, dict)]
    return said


def _said(error: dict[str, Json]) -> str:
    """Its message and details; the details of a choice list all files there are, so not all."""
    parts = [str(error.get(key) or "").strip().rstrip(".") for key in ("message", "details")]
    return f"{': '.join(part[:160] for part in parts if part)}."


def failure_of(
    entry: dict[str, Json], engine: str, words: Callable[[str], str]
) -> EngineError | None:
    """Why a run in the history has no picture; None: it succeeded. words: makes ComfyUI's text fit
    for a message."""
    status = entry.get("status")
    status = status if isinstance(status, dict) else {}
    if status.get("status_str") == "success":
        return None
    messages = status.get("messages")
    told = {
        message[0]: message[1]
        for message in (messages if isinstance(messages, list) else ())
        if isinstance(message, list) and len(message) == 2 and isinstance(message[0], str)
    }
    if "execution_interrupted" in told:
        return EngineUnavailable(f"Somebody stopped this picture in {engine}. Retry it.")
    error = told.get("execution_error")
    if not isinstance(error, dict):
        return BadEngineOutput(f"{engine} ended this picture without saying why. Retry it.")
    said = f"{error.get('exception_type')} {error.get('exception_message')}"
    node = str(error.get("node_type") or "one of its nodes")[:80]
    if says_out_of_memory(said):
        return EngineRefusedRequest(f"{engine} ran out of memory at {node}. Choose a smaller size.")
    return EngineUnavailable(
        f"{engine} stopped at {node}: {words(str(error.get('exception_message') or ''))} "
        f"Retry it; if it stays so, have an administrator {_MEND}."
    )
