"""A dozen plays of tests/fuzz/board.py, by the command that also runs a seed again."""

import os
import subprocess
import sys
from pathlib import Path

from tests.needs import needed

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 240


def play(*options: str) -> None:
    needed(("node",), "no Node on this machine: install it (20.19 or later) to play boards")
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.board", *options],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-4_000:]


def test_a_dozen_boards_end_alike_over_bad_lines_and_deaths_of_the_server() -> None:
    play("--seeds", "12")
