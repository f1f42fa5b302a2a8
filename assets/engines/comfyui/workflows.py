"""ComfyUI workflows: checked when they come in, filled when a picture is asked for.

A workflow is what ComfyUI writes by "Export (API)": {node id: {"class_type", "inputs", "_meta":
{"title"}}}. Which inputs take what is marked in the titles of nodes, because a title is what people
can write in ComfyUI itself: "$prompt", "Sampler $seed $strength", "$seed=noise_seed". The built-in
ones in templates/ are marked in the same way.

Source: providers.md, 4.1 to 4.3 (a real ComfyUI 0.3.64, 2025-10).
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from assets.engines.request import Operation
from assets.errors import InvalidRequest

Json = Any
Graph = dict[str, dict[str, Any]]

MOST_BYTES = 1_000_000
"""Of a file. The largest shared workflows have some 200 nodes and 150 kB."""
MOST_NODES = 500
MOST_NAME_CHARACTERS = 200
"""Of node ids, class names and titles."""
MOST_LEVELS = 16
"""Of lists and objects in an input: a link is one, what widgets hold is seldom more than three."""

_MARK = re.compile(r"(?<![\w$])\$([A-Za-z][a-z_A-Z]*)(?:=([\w.]+))?")
_SAVES = frozenset({"SaveImage", "PreviewImage"})
_SOURCE_MASK_OUTPUT = 1
"""Of LoadImage: the mask, made of what is transparent."""


@dataclass(frozen=True)
class Mark:
    """inputs: which of a node's inputs takes it, the first one there is. meaning: for people."""

    inputs: tuple[str, ...]
    meaning: str


_TEXT = ("text", "prompt", "string", "value")

MARKS: Mapping[str, Mark] = {
    "prompt": Mark(_TEXT, "the words of the prompt"),
    "negative": Mark(_TEXT, "what the picture should not show"),
    "seed": Mark(("seed", "noise_seed", "value"), "the seed, on the sampler"),
    "width": Mark(("width", "value"), "the width in px"),
    "height": Mark(("height", "value"), "the height in px"),
    "strength": Mark(("denoise", "strength", "value"), "how far it may go from the source, 0 to 1"),
    "source": Mark(("image",), "the picture to edit or enlarge, on a Load Image node"),
    "mask": Mark(("image",), "the mask, on a Load Image or Load Image (as Mask) node"),
    "anchor": Mark(("image",), "the picture to be guided by, on a Load Image node"),
    "checkpoint": Mark(("ckpt_name", "unet_name", "model_name", "value"), "the engine's model"),
    "upscaler": Mark(("model_name", "value"), "the engine's model for upscaling"),
    "steps": Mark(("steps", "value"), "the engine's number of steps"),
    "guidance": Mark(("cfg", "guidance", "value"), "the engine's guidance"),
    "sampler": Mark(("sampler_name", "value"), "the engine's sampler"),
    "scheduler": Mark(("scheduler", "value"), "the engine's scheduler"),
    "output": Mark((), "the node that saves the result"),
}

NEEDED: Mapping[Operation, tuple[str, ...]] = {
    Operation.TEXT_TO_IMAGE: ("prompt", "seed", "width", "height"),
    Operation.IMAGE_TO_IMAGE: ("prompt", "seed", "width", "height", "anchor"),
    Operation.INPAINT: ("prompt", "seed", "source", "mask"),
    Operation.OUTPAINT: ("prompt", "seed", "source", "mask"),
    Operation.UPSCALE: ("source",),
}


class BadWorkflow(InvalidRequest):
    """A file that is no workflow, or one that lacks what its operation needs."""

    code = "bad_workflow"


@dataclass(frozen=True)
class Place:
    """Where one value goes."""

    mark: str
    node: str
    input: str


@dataclass(frozen=True)
class Workflow:
    """graph: as it was exported, with titles. output: the node whose picture is the result.

    mask_in_source: the source carries the mask in its transparency, since nothing is marked $mask.
    """

    graph: Graph
    places: tuple[Place, ...]
    output: str
    mask_in_source: bool

    def filled(self, values: Mapping[str, Json]) -> Graph:
        """The graph to queue: each marked input of which there is a value has it; the others keep
        what the workflow says."""
        graph = copy.deepcopy(self.graph)
        for place in self.places:
            if place.mark in values:
                graph[place.node]["inputs"][place.input] = values[place.mark]
        for node in graph.values():
            node.pop("_meta", None)
        return graph

    def has(self, mark: str) -> bool:
        return any(place.mark == mark for place in self.places)


@cache
def built_in(operation: Operation) -> Workflow:
    folder = files("assets.engines.comfyui") / "templates"
    return parse_workflow((folder / f"{operation.value}.json").read_bytes(), operation)


def parse_workflow(data: bytes, operation: Operation) -> Workflow:
    """Check a file from outside. Raises BadWorkflow, which names all that is to be mended."""
    return check_workflow(_read(data), operation)


def check_workflow(raw: Json, operation: Operation) -> Workflow:
    """As parse_workflow, of JSON that is read already."""
    graph = _checked_graph(raw)
    wrong: list[str] = []
    places = tuple(_places(graph, wrong))
    outputs = _outputs(graph)
    if len(outputs) != 1:
        wrong.append(_words_of_outputs(outputs))
    mask_in_source = _has_mask_in_source(graph, places)
    there = {place.mark for place in places} | ({"mask"} if mask_in_source else set())
    wrong += [
        f"It lacks ${mark}: {MARKS[mark].meaning}."
        for mark in NEEDED[operation]
        if mark not in there
    ]
    if wrong:
        raise BadWorkflow(
            f"This workflow cannot {_VERBS[operation]}. {' '.join(wrong)} Marks stand in the "
            "titles of nodes: rename them in ComfyUI, then export it again."
        )
    return Workflow(graph, places, outputs[0], mask_in_source)


