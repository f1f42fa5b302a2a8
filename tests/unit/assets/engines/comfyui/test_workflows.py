"""Workflows from outside: what is taken, and how people are told of what is wrong."""

import copy
from pathlib import Path

import orjson
import pytest

from assets.engines.comfyui.workflows import (
    MARKS,
    MOST_BYTES,
    MOST_NODES,
    BadWorkflow,
    built_in,
    check_workflow,
    parse_workflow,
)
from assets.engines.request import PICTURES, Operation


def graph_of(operation=Operation.TEXT_TO_IMAGE):
    return copy.deepcopy(built_in(operation).graph)


def titled(graph, node, title):
    graph[node]["_meta"] = {"title": title}
    return graph


def refused(raw, operation=Operation.TEXT_TO_IMAGE):
    data = raw if isinstance(raw, bytes) else orjson.dumps(raw)
    with pytest.raises(BadWorkflow) as caught:
        parse_workflow(data, operation)
    return caught.value.message


@pytest.mark.parametrize("operation", sorted(PICTURES))
def test_the_built_in_ones_have_what_their_operation_needs(operation):
    workflow = built_in(operation)
    assert workflow.output == "picture"
    assert workflow.mask_in_source == (operation in (Operation.INPAINT, Operation.OUTPAINT))


def test_values_stand_where_the_marks_are_and_titles_are_gone():
    workflow = built_in(Operation.TEXT_TO_IMAGE)
    graph = workflow.filled({"prompt": "a kite", "seed": 5, "width": 640, "anchor": "unused"})
    assert graph["positive"]["inputs"]["text"] == "a kite"
    assert graph["sampler"]["inputs"]["seed"] == 5
    assert graph["latent"]["inputs"] == {"width": 640, "height": 1024, "batch_size": 1}
    assert all(node.keys() == {"class_type", "inputs"} for node in graph.values())
    assert workflow.graph["positive"]["inputs"]["text"] == ""


def test_a_mark_may_name_its_input_and_stand_twice():
    graph = graph_of()
    graph["positive"]["inputs"] = {"text_g": "", "text_l": "", "clip": ["model", 1]}
    titled(graph, "positive", "Words $prompt=text_g $Prompt=text_l")
    filled = check_workflow(graph, Operation.TEXT_TO_IMAGE).filled({"prompt": "a kite"})
    assert filled["positive"]["inputs"]["text_g"] == "a kite"
    assert filled["positive"]["inputs"]["text_l"] == "a kite"


def test_money_and_doubled_signs_in_a_title_are_no_marks():
    graph = titled(graph_of(), "decoded", "costs $5, US$prompt, $$seed")
    assert check_workflow(graph, Operation.TEXT_TO_IMAGE).has("seed")


def test_all_that_is_missing_is_named_at_once():
    graph = titled(titled(graph_of(), "positive", ""), "latent", "Size $width")
    message = refused(graph)
    assert "cannot make pictures from words" in message
    assert "lacks $prompt: the words of the prompt." in message
    assert "lacks $height" in message and "lacks $width" not in message
    assert "rename them in ComfyUI" in message


def test_a_mark_that_does_not_exist_is_named_with_its_node_and_those_there_are():
    message = refused(titled(graph_of(), "decoded", "Decode $promt"))
    assert "'Decode $promt' (node decoded) has the mark $promt, which does not exist" in message
    assert "$prompt, $negative, $seed" in message


def test_a_mark_on_a_node_without_such_an_input_is_told_with_what_it_has():
    message = refused(titled(graph_of(), "decoded", "$seed"))
    assert "'$seed' (node decoded) has no input seed or noise_seed or value" in message
    assert "it has samples, vae" in message


def test_of_several_pictures_that_are_saved_one_must_be_marked():
    graph = titled(graph_of(), "picture", "")
    graph["copy"] = copy.deepcopy(graph["picture"])
    assert "2 nodes save a picture: mark the one with the result $output" in refused(graph)
    marked = titled(graph, "copy", "keep $output")
    assert check_workflow(marked, Operation.TEXT_TO_IMAGE).output == "copy"


def test_a_workflow_that_saves_nothing_is_told():
    graph = graph_of()
    del graph["picture"]
    assert "add a Save Image or Preview Image node" in refused(graph)


def test_a_mask_comes_by_the_source_or_by_a_node_of_its_own():
    graph = graph_of(Operation.INPAINT)
    graph["hole"]["inputs"]["mask"] = ["elsewhere", 0]
    graph["elsewhere"] = {"class_type": "SolidMask", "inputs": {"value": 1.0}}
    assert "lacks $mask" in refused(graph, Operation.INPAINT)
    graph["elsewhere"] = {"class_type": "LoadImageMask", "inputs": {"image": "", "channel": "red"}}
    workflow = check_workflow(titled(graph, "elsewhere", "$mask"), Operation.INPAINT)
    assert workflow.has("mask") and not workflow.mask_in_source


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"1": NaN}', "no JSON"),
        (b"7", "no workflow"),
        (b"{}", "no workflow"),
        (b'{"1": {"class_type": "KSampler"}}', "no workflow"),
        (b'{"1": {"class_type": "", "inputs": {}}}', "no workflow"),
        (b'{"nodes": [], "links": []}', "as ComfyUI's editor saves it. Choose Workflow, Export"),
        (b'{"1": {"class_type": "A", "inputs": {"text": "\\u0000"}}}', "control characters"),
        (
            b'{"1": {"class_type": "A", "inputs": {"x": ["9", 0]}}}',
            "a node that is not in the file",
        ),
        (b" " * (MOST_BYTES + 1), "at most 1 MB"),
    ],
)
def test_what_is_no_workflow_is_refused_in_words(raw, words):
    assert words in refused(raw)


def test_too_many_nodes_and_names_too_long_are_refused():
    node = {"class_type": "A", "inputs": {}}
    assert f"at most {MOST_NODES}" in refused(dict.fromkeys(map(str, range(MOST_NODES + 1)), node))
    assert "at most 200 characters" in refused({"n" * 201: node})


def test_an_input_that_is_nested_without_end_is_refused():
    deep = b'{"1": {"class_type": "A", "inputs": {"x": ' + b"[" * 900 + b"]" * 900 + b"}}}"
    assert "nested too deep" in refused(deep)


def test_titles_of_any_kind_do_no_harm():
    graph = graph_of()
    graph["decoded"]["_meta"] = {"title": 7}
    graph["model"]["_meta"] = {"title": "$checkpoint " + "x" * 1000, "more": [1]}
    workflow = check_workflow(graph, Operation.TEXT_TO_IMAGE)
    assert "_meta" not in workflow.graph["decoded"]
    assert len(workflow.graph["model"]["_meta"]["title"]) == 200


def test_the_readme_names_every_mark():
    readme = (Path(__file__).parents[5] / "README.md").read_text()
    assert [mark for mark in MARKS if f"`${mark}`" not in readme] == []
