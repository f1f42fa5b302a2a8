"""Static files are collected when one changed, and import each other by hashed names."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from canvas.static_build import build_static

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "canvas.staticfiles.ModuleManifestStorage"},
}
IMPORT = re.compile(r"""(?:^|\n)\s*(?:import|export)\b[^;'"]*?['"](\.{1,2}/[^'"]+)['"]""")


@pytest.fixture
def settings_of_a_server(tmp_path: Path) -> Any:
    # The storage is made again for these settings: see Django's own signal receivers.
    with override_settings(
        STORAGES=STORAGES, STATIC_ROOT=str(tmp_path / "static"), DATA_DIR=tmp_path
    ):
        yield tmp_path / "static"


def test_every_module_is_imported_by_its_hashed_name(settings_of_a_server: Path) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)

    hashed = list((settings_of_a_server / "canvas").rglob("*.????????????.js"))
    assert hashed
    plain = [
        f"{module.name}: {name}"
        for module in hashed
        for name in IMPORT.findall(module.read_text())
        if not re.search(r"\.[0-9a-f]{12}\.js$", name)
    ]
    assert plain == []


def test_nothing_of_htmx_is_collected_that_no_page_uses(settings_of_a_server: Path) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)

    names = {file.name for file in (settings_of_a_server / "django_htmx").rglob("*.js")}
    assert "htmx-2.min.js" in names
    assert not any("htmx-4" in name or name.startswith("hx-") for name in names)


def test_a_second_build_does_nothing_until_a_file_changes(
    settings_of_a_server: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "a.css").write_text("a { color: red; }")
    with override_settings(STATICFILES_DIRS=[own]):
        assert build_static()
        assert not build_static()

        (own / "a.css").write_text("a { color: blue; } ")
        assert build_static()

        assert (
            "blue" in (settings_of_a_server / staticfiles_storage.stored_name("a.css")).read_text()
        )


def test_a_build_that_was_cut_off_is_done_again(settings_of_a_server: Path, tmp_path: Path) -> None:
    build_static()
    (tmp_path / "static.fingerprint").unlink()

    assert build_static()
