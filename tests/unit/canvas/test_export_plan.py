import json
from pathlib import Path

import pytest

from canvas.export_plan import suggested_alt

SHARED = json.loads((Path(__file__).parents[2] / "data" / "alt_texts.json").read_text())


@pytest.mark.parametrize(("prompt", "alt"), SHARED)
def test_alt_texts_are_suggested_as_in_the_browser(prompt, alt):
    assert suggested_alt(prompt) == alt
