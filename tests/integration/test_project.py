"""The project holds together: settings, migrations."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_system_check_finds_nothing() -> None:
    call_command("check", fail_level="WARNING")
