"""What ComfyUI tells over its WebSocket, as plain values. Pure: messages in, news out.

Frames come from outside: what cannot be read is no news, because the picture itself is fetched
over HTTP and a lost preview harms nobody.
Source: providers.md, 4.4 (captured from a real ComfyUI 0.3.64, 2025-10).
"""

import struct
from dataclasses import dataclass, field
from typing import Any

import orjson

from assets.engines.comfyui.workflows import Graph

Json = Any

HELLO = orjson.dumps(
    {"type": "feature_flags", "data": {"supports_preview_metadata": True}}
).decode()
"""The first frame to send: previews then say which prompt they belong to."""

_PREVIEW, _PREVIEW_WITH_METADATA = 1, 4
_HEAVY = 20.0
"""What a node that samples or enlarges weighs against one that loads or saves. Seconds against
fractions of one on any machine; more would make no bar move more evenly."""


@dataclass(frozen=True)
class NodeProgress:
    """share: of this node's work, 0 to 1."""

    node: str
    share: float


@dataclass(frozen=True)
class Preview:
    """data: bytes of a JPEG or PNG, not checked."""

    data: bytes


@dataclass(frozen=True)
class Ended:
    """The prompt is over, in whatever way: its history, written before this, says how."""


News = NodeProgress | Preview | Ended


def read_frame(message: str | bytes, prompt_id: str) -> list[News]:
    """What a frame tells of this prompt; nothing for the prompts of others."""
    if isinstance(message, bytes):
        preview = _read_preview(message, prompt_id)
        return [] if preview is None else [preview]
    try:
        frame = orjson.loads(message)
    except orjson.JSONDecodeError:
        return []
    data = frame.get("data") if isinstance(frame, dict) else None
    if not isinstance(data, dict) or data.get("prompt_id") != prompt_id:
        return []
    return _read_news(frame.get("type"), data)


def _read_news(kind: Json, data: dict[str, Json]) -> list[News]:
    match kind:
        case "execution_cached":
            nodes = data.get("nodes")
            named = nodes if isinstance(nodes, list) else []
            return [NodeProgress(node, 1.0) for node in named if isinstance(node, str)]
        case "progress_state":
            nodes = data.get("nodes")
            states = nodes.items() if isinstance(nodes, dict) else ()
            read = [_share(node, state) for node, state in states]
            return [one for one in read if one is not None]
        case "progress":
            one = _share(data.get("node"), data)
            return [] if one is None else [one]
        case "executed":
            node = data.get("node")
            return [NodeProgress(node, 1.0)] if isinstance(node, str) else []
        case "executing" if data.get("node") is None:
            return [Ended()]
        case _:
            return []


def _share(node: Json, state: Json) -> NodeProgress | None:
    if not isinstance(node, str) or not isinstance(state, dict):
        return None
    if state.get("state") == "finished":
        return NodeProgress(node, 1.0)
    value, most = state.get("value"), state.get("max")
    if not isinstance(value, int | float) or not isinstance(most, int | float) or not most > 0:
        return None
    return NodeProgress(node, min(max(value / most, 0.0), 1.0))


def _read_preview(message: bytes, prompt_id: str) -> Preview | None:
    """Big-endian uint32 type, then: 1, uint32 format, picture; 4, uint32 length, JSON, picture."""
    if len(message) < 8:
        return None
    kind, number = struct.unpack(">II", message[:8])
    if kind == _PREVIEW:
        # It does not say whose it is. Only servers that know no type 4 send it, and to us only
        # what runs under our own client id.
        return Preview(message[8:])
    if kind != _PREVIEW_WITH_METADATA:
        return None
    try:
        about = orjson.loads(message[8 : 8 + number])
    except orjson.JSONDecodeError:
        return None
    if not isinstance(about, dict) or about.get("prompt_id") != prompt_id:
        return None
    return Preview(message[8 + number :])


@dataclass
class RunProgress:
    """How far a graph is: the shares of its nodes, each by its weight. Never falls."""

    graph: Graph
    _shares: dict[str, float] = field(default_factory=dict)
    _fraction: float = 0.0

    def take(self, news: NodeProgress) -> float:
        """0 to 1. Nodes that the graph does not have (made while it runs) count for nothing."""
        self._shares[news.node] = max(news.share, self._shares.get(news.node, 0.0))
        weights = {key: _weight(node["class_type"]) for key, node in self.graph.items()}
        done = sum(weights.get(node, 0.0) * share for node, share in self._shares.items())
        self._fraction = max(self._fraction, min(done / sum(weights.values()), 1.0))
        return self._fraction


def _weight(class_type: str) -> float:
    return _HEAVY if "Sampler" in class_type or "UpscaleWithModel" in class_type else 1.0
