"""The sprite of icons and the pages that name them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DRAWN = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "icons.svg").read_text()))
PAGES = "".join(
    path.read_text()
    for folder, pattern in (("templates", "*.html"), ("static", "*.js"))
    for path in (ROOT / folder).rglob(pattern)
)


def test_every_icon_that_pages_name_is_drawn() -> None:
    named = set(re.findall(r"icons\.svg' %\}#([\w-]+)", PAGES))
    named |= set(re.findall(r"\{\{ icons \}\}#([\w-]+)", PAGES))

    assert named
    assert named - DRAWN == set()


def test_every_icon_that_is_drawn_is_named_somewhere() -> None:
    """It may follow a quote in a module, or a tag of a template."""
    assert {name for name in DRAWN if not re.search(rf"[#}}'\"]{name}(?![\w-])", PAGES)} == set()
