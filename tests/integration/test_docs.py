"""What the pages say is what the code does."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def test_every_setting_stands_in_the_readme() -> None:
    sources = [ROOT / "canvas" / "settings.py", ROOT / "canvas" / "env.py"]
    names = set()
    for source in sources:
        names |= set(
            re.findall(
                r"env\.(?:text|words|pairs|flag|integer|choice|folder|secret)\(\s*\"([A-Z_]+)\"",
                source.read_text(),
            )
        )

    missing = sorted(name for name in names if f"`ANCHORBOARD_{name}`" not in README)

    assert names
    assert missing == []


def test_readme_names_no_setting_that_does_not_exist() -> None:
    known = (ROOT / "canvas" / "settings.py").read_text()

    named = set(re.findall(r"`ANCHORBOARD_([A-Z_]+)`", README))

    assert named
    assert sorted(name for name in named if f'"{name.removesuffix("_FILE")}"' not in known) == []


def test_protocol_page_names_every_frame() -> None:
    page = (ROOT / "canvas" / "realtime" / "PROTOCOL.md").read_text()
    code = (ROOT / "canvas" / "realtime" / "protocol.py").read_text()

    types = set(re.findall(r"\"type\": \"(\w+)\"", code)) | set(
        re.findall(r"type: (?:Literal|ClassVar).*?\"(\w+)\"", code)
    )

    assert sorted(name for name in types if f"`{name}`" not in page) == []
