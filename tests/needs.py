"""Programs that some tests need: on a laptop those may be left out, in CI they must run."""

import os
import shutil
from typing import NoReturn

import pytest


def needed(names: tuple[str, ...], or_else: str) -> str:
    """The path of the first of these programs that is here; `or_else` says what to install."""
    path = next(filter(None, map(shutil.which, names)), None)
    return path or leave_out(or_else)


def leave_out(why: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why, allow_module_level=True)
