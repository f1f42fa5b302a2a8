from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from canvas import env
from canvas.databases import SCHEMES, database

DATA = Path("/somewhere")


def test_without_an_address_rows_are_kept_in_a_file_of_the_data_folder() -> None:
    told = database("", DATA)
    assert told["ENGINE"].endswith("sqlite3")
    assert told["NAME"] == DATA / "anchorboard.sqlite3"


def test_an_address_of_postgresql_is_taken_apart() -> None:
    told = database("postgres://ab%40c:p%2Fw@db.example:6543/boards?sslmode=require", DATA)
    assert told["ENGINE"].endswith("postgresql")
    assert (told["HOST"], told["PORT"], told["NAME"]) == ("db.example", "6543", "boards")
    assert (told["USER"], told["PASSWORD"]) == ("ab@c", "p/w")
    assert told["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "url", ["postgresql://db.example", "postgresql:///name", "postgresql://h:port/name"]
)
def test_an_address_that_lacks_something_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        database(url, DATA)
    assert url not in str(refusal.value)


def test_the_address_comes_from_our_variable_the_common_one_or_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("ANCHORBOARD_DATABASE_URL", "ANCHORBOARD_DATABASE_URL_FILE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    assert env.url("DATABASE_URL", SCHEMES) == ""
    monkeypatch.setenv("DATABASE_URL", "postgres://common/name")
    assert env.url("DATABASE_URL", SCHEMES) == "postgres://common/name"
    file = tmp_path / "url"
    file.write_text("postgres://file/name\n")
    monkeypatch.setenv("ANCHORBOARD_DATABASE_URL_FILE", str(file))
    assert env.url("DATABASE_URL", SCHEMES) == "postgres://file/name"
    monkeypatch.setenv("ANCHORBOARD_DATABASE_URL", "postgres://ours/name")
    assert env.url("DATABASE_URL", SCHEMES) == "postgres://ours/name"


def test_another_kind_of_address_stops_the_start_without_telling_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANCHORBOARD_DATABASE_URL", "mysql://user:hunter2@db/name")
    with pytest.raises(ImproperlyConfigured, match="postgresql://") as refusal:
        env.url("DATABASE_URL", SCHEMES)
    assert "hunter2" not in str(refusal.value)
