"""The project holds together: settings, migrations, what it needs and what it does not."""

import os
import signal
from pathlib import Path

import httpx
import pytest
from django.core.management import call_command

from tests.installation import Web


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_system_check_finds_nothing() -> None:
    call_command("check", fail_level="WARNING")


NOT_INSTALLED = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {
            "psycopg", "psycopg_pool", "redis", "channels_redis", "msgpack", "procrastinate",
            "storages", "boto3", "botocore", "uvicorn", "uvloop", "websockets", "moto",
        }:
            raise ModuleNotFoundError(f"No module named '{name}'")

sys.meta_path.insert(0, Blocked())
"""


def test_the_embedded_default_serves_without_the_packages_of_the_extras(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NOT_INSTALLED)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ANCHORBOARD_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    data = {"ANCHORBOARD_DATA": str(tmp_path / "data"), "PYTHONPATH": str(tmp_path)}

    web = Web("web", tmp_path, kept | data)
    web.start()
    try:
        web.wait_until_ready()
        with httpx.Client(follow_redirects=True) as owner:
            assert owner.get(web.sign_in_url()).status_code == 200
            assert "anchorboard_rooms" in owner.get(f"{web.base}/metrics").text
    finally:
        web.stop(signal.SIGKILL)
