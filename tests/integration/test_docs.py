"""What the pages say is what the code does."""

import re
from pathlib import Path

from canvas.realtime.protocol import CloseCode

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
README = (ROOT / "README.md").read_text()
PROTOCOL = (ROOT / "canvas" / "realtime" / "PROTOCOL.md").read_text()


def test_every_setting_stands_in_the_readme() -> None:
    sources = [ROOT / "canvas" / "settings.py", ROOT / "canvas" / "env.py"]
    names = set()
    for source in sources:
        names |= set(
            re.findall(
                r"env\.(?:text|words|pairs|flag|integer|choice|folder|secret|given_secret|url)\(\s*\"([A-Z_]+)\"",
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


def test_every_benchmark_stands_in_the_readme() -> None:
    bench = ROOT / "tests" / "bench"
    commands = {path.stem for path in bench.glob("*.py") if "__main__" in path.read_text()}

    assert commands
    assert set(re.findall(r"python -m tests\.bench\.(\w+)", README)) == commands


def test_files_that_the_readme_shows_or_names_are_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)|`([\w.]+(?:/[\w.]+)*/?)`", README)
    paths = {shown or name for shown, name in named if shown or "/" in name}
    made_at_run_time = {"data/"}

    assert paths
    assert sorted(path for path in paths - made_at_run_time if not is_there(path)) == []


def is_there(path: str) -> bool:
    """From the top; in the table of folders also from the folder that its row names."""
    return any((base / path).exists() for base in (ROOT, ROOT / "assets", ROOT / "canvas", TESTS))


def test_protocol_page_has_a_row_for_every_frame_and_no_other() -> None:
    frames = PROTOCOL[PROTOCOL.index("## Client to server") : PROTOCOL.index("## Snapshot")]
    code = (ROOT / "canvas" / "realtime" / "protocol.py").read_text()

    types = set(re.findall(r"\"type\": \"(\w+)\"", code))
    types |= set(re.findall(r"type: ClassVar\[str\] = \"(\w+)\"", code))

    assert set(re.findall(r"^\| `(\w+)`", frames, re.MULTILINE)) == types


def test_protocol_page_names_every_close_code() -> None:
    assert sorted(code.name for code in CloseCode if f"{code.value} " not in PROTOCOL) == []


def test_protocol_page_names_every_code_of_a_refused_change() -> None:
    refusal = r"(?:InvalidChange|BadOp|ProtocolError)\(\s*\"(\w+)\"|code=\"(\w+)\""
    sources = ("canvas/document/changes.py", "canvas/realtime/protocol.py")
    codes = {
        first or second
        for source in sources
        for first, second in re.findall(refusal, (ROOT / source).read_text())
    }

    assert len(codes) > 10
    assert sorted(code for code in codes if f"`{code}`" not in PROTOCOL) == []