_VERBS = {
    Operation.TEXT_TO_IMAGE: "make pictures from words",
    Operation.IMAGE_TO_IMAGE: "make pictures from anchors",
    Operation.INPAINT: "edit behind a mask",
    Operation.OUTPAINT: "extend pictures",
    Operation.UPSCALE: "upscale",
}


def _read(data: bytes) -> Json:
    if len(data) > MOST_BYTES:
        raise BadWorkflow(
            f"This file has {len(data) / 1e6:.1f} MB and a workflow at most "
            f"{MOST_BYTES / 1e6:g} MB. Take out notes and pictures that are saved inside it."
        )
    # PostgreSQL cannot keep it, and no text of a workflow needs it.
    if b"\\u0000" in data:
        raise BadWorkflow("This workflow has control characters in its texts. Take them out.")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadWorkflow(
            f"This file is no JSON (line {error.lineno}). In ComfyUI choose Workflow, Export "
            "(API), and upload that file."
        ) from error


def _checked_graph(raw: Json) -> Graph:
    if isinstance(raw, dict) and isinstance(raw.get("nodes"), list):
        raise BadWorkflow(
            "This is a workflow as ComfyUI's editor saves it. Choose Workflow, Export (API) there, "
            "and upload that file."
        )
    if not isinstance(raw, dict) or not raw or not all(map(_is_node, raw.values())):
        raise BadWorkflow(
            "This JSON is no workflow. In ComfyUI choose Workflow, Export (API), and upload that "
            "file."
        )
    if len(raw) > MOST_NODES:
        raise BadWorkflow(
            f"This workflow has {len(raw)} nodes and at most {MOST_NODES} are taken. Make it "
            "smaller."
        )
    if max(map(len, raw)) > MOST_NAME_CHARACTERS:
        raise BadWorkflow(f"A node's id has at most {MOST_NAME_CHARACTERS} characters.")
    if any(_is_deeper(node["inputs"], MOST_LEVELS) for node in raw.values()):
        raise BadWorkflow("An input of this workflow is nested too deep to be read.")
    graph = {key: _plain_node(node) for key, node in raw.items()}
    for key, node in graph.items():
        for name, value in node["inputs"].items():
            if _is_link(value) and value[0] not in graph:
                raise BadWorkflow(
                    f"{_named(graph, key)} takes '{name[:40]}' from a node that is not in the "
                    "file. Export it again."
                )
    return graph


def _is_node(node: Json) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("class_type"), str)
        and 0 < len(node["class_type"]) <= MOST_NAME_CHARACTERS
        and isinstance(node.get("inputs"), dict)
    )


def _plain_node(node: dict[str, Json]) -> dict[str, Json]:
    meta = node.get("_meta")
    title = meta.get("title") if isinstance(meta, dict) else None
    plain = {"class_type": node["class_type"], "inputs": node["inputs"]}
    if isinstance(title, str):
        plain["_meta"] = {"title": title[:MOST_NAME_CHARACTERS]}
    return plain


def _is_deeper(value: Json, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in inner)


def _is_link(value: Json) -> bool:
    """[node id, number of its output]"""
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], str)
        and isinstance(value[1], int)
    )


def _title(node: dict[str, Json]) -> str:
    return str(node.get("_meta", {}).get("title", ""))


def _named(graph: Graph, key: str) -> str:
    """How people find a node: by its title, or by its class and number."""
    return f"'{_title(graph[key]) or graph[key]['class_type']}' (node {key})"


def _places(graph: Graph, wrong: list[str]) -> Iterator[Place]:
    """Every marked input; what is marked wrongly is told to `wrong`."""
    for key, node in graph.items():
        for said, chosen in _MARK.findall(_title(node)):
            mark = MARKS.get(said.lower())
            if mark is None:
                known = ", ".join(f"${name}" for name in MARKS)
                wrong.append(
                    f"{_named(graph, key)} has the mark ${said[:40]}, which does not exist; there "
                    f"are {known}."
                )
            elif mark.inputs:
                names = (chosen,) if chosen else mark.inputs
                name = next((one for one in names if one in node["inputs"]), None)
                if name is None:
                    wrong.append(
                        f"{_named(graph, key)} has no input {' or '.join(names)} for "
                        f"${said.lower()}; it has {', '.join(node['inputs'])[:200] or 'none'}."
                    )
                else:
                    yield Place(said.lower(), key, name)


def _outputs(graph: Graph) -> list[str]:
    marked = [
        key
        for key, node in graph.items()
        if any(said.lower() == "output" for said, _ in _MARK.findall(_title(node)))
    ]
    return marked or [key for key, node in graph.items() if node["class_type"] in _SAVES]


def _words_of_outputs(outputs: list[str]) -> str:
    if not outputs:
        return "It saves no picture: add a Save Image or Preview Image node."
    return f"{len(outputs)} nodes save a picture: mark the one with the result $output."


def _has_mask_in_source(graph: Graph, places: tuple[Place, ...]) -> bool:
    if any(place.mark == "mask" for place in places):
        return False
    sources = {place.node for place in places if place.mark == "source"}
    return any(
        _is_link(value) and value[0] in sources and value[1] == _SOURCE_MASK_OUTPUT
        for node in graph.values()
        for value in node["inputs"].values()
    )
