"""The browser's modules: their tests under Node, and what hashed static files ask of imports."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.needs import needed

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "static").rglob("*.js"))
TESTS = sorted(Path(__file__).parent.glob("*.test.js"))
TIMEOUT_S = 300

COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
# From `import` or `export` at the start of a line to the path it names, and what follows.
NAMES_A_MODULE = re.compile(
    r"^(?:import|export)\b(?:[^;'\"]*?\bfrom)?\s*(['\"])(?P<path>\.[^'\"]*)\1(?P<end>.?)",
    re.MULTILINE,
)
EXPORTS = re.compile(r"^export (?:async )?(?:function\*?|const|class) (\w+)", re.MULTILINE)


def imports_of(module: Path) -> list[tuple[Path, str]]:
    """(the module named, the character after the statement), comments left out."""
    code = COMMENT.sub("", module.read_text())
    found = NAMES_A_MODULE.finditer(code)
    return [((module.parent / each["path"]).resolve(), each["end"]) for each in found]


def test_javascript_tests_pass() -> None:
    node = needed(
        ("node",), "no Node on this machine: install it (20.19 or later) to run these tests"
    )
    done = subprocess.run(
        [node, "--test", *map(str, TESTS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_name_files_and_end_in_a_semicolon(module: Path) -> None:
    """Hashed storage silently leaves other imports alone, and the page then loads two copies."""
    for named, end in imports_of(module):
        assert named.is_file(), f"there is no {named}"
        assert end == ";", f"the import of {named.name} does not end in a semicolon"


def test_every_export_is_imported_somewhere() -> None:
    """What nobody imports is dead, or needs no `export`."""
    texts = {path: path.read_text() for path in (*MODULES, *TESTS)}
    unused = [
        f"{module.name}: {name}"
        for module in MODULES
        for name in EXPORTS.findall(texts[module])
        if not any(
            re.search(rf"\b{name}\b", text) for path, text in texts.items() if path != module
        )
    ]
    assert unused == []


def test_imports_form_no_cycle() -> None:
    """Hashed storage cannot name files whose names depend on each other."""
    graph = {module: [named for named, _ in imports_of(module)] for module in MODULES}
    done: set[Path] = set()

    def visit(module: Path, way: tuple[Path, ...]) -> None:
        if module in way:
            names = [path.name for path in (*way[way.index(module) :], module)]
            pytest.fail("a cycle of imports: " + " -> ".join(names))
        if module in done:
            return
        for named in graph.get(module, []):
            visit(named, (*way, module))
        done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_types_are_imported_by_the_import_tag(module: Path) -> None:
    """An `import('...')` type in a comment counts as an import to hashed storage."""
    comments = "".join(COMMENT.findall(module.read_text()))
    assert "import('" not in comments and 'import("' not in comments
