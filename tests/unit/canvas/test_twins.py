"""Numbers that the server and the browser's modules both hold are the same."""

import re
from pathlib import Path

from assets.filling import MASK_SIDE
from assets.generations.rules import MOST_SEED
from assets.renditions import LEVELS
from canvas.bundle_facts import MOST_PARTS
from canvas.document import order, values
from canvas.realtime import protocol
from canvas.views.generation_request import MOST_MASKS

MODULES = Path(__file__).resolve().parents[3] / "static" / "canvas"


def constant(module: str, name: str) -> float:
    """The number that a module gives to `const name`, perhaps as a product or power."""
    text = (MODULES / module).read_text()
    found = re.search(rf"const {name} = ([\de_.* -]+);", text)
    assert found is not None, f"{module} has no {name}"
    return float(eval(found[1]))


def test_close_codes() -> None:
    text = (MODULES / "protocol.js").read_text()
    block = text[text.index("export const CLOSE") : text.index("};")]
    codes = {name: int(code) for name, code in re.findall(r"(\w+): (\d+)", block)}

    assert codes
    assert codes == {name: protocol.CloseCode[name] for name in codes}


def test_bounds_of_frames_and_values() -> None:
    assert constant("protocol.js", "MAX_IDS") == protocol.MAX_IDS
    for name in ("MAX_OUTLINE_PATHS", "MAX_OUTLINE_NUMBERS", "OUTLINE_UNITS"):
        assert constant("protocol.js", name) == getattr(protocol, name)
    assert constant("protocol.js", "MAX_OP_BYTES") < protocol.MAX_INBOUND_BYTES
    assert constant("values.js", "MAX_COORDINATE") == values.MAX_COORDINATE
    assert constant("values.js", "MAX_SIDE") == values.MAX_SIDE
    assert constant("order.js", "MAX_ORDER_LENGTH") == order.MAX_LENGTH
    assert constant("generation_form.js", "LARGEST_SEED") == MOST_SEED


def test_masks_of_a_picture() -> None:
    assert constant("mask_layers.js", "MOST_MASKS") == MOST_MASKS == MOST_PARTS
    assert constant("tinted_mask.js", "OUTLINE_SIDE") == MASK_SIDE


def test_levels_of_pictures() -> None:
    found = re.search(
        r"const LEVELS = .*\(\[(.*), 'original'\]\)", (MODULES / "textures.js").read_text()
    )

    assert found is not None
    assert tuple(int(level) for level in found[1].split(", ")) == LEVELS
